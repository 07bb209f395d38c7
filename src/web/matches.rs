//! Was it checked before? The records of the workspace's reference sets that say the same as one claim, with the reasons.

use super::snapshot::Snapshot;
use crate::align::Relation;
use crate::claim::Claim;
use crate::lang::Language;
use crate::retrieval::Asked;

/// So many matches are shown.
const SHOWN: usize = 5;

/// A reference claim that is like the claim.
pub(super) struct Found {
    /// The set's name.
    pub(super) set: String,
    pub(super) relation: Relation,
    pub(super) score: f64,
    pub(super) text: String,
    /// The words that answer each other, then what else both have in common.
    pub(super) why: Vec<String>,
}

/// The best matches, the best first, as `dixit match` finds them.
pub(super) fn find(snapshot: &Snapshot, claim: &Claim) -> Vec<Found> {
    let sets = snapshot.sets();
    if sets.is_empty() {
        return Vec::new();
    }
    let lang = snapshot.claim(&claim.id).map_or(Language::English, |(view, _)| view.article.lang);
    let found = sets.find(&mut sets.searchers(), Asked::of(claim, lang), SHOWN).unwrap_or_default();
    let shown = found.into_iter().filter(|found| found.answer.is_match()).map(|found| {
        let answer = found.answer;
        let pairs = answer.matched.iter().map(|pair| format!("{} = {}", pair.base, pair.head));
        let shared = ["pn", "#", "w"].into_iter().flat_map(|kinds| answer.shared(kinds)).map(str::to_owned);
        Found {
            set: found.set.to_owned(),
            relation: answer.relation,
            score: answer.score,
            text: answer.record.text.clone(),
            why: pairs.chain(shared).collect(),
        }
    });
    shown.collect()
}
