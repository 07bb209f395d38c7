//! Journals that grew apart: the other's lines are kept whole inside one event of ours.
//!
//! Two copies of a workspace (two branches in git) share the first lines of their journals. Merging appends one event to
//! ours that holds the lines the other wrote since, byte for byte, so that its chain and its signatures can still be
//! proved. The ledger takes up what only one of the two decided; where both decided differently, neither counts until a
//! person decides again.

use super::event::{Event, EventKind};
use super::journal::{Journal, JournalProblem, parse};
use std::collections::BTreeSet;

/// How two journals are brought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Ours holds all that theirs does.
    Nothing,
    /// Theirs goes on where ours ends: it takes the place of ours.
    Forward,
    /// Each has lines that the other lacks: this event brings theirs into ours.
    Event(EventKind),
}

/// Why two journals cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// Not copies of one workspace.
    #[error("the two journals have no line in common: these are not copies of one workspace")]
    Strangers,
    /// One of them is damaged.
    #[error("the {whose} journal is damaged ({problem}); repair it first")]
    Damaged {
        /// `our` or `other`.
        whose: &'static str,
        /// The damage.
        problem: JournalProblem,
    },
}

/// The number of lines that two journals have in common at their beginning.
pub fn common(ours: &Journal, theirs: &Journal) -> usize {
    ours.events.iter().zip(&theirs.events).take_while(|(one, two)| one.hash == two.hash).count()
}

/// Says how to bring the text of another journal into ours.
///
/// # Errors
/// Journals of two workspaces, and a damaged one.
pub fn merge(ours: &Journal, theirs_text: &str) -> Result<Merge, MergeError> {
    let theirs = Journal::read(theirs_text);
    for (whose, journal) in [("our", ours), ("other", &theirs)] {
        if let Some(problem) = journal.problem.clone().filter(|problem| !problem.is_harmless()) {
            return Err(MergeError::Damaged { whose, problem });
        }
    }
    let base = common(ours, &theirs);
    if base == 0 {
        return Err(MergeError::Strangers);
    }
    if base == ours.events.len() && base < theirs.events.len() {
        return Ok(Merge::Forward);
    }
    let known: BTreeSet<&str> = ours.history().map(|event| event.hash.as_str()).collect();
    let is_new = |event: &Event| !known.contains(event.hash.as_str());
    let tail = theirs.events.get(base..).unwrap_or_default();
    if !tail.iter().any(|event| is_new(event) && event.merged.is_empty() || event.merged.iter().any(&is_new)) {
        return Ok(Merge::Nothing);
    }
    let lines = theirs_text.lines().skip(base).take(tail.len()).map(str::to_owned).collect();
    Ok(Merge::Event(EventKind::Merged { base: base as u64, lines }))
}

/// The hashes of all events, those that merges brought included.
pub(super) fn hashes(events: &[Event]) -> BTreeSet<String> {
    events.iter().flat_map(Event::with_merged).map(|event| event.hash.clone()).collect()
}

/// What the lines of a merge come to: the fields of [`Event`] of the same names.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub(super) events: Vec<Event>,
    pub(super) known_there: Vec<(usize, String)>,
}

/// The events in the lines of a merge that are not `known`, those of merges inside it taken out of theirs; `hash_at` gives
/// the hash of an event of the journal that the lines follow, by its place from 0. `None` when the lines do not follow the
/// event that they say they follow.
pub(super) fn unfold(
    lines: &[String],
    base: u64,
    hash_at: &dyn Fn(usize) -> Option<String>,
    known: &BTreeSet<String>,
) -> Option<Brought> {
    let base = usize::try_from(base).ok().filter(|base| *base > 0)?;
    let mut prev = hash_at(base - 1)?;
    let mut hashes: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut brought = Brought::default();
    for line in lines {
        let seq = (base + hashes.len()) as u64 + 1;
        let mut event = parse(line, seq).ok()?;
        if event.prev != prev || event.seq != seq {
            return None;
        }
        if let EventKind::Merged { base: inner, lines } = &event.what {
            let inside = |at: usize| match at.checked_sub(base) {
                None => hash_at(at),
                Some(own) => hashes.get(own).cloned(),
            };
            // What is known here is left out below.
            event.merged = unfold(lines, *inner, &inside, &BTreeSet::new())?.events;
        }
        // Of a merge inside, its events count, and the merge itself says nothing.
        for new in event.with_merged() {
            if matches!(new.what, EventKind::Merged { .. }) {
                continue;
            }
            if known.contains(&new.hash) {
                brought.known_there.push((brought.events.len(), new.hash.clone()));
            } else if seen.insert(new.hash.clone()) {
                brought.events.push(Event { merged: Vec::new(), known_there: Vec::new(), ..new.clone() });
            }
        }
        prev.clone_from(&event.hash);
        hashes.push(event.hash);
    }
    Some(brought)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{ClaimId, Fingerprint};
    use crate::decision::{Evidence, Ledger, Question, State};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn claim(n: u8) -> ClaimId {
        ClaimId(format!("c{n}"))
    }

    fn mark(n: u8, state: State) -> EventKind {
        let fingerprint: Fingerprint = serde_json::from_value(serde_json::json!("0".repeat(64))).unwrap();
        EventKind::Marked {
            claim: claim(n),
            question: Question::Content,
            state,
            reason: "seen".to_owned(),
            rating: None,
            fingerprint,
        }
    }

    fn evidence(n: u8, source: &str) -> EventKind {
        let evidence: Evidence =
            serde_json::from_value(serde_json::json!({ "source": source, "stance": "supports" })).unwrap();
        EventKind::Evidence { claim: claim(n), evidence }
    }

    /// A journal and its text.
    #[derive(Clone)]
    struct Branch(Journal, String);

    impl Branch {
        fn new() -> Branch {
            let mut branch = Branch(Journal::default(), String::new());
            branch.log("Ana", EventKind::Init {});
            branch
        }

        fn log(&mut self, by: &str, what: EventKind) {
            self.1.push_str(&self.0.append("2026-01-02T03:04:05Z", by, vec![what], BTreeMap::new(), None));
        }

        fn merge(&mut self, other: &Branch) -> Merge {
            let merge = merge(&self.0, &other.1).unwrap();
            match &merge {
                Merge::Nothing => {}
                Merge::Forward => *self = other.clone(),
                Merge::Event(event) => self.log("Ana", event.clone()),
            }
            assert_eq!(Journal::read(&self.1), self.0, "what was written is read again");
            merge
        }

        fn ledger(&self) -> Ledger {
            Ledger::replay(&self.0.events, false)
        }

        fn state(&self, n: u8) -> State {
            self.ledger().record(&claim(n)).content.state()
        }
    }

    #[test]
    fn both_histories_are_kept() {
        let mut ours = Branch::new();
        ours.log("Ana", mark(1, State::InReview));
        let mut theirs = ours.clone();
        ours.log("Ana", evidence(1, "https://example.org/ours"));
        theirs.log("Bob", evidence(1, "https://example.org/theirs"));
        theirs.log("Bob", mark(2, State::InReview));
        assert!(matches!(ours.merge(&theirs), Merge::Event(_)));
        let ledger = ours.ledger();
        let sources: Vec<&str> = ledger.record(&claim(1)).evidence.iter().map(|e| e.source.as_str()).collect();
        assert_eq!(sources, ["https://example.org/ours", "https://example.org/theirs"]);
        assert_eq!(ours.state(2), State::InReview);
        assert_eq!(ours.merge(&theirs), Merge::Nothing, "once is enough");
        // The other side takes the merge as it is.
        assert!(matches!(theirs.merge(&ours), Merge::Event(_) | Merge::Forward));
        assert_eq!(theirs.ledger().record(&claim(1)).evidence.len(), 2, "no event counts twice");
    }

    #[test]
    fn two_decisions_on_one_finding_are_shown_and_neither_counts() {
        let mut ours = Branch::new();
        ours.log("Ana", mark(1, State::InReview));
        ours.log("Ana", evidence(1, "https://example.org"));
        let mut theirs = ours.clone();
        ours.log("Ana", mark(1, State::Verified));
        theirs.log("Bob", mark(1, State::Disputed));
        ours.merge(&theirs);
        let ledger = ours.ledger();
        let finding = &ledger.record(&claim(1)).content;
        assert_eq!(finding.state(), State::InReview);
        let (one, two) = (finding.decision.as_ref().unwrap(), finding.conflict.as_ref().unwrap());
        assert_eq!(
            (one.state, one.by.as_str(), two.state, two.by.as_str()),
            (State::Verified, "Ana", State::Disputed, "Bob")
        );
        ours.log("Eve", mark(1, State::Unverifiable));
        assert_eq!(ours.state(1), State::Unverifiable, "a person has decided");
    }

    #[test]
    fn one_decision_on_both_sides_is_no_conflict() {
        let mut ours = Branch::new();
        let mut theirs = ours.clone();
        ours.log("Ana", mark(1, State::Dropped));
        theirs.log("Bob", mark(1, State::Dropped));
        ours.merge(&theirs);
        assert_eq!(ours.state(1), State::Dropped);
    }

    #[test]
    fn a_line_inside_a_merge_cannot_be_changed() {
        let mut ours = Branch::new();
        let mut theirs = ours.clone();
        ours.log("Ana", mark(1, State::Dropped));
        theirs.log("Bob", mark(2, State::Dropped));
        let Merge::Event(EventKind::Merged { base, lines }) = merge(&ours.0, &theirs.1).unwrap() else {
            unreachable!()
        };
        let forged = lines.iter().map(|line| line.replace("Bob", "Eve")).collect();
        ours.log("Ana", EventKind::Merged { base, lines: forged });
        assert_eq!(Journal::read(&ours.1).problem, Some(JournalProblem::Altered { line: 3 }));
    }

    #[test]
    fn strangers_are_refused() {
        let ours = Branch::new();
        let mut theirs = Branch(Journal::default(), String::new());
        theirs.log("Bob", EventKind::Init {});
        assert_eq!(merge(&ours.0, &theirs.1), Err(MergeError::Strangers));
    }

    proptest! {
        #[test]
        fn branches_that_merge_each_other_agree(steps in proptest::collection::vec((any::<bool>(), 0u8..4, 0u8..3), 1..25)) {
            let mut branches = [Branch::new(), Branch::new()];
            branches[1] = branches[0].clone();
            let mut count = 0;
            for (second, n, what) in steps {
                let (mine, other) = (usize::from(second), usize::from(!second));
                count += 1;
                match what {
                    0 => branches[mine].log("Ana", evidence(n, &format!("https://example.org/{count}"))),
                    1 => branches[mine].log("Ana", EventKind::Comment { claim: claim(n), text: format!("n° {count}") }),
                    _ => { let from = branches[other].clone(); branches[mine].merge(&from); }
                }
            }
            let second = branches[1].clone();
            branches[0].merge(&second);
            let first = branches[0].clone();
            branches[1].merge(&first);
            let hashes = |branch: &Branch| -> BTreeSet<String> {
                let leaves = branch.0.history().filter(|event| !matches!(event.what, EventKind::Merged { .. }));
                leaves.map(|event| event.hash.clone()).collect()
            };
            prop_assert_eq!(hashes(&branches[0]), hashes(&branches[1]));
            let leaves = branches[0].0.history().filter(|event| !matches!(event.what, EventKind::Merged { .. })).count();
            prop_assert_eq!(leaves, hashes(&branches[0]).len(), "no event counts twice");
        }
    }
}
