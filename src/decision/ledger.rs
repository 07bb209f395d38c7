//! The ledger: the journal replayed into the present state of every claim.

use super::event::{Event, EventKind, PendingChange, Publication};
use super::evidence::Evidence;
use super::finding::{FindingError, Question, State, check_move};
use super::signature::{KeyId, PublicKey};
use crate::claim::{Claim, ClaimId, Fingerprint};
use std::collections::{BTreeMap, BTreeSet};

/// A state that took effect, or waits for its second reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The state.
    pub state: State,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
    /// The house rating.
    pub rating: Option<String>,
    /// The words judged.
    pub fingerprint: Fingerprint,
}

/// One question of one claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingRecord {
    /// The decision in effect; none while nobody has decided.
    pub decision: Option<Decision>,
    /// A decision that a second person still has to sign.
    pub waiting: Option<Decision>,
    /// What a merged journal decided, where ours decided otherwise: neither counts until a person decides again.
    pub conflict: Option<Decision>,
    /// The line of the last mark.
    marked: u64,
    /// What each mark in effect replaced, so that the last one can be taken back.
    before: Vec<Before>,
}

/// A finding before a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Before {
    /// Hash of the mark.
    mark: String,
    decision: Option<Decision>,
    waiting: Option<Decision>,
    conflict: Option<Decision>,
    marked: u64,
}

impl FindingRecord {
    /// The state in effect.
    pub fn state(&self) -> State {
        if self.conflict.is_some() {
            return State::InReview;
        }
        self.decision.as_ref().map_or(State::Unverified, |decision| decision.state)
    }

    /// Goes back to before a mark, if that was the last one.
    fn take_back(&mut self, mark: &str) {
        if let Some(before) = self.before.pop_if(|before| before.mark == mark) {
            self.decision = before.decision;
            self.waiting = before.waiting;
            self.conflict = before.conflict;
            self.marked = before.marked;
        }
    }

    /// What was signed last, in effect or not.
    fn last(&self) -> Option<&Decision> {
        self.waiting.as_ref().or(self.decision.as_ref())
    }

    /// Hash of the mark that can be taken back: the last one.
    pub fn last_mark(&self) -> Option<&str> {
        self.before.last().map(|before| before.mark.as_str())
    }

    /// Whether the claim has changed since it was decided.
    pub fn is_stale(&self, claim: Option<&Claim>) -> bool {
        self.conflict.is_none()
            && self.decision.as_ref().is_some_and(|decision| {
                decision.state.is_decided() && claim.is_none_or(|claim| Fingerprint::of(claim) != decision.fingerprint)
            })
    }
}

/// All that is held of one claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Did they say it?
    pub attribution: FindingRecord,
    /// Is it true?
    pub content: FindingRecord,
    /// Evidence, in the order of its arrival.
    pub evidence: Vec<Evidence>,
    /// Publication, and what was said of it last.
    pub publication: (Publication, String),
    /// What a merged journal said of publication, where ours said otherwise.
    pub publication_conflict: Option<(Publication, String)>,
    /// The line that spoke of publication last.
    published: u64,
}

impl Record {
    /// The finding of a question.
    pub fn finding(&self, question: Question) -> &FindingRecord {
        match question {
            Question::Attribution => &self.attribution,
            Question::Content => &self.content,
        }
    }

    fn finding_mut(&mut self, question: Question) -> &mut FindingRecord {
        match question {
            Question::Attribution => &mut self.attribution,
            Question::Content => &mut self.content,
        }
    }

    /// Whether any decision is stale for the claim as it is now; `None` for a claim that is gone.
    pub fn is_stale(&self, claim: Option<&Claim>) -> bool {
        self.attribution.is_stale(claim) || self.content.is_stale(claim)
    }
}

/// A pending change that was rejected: article, claim, change, what was proposed.
type Rejection = (String, ClaimId, PendingChange, Option<Fingerprint>);

/// A reviewer's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Whose it is.
    pub reviewer: String,
    /// Its public part.
    pub public: PublicKey,
    /// Whether it counts no more.
    pub retired: bool,
}

/// The state of all claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    records: BTreeMap<ClaimId, Record>,
    /// Every id ever given.
    pub ids: BTreeSet<ClaimId>,
    /// By the hash of the event that rejected.
    rejected: BTreeMap<String, Rejection>,
    /// Every key that was ever added.
    pub keys: BTreeMap<KeyId, Key>,
}

static NOTHING: Record = Record {
    attribution: FindingRecord { decision: None, waiting: None, conflict: None, marked: 0, before: Vec::new() },
    content: FindingRecord { decision: None, waiting: None, conflict: None, marked: 0, before: Vec::new() },
    evidence: Vec::new(),
    publication: (Publication::Unpublished, String::new()),
    publication_conflict: None,
    published: 0,
};

impl Ledger {
    /// Replays events. Equal events give an equal ledger.
    pub fn replay(events: &[Event], second_reader: bool) -> Ledger {
        let mut ledger = Ledger::default();
        for event in events {
            ledger.apply(event, second_reader);
        }
        ledger
    }

    /// The key that a reviewer signs with, if they sign.
    pub fn key_of(&self, reviewer: &str) -> Option<&KeyId> {
        self.keys.iter().find(|(_, key)| key.reviewer == reviewer && !key.retired).map(|(id, _)| id)
    }

    /// What is held of a claim; of one that nobody has touched, nothing.
    pub fn record(&self, id: &ClaimId) -> &Record {
        self.records.get(id).unwrap_or(&NOTHING)
    }

    /// Claims that somebody has touched, in order of their ids.
    pub fn touched(&self) -> impl Iterator<Item = (&ClaimId, &Record)> {
        self.records.iter()
    }

    /// Whether this change was rejected before.
    pub fn was_rejected(
        &self,
        article: &str,
        claim: &ClaimId,
        change: PendingChange,
        proposed: Option<&Fingerprint>,
    ) -> bool {
        // A claim that is new has a new id each time it is proposed: its words tell.
        self.rejected.values().any(|(name, id, kind, print)| {
            name == article
                && *kind == change
                && print.as_ref() == proposed
                && (id == claim || change == PendingChange::Added)
        })
    }

    /// Checks that `by` may mark the claim.
    ///
    /// # Errors
    /// See [`check_move`]; and with a second reader, a signature by the first.
    pub fn check_mark(
        &self,
        id: &ClaimId,
        question: Question,
        to: State,
        by: &str,
        reason: &str,
        more_evidence: usize,
    ) -> Result<(), FindingError> {
        let record = self.record(id);
        let finding = record.finding(question);
        if let Some(waiting) = &finding.waiting
            && waiting.state == to
        {
            if waiting.by == by {
                return Err(FindingError::SameReader { by: by.to_owned(), to });
            }
            return Ok(());
        }
        check_move(finding.state(), to, reason, record.evidence.len() + more_evidence)
    }

    /// Takes up the next event.
    pub fn apply(&mut self, event: &Event, second_reader: bool) {
        if let EventKind::Merged { base, .. } = &event.what {
            self.take_up(&event.merged, *base, event.seq, second_reader);
        } else {
            self.apply_at(event, event.seq, second_reader);
        }
    }

    /// Takes up events of a merged journal. What both sides decided since their last common line, and not alike, is a
    /// conflict.
    fn take_up(&mut self, merged: &[Event], base: u64, line: u64, second_reader: bool) {
        let mut theirs = Ledger { records: self.records.clone(), ..Ledger::default() };
        let (mut marks, mut published) = (BTreeSet::new(), BTreeSet::new());
        for event in merged {
            match &event.what {
                EventKind::Marked { claim, question, .. } if self.record(claim).finding(*question).marked > base => {
                    theirs.apply_at(event, line, false);
                    marks.insert((claim.clone(), *question));
                }
                EventKind::Publication { claim, .. } if self.record(claim).published > base => {
                    theirs.apply_at(event, line, false);
                    published.insert(claim.clone());
                }
                EventKind::Undone { claim, question: Some(question), .. }
                    if marks.contains(&(claim.clone(), *question)) =>
                {
                    theirs.apply_at(event, line, false);
                    // They are back where they were before they marked: they say nothing of it.
                    if theirs.record(claim).finding(*question) == self.record(claim).finding(*question) {
                        marks.remove(&(claim.clone(), *question));
                    }
                }
                _ => self.apply_at(event, line, second_reader),
            }
        }
        for (claim, question) in marks {
            let Some(other) = theirs.record(&claim).finding(question).decision.clone() else { continue };
            let finding = self.records.entry(claim).or_default().finding_mut(question);
            if finding.last().is_some_and(|ours| ours.state == other.state && ours.rating == other.rating) {
                // Two people have signed the same: with a second reader, that is what it waited for.
                finding.decision =
                    finding.waiting.take().filter(|first| first.by != other.by).or(finding.decision.take());
            } else {
                finding.conflict = Some(other);
            }
        }
        for claim in published {
            let other = theirs.record(&claim).publication.clone();
            let record = self.records.entry(claim).or_default();
            record.publication_conflict = Some(other).filter(|other| *other != record.publication);
        }
    }

    fn apply_at(&mut self, event: &Event, line: u64, second_reader: bool) {
        match &event.what {
            EventKind::Init {}
            | EventKind::Comment { .. }
            | EventKind::Merged { .. }
            | EventKind::Newer
            | EventKind::Repaired { .. } => {}
            EventKind::KeyAdded { reviewer, public } => {
                let key = Key { reviewer: reviewer.clone(), public: public.clone(), retired: false };
                self.keys.insert(public.id(), key);
            }
            EventKind::KeyRetired { key, .. } => {
                if let Some(key) = self.keys.get_mut(key) {
                    key.retired = true;
                }
            }
            EventKind::Captured { claims, .. } => self.ids.extend(claims.keys().cloned()),
            EventKind::Accepted { claim, .. } | EventKind::HandMade { claim, .. } => {
                self.ids.insert(claim.clone());
            }
            EventKind::Edited { .. } => {} // the claim's words are in its file
            EventKind::Undone { claim, undone, question, .. } => {
                self.rejected.remove(undone);
                if let Some(question) = question {
                    let finding = self.records.entry(claim.clone()).or_default().finding_mut(*question);
                    finding.take_back(undone);
                }
            }
            EventKind::Rejected { article, claim, change, fingerprint, .. } => {
                let rejection = (article.clone(), claim.clone(), *change, fingerprint.clone());
                self.rejected.insert(event.hash.clone(), rejection);
            }
            EventKind::Marked { claim, question, state, reason, rating, fingerprint } => {
                let finding = self.records.entry(claim.clone()).or_default().finding_mut(*question);
                finding.before.push(Before {
                    mark: event.hash.clone(),
                    decision: finding.decision.clone(),
                    waiting: finding.waiting.clone(),
                    conflict: finding.conflict.clone(),
                    marked: finding.marked,
                });
                finding.marked = line;
                finding.conflict = None;
                let decision = Decision {
                    state: *state,
                    by: event.by.clone(),
                    at: event.at.clone(),
                    reason: reason.clone(),
                    rating: rating.clone(),
                    fingerprint: fingerprint.clone(),
                };
                let waits = second_reader && state.needs_evidence();
                let signed = finding.waiting.as_ref().is_some_and(|first| {
                    first.state == *state && first.by != event.by && first.fingerprint == *fingerprint
                });
                if waits && !signed {
                    finding.waiting = Some(decision);
                } else {
                    finding.waiting = None;
                    finding.decision = Some(decision);
                }
            }
            EventKind::Evidence { claim, evidence } => {
                self.records.entry(claim.clone()).or_default().evidence.push(evidence.clone());
            }
            EventKind::Publication { claim, status, note } => {
                let record = self.records.entry(claim.clone()).or_default();
                record.publication = (*status, note.clone());
                record.publication_conflict = None;
                record.published = line;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Journal;
    use proptest::prelude::*;

    /// Somebody tries to move a finding.
    #[derive(Clone, Debug)]
    struct Attempt {
        claim: u8,
        content: bool,
        to: State,
        first: bool,
        reason: bool,
        evidence: bool,
    }

    fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
        let one = (0u8..3, any::<bool>(), 0usize..State::ALL.len(), any::<bool>(), any::<bool>(), any::<bool>());
        let attempt = |(claim, content, to, first, reason, evidence): (u8, bool, usize, bool, bool, bool)| Attempt {
            claim,
            content,
            to: State::ALL[to],
            first,
            reason,
            evidence,
        };
        proptest::collection::vec(one.prop_map(attempt), 0..40)
    }

    fn evidence() -> crate::decision::Evidence {
        serde_json::from_value(serde_json::json!({ "source": "https://example.org/minutes", "stance": "supports" }))
            .unwrap()
    }

    proptest! {
        #[test]
        fn a_journal_replays_to_what_was_decided(attempts in attempts(), second_reader: bool) {
            let fingerprint: Fingerprint = serde_json::from_value(serde_json::json!("0".repeat(64))).unwrap();
            let mut text = String::new();
            let mut ledger = Ledger::default();
            let log = |what: EventKind, by: &str, ledger: &mut Ledger, text: &mut String| {
                let mut journal = Journal::read(text);
                text.push_str(&journal.append("2026-01-02T03:04:05Z", by, vec![what], BTreeMap::new(), None));
                ledger.apply(&journal.events[journal.events.len() - 1], second_reader);
            };
            for attempt in attempts {
                let claim = ClaimId(format!("c{}", attempt.claim));
                let by = if attempt.first { "Ana" } else { "Bob" };
                let question = if attempt.content { Question::Content } else { Question::Attribution };
                if attempt.evidence {
                    log(EventKind::Evidence { claim: claim.clone(), evidence: evidence() }, by, &mut ledger, &mut text);
                }
                let reason = if attempt.reason { "seen" } else { "" };
                let before = ledger.record(&claim).finding(question).state();
                if ledger.check_mark(&claim, question, attempt.to, by, reason, 0).is_err() {
                    continue;
                }
                let mark = EventKind::Marked {
                    claim: claim.clone(), question, state: attempt.to, reason: reason.to_owned(), rating: None,
                    fingerprint: fingerprint.clone(),
                };
                log(mark, by, &mut ledger, &mut text);
                let record = ledger.record(&claim);
                let after = record.finding(question).state();
                prop_assert!(after == before || before.moves().contains(&after), "{before} to {after}");
                prop_assert!(!after.needs_evidence() || !record.evidence.is_empty());
            }
            let journal = Journal::read(&text);
            prop_assert_eq!(&journal.problem, &None);
            prop_assert_eq!(Ledger::replay(&journal.events, second_reader), ledger);
        }
    }

    proptest! {
        #[test]
        fn marks_taken_back_in_turn_leave_nothing(moves in proptest::collection::vec(0usize..4, 0..12), second_reader: bool) {
            let fingerprint: Fingerprint = serde_json::from_value(serde_json::json!("0".repeat(64))).unwrap();
            let claim = ClaimId("c1".to_owned());
            let (mut journal, mut ledger) = (Journal::default(), Ledger::default());
            let mut log = |what: EventKind, ledger: &mut Ledger| {
                journal.append("2026-01-02T03:04:05Z", "Ana", vec![what], BTreeMap::new(), None);
                let event = journal.events[journal.events.len() - 1].clone();
                ledger.apply(&event, second_reader);
                event.hash
            };
            let mut steps: Vec<(String, FindingRecord)> = Vec::new();
            for choice in moves {
                let before = ledger.record(&claim).content.clone();
                let legal = before.state().moves();
                let mark = EventKind::Marked {
                    claim: claim.clone(), question: Question::Content, state: legal[choice % legal.len()], reason: "seen".to_owned(),
                    rating: None, fingerprint: fingerprint.clone(),
                };
                steps.push((log(mark, &mut ledger), before));
            }
            let undone = |hash: &str| EventKind::Undone {
                claim: claim.clone(), undone: hash.to_owned(), question: Some(Question::Content), reason: "taken back".to_owned(),
            };
            // Out of turn it has no effect.
            if steps.len() > 1 {
                let last = ledger.record(&claim).content.clone();
                log(undone(&steps[0].0), &mut ledger);
                prop_assert_eq!(&ledger.record(&claim).content, &last);
            }
            for (hash, before) in steps.into_iter().rev() {
                log(undone(&hash), &mut ledger);
                prop_assert_eq!(&ledger.record(&claim).content, &before);
            }
        }
    }
}
