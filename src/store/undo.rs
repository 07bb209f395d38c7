//! Taking back one's own last step, by an event that compensates it: nothing leaves the journal.

use super::StoreError;
use super::commit::{Change, Writer};
use crate::claim::fingerprint::sha256_hex;
use crate::decision::{Event, EventKind};
use std::collections::BTreeMap;

/// A change that can be taken back: marks of a claim, or pending changes that were resolved.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Hashes of its events.
    events: Vec<String>,
    /// The files that it changed, as they were before it.
    before: BTreeMap<String, Option<Vec<u8>>>,
}

impl Writer {
    /// The claim sets of an article as they are before a step that resolves pending changes.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn before(&self, slug: &str) -> Result<BTreeMap<String, Option<Vec<u8>>>, StoreError> {
        let names = ["claims.json", "pending.json"].map(|name| format!("articles/{slug}/{name}"));
        names.into_iter().map(|path| Ok((path.clone(), self.workspace.read(&path)?))).collect()
    }

    /// The step that was made since the journal had so many lines; `before` is [`Writer::before`] of that time, or empty.
    pub fn step_since(&self, lines: usize, before: BTreeMap<String, Option<Vec<u8>>>) -> Step {
        let events = self.workspace.journal.events.get(lines..).unwrap_or_default();
        let events: Vec<String> =
            events.iter().filter(|event| is_step(event)).map(|event| event.hash.clone()).collect();
        Step { events, before }
    }

    /// Takes a step back. Evidence that came with it stays.
    ///
    /// # Errors
    /// A step of somebody else, one that something else was built on since, and what the disk refuses; then nothing is
    /// changed.
    pub fn undo(&mut self, step: &Step, reason: &str, at: &str, by: &str) -> Result<(), StoreError> {
        let refused = |message: &str| Err(StoreError::Refused(message.to_owned()));
        let mut change = Change::new();
        let events = &self.workspace.journal.events;
        let place = |hash: &String| events.iter().position(|event| event.hash == *hash);
        let Some(places) = step.events.iter().map(place).collect::<Option<Vec<usize>>>().filter(|all| !all.is_empty())
        else {
            return refused("there is nothing to take back");
        };
        for &place in places.iter().rev() {
            let event = &events[place];
            if event.by != by {
                return refused("only the one who decided can take it back; go back to review with a reason instead");
            }
            let (claim, question) = match &event.what {
                EventKind::Marked { claim, question, .. } => {
                    if self.workspace.ledger.record(claim).finding(*question).last_mark() != Some(&event.hash) {
                        return refused("somebody has marked the claim since; look at it again");
                    }
                    (claim.clone(), Some(*question))
                }
                EventKind::Accepted { claim, .. } | EventKind::Rejected { claim, .. } => (claim.clone(), None),
                _ => continue,
            };
            change.record(EventKind::Undone { claim, undone: event.hash.clone(), question, reason: reason.to_owned() });
        }
        for (path, bytes) in &step.before {
            let since = events.get(places[0]..).unwrap_or_default();
            let mut touches = since.iter().enumerate().filter(|(_, event)| event.files.contains_key(path));
            let own = |place: usize| places.contains(&(places[0] + place));
            if touches.any(|(place, _)| !own(place)) {
                return refused("the article's claims have changed since; take back the later step first");
            }
            // The bytes are the ones that the journal knew before the step, not merely some that were handed in.
            let earlier = events[..places[0]].iter().rev().find_map(|event| event.files.get(path));
            if earlier.cloned().flatten() != bytes.as_ref().map(|bytes| sha256_hex(bytes)) {
                return refused("the files from before the step are not the ones that the journal names");
            }
            match bytes {
                Some(bytes) => change.write(path.clone(), bytes.clone()),
                None => change.remove(path.clone()),
            }
        }
        self.commit(at, by, change)
    }
}

/// Whether an event is one that can be taken back.
fn is_step(event: &Event) -> bool {
    matches!(event.what, EventKind::Marked { .. } | EventKind::Accepted { .. } | EventKind::Rejected { .. })
}
