//! Is it the same claim? Two claim sets aligned one to one, with a relation and a reason for each pair.
//!
//! [`diff`] scores candidate pairs by named parts, takes the best one-to-one assignment, and classifies each pair.

mod assignment;
mod compare;
pub mod wording;

pub use compare::{Detail, DetailKind, Part, compare};

use crate::claim::{Claim, ClaimId, ClaimSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the machine saw between two claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same words by the same speaker.
    Identical,
    /// The same proposition in other words.
    Reworded,
    /// The same proposition with a detail that differs.
    Changed,
    /// Incompatible with the other.
    Contradicted,
    /// About different things.
    Unrelated,
}

impl Relation {
    /// The name in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Identical => "identical",
            Relation::Reworded => "reworded",
            Relation::Changed => "changed",
            Relation::Contradicted => "contradicted",
            Relation::Unrelated => "unrelated",
        }
    }
}

/// Two claims that belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The claim of the base set.
    pub base: ClaimId,
    /// The claim of the head set.
    pub head: ClaimId,
    /// What lies between them.
    pub relation: Relation,
    /// 0 to 1.
    pub score: f64,
    /// What differs.
    pub details: Vec<Detail>,
    /// What the score is made of.
    pub why: Vec<Part>,
    /// Whether an identical claim stands in another place.
    pub moved: bool,
}

/// Two claim sets compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClaimDiff {
    /// Claims of both, in the order of the base.
    pub pairs: Vec<Pair>,
    /// Claims of the base alone.
    pub removed: Vec<ClaimId>,
    /// Claims of the head alone.
    pub added: Vec<ClaimId>,
}

impl ClaimDiff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty()
            && self.added.is_empty()
            && self.pairs.iter().all(|pair| pair.relation == Relation::Identical)
    }
}

/// A pair below this score is no pair; chosen on the worked example, so that a sentence with one number and the
/// hedge changed still pairs and two claims of one speaker on other things do not.
const PAIR_FLOOR: f64 = 0.45;

/// So many candidates a claim at most, best shared words first: keeps sets of ten thousand claims fast.
const CANDIDATES: usize = 12;

/// Compares two claim sets.
pub fn diff(base: &ClaimSet, head: &ClaimSet) -> ClaimDiff {
    let left: Vec<compare::Profile> = base.claims.iter().map(compare::Profile::new).collect();
    let right: Vec<compare::Profile> = head.claims.iter().map(compare::Profile::new).collect();
    let near = |i: usize, j: usize| nearness(i, left.len(), j, right.len());
    let mut edges = Vec::new();
    for (i, j) in candidates(&left, &right) {
        let score = compare::score(&left[i], &right[j], near(i, j)).0;
        if score >= PAIR_FLOOR {
            edges.push((i, j, score));
        }
    }
    let chosen = assignment::best(left.len(), right.len(), &edges);
    let mut taken = vec![false; right.len()];
    let mut result = ClaimDiff::default();
    for (i, partner) in chosen.iter().enumerate() {
        let (Some(j), one) = (*partner, &base.claims[i]) else {
            result.removed.push(base.claims[i].id.clone());
            continue;
        };
        let other = &head.claims[j];
        taken[j] = true;
        let (score, why) = compare::score(&left[i], &right[j], near(i, j));
        let (relation, details) = compare::compare(one, other);
        result.pairs.push(Pair {
            base: one.id.clone(),
            head: other.id.clone(),
            relation,
            score: if relation == Relation::Identical { 1.0 } else { (score * 1_000.0).round() / 1_000.0 },
            details,
            why,
            moved: relation == Relation::Identical && place(one) != place(other),
        });
    }
    let added = head.claims.iter().zip(&taken).filter(|(_, taken)| !**taken);
    result.added = added.map(|(claim, _)| claim.id.clone()).collect();
    result
}

fn place(claim: &Claim) -> (u32, u32) {
    (claim.selector.start, claim.selector.end)
}

/// 1 at the same relative place, 0 at the other end.
fn nearness(i: usize, n: usize, j: usize, m: usize) -> f64 {
    let relative = |at: usize, of: usize| at as f64 / of.max(1) as f64;
    1.0 - (relative(i, n) - relative(j, m)).abs()
}

/// Pairs that share words, found through an index; rare words count more.
fn candidates(left: &[compare::Profile], right: &[compare::Profile]) -> Vec<(usize, usize)> {
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (j, profile) in right.iter().enumerate() {
        for stem in &profile.stems {
            index.entry(stem).or_default().push(j);
        }
    }
    let mut pairs = Vec::new();
    let mut weights: Vec<f64> = vec![0.0; right.len()];
    let mut touched: Vec<usize> = Vec::new();
    for (i, profile) in left.iter().enumerate() {
        for stem in &profile.stems {
            let Some(list) = index.get(stem.as_str()) else { continue };
            // A word in every claim tells nothing and would make the search quadratic.
            if list.len() > 200 && list.len() * 20 > right.len() {
                continue;
            }
            let weight = 1.0 / (list.len() as f64).sqrt();
            for &j in list {
                if weights[j] == 0.0 {
                    touched.push(j);
                }
                weights[j] += weight;
            }
        }
        touched.sort_by(|&a, &b| {
            weights[b].total_cmp(&weights[a]).then(a.abs_diff(i).cmp(&b.abs_diff(i))).then(a.cmp(&b))
        });
        pairs.extend(touched.iter().take(CANDIDATES).map(|&j| (i, j)));
        for j in touched.drain(..) {
            weights[j] = 0.0;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{ExtractOptions, extract};
    use crate::input::Document;
    use crate::lang::Language;
    use proptest::prelude::*;

    fn set(text: &str) -> ClaimSet {
        extract(&Document::new(text, Language::French), &ExtractOptions { narrator: true })
    }

    const SENTENCES: [&str; 8] = [
        "Le maire a déclaré que 300 habitants avaient quitté le village.",
        "« Nous avons perdu la moitié de la récolte », a déploré Anne Duval.",
        "Selon la préfecture, le pont sera fermé pendant trois mois.",
        "La ministre a démenti que le projet soit abandonné.",
        "Le syndicat réclame une hausse des salaires de 5 %.",
        "L'entreprise a annoncé la suppression de 120 postes à Lyon.",
        "Le procureur a indiqué qu'une enquête avait été ouverte.",
        "Les riverains accusent la mairie d'avoir caché le rapport.",
    ];

    fn relations(base: &str, head: &str) -> Vec<(Relation, Vec<DetailKind>)> {
        let kinds = |pair: Pair| (pair.relation, pair.details.into_iter().map(|detail| detail.kind).collect());
        diff(&set(base), &set(head)).pairs.into_iter().map(kinds).collect()
    }

    #[test]
    fn names_what_changed() {
        let base = SENTENCES[0];
        let changed = |from: &str, to: &str| relations(base, &base.replace(from, to));
        assert_eq!(relations(base, base), [(Relation::Identical, vec![])]);
        assert_eq!(changed("300", "500"), [(Relation::Changed, vec![DetailKind::Number])]);
        assert_eq!(changed("maire", "préfet"), [(Relation::Changed, vec![DetailKind::Speaker])]);
        assert_eq!(changed("avaient", "n'avaient pas"), [(Relation::Changed, vec![DetailKind::Polarity])]);
        assert_eq!(changed("déclaré", "prétendu"), [(Relation::Changed, vec![DetailKind::Hedge])]);
        assert_eq!(changed("quitté", "fui"), [(Relation::Reworded, vec![DetailKind::Wording])]);
    }

    proptest! {
        #[test]
        fn a_set_does_not_differ_from_itself(picks in proptest::collection::vec(0usize..8, 0..6)) {
            let text: String = picks.iter().map(|&i| format!("{}\n\n", SENTENCES[i])).collect();
            let set = set(&text);
            prop_assert!(diff(&set, &set).is_empty());
        }

        #[test]
        fn a_diff_mirrors_its_reverse(
            one in proptest::collection::vec(0usize..8, 0..6),
            two in proptest::collection::vec(0usize..8, 0..6),
        ) {
            let text = |picks: &[usize]| picks.iter().map(|&i| format!("{}\n\n", SENTENCES[i])).collect::<String>();
            let (base, head) = (set(&text(&one)), set(&text(&two)));
            let (there, back) = (diff(&base, &head), diff(&head, &base));
            prop_assert_eq!(&there.added, &back.removed);
            prop_assert_eq!(&there.removed, &back.added);
            let mut pairs: Vec<_> = there.pairs.iter().map(|p| (p.base.clone(), p.head.clone(), p.relation)).collect();
            let mut mirrored: Vec<_> = back.pairs.iter().map(|p| (p.head.clone(), p.base.clone(), p.relation)).collect();
            pairs.sort();
            mirrored.sort();
            prop_assert_eq!(pairs, mirrored);
        }
    }
}
