//! Two copies of a workspace on which people work at random, merged both ways.

use super::*;
use crate::claim::by_hand::Parts;
use crate::claim::{ClaimId, ExtractOptions, Fingerprint, extract};
use crate::decision::{Evidence, Publication, Question, State};
use crate::input::Document;
use crate::lang::Language;
use crate::store::{Mark, Severity};
use crate::text::CharSpan;
use proptest::prelude::*;
use std::fs;
use std::sync::OnceLock;

const FIRST: &str = "Le pont sera fermé lundi, a annoncé la maire, Jeanne Corbin. « Les travaux dureront trois mois », \
    a-t-elle précisé.\n\nSelon le préfet, 4 000 véhicules passent chaque jour. Paul Rey a affirmé que le chantier coûterait \
    deux millions d’euros. Les commerçants craignent une perte de clients.\n";

const SECOND: &str = "Le pont sera fermé mardi, a annoncé la maire, Jeanne Corbin. « Les travaux dureront six mois », \
    a-t-elle précisé.\n\nSelon le préfet, 5 000 véhicules passent chaque jour. Paul Rey a affirmé que le chantier coûterait \
    deux millions d’euros. Le ministre a déclaré que tout était prêt.\n";

const SLUG: &str = "pont";

fn capture(writer: &mut Writer, text: &str, at: &str, by: &str) {
    let document = Document::new(text, Language::French);
    let set = extract(&document, &ExtractOptions::default());
    writer.capture(SLUG, &document, false, false, set, at, by).unwrap();
}

/// A directory in memory where there is one: a disk takes its time to sync.
fn directory() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// A workspace with an article and a pending revision of it; made once.
fn template() -> &'static Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let root = directory();
        Workspace::init(root.path(), "test", "2026-01-02T03:00:00Z", "Ana").unwrap();
        let mut writer = Writer::open(root.path()).unwrap();
        capture(&mut writer, FIRST, "2026-01-02T03:00:01Z", "Ana");
        capture(&mut writer, SECOND, "2026-01-02T03:00:02Z", "Ana");
        assert!(writer.workspace.changes(SLUG).unwrap().len() > 3);
        root
    })
    .path()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// What somebody does, and on which claim or place.
#[derive(Clone, Copy, Debug)]
struct Act {
    second: bool,
    what: u8,
    which: usize,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    // Without merges on the way (13): with them, two that take steps back can still differ by the side that merges.
    let what = (0u8..14).prop_map(|what| if what == 13 { 14 } else { what });
    let act = (any::<bool>(), what, 0usize..1000).prop_map(|(second, what, which)| Act { second, what, which });
    proptest::collection::vec(act, 1..14)
}

/// A copy, and who works on it.
struct Side {
    root: std::path::PathBuf,
    by: &'static str,
}

impl Side {
    fn writer(&self) -> Writer {
        Writer::open(&self.root).unwrap()
    }

    /// Does what can be done; what is refused changes nothing, and says why.
    fn act(&mut self, act: Act, at: &str) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let (by, which) = (self.by, act.which);
        let accepted = writer.workspace.accepted(SLUG)?;
        let ids: Vec<ClaimId> = accepted.claims.iter().map(|claim| claim.id.clone()).collect();
        let Some(id) = ids.get(which % ids.len().max(1)).cloned() else { return Ok(()) };
        match act.what {
            0..=3 => {
                let open = writer.workspace.changes(SLUG)?;
                let Some(change) = open.get(which % open.len().max(1)).and_then(|change| change.id().cloned()) else {
                    return Ok(());
                };
                writer.resolve(SLUG, &[change], act.what < 2, at, by, "vu")?;
            }
            4 | 5 => {
                let start = (which % 120) as u32;
                let parts = Parts { content: vec![CharSpan::new(start, start + 25)], ..Parts::default() };
                writer.add_by_hand(SLUG, &parts, "oublié", at, by)?;
            }
            6 | 7 => {
                let Some(claim) = accepted.get(&id) else { return Ok(()) };
                let mut content = claim.content.spans.clone();
                if let Some(first) = content.first_mut()
                    && act.what == 6
                {
                    first.end = first.end.saturating_sub(8 + which as u32 % 5).max(first.start + 3);
                }
                let name = Some(format!("{} {}", ["Anne", "Rosa"][which % 2], by)).filter(|_| act.what == 7);
                let cue = claim.cue.as_ref().map(|cue| cue.spans.clone()).unwrap_or_default();
                let speaker = claim.speaker.as_ref().map(|one| one.spans.clone()).unwrap_or_default();
                let name = name.or_else(|| claim.speaker.as_ref().and_then(|one| one.name.clone()));
                writer.correct(&id, &Parts { content, speaker, cue, name }, "précisé", at, by)?;
            }
            8 => {
                let step = writer.workspace.last_step(by).first().map(|event| event.hash.clone());
                if let Some(step) = step {
                    writer.undo(&step, "repris", at, by)?;
                }
            }
            9 => {
                let question = if which % 2 == 0 { Question::Content } else { Question::Attribution };
                let moves = writer.workspace.ledger.record(&id).finding(question).state().moves();
                let state = moves[which % moves.len()];
                writer.mark(
                    &id,
                    Mark { findings: vec![(question, state)], reason: "vu".to_owned(), ..Mark::default() },
                    at,
                    by,
                )?;
            }
            10 | 11 => {
                let source = format!("https://example.org/{at}/{by}");
                let evidence: Evidence =
                    serde_json::from_value(serde_json::json!({ "source": source, "stance": "supports" })).unwrap();
                writer.add_evidence(&id, &evidence, at, by)?;
            }
            12 => {
                let dropped = Mark {
                    findings: vec![(Question::Content, State::Dropped)],
                    reason: "hors sujet".to_owned(),
                    ..Mark::default()
                };
                let _ = writer.mark(&id, dropped, at, by);
                let status = [Publication::Published, Publication::Retracted][which % 2];
                writer.publish(&id, status, "note", at, by)?;
            }
            13 => {
                let other = self.root.with_file_name(if self.by == "Ana" { "Bob" } else { "Ana" });
                writer.merge(&other, at, by)?;
            }
            _ => {
                let change = if which % 2 == 0 { "hier" } else { "demain" };
                if which % 3 == 0 {
                    capture(&mut writer, &SECOND.replace("mardi", change), at, by);
                }
            }
        }
        Ok(())
    }
}

/// The hashes of all events but merges; panics when one counts twice.
fn leaves(workspace: &Workspace) -> BTreeSet<String> {
    let leaves = workspace.journal.history().filter(|event| !matches!(event.what, EventKind::Merged { .. }));
    let mut found = BTreeSet::new();
    for event in leaves {
        assert!(found.insert(event.hash.clone()), "{} counts twice", event.hash);
    }
    found
}

fn damage(workspace: &Workspace) -> Vec<String> {
    let problems = workspace.check_deep().unwrap().into_iter();
    problems
        .filter(|one| one.severity == Severity::Damage)
        .map(|one| format!("{}: {}", one.place, one.message))
        .collect()
}

fn torn(workspace: &Workspace) -> BTreeSet<ClaimId> {
    workspace.ledger.all_torn().map(|(id, _)| id.clone()).collect()
}

/// What a claim says and where, for comparison.
fn version(set: &ClaimSet, id: &ClaimId) -> Option<(Fingerprint, u32, Option<u32>)> {
    let claim = set.get(id)?;
    Some((Fingerprint::of(claim), claim.selector.start, claim.revision.or(set.header.revision)))
}

/// What is decided on a claim, alike whichever side merged.
fn decided(workspace: &Workspace, id: &ClaimId) -> String {
    let record = workspace.ledger.record(id);
    let mut said = Vec::new();
    for finding in [&record.attribution, &record.content] {
        let mut both: Vec<String> = [&finding.decision, &finding.conflict]
            .into_iter()
            .flatten()
            .map(|one| format!("{} {} {}", one.state, one.by, one.at))
            .collect();
        both.sort();
        // Two who decide alike agree: whose name stands there depends on who merged.
        let alike = finding.conflict.is_none();
        said.push(if alike { finding.state().to_string() } else { both.join(" / ") });
    }
    let mut evidence: Vec<&str> = record.evidence.iter().map(|one| one.source.as_str()).collect();
    evidence.sort_unstable();
    let mut out = vec![record.publication.0.name()];
    out.extend(record.publication_conflict.iter().map(|(status, _)| status.name()));
    out.sort_unstable();
    format!("{said:?} {evidence:?} {out:?}")
}

fn history_of(acts: &[Act]) -> Result<(), TestCaseError> {
    let root = directory();
    let path = |name: &str| root.path().join(name);
    let mut sides = ["Ana", "Bob"].map(|by| {
        copy(template(), &path(by));
        Side { root: path(by), by }
    });
    let mut captures = [0, 0];
    for (place, act) in acts.iter().enumerate() {
        let at = format!("2026-01-03T00:00:{place:02}Z");
        let side = usize::from(act.second);
        let before = sides[side].writer().workspace.article(SLUG).unwrap().last();
        match sides[side].act(*act, &at) {
            Ok(())
            | Err(StoreError::Refused(_) | StoreError::Refusal(_) | StoreError::Finding(_) | StoreError::Id(_)) => {}
            Err(other) => panic!("{other}"),
        }
        captures[side] += usize::from(sides[side].writer().workspace.article(SLUG).unwrap().last() > before);
    }
    let (ana, bob) = (Workspace::open(&path("Ana")).unwrap(), Workspace::open(&path("Bob")).unwrap());
    let together: BTreeSet<String> = leaves(&ana).union(&leaves(&bob)).cloned().collect();
    copy(&path("Ana"), &path("ana"));
    copy(&path("Bob"), &path("bob"));
    let at = "2026-01-04T00:00:00Z";
    let merged = [("ana", "Bob"), ("bob", "Ana")].map(|(into, from)| {
        let mut writer = Writer::open(&path(into)).unwrap();
        let done = writer.merge(&path(from), at, "Eve").unwrap();
        assert_eq!(writer.merge(&path(from), at, "Eve").unwrap(), Merged::default(), "once is enough");
        (writer.workspace.clone(), done)
    });
    let both_captured = captures[0] > 0 && captures[1] > 0;
    for (workspace, done) in &merged {
        prop_assert_eq!(damage(workspace), Vec::<String>::new());
        prop_assert_eq!(&leaves(workspace), &together, "no event is lost, none counts twice");
        prop_assert_eq!(
            done.set_aside.is_some(),
            both_captured && leaves(&ana) != leaves(&bob) && done.set_aside.is_some()
        );
        let open: BTreeSet<ClaimId> =
            workspace.changes(SLUG).unwrap().iter().filter_map(|one| one.id().cloned()).collect();
        prop_assert!(torn(workspace).is_subset(&open), "what is torn waits for a person");
    }
    let [(one, _), (two, _)] = &merged;
    prop_assert_eq!(torn(one), torn(two));
    let ids: BTreeSet<ClaimId> = one.ledger.ids.union(&two.ledger.ids).cloned().collect();
    for id in &ids {
        prop_assert_eq!(decided(one, id), decided(two, id), "{}", id);
    }
    let (first, second) = (one.accepted(SLUG).unwrap(), two.accepted(SLUG).unwrap());
    if !both_captured {
        for id in ids.difference(&torn(one)) {
            prop_assert_eq!(version(&first, id), version(&second, id), "{}", id);
        }
        // What one side alone worked on is as that side has it; where they merged on the way, who worked on it is mixed.
        let base = merge::common(&ana.journal, &bob.journal) as u64;
        let mixed = acts.iter().any(|act| act.what == 13);
        for (side, other) in [(&ana, &bob), (&bob, &ana)].into_iter().filter(|_| !mixed) {
            let own = side.accepted(SLUG).unwrap();
            for id in &ids {
                let touched = |workspace: &Workspace| !workspace.ledger.touches_since(id, base).is_empty();
                if touched(side) && !touched(other) {
                    prop_assert_eq!(version(&first, id).map(|one| one.0), version(&own, id).map(|one| one.0), "{}", id);
                }
            }
        }
    }
    for id in torn(one) {
        prop_assert_eq!(
            version(&first, &id),
            version(&ana.accepted(SLUG).unwrap(), &id),
            "the side that merges keeps its own"
        );
        prop_assert_eq!(version(&second, &id), version(&bob.accepted(SLUG).unwrap(), &id));
    }
    Ok(())
}

/// Fewer than usual, since each makes four workspaces. More of them: `PROPTEST_CASES=2000 cargo test --lib two_histories`.
fn cases() -> u32 {
    let asked = ProptestConfig::default().cases;
    if asked == 256 { 48 } else { asked }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 300, ..ProptestConfig::with_cases(cases()) })]
    #[test]
    fn two_histories_come_together_alike_from_either_side(acts in acts()) {
        history_of(&acts)?;
    }
}
