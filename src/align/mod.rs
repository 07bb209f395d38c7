//! Is it the same claim? Two claim sets aligned one to one, with a relation and a reason for each pair.
//!
//! [`diff`] pairs what is identical, scores candidates for the rest by named parts, takes the best assignment, and
//! says of each pair how the two claims relate and which details differ. [`compare`] does the last step for two
//! claims that are known to belong together; [`wording`] tells two texts apart word by word.

pub mod accuracy;
mod assignment;
mod candidates;
mod comparison;
mod details;
#[cfg(feature = "embed")]
mod embedding;
mod features;
mod negation;
mod pairing;
mod parts;
mod prepared;
mod qualifier;
mod quantity;
mod similarity;
mod stem;
mod unit;
mod value;
pub mod wording;

pub use details::{Detail, DetailKind};
#[cfg(feature = "embed")]
pub use embedding::{Embeddings, EmbeddingsError};
pub use prepared::{Comparison, Matched, Prepared, Preparer};

use crate::claim::{Claim, ClaimId, ClaimSet};
use crate::cores::in_shares;
use assignment::{Edge, assign};
use candidates::candidates;
use details::relate;
use features::Features;
use pairing::Match;
use prepared::matched;
use serde::{Deserialize, Serialize};
use similarity::{Similarity, similarity};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use unit::Forms;

/// What the machine saw between two claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same words, but for case, marks and blanks, by the same speaker.
    Identical,
    /// The same proposition in other words or in another language.
    Reworded,
    /// The same proposition with a detail that differs.
    Changed,
    /// Incompatible with the other.
    Contradicted,
    /// About different things.
    Unrelated,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 5] =
        [Relation::Identical, Relation::Reworded, Relation::Changed, Relation::Contradicted, Relation::Unrelated];

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

/// A named part of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// What was compared.
    pub name: &'static str,
    /// How alike, 0 to 1.
    pub value: f64,
    /// How much it counts: the score is the weighted mean of the parts. A part without weight only adds.
    pub weight: f64,
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
    /// The words that answer each other without being the same.
    pub matched: Vec<Matched>,
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
    /// Claims of the base that several of the head stand for.
    pub split: Vec<Split>,
    /// Claims of the head that stand for several of the base.
    pub merged: Vec<Merge>,
}

/// One claim that became several. The first of them is its pair; the others are neither pairs nor added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Split {
    /// The claim of the base.
    pub base: ClaimId,
    /// Those of the head.
    pub head: Vec<ClaimId>,
}

/// Several claims that became one. The first of them is its pair; the others are neither pairs nor removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Merge {
    /// The claims of the base.
    pub base: Vec<ClaimId>,
    /// The one of the head.
    pub head: ClaimId,
}

impl ClaimDiff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty()
            && self.added.is_empty()
            && self.pairs.iter().all(|pair| pair.relation == Relation::Identical)
    }
}

/// Compares two claim sets, aligned one to one so that the sum of scores is the greatest possible.
///
/// Identical claims are paired first, so `diff(a, a)` holds nothing else. `diff(b, a)` is `diff(a, b)` with base and
/// head exchanged. Pairs and removed claims are in the order of `base`, added ones in the order of `head`.
pub fn diff(base: &ClaimSet, head: &ClaimSet) -> ClaimDiff {
    diff_by(base, head, &|_, _| {})
}

/// The same with the nearness of embeddings as one more part of each score.
#[cfg(feature = "embed")]
pub fn diff_with(base: &ClaimSet, head: &ClaimSet, embeddings: &Embeddings) -> ClaimDiff {
    diff_by(base, head, &|set, features| {
        for (features, vector) in features.iter_mut().zip(embeddings.vectors(set)) {
            features.vector = vector;
        }
    })
}

/// Compares two sets; `add` adds to the features of one set what does not come from its words.
fn diff_by(base: &ClaimSet, head: &ClaimSet, add: &dyn Fn(&ClaimSet, &mut [Features])) -> ClaimDiff {
    diff_among(base, head, add, &candidates)
}

/// Which pairs are compared: of two sets, among the claims of either that are left, given those that are paired already.
type Propose = dyn Fn(&[Features], &[Features], &[usize], &[usize], &[(usize, usize)]) -> Vec<(usize, usize)>;

fn diff_among(
    base: &ClaimSet,
    head: &ClaimSet,
    add: &dyn Fn(&ClaimSet, &mut [Features]),
    propose: &Propose,
) -> ClaimDiff {
    // Which of two equally good alignments is found depends on which set comes first: always the same one does.
    let swapped = order(base, head) == Ordering::Greater;
    let (first, second) = if swapped { (head, base) } else { (base, head) };
    let (mut one, mut two) = (Features::of_set(first), Features::of_set(second));
    add(first, &mut one);
    add(second, &mut two);
    let (one, two) = (one, two);
    let mut partners = identical(first, &one, second, &two);
    let known = partners.clone();
    let rows: Vec<usize> = (0..one.len()).filter(|row| partners[*row].is_none()).collect();
    let mut free = vec![true; two.len()];
    for &column in partners.iter().flatten() {
        free[column] = false;
    }
    let columns: Vec<usize> = (0..two.len()).filter(|column| free[*column]).collect();
    let compared = |row: usize, column: usize| {
        similarity((&one[row], &first.claims[row].selector), (&two[column], &second.claims[column].selector))
    };
    let pairs: Vec<(usize, usize)> = propose(&one, &two, &rows, &columns, &anchors(&known));
    let gains: Vec<i64> = in_shares(&pairs, |part| {
        // Whole numbers, so that sums are exact; a pair that is one at all is always better than none.
        let gain = |found: Similarity| if found.is_related() { (found.score * 10_000.0).round() as i64 + 1 } else { 0 };
        part.iter().map(|&(row, column)| gain(compared(row, column))).collect()
    });
    let edges: Vec<Edge> =
        pairs.into_iter().zip(gains).map(|((row, column), gain)| Edge { row, column, gain }).collect();
    for (row, column) in assign(one.len(), two.len(), &edges).into_iter().enumerate() {
        partners[row] = partners[row].or(column);
    }
    let mut pairs: Vec<(usize, usize)> =
        partners.iter().enumerate().filter_map(|(row, column)| column.map(|column| (row, column))).collect();
    if swapped {
        pairs.sort_by_key(|&(_, column)| column);
    }
    let same_article = first.header.article == second.header.article;
    let (mut in_base, mut in_head) = (vec![false; base.claims.len()], vec![false; head.claims.len()]);
    for &(row, column) in &pairs {
        let (i, j) = if swapped { (column, row) } else { (row, column) };
        (in_base[i], in_head[j]) = (true, true);
    }
    let named = |&(row, column): &(usize, usize)| {
        let found = compared(row, column);
        let (left, right) = ((&first.claims[row], &one[row]), (&second.claims[column], &two[column]));
        let (left, right) = if swapped { (right, left) } else { (left, right) };
        let links: Vec<Match> = if swapped {
            found.links.iter().map(|link| Match { a: link.b, b: link.a, ..*link }).collect()
        } else {
            found.links
        };
        let found = Similarity { links, ..found };
        let (relation, details) = relate(left, right, &found);
        let identical = relation == Relation::Identical;
        Pair {
            base: left.0.id.clone(),
            head: right.0.id.clone(),
            relation,
            score: if identical { 1.0 } else { found.score },
            details,
            matched: matched(left, right, &found.links),
            why: found.parts,
            moved: identical && same_article && place(left.0) != place(right.0),
        }
    };
    let pairs = in_shares(&pairs, |part| part.iter().map(named).collect());
    let mut result = ClaimDiff { pairs, ..ClaimDiff::default() };
    let (in_one, in_two) = if swapped { (&mut in_head, &mut in_base) } else { (&mut in_base, &mut in_head) };
    let links: Vec<(usize, usize)> =
        partners.iter().enumerate().filter_map(|(row, column)| column.map(|column| (row, column))).collect();
    let mut backwards: Vec<(usize, usize)> = links.iter().map(|&(row, column)| (column, row)).collect();
    backwards.sort_unstable();
    let wholes = |wholes: &[Features], parts: &[Features], pairs: &[(usize, usize)], used: &mut [bool]| {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (whole, part) in parts::further_parts(wholes, parts, pairs, used) {
            used[part] = true;
            found.entry(whole).or_default().push(part);
        }
        found
    };
    let split = wholes(&one, &two, &links, in_two);
    let merged = wholes(&two, &one, &backwards, in_one);
    let id = |set: &ClaimSet, at: usize| set.claims[at].id.clone();
    let group = |whole: usize, parts: &[usize], pairs: &[(usize, usize)], set: &ClaimSet| -> Vec<ClaimId> {
        let at = pairs.binary_search_by_key(&whole, |&(at, _)| at);
        let first = at.ok().and_then(|at| pairs.get(at)).map(|&(_, part)| part);
        first.into_iter().chain(parts.iter().copied()).map(|at| id(set, at)).collect()
    };
    for (whole, list) in &split {
        let (whole_id, ids) = (id(first, *whole), group(*whole, list, &links, second));
        if swapped {
            result.merged.push(Merge { base: ids, head: whole_id });
        } else {
            result.split.push(Split { base: whole_id, head: ids });
        }
    }
    for (whole, list) in &merged {
        let (whole_id, ids) = (id(second, *whole), group(*whole, list, &backwards, first));
        if swapped {
            result.split.push(Split { base: whole_id, head: ids });
        } else {
            result.merged.push(Merge { base: ids, head: whole_id });
        }
    }
    let alone = |set: &ClaimSet, paired: &[bool]| -> Vec<ClaimId> {
        let claims = set.claims.iter().zip(paired).filter(|(_, paired)| !**paired);
        claims.map(|(claim, _)| claim.id.clone()).collect()
    };
    result.removed = alone(base, &in_base);
    result.added = alone(head, &in_head);
    result
}

/// The relation of two claims that are known to belong together, and what differs.
pub fn compare(base: &Claim, head: &Claim) -> (Relation, Vec<Detail>) {
    let mut forms = Forms::default();
    let (a, b) = (Features::of(base, None, &mut forms), Features::of(head, None, &mut forms));
    let found = similarity((&a, &base.selector), (&b, &head.selector));
    relate((base, &a), (head, &b), &found)
}

fn place(claim: &Claim) -> (u32, u32) {
    (claim.selector.start, claim.selector.end)
}

/// An order of claim sets in which only sets with the same claims are equal.
fn order(one: &ClaimSet, two: &ClaimSet) -> Ordering {
    let key = |claim: &Claim| serde_json::to_string(claim).unwrap_or_default();
    one.claims.len().cmp(&two.claims.len()).then_with(|| {
        let claims = one.claims.iter().zip(&two.claims);
        claims.map(|(a, b)| key(a).cmp(&key(b))).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    })
}

/// Pairs the claims in which there is nothing to look at. Where there are several alike, those of one id belong
/// together, then those at about the same place.
fn identical(first: &ClaimSet, one: &[Features], second: &ClaimSet, two: &[Features]) -> Vec<Option<usize>> {
    let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (row, features) in one.iter().enumerate() {
        groups.entry(&features.identity).or_default().0.push(row);
    }
    for (column, features) in two.iter().enumerate() {
        if let Some((_, columns)) = groups.get_mut(features.identity.as_str()) {
            columns.push(column);
        }
    }
    let mut partners = vec![None; one.len()];
    for (mut rows, mut columns) in groups.into_values() {
        if rows.len() > 1 || columns.len() > 1 {
            let by_id: BTreeMap<&ClaimId, usize> =
                columns.iter().map(|&column| (&second.claims[column].id, column)).collect();
            let mut used = BTreeSet::new();
            rows.retain(|&row| match by_id.get(&first.claims[row].id) {
                Some(&column) if used.insert(column) => {
                    partners[row] = Some(column);
                    false
                }
                Some(_) | None => true,
            });
            columns.retain(|column| !used.contains(column));
        }
        let relative = |at: usize, of: usize| at as f64 / of.max(1) as f64;
        let mut next = 0;
        for (rank, &row) in rows.iter().enumerate() {
            // Each takes the nearest one that leaves enough for those after it, in order.
            let last = columns.len().saturating_sub(rows.len() - rank).max(next);
            let here = relative(row, one.len());
            let nearest = (next..=last).filter(|&at| at < columns.len()).min_by(|&x, &y| {
                let far = |at: usize| (relative(columns[at], two.len()) - here).abs();
                far(x).total_cmp(&far(y))
            });
            if let Some(at) = nearest {
                partners[row] = Some(columns[at]);
                next = at + 1;
            }
        }
    }
    partners
}

/// The pairs that stand in the same order in both sets: as many as can be, ascending.
fn anchors(partners: &[Option<usize>]) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> =
        partners.iter().enumerate().filter_map(|(row, column)| column.map(|column| (row, column))).collect();
    // The longest ascending run: ends[n] is the pair with the smallest column that ends a run of n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, &(_, column)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < column);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |&at| before[at]).map(|at| pairs[at]).collect();
    run.reverse();
    run
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
        assert_eq!(changed("avaient", "n'avaient pas"), [(Relation::Contradicted, vec![DetailKind::Polarity])]);
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
            one in proptest::collection::vec((0usize..8, 0usize..6), 0..7),
            two in proptest::collection::vec((0usize..8, 0usize..6), 0..7),
        ) {
            let text = |picks: &[(usize, usize)]| -> String {
                picks.iter().map(|&(sentence, edit)| format!("{}\n\n", edited(SENTENCES[sentence], edit))).collect()
            };
            let (base, head) = (set(&text(&one)), set(&text(&two)));
            let (mut there, mut back) = (diff(&base, &head), diff(&head, &base));
            for pair in &mut there.pairs {
                pair.matched.sort_by(|one, two| (&one.base, &one.head).cmp(&(&two.base, &two.head)));
            }
            let order = |id: &ClaimId| base.claims.iter().position(|claim| claim.id == *id);
            for pair in &mut back.pairs {
                std::mem::swap(&mut pair.base, &mut pair.head);
                for detail in &mut pair.details {
                    std::mem::swap(&mut detail.base, &mut detail.head);
                }
                for words in &mut pair.matched {
                    std::mem::swap(&mut words.base, &mut words.head);
                }
                pair.matched.sort_by(|one, two| (&one.base, &one.head).cmp(&(&two.base, &two.head)));
            }
            back.pairs.sort_by_key(|pair| order(&pair.base));
            std::mem::swap(&mut back.added, &mut back.removed);
            prop_assert_eq!(&there, &back);
            // One to one: every claim stands in one pair, or is gone, or new.
            let mut left: Vec<&ClaimId> = there.pairs.iter().map(|pair| &pair.base).chain(&there.removed).collect();
            let mut right: Vec<&ClaimId> = there.pairs.iter().map(|pair| &pair.head).chain(&there.added).collect();
            left.sort();
            right.sort();
            let ids = |set: &ClaimSet| { let mut ids: Vec<ClaimId> = set.claims.iter().map(|c| c.id.clone()).collect(); ids.sort(); ids };
            prop_assert_eq!(left.into_iter().cloned().collect::<Vec<_>>(), ids(&base));
            prop_assert_eq!(right.into_iter().cloned().collect::<Vec<_>>(), ids(&head));
        }
    }

    proptest! {
        #[test]
        fn a_few_candidates_are_as_good_as_all_pairs(
            one in proptest::collection::vec((0usize..8, 0usize..6), 0..10),
            two in proptest::collection::vec((0usize..8, 0usize..6), 0..10),
        ) {
            let text = |picks: &[(usize, usize)]| -> String {
                picks.iter().map(|&(sentence, edit)| format!("{}\n\n", edited(SENTENCES[sentence], edit))).collect()
            };
            let (base, head) = (set(&text(&one)), set(&text(&two)));
            let all = |_: &[Features], _: &[Features], rows: &[usize], columns: &[usize], _: &[(usize, usize)]| {
                rows.iter().flat_map(|&row| columns.iter().map(move |&column| (row, column))).collect()
            };
            // Where two alignments are as good, either may be found.
            let sum = |diff: &ClaimDiff| diff.pairs.iter().map(|pair| (pair.score * 10_000.0).round() as i64 + 1).sum::<i64>();
            let (few, every) = (diff(&base, &head), diff_among(&base, &head, &|_, _| {}, &all));
            prop_assert_eq!(few.pairs.len(), every.pairs.len());
            prop_assert_eq!(sum(&few), sum(&every));
        }
    }

    fn edited(sentence: &str, edit: usize) -> String {
        match edit {
            0 => sentence.replace("300", "500").replace("5 %", "7 %").replace("120", "90"),
            1 => sentence.replace("a déclaré", "a prétendu").replace("Selon", "D'après"),
            2 => sentence.replace("Anne Duval", "Paul Meyer").replace("maire", "préfet"),
            3 => sentence.replace("sera fermé", "ne sera pas fermé").replace("avaient quitté", "n'avaient pas quitté"),
            _ => sentence.to_owned(),
        }
    }

    #[test]
    fn names_what_softens_and_limits() {
        let kinds = |base: &str, head: &str| relations(base, head).remove(0);
        let said = |what: &str| format!("Le maire a déclaré que {what}.");
        let whole = said("les habitants ont quitté le village");
        assert_eq!(
            kinds(&whole, &said("certains habitants ont quitté le village")),
            (Relation::Changed, vec![DetailKind::Scope])
        );
        assert_eq!(
            kinds(&whole, &said("les habitants ont peut-être quitté le village")),
            (Relation::Changed, vec![DetailKind::Hedge])
        );
        assert_eq!(kinds(&whole, &whole.replace("déclaré", "dit")), (Relation::Reworded, vec![DetailKind::Cue]));
    }

    #[test]
    fn the_surest_pair_yields_to_the_best_whole() {
        // Both old claims are near the first new one; only the first is near the second.
        let base =
            "Le maire a dit que le pont sera fermé en mars. Le maire a dit que le pont sera fermé en mars et en mai.";
        let head =
            "Le maire a dit que le pont sera fermé en avril et en mai. Le maire a dit que le pont sera fermé en juin.";
        let found = diff(&set(base), &set(head));
        assert!(found.added.is_empty() && found.removed.is_empty(), "{found:?}");
        let pairs: Vec<(&str, &str)> =
            found.pairs.iter().map(|pair| (pair.base.0.as_str(), pair.head.0.as_str())).collect();
        assert_eq!(pairs, [("c1", "c2"), ("c2", "c1")]);
    }

    #[test]
    fn a_claim_that_merely_moved_is_identical() {
        let base = format!("{}\n\n{}", SENTENCES[0], SENTENCES[2]);
        let head = format!("{}\n\n{}", SENTENCES[2], SENTENCES[0]);
        let found = diff(&set(&base), &set(&head));
        assert!(found.is_empty());
        assert!(found.pairs.iter().all(|pair| pair.moved));
    }
}
