//! Which pairs are worth comparing? A few for each claim, so that two sets of ten thousand stay fast.

use super::features::Features;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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
) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    by_words(base, rows, head, columns, |row, column| pairs.insert((row, column)));
    by_words(head, columns, base, rows, |column, row| pairs.insert((row, column)));
    by_place(rows, columns, anchors, |row, column| pairs.insert((row, column)));
    pairs
}

/// What a claim is found by; one of function words alone by these.
fn found_by(features: &Features) -> &[u64] {
    if features.keys.is_empty() { &features.function_words } else { &features.keys }
}

fn by_words(
    from: &[Features],
    rows: &[usize],
    to: &[Features],
    columns: &[usize],
    mut add: impl FnMut(usize, usize) -> bool,
) {
    let mut index: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for &column in columns {
        for &key in found_by(&to[column]) {
            index.entry(key).or_default().push(column);
        }
    }
    for &row in rows {
        let mut lists: Vec<&Vec<usize>> = found_by(&from[row]).iter().filter_map(|key| index.get(key)).collect();
        lists.sort_by_key(|list| list.len());
        let mut points: BTreeMap<usize, f64> = BTreeMap::new();
        for (rank, list) in lists.iter().enumerate() {
            if list.len() > COMMON && (rank > 0 || !points.is_empty()) {
                // Known candidates may still be told apart by it.
                if points.len() <= COMMON {
                    for (column, sum) in &mut points {
                        if list.binary_search(column).is_ok() {
                            *sum += rarity(list.len(), columns.len());
                        }
                    }
                }
                continue;
            }
            for column in near(list, row) {
                *points.entry(column).or_insert(0.0) += rarity(list.len(), columns.len());
            }
        }
        let mut best: Vec<(usize, f64)> = points.into_iter().collect();
        best.sort_by(|(one, x), (two, y)| {
            y.total_cmp(x).then_with(|| (one.abs_diff(row), Reverse(one)).cmp(&(two.abs_diff(row), Reverse(two))))
        });
        for (column, _) in best.into_iter().take(BY_WORDS) {
            add(row, column);
        }
    }
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
fn by_place(rows: &[usize], columns: &[usize], anchors: &[(usize, usize)], mut add: impl FnMut(usize, usize) -> bool) {
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
