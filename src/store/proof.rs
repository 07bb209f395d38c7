//! What can be proved of a workspace: its journal line by line, its signatures, and that files and decisions are what the
//! journal says.

use super::check::{Problem, Severity};
use super::commit::read_head;
use super::workspace::{JOURNAL, read_journal};
use super::{StoreError, Workspace};
use crate::claim::fingerprint::sha256_hex;
use crate::claim::validity::check_anchor;
use crate::decision::{Damage, Event, EventKind, Ledger, damages, signature};

/// How many digits of a hash an anchor text carries: 128 bits.
const ANCHOR_DIGITS: usize = 32;

impl Workspace {
    /// The state of the journal as a short text, `dixit:16:9f3c…`: number and hash of the last event. Kept where nobody
    /// can change it (a commit, a newspaper), it proves later that the journal up to there is the same.
    pub fn anchor(&self) -> String {
        let head = self.journal.head();
        format!("dixit:{}:{}", self.journal.events.len(), &head[..ANCHOR_DIGITS.min(head.len())])
    }

    /// Whether the journal still holds what an anchor text was made of.
    ///
    /// # Errors
    /// A text that is no anchor, and a journal that does not hold it; both say what is wrong.
    pub fn check_anchor(&self, anchor: &str) -> Result<(), StoreError> {
        let parts: Vec<&str> = anchor.trim().split(':').collect();
        let wrong = || {
            let message = format!("{anchor:?} is no anchor; `dixit log --anchor` prints one, like dixit:16:9f3c…");
            StoreError::Refused(message)
        };
        let ["dixit", number, digits] = parts.as_slice() else { return Err(wrong()) };
        let number: usize = number.parse().map_err(|_| wrong())?;
        if digits.len() < ANCHOR_DIGITS || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let digits = digits.to_ascii_lowercase();
        let holds = match number.checked_sub(1) {
            None => digits.bytes().all(|digit| digit == b'0'),
            Some(index) => self.journal.events.get(index).is_some_and(|event| event.hash.starts_with(&digits)),
        };
        if holds {
            Ok(())
        } else {
            Err(StoreError::Anchor { path: self.root.join(JOURNAL), anchor: anchor.to_owned() })
        }
    }

    /// [`Workspace::check`], and everything that takes longer: each damaged line of the journal, illegal moves, texts,
    /// evidence and the places of claims.
    ///
    /// # Errors
    /// A file that cannot be read at all.
    pub fn check_deep(&self) -> Result<Vec<Problem>, StoreError> {
        let mut problems = self.check()?;
        let text = read_journal(&self.root)?;
        let head = read_head(&self.root);
        let lines = damages(&text, head.as_ref().map(|(number, hash)| (*number, hash.as_str())));
        if !lines.is_empty() {
            // The first damage that `check` found is among them, told better.
            problems.retain(|problem| problem.severity != Severity::Damage || problem.place != JOURNAL);
        }
        let damage =
            |place: &str, message: String| Problem { severity: Severity::Damage, place: place.to_owned(), message };
        let mut found: Vec<Problem> = lines.iter().map(|line| damage(JOURNAL, told(line))).collect();
        found.extend(self.illegal_moves().into_iter().map(|message| damage(JOURNAL, message)));
        found.extend(self.evidence_problems()?.into_iter().map(|(place, message)| damage(&place, message)));
        for slug in self.slugs()? {
            found.extend(self.article_problems(&slug)?.into_iter().map(|(place, message)| damage(&place, message)));
        }
        problems.splice(0..0, found);
        Ok(problems)
    }

    /// The lines whose signatures are missing or wrong.
    pub(super) fn signature_problems(&self) -> Vec<String> {
        let problems = signature::unproved(&self.journal.events).into_iter();
        problems.map(|(line, problem)| format!("line {line} {problem}")).collect()
    }

    /// Moves that dixit would have refused: somebody wrote them into the journal by other means.
    fn illegal_moves(&self) -> Vec<String> {
        let second_reader = self.settings.policy.second_reader;
        let mut ledger = Ledger::default();
        let mut found = Vec::new();
        for event in &self.journal.events {
            if let EventKind::Merged { base, .. } = &event.what {
                // What a merge brought was decided on what the other journal knew.
                let base = usize::try_from(*base).unwrap_or(0).min(self.journal.events.len());
                let mut theirs = Ledger::replay(&self.journal.events[..base], second_reader);
                for inner in &event.merged {
                    found.extend(illegal_move(&theirs, inner, event.seq, second_reader));
                    theirs.apply(inner, second_reader);
                }
            }
            found.extend(illegal_move(&ledger, event, event.seq, second_reader));
            ledger.apply(event, second_reader);
        }
        found
    }

    /// Evidence files that are not what their events say. Files that the journal brought were checked with it.
    fn evidence_problems(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut found = Vec::new();
        for (_, record) in self.ledger.touched() {
            for evidence in &record.evidence {
                let Some(sha256) = &evidence.sha256 else { continue };
                let message = match self.read(&evidence.source)? {
                    None => "is gone; restore it from git or a backup",
                    Some(bytes) if sha256_hex(&bytes) != *sha256 => {
                        "is not the file that was given as evidence; restore it from git or a backup"
                    }
                    Some(_) => continue,
                };
                if !self.files.contains_key(&evidence.source) {
                    found.push((evidence.source.clone(), message.to_owned()));
                }
            }
        }
        Ok(found)
    }

    /// Texts that are not what was captured, and claims that do not stand where they say.
    fn article_problems(&self, slug: &str) -> Result<Vec<(String, String)>, StoreError> {
        let mut found = Vec::new();
        let article = match self.article(slug) {
            Ok(article) => article,
            Err(error) => return Ok(vec![(slug.to_owned(), error.to_string())]),
        };
        let mut texts = std::collections::BTreeMap::new();
        for revision in &article.revisions {
            match self.text(&article, revision.number) {
                Ok(text) => _ = texts.insert(revision.number, text),
                Err(error) => found.push((slug.to_owned(), error.to_string())),
            }
        }
        let Ok(accepted) = self.accepted(slug) else { return Ok(found) };
        for claim in &accepted.claims {
            if !self.ledger.ids.contains(&claim.id) {
                found.push((claim.id.to_string(), "is in claims.json, but no event brought it".to_owned()));
            }
            let revision = claim.revision.or(accepted.header.revision).unwrap_or(article.last());
            let Some(text) = texts.get(&revision) else { continue };
            if let Err((field, why)) = check_anchor(claim, text) {
                found.push((claim.id.to_string(), format!("{field}: {why} (revision {revision})")));
            }
        }
        Ok(found)
    }
}

/// What dixit would have refused about an event after these.
fn illegal_move(ledger: &Ledger, event: &Event, line: u64, second_reader: bool) -> Option<String> {
    let EventKind::Marked { claim, question, state, .. } = &event.what else { return None };
    let from = ledger.record(claim).finding(*question).state();
    // Under another policy a second signature was no move, so a state may follow itself.
    let waits = second_reader && state.needs_evidence();
    if from != *state && !waits && !from.moves().contains(state) {
        return Some(format!(
            "line {line} moves the {question} of {claim} from {from} to {state}, which is no legal move"
        ));
    }
    let bare = state.needs_evidence() && ledger.record(claim).evidence.is_empty();
    bare.then(|| format!("line {line} marks {claim} as {state} without evidence"))
}

/// A damaged line with its mend.
fn told(damage: &Damage) -> String {
    format!("{damage}; restore the journal from git or a backup, or see `dixit repair`")
}
