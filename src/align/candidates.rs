//! Which pairs are worth comparing? A few for each claim, so that two sets of ten thousand stay fast.

use super::features::Features;
use crate::cores::in_shares;
use std::cmp::Reverse;

/// So many partners by shared words are compared with each claim.
const BY_WORDS: usize = 6;
/// A word in more claims than this says little and costs much; such words are looked at only where a claim has no
/// rarer one.
const COMMON: usize = 200;
/// So many neighbours on each side are compared by place.
const BY_PLACE: usize = 3;

/// The pairs (row, column) to compare, sorted. `rows` and `columns` are the indices left to pair, ascending.
///
/// A pair comes from shared words and values, the rarer the better, or from the same place between claims that
/// are already paired (`anchors`, ascending on both sides).
pub(super) fn candidates(
    base: &[Features],
    head: &[Features],
    rows: &[usize],
    columns: &[usize],
    anchors: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let mut pairs = by_words(base, rows, head, columns);
    pairs.extend(by_words(head, columns, base, rows).into_iter().map(|(column, row)| (row, column)));
    by_place(rows, columns, anchors, |row, column| pairs.push((row, column)));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What a claim is found by; one of function words alone by these.
fn found_by(features: &Features) -> &[u64] {
    if features.keys.is_empty() { &features.function_words } else { &features.keys }
}

/// Which claims have a key: the keys sorted, each with its claims, ascending.
struct Postings {
    keys: Vec<u64>,
    /// Where the claims of each key begin in `claims`; one more than there are keys.
    starts: Vec<usize>,
    claims: Vec<usize>,
}

impl Postings {
    fn new(features: &[Features], of: &[usize]) -> Postings {
        let mut all: Vec<(u64, usize)> =
            of.iter().flat_map(|&at| found_by(&features[at]).iter().map(move |&key| (key, at))).collect();
        all.sort_unstable();
        // A function word may be there twice.
        all.dedup();
        let mut postings = Postings { keys: Vec::new(), starts: Vec::new(), claims: Vec::with_capacity(all.len()) };
        for (key, claim) in all {
            if postings.keys.last() != Some(&key) {
                postings.keys.push(key);
                postings.starts.push(postings.claims.len());
            }
            postings.claims.push(claim);
        }
        postings.starts.push(postings.claims.len());
        postings
    }

    /// The claims with a key; `None` when there are none.
    fn get(&self, key: u64) -> Option<&[usize]> {
        let at = self.keys.binary_search(&key).ok()?;
        Some(&self.claims[self.starts[at]..self.starts[at + 1]])
    }
}

/// For each of `rows` its best partners by shared keys.
fn by_words(from: &[Features], rows: &[usize], to: &[Features], columns: &[usize]) -> Vec<(usize, usize)> {
    let postings = Postings::new(to, columns);
    let pairs = in_shares(rows, |rows| {
        // What sharing says for each column: kept between rows, so that only what was touched is put back to nothing.
        let mut points = vec![0.0f64; to.len()];
        let mut touched: Vec<usize> = Vec::new();
        let partners = |&row: &usize| {
            let mut lists: Vec<&[usize]> = found_by(&from[row]).iter().filter_map(|&key| postings.get(key)).collect();
            lists.sort_by_key(|list| list.len());
            for (rank, list) in lists.into_iter().enumerate() {
                let worth = rarity(list.len(), columns.len());
                if list.len() > COMMON && (rank > 0 || !touched.is_empty()) {
                    // Known candidates may still be told apart by it.
                    if touched.len() <= COMMON {
                        for &column in touched.iter().filter(|column| list.binary_search(column).is_ok()) {
                            points[column] += worth;
                        }
                    }
                    continue;
                }
                for column in near(list, row) {
                    if points[column] == 0.0 {
                        touched.push(column);
                    }
                    points[column] += worth;
                }
            }
            let mut best: Vec<(f64, usize)> =
                touched.drain(..).map(|at| (std::mem::take(&mut points[at]), at)).collect();
            let better = |(x, one): &(f64, usize), (y, two): &(f64, usize)| {
                y.total_cmp(x).then_with(|| (one.abs_diff(row), Reverse(*one)).cmp(&(two.abs_diff(row), Reverse(*two))))
            };
            if best.len() > BY_WORDS {
                best.select_nth_unstable_by(BY_WORDS, better);
                best.truncate(BY_WORDS);
            }
            best.into_iter().map(|(_, column)| (row, column)).collect::<Vec<_>>()
        };
        rows.iter().map(partners).collect()
    });
    pairs.into_iter().flatten().collect()
}

/// At most [`COMMON`] elements of `list`, those around the place `row`.
fn near(list: &[usize], row: usize) -> impl Iterator<Item = usize> {
    let at = list.partition_point(|&column| column < row);
    let start = at.saturating_sub(COMMON / 2).min(list.len().saturating_sub(COMMON));
    list.iter().skip(start).take(COMMON).copied()
}

/// What sharing a key that `count` of `all` claims have is worth.
fn rarity(count: usize, all: usize) -> f64 {
    (1.0 + all as f64 / count.max(1) as f64).ln()
}

/// Pairs claims that stand between the same two anchors, at about the same rank there.
fn by_place(rows: &[usize], columns: &[usize], anchors: &[(usize, usize)], mut add: impl FnMut(usize, usize)) {
    let ends = anchors.iter().copied().chain([(usize::MAX, usize::MAX)]);
    let (mut row, mut column) = (0, 0);
    for (row_end, column_end) in ends {
        let gap_rows = run(rows, &mut row, row_end);
        let gap_columns = run(columns, &mut column, column_end);
        if gap_rows.is_empty() || gap_columns.is_empty() {
            continue;
        }
        for (rank, &one) in gap_rows.iter().enumerate() {
            let middle = rank * gap_columns.len() / gap_rows.len();
            let first = middle.saturating_sub(BY_PLACE);
            for &two in gap_columns.iter().skip(first).take(2 * BY_PLACE + 1) {
                add(one, two);
            }
        }
    }
}

/// The elements of `list` from `at` on that are below `end`; moves `at` behind them.
fn run<'l>(list: &'l [usize], at: &mut usize, end: usize) -> &'l [usize] {
    let start = *at;
    while list.get(*at).is_some_and(|&index| index < end) {
        *at += 1;
    }
    &list[start..*at]
}
