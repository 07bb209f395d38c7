//! Taking back one's own last step, by an event that compensates it: nothing leaves the journal.
//!
//! The step is found in the journal, so it can be taken back after a restart and by another program too. The claim sets
//! that a resolved change replaced are kept under their hashes in `.undo`, on this machine alone: what goes back into
//! place is what the journal names from before the step, or nothing.

use super::commit::{Change, Writer, replace};
use super::{Refusal, StoreError, Workspace, disk, io};
use crate::claim::fingerprint::sha256_hex;
use crate::decision::{Event, EventKind};
use std::fs;
use std::ops::Range;
use std::time::SystemTime;

/// Directory of the claim sets from before the last resolved changes.
const KEPT: &str = ".undo";

/// Files that are kept in it: the steps of a long afternoon; the oldest goes first.
const FILES: usize = 100;

impl Workspace {
    /// The events of the last step by this reviewer, when it can be taken back: marks of a claim, or pending changes that
    /// were resolved together, oldest first. Empty when there is no such step.
    pub fn last_step(&self, by: &str) -> Vec<&Event> {
        let lines = self.last_step_at(by).filter(|lines| self.check_undo(lines).is_ok());
        let step = lines.map_or(&[][..], |lines| &self.journal.events[lines]);
        step.iter().filter(|event| is_step(event)).collect()
    }

    /// Whether nothing stands on the step in these lines.
    fn check_undo(&self, lines: &Range<usize>) -> Result<(), Refusal> {
        let events = &self.journal.events;
        for event in &events[lines.clone()] {
            if let EventKind::Marked { claim, question, .. } = &event.what
                && self.ledger.record(claim).finding(*question).last_mark() != Some(&event.hash)
            {
                return Err(Refusal::MarkedSince);
            }
        }
        let is_touched = |path: &String| events[lines.end..].iter().any(|event| event.files.contains_key(path));
        if claim_sets(&events[lines.clone()]).any(is_touched) { Err(Refusal::ChangedSince) } else { Ok(()) }
    }

    /// The lines of the change that the step is.
    fn last_step_at(&self, by: &str) -> Option<Range<usize>> {
        let events = &self.journal.events;
        let mut undone: Vec<&str> = Vec::new();
        for (place, event) in events.iter().enumerate().rev() {
            match &event.what {
                EventKind::Undone { undone: hash, .. } => undone.push(hash),
                _ if is_step(event) && event.by == by && !undone.contains(&event.hash.as_str()) => {
                    let first =
                        (0..place).rev().find(|&before| events[before].more == 0).map_or(0, |before| before + 1);
                    let last = (place..events.len()).find(|&after| events[after].more == 0).unwrap_or(place);
                    return Some(first..last + 1);
                }
                _ => {}
            }
        }
        None
    }
}

impl Writer {
    /// Keeps the claim sets of an article as they are, for the undoing of the change that replaces them.
    pub(super) fn keep_claim_sets(&self, slug: &str) -> Result<(), StoreError> {
        let directory = self.workspace.root.join(KEPT);
        disk::make_directory(&directory).map_err(io("make", &directory))?;
        let ignore = directory.join(".gitignore");
        if !ignore.exists() {
            replace(&ignore, b"*\n").map_err(io("write", &ignore))?;
        }
        for name in ["claims.json", "pending.json", "removed.json"] {
            let Some(bytes) = self.workspace.read(&format!("articles/{slug}/{name}"))? else { continue };
            let path = directory.join(sha256_hex(&bytes));
            if !path.exists() {
                replace(&path, &bytes).map_err(io("write", &path))?;
            }
        }
        let mut kept: Vec<(SystemTime, std::path::PathBuf)> = fs::read_dir(&directory)
            .map_err(io("list", &directory))?
            .filter_map(|entry| Some((entry.as_ref().ok()?.metadata().ok()?.modified().ok()?, entry.ok()?.path())))
            .filter(|(_, path)| *path != ignore)
            .collect();
        kept.sort();
        for (_, path) in kept.iter().take(kept.len().saturating_sub(FILES)) {
            disk::remove(path).map_err(io("remove", path))?;
        }
        Ok(())
    }

    /// Takes back the reviewer's own last step. Evidence that came with it stays. `step` is the hash of its first event,
    /// as the reviewer saw it.
    ///
    /// # Errors
    /// A step that is not the reviewer's last, one that something else was built on since, and what the disk refuses;
    /// then nothing is changed.
    pub fn undo(&mut self, step: &str, reason: &str, at: &str, by: &str) -> Result<(), StoreError> {
        let events = &self.workspace.journal.events;
        let own = self.workspace.last_step_at(by);
        let begins = |lines: &Range<usize>| {
            events[lines.clone()].iter().find(|event| is_step(event)).is_some_and(|event| event.hash == step)
        };
        let Some(lines) = own.filter(begins) else {
            let of_somebody = events.iter().any(|event| event.hash == step && event.by != by);
            return Err(if of_somebody { Refusal::NotYours } else { Refusal::NothingToUndo }.into());
        };
        self.workspace.check_undo(&lines)?;
        let mut change = Change::new();
        for event in events[lines.clone()].iter().rev() {
            let (claim, question) = match &event.what {
                EventKind::Marked { claim, question, .. } => (claim.clone(), Some(*question)),
                EventKind::Accepted { claim, .. } | EventKind::Rejected { claim, .. } => (claim.clone(), None),
                _ => continue,
            };
            change.record(EventKind::Undone { claim, undone: event.hash.clone(), question, reason: reason.to_owned() });
        }
        for path in claim_sets(&events[lines.clone()]) {
            let before = events[..lines.start].iter().rev().find_map(|event| event.files.get(path));
            match before.cloned().flatten() {
                Some(hash) => change.write(path.clone(), self.kept(&hash)?),
                None => change.remove(path.clone()),
            }
        }
        self.commit(at, by, change)
    }

    /// The claim set with this hash from before a step.
    fn kept(&self, hash: &str) -> Result<Vec<u8>, StoreError> {
        let bytes = fs::read(self.workspace.root.join(KEPT).join(hash)).unwrap_or_default();
        if sha256_hex(&bytes) != hash {
            return Err(Refusal::NotKept.into());
        }
        Ok(bytes)
    }
}

/// The claim sets that events bring or remove.
fn claim_sets(events: &[Event]) -> impl Iterator<Item = &String> {
    events.iter().flat_map(|event| event.files.keys()).filter(|path| path.starts_with("articles/"))
}

/// Whether an event is one that can be taken back.
fn is_step(event: &Event) -> bool {
    matches!(event.what, EventKind::Marked { .. } | EventKind::Accepted { .. } | EventKind::Rejected { .. })
}
