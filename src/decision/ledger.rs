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
    pub(super) marked: u64,
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
    pub(super) fn last(&self) -> Option<&Decision> {
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
    /// Line and hash of the event that spoke of publication last.
    pub(super) published: (u64, String),
}

impl Record {
    /// The finding of a question.
    pub fn finding(&self, question: Question) -> &FindingRecord {
        match question {
            Question::Attribution => &self.attribution,
            Question::Content => &self.content,
        }
    }

    pub(super) fn finding_mut(&mut self, question: Question) -> &mut FindingRecord {
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

/// Something that a person did to the claims file of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Hash of the event.
    pub hash: String,
    /// Who.
    pub by: String,
    /// The article.
    pub article: String,
    /// What.
    pub what: TouchKind,
    /// The line that brought it into this journal.
    pub(super) line: u64,
}

/// What a [`Touch`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TouchKind {
    /// The claim is as this fingerprint says from now on, or gone.
    Set(Option<Fingerprint>),
    /// A proposal was turned down: the claim stays.
    Rejected,
    /// The event of this hash was taken back.
    Undone(String),
}

impl TouchKind {
    /// What was done, in the past tense.
    pub fn name(&self) -> &'static str {
        match self {
            TouchKind::Set(Some(_)) => "changed",
            TouchKind::Set(None) => "removed",
            TouchKind::Rejected => "left as it was",
            TouchKind::Undone(_) => "put back",
        }
    }

    /// Whether two people who did not know of each other came to the same.
    pub(super) fn agrees(&self, other: &TouchKind) -> bool {
        match (self, other) {
            (TouchKind::Set(one), TouchKind::Set(two)) => one == two,
            (TouchKind::Set(_), _) | (_, TouchKind::Set(_)) => false,
            // Both leave the claim as it was.
            (TouchKind::Rejected | TouchKind::Undone(_), TouchKind::Rejected | TouchKind::Undone(_)) => true,
        }
    }
}

/// A claim that two journals left in two states, until a person settles it: neither counts as rejected meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// What was done here.
    pub ours: Touch,
    /// What was done in the journal that was merged.
    pub theirs: Touch,
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
    pub(super) records: BTreeMap<ClaimId, Record>,
    /// Every id ever given.
    pub ids: BTreeSet<ClaimId>,
    /// By the hash of the event that rejected.
    pub(super) rejected: BTreeMap<String, Rejection>,
    /// What people did to each claim in its file, in order.
    pub(super) touches: BTreeMap<ClaimId, Vec<Touch>>,
    /// Claims that merged journals left in two states.
    pub(super) torn: BTreeMap<ClaimId, Torn>,
    /// Every key that was ever added.
    pub keys: BTreeMap<KeyId, Key>,
}

static NOTHING: Record = Record {
    attribution: FindingRecord { decision: None, waiting: None, conflict: None, marked: 0, before: Vec::new() },
    content: FindingRecord { decision: None, waiting: None, conflict: None, marked: 0, before: Vec::new() },
    evidence: Vec::new(),
    publication: (Publication::Unpublished, String::new()),
    publication_conflict: None,
    published: (0, String::new()),
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

    /// What people did to a claim in its file since line `base`, without what was taken back.
    pub fn touches_since(&self, claim: &ClaimId, base: u64) -> Vec<&Touch> {
        let all = self.touches.get(claim).map_or(&[][..], Vec::as_slice);
        net(all.iter().filter(|touch| touch.line > base))
    }

    /// What a claim's file comes to by what people did since line `base`.
    pub fn outcome_since(&self, claim: &ClaimId, base: u64) -> Option<&Touch> {
        outcome(&self.touches_since(claim, base))
    }

    /// Whether a person took the claim out of its article and nobody has said since what became of its publication.
    pub fn is_removed_unanswered(&self, claim: &ClaimId) -> bool {
        let answered = self.record(claim).published.0;
        self.outcome_since(claim, answered).is_some_and(|touch| touch.what == TouchKind::Set(None))
    }

    /// The claim that merged journals left in two states, if it is one.
    pub fn torn(&self, claim: &ClaimId) -> Option<&Torn> {
        self.torn.get(claim)
    }

    /// All claims that merged journals left in two states.
    pub fn all_torn(&self) -> impl Iterator<Item = (&ClaimId, &Torn)> {
        self.torn.iter()
    }

    /// Whether this change was rejected before.
    pub fn was_rejected(
        &self,
        article: &str,
        claim: &ClaimId,
        change: PendingChange,
        proposed: Option<&Fingerprint>,
    ) -> bool {
        if self.torn.contains_key(claim) {
            return false;
        }
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
            super::reunion::take_up(self, event, *base, second_reader);
        } else {
            self.apply_at(event, event.seq, second_reader);
        }
    }

    /// Takes up an event that line `line` brought.
    pub(super) fn apply_at(&mut self, event: &Event, line: u64, second_reader: bool) {
        if let Some(touch) = touch(event, line, &self.touches)
            && let Some(claim) = event.what.claim()
        {
            self.torn.remove(claim);
            self.touches.entry(claim.clone()).or_default().push(touch);
        }
        match &event.what {
            EventKind::Init {}
            | EventKind::Comment { .. }
            | EventKind::Merged { .. }
            | EventKind::Newer
            | EventKind::Reference { .. }
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
                record.published = (line, event.hash.clone());
            }
        }
    }
}

/// What an event does to the file of its claim. Taking back a mark does nothing to it.
pub(super) fn touch(event: &Event, line: u64, touches: &BTreeMap<ClaimId, Vec<Touch>>) -> Option<Touch> {
    let of = |article: &str, what| {
        let (hash, by) = (event.hash.clone(), event.by.clone());
        Some(Touch { hash, by, article: article.to_owned(), what, line })
    };
    match &event.what {
        EventKind::Accepted { article, fingerprint, .. } => of(article, TouchKind::Set(fingerprint.clone())),
        EventKind::HandMade { article, fingerprint, .. } | EventKind::Edited { article, fingerprint, .. } => {
            of(article, TouchKind::Set(Some(fingerprint.clone())))
        }
        EventKind::Rejected { article, .. } => of(article, TouchKind::Rejected),
        EventKind::Undone { claim, undone, question: None, .. } => {
            let article = touches.get(claim)?.iter().find(|touch| touch.hash == *undone)?.article.clone();
            of(&article, TouchKind::Undone(undone.clone()))
        }
        _ => None,
    }
}

/// The touch that counts: to turn down a proposal leaves what was done before.
pub(super) fn outcome<'t>(touches: &[&'t Touch]) -> Option<&'t Touch> {
    let moved = touches.iter().rev().find(|touch| touch.what != TouchKind::Rejected);
    moved.or(touches.last()).copied()
}

/// Touches without those that were taken back among them.
pub(super) fn net<'t>(touches: impl Iterator<Item = &'t Touch>) -> Vec<&'t Touch> {
    let mut left: Vec<&Touch> = Vec::new();
    for touch in touches {
        let taken_back = match &touch.what {
            TouchKind::Undone(hash) => left.iter().position(|one| one.hash == *hash),
            TouchKind::Set(_) | TouchKind::Rejected => None,
        };
        match taken_back {
            Some(place) => drop(left.remove(place)),
            None => left.push(touch),
        }
    }
    left
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
