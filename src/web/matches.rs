//! Was it checked before? The claims of the workspace's reference sets that are like one claim, with the reasons.

use super::snapshot::Snapshot;
use crate::align::{Prepared, Relation};
use crate::claim::Claim;

/// So many matches are shown.
const SHOWN: usize = 5;

/// So many reference claims are compared one by one. A set that is larger is for `dixit match`, and the page says nothing of
/// the rest.
const COMPARED: usize = 4000;

/// A reference claim that is like the claim.
pub(super) struct Found {
    /// The set's file.
    pub(super) set: String,
    pub(super) relation: Relation,
    pub(super) score: f64,
    pub(super) text: String,
    /// What the score is made of.
    pub(super) why: Vec<String>,
}

/// The best matches, the best first.
pub(super) fn find(snapshot: &Snapshot, claim: &Claim) -> Vec<Found> {
    let prepared = snapshot.prepared.get_or_init(|| {
        let sets = snapshot.references().iter().filter_map(|(name, set)| Some((name, set.as_ref().ok()?)));
        let claims = sets.flat_map(|(name, set)| {
            set.records.iter().map(move |one| (name.clone(), Prepared::new(one.claim(), one.lang.as_deref())))
        });
        claims.take(COMPARED).collect()
    });
    if prepared.is_empty() {
        return Vec::new();
    }
    let lang = snapshot.claim(&claim.id).map(|(view, _)| view.article.lang.code().to_owned());
    let ours = Prepared::new(claim.clone(), lang.as_deref());
    let mut found: Vec<Found> = prepared
        .iter()
        .filter_map(|(set, theirs)| {
            let compared = ours.compare(theirs);
            (compared.relation != Relation::Unrelated).then(|| Found {
                set: set.clone(),
                relation: compared.relation,
                score: compared.score,
                text: theirs.claim().content.text.clone(),
                why: compared
                    .matched
                    .iter()
                    .map(|one| format!("{} = {}", one.base, one.head))
                    .chain(
                        compared
                            .why
                            .iter()
                            .filter(|part| part.value > 0.0)
                            .map(|part| format!("{} {:.2}", part.name, part.value)),
                    )
                    .collect(),
            })
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.truncate(SHOWN);
    found
}
