//! Did one claim become several? A claim left alone may be a further part of one that is paired already.

use super::features::Features;
use super::pairing::{Bond, pair};
use super::similarity::covered;
use std::collections::BTreeMap;

/// So much of a part stands in the whole.
const INSIDE: f64 = 0.7;

/// So much of what the whole says is said by the first part at most; otherwise nothing is left for a second one.
const FIRST: f64 = 0.8;

/// For claims that are not `used`: the paired claim whose further part each is, as (whole, part), in the order of the parts.
///
/// `pairs` holds (whole, first part).
pub(super) fn further_parts(
    wholes: &[Features],
    parts: &[Features],
    pairs: &[(usize, usize)],
    used: &[bool],
) -> Vec<(usize, usize)> {
    // Wholes that their first part leaves something of, by what they are found by.
    let mut index: BTreeMap<u64, Vec<(usize, usize)>> = BTreeMap::new();
    for &(whole, first) in pairs {
        if wholes[whole].units.len() > parts[first].units.len() + 1 {
            for &key in &wholes[whole].keys {
                index.entry(key).or_default().push((whole, first));
            }
        }
    }
    let mut found = Vec::new();
    for (part, features) in parts.iter().enumerate().filter(|(part, _)| !used[*part]) {
        if features.units.len() < 2 {
            continue;
        }
        let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for list in features.keys.iter().filter_map(|key| index.get(key)).filter(|list| list.len() <= 50) {
            for &pair in list {
                *shared.entry(pair).or_default() += 1;
            }
        }
        let mut near: Vec<((usize, usize), usize)> = shared.into_iter().filter(|(_, count)| *count > 1).collect();
        near.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
        let whole = near
            .into_iter()
            .take(4)
            .map(|(pair, _)| pair)
            .find(|&(whole, first)| is_further(&wholes[whole], &parts[first], features));
        found.extend(whole.map(|(whole, _)| (whole, part)));
    }
    found
}

/// Whether `part` says a part of `whole` that `first` does not.
fn is_further(whole: &Features, first: &Features, part: &Features) -> bool {
    let said = pair(&whole.units, &first.units, whole.lang == first.lang);
    let links = pair(&whole.units, &part.units, whole.lang == part.lang);
    if links.iter().any(|link| link.bond == Bond::Opposite) {
        return false;
    }
    let share = |weight: f64, all: f64| if all > 0.0 { weight / all } else { 0.0 };
    let inside = share(covered(&part.units, links.iter().map(|link| (link.b, link.strength))), part.weight);
    let by_first = share(covered(&whole.units, said.iter().map(|link| (link.a, link.strength))), whole.weight);
    let new = links.iter().filter(|link| said.iter().all(|other| other.a != link.a)).count();
    inside >= INSIDE && by_first <= FIRST && new * 2 >= part.units.len()
}
