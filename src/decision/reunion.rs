//! What two journals that grew apart come to: what only one of them decided counts; what both decided, without knowing of
//! each other and not alike, is shown and does not count until a person decides again.

use super::event::{Event, EventKind};
use super::finding::Question;
use super::ledger::{Ledger, Torn, Touch, net, outcome, touch};
use crate::claim::ClaimId;
use std::collections::{BTreeMap, BTreeSet};

/// What ours decided since the last common line, by the hash of the event; `None` when it decided nothing.
type Ours = Option<String>;

/// Takes up the events that a merge brought. `base` is the number of lines that the two journals have in common.
pub(super) fn take_up(ledger: &mut Ledger, merge: &Event, base: u64, second_reader: bool) {
    let line = merge.seq;
    let mut reunion = Reunion { base, known: BTreeSet::new(), ..Reunion::default() };
    let mut known = merge.known_there.iter().peekable();
    for (place, event) in merge.merged.iter().enumerate() {
        while let Some((_, hash)) = known.next_if(|(before, _)| *before <= place) {
            reunion.known.insert(hash.clone());
        }
        if !reunion.set_against(ledger, event, line) {
            ledger.apply_at(event, line, second_reader);
        }
    }
    reunion.end(ledger);
}

#[derive(Default)]
struct Reunion {
    base: u64,
    /// Events of ours that they knew when they wrote the event that is looked at.
    known: BTreeSet<String>,
    /// Records as they see them, of claims that ours decided too.
    theirs: Ledger,
    marks: BTreeMap<(ClaimId, Question), Ours>,
    published: BTreeMap<ClaimId, Ours>,
    touches: BTreeMap<ClaimId, Ours>,
    /// What is not alike so far.
    marked: BTreeSet<(ClaimId, Question)>,
    announced: BTreeSet<ClaimId>,
    touched: BTreeMap<ClaimId, Vec<Touch>>,
}

impl Reunion {
    /// Keeps an event aside that decides what ours decided too, without knowing of it. Says whether it did.
    fn set_against(&mut self, ledger: &mut Ledger, event: &Event, line: u64) -> bool {
        let base = self.base;
        match &event.what {
            EventKind::Marked { claim, question, .. } => {
                let key = (claim.clone(), *question);
                let ours = self.marks.entry(key.clone()).or_insert_with(|| {
                    let finding = ledger.record(claim).finding(*question);
                    finding.last_mark().filter(|_| finding.marked > base).map(str::to_owned)
                });
                if ours.as_ref().is_none_or(|hash| self.known.contains(hash)) {
                    self.marked.remove(&key);
                    return false;
                }
                self.see(ledger, claim);
                self.theirs.apply_at(event, line, false);
                self.marked.insert(key);
                true
            }
            EventKind::Publication { claim, .. } => {
                let ours = self.published.entry(claim.clone()).or_insert_with(|| {
                    let (line, hash) = &ledger.record(claim).published;
                    Some(hash.clone()).filter(|_| *line > base)
                });
                if ours.as_ref().is_none_or(|hash| self.known.contains(hash)) {
                    self.announced.remove(claim);
                    return false;
                }
                self.see(ledger, claim);
                self.theirs.apply_at(event, line, false);
                self.announced.insert(claim.clone());
                true
            }
            EventKind::Undone { claim, question: Some(question), .. }
                if self.marked.contains(&(claim.clone(), *question)) =>
            {
                self.theirs.apply_at(event, line, false);
                // They are back where they were before they marked: they say nothing of it.
                if self.theirs.record(claim).finding(*question) == ledger.record(claim).finding(*question) {
                    self.marked.remove(&(claim.clone(), *question));
                }
                true
            }
            EventKind::Accepted { claim, .. }
            | EventKind::Rejected { claim, .. }
            | EventKind::HandMade { claim, .. }
            | EventKind::Edited { claim, .. }
            | EventKind::Undone { claim, question: None, .. } => {
                let ours = self
                    .touches
                    .entry(claim.clone())
                    .or_insert_with(|| ledger.touches_since(claim, base).last().map(|touch| touch.hash.clone()));
                if ours.as_ref().is_none_or(|hash| self.known.contains(hash)) {
                    // They have seen both and settled it: what was kept aside comes before that.
                    if let Some(aside) = self.touched.remove(claim) {
                        let own = aside.into_iter().filter(|touch| !self.known.contains(&touch.hash));
                        ledger.touches.entry(claim.clone()).or_default().extend(own);
                    }
                    return false;
                }
                // They go on from what they know of ours.
                let known = |touch: &&Touch| self.known.contains(&touch.hash);
                let shared = || ledger.touches_since(claim, base).into_iter().filter(known).cloned().collect();
                self.touched.entry(claim.clone()).or_insert_with(shared);
                // What they take back may be among what was set aside, or what both had before.
                let found = touch(event, line, &self.touched).or_else(|| touch(event, line, &ledger.touches));
                if let Some(found) = found {
                    self.touched.entry(claim.clone()).or_default().push(found);
                }
                self.theirs.apply_at(event, line, false);
                ledger.ids.insert(claim.clone());
                true
            }
            EventKind::Undone { question: Some(_), .. }
            | EventKind::Init {}
            | EventKind::Captured { .. }
            | EventKind::Evidence { .. }
            | EventKind::Comment { .. }
            | EventKind::KeyAdded { .. }
            | EventKind::KeyRetired { .. }
            | EventKind::Repaired { .. }
            | EventKind::Reference { .. }
            | EventKind::Merged { .. }
            | EventKind::Newer => false,
        }
    }

    /// Begins their record of a claim with ours.
    fn see(&mut self, ledger: &Ledger, claim: &ClaimId) {
        self.theirs.records.entry(claim.clone()).or_insert_with(|| ledger.record(claim).clone());
    }

    /// Compares what was kept aside with what ours holds.
    fn end(self, ledger: &mut Ledger) {
        for (claim, question) in self.marked {
            let Some(other) = self.theirs.record(&claim).finding(question).decision.clone() else { continue };
            let finding = ledger.records.entry(claim).or_default().finding_mut(question);
            if finding.last().is_some_and(|ours| ours.state == other.state && ours.rating == other.rating) {
                // Two people have signed the same: with a second reader, that is what it waited for.
                finding.decision =
                    finding.waiting.take().filter(|first| first.by != other.by).or(finding.decision.take());
            } else {
                finding.conflict = Some(other);
            }
        }
        for claim in self.announced {
            let other = self.theirs.record(&claim).publication.clone();
            let record = ledger.records.entry(claim).or_default();
            record.publication_conflict = Some(other).filter(|other| *other != record.publication);
        }
        for (claim, theirs) in self.touched {
            let ours = ledger.outcome_since(&claim, self.base).cloned();
            let (Some(ours), Some(theirs)) = (ours, outcome(&net(theirs.iter())).cloned()) else { continue };
            if ours.what.agrees(&theirs.what) {
                // What either turned down is not proposed again.
                let theirs = self.theirs.rejected.iter().filter(|(_, rejection)| rejection.1 == claim);
                ledger.rejected.extend(theirs.map(|(hash, rejection)| (hash.clone(), rejection.clone())));
            } else {
                ledger.torn.insert(claim, Torn { ours, theirs });
            }
        }
    }
}
