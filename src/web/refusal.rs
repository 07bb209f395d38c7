//! Why not? What the store refused, in the visitor's words.

use super::words::Words;
use crate::claim::by_hand::ByHandError;
use crate::claim::id::IdError;
use crate::decision::FindingError;
use crate::store::{Refusal, StoreError};

/// The refusal in words. What only the keeper of the machine can mend keeps the system's own line.
pub(super) fn in_words(words: &Words, error: &StoreError) -> String {
    match error {
        StoreError::Refusal(refusal) => refused(words, refusal),
        StoreError::Finding(error) => finding(words, error),
        StoreError::Id(IdError::NotFound { prefix }) => words.with("store.no-claim", &[("id", prefix)]),
        StoreError::Id(IdError::Ambiguous { prefix, .. }) => words.with("store.ambiguous", &[("id", prefix)]),
        StoreError::UnknownArticle { slug, .. } => words.with("store.no-article", &[("name", slug)]),
        StoreError::UnknownRevision { slug, revision, last } => words
            .with("store.no-revision", &[("name", slug), ("n", &revision.to_string()), ("last", &last.to_string())]),
        StoreError::Locked { seconds, .. } => words.with("store.locked", &[("seconds", &seconds.to_string())]),
        StoreError::Superseded { .. } => words.t("store.superseded").to_owned(),
        StoreError::NoKey { reviewer, key, .. } => {
            words.with("store.no-key", &[("reviewer", reviewer), ("key", &key.to_string())])
        }
        StoreError::Newer { .. } | StoreError::NewerFile { .. } => words.t("store.newer").to_owned(),
        StoreError::Journal { .. } => words.t("trouble.journal").to_owned(),
        StoreError::NotFound { .. }
        | StoreError::Exists { .. }
        | StoreError::NoSettings { .. }
        | StoreError::Io { .. }
        | StoreError::Anchor { .. }
        | StoreError::Settings { .. }
        | StoreError::TooLarge { .. }
        | StoreError::NoLocks { .. }
        | StoreError::Format(_)
        | StoreError::Article { .. }
        | StoreError::Feed { .. }
        | StoreError::Refused(_) => words.with("store.broken", &[("detail", &error.to_string())]),
    }
}

fn refused(words: &Words, refusal: &Refusal) -> String {
    let plain = |key| words.t(key).to_owned();
    match refusal {
        Refusal::NoReason => plain("refused.why"),
        Refusal::NothingToMark => plain("refused.nothing-to-mark"),
        Refusal::UnknownRating { rating, known } => {
            words.with("refused.rating", &[("rating", rating), ("known", known)])
        }
        Refusal::PublicationMove { from, to } => {
            let named = |status: &crate::decision::Publication| words.t(&format!("publication.{}", status.name()));
            words.with("refused.publication", &[("from", named(from)), ("to", named(to))])
        }
        Refusal::NotDecided { .. } => plain("refused.undecided"),
        Refusal::NoNote => plain("refused.note"),
        Refusal::NoComment => plain("refused.comment"),
        Refusal::NoSuchEvidence { given } => words.with("refused.evidence-source", &[("given", given)]),
        Refusal::NothingPending { article } => words.with("refused.nothing-pending", &[("article", article)]),
        Refusal::NoOpenChange { claim, .. } => words.with("refused.no-change", &[("claim", &claim.0)]),
        Refusal::KnownWords { claim } => words.with("refused.known-words", &[("claim", &claim.0)]),
        Refusal::NothingDiffers => plain("refused.same"),
        Refusal::ByHand(ByHandError::NoContent) => plain("refused.no-content"),
        Refusal::ByHand(ByHandError::NoWords { .. }) => plain("refused.no-words"),
        Refusal::NothingToUndo => plain("review.nothing-to-undo"),
        Refusal::NotYours => plain("refused.not-yours"),
        Refusal::MarkedSince => plain("refused.marked-since"),
        Refusal::ChangedSince => plain("refused.changed-since"),
        Refusal::NotKept => plain("refused.not-kept"),
    }
}

fn finding(words: &Words, error: &FindingError) -> String {
    let state = |state: &crate::decision::State| words.t(&format!("state.{}", state.name()));
    match error {
        FindingError::IllegalMove { from, to } => {
            words.with("refused.move", &[("from", state(from)), ("to", state(to))])
        }
        FindingError::NoReason { to } => words.with("refused.reason", &[("to", state(to))]),
        FindingError::NoEvidence { to } => words.with("refused.evidence", &[("to", state(to))]),
        FindingError::SameReader { to, .. } => words.with("refused.reader", &[("to", state(to))]),
        FindingError::UnknownState { name } => words.with("refused.state", &[("name", name)]),
    }
}
