//! How near are two claims? A score made of named parts.

use super::Part;
use super::features::{Features, Voice};
use crate::claim::Selector;
use std::collections::BTreeMap;

/// What a pair of claims scored.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Similarity {
    /// 0 (nothing in common) to 1.
    pub(super) score: f64,
    /// How much of the words is shared, 0 to 1.
    pub(super) words: f64,
    /// What the score is made of.
    pub(super) parts: Vec<Part>,
}

/// A word that only holds the sentence together counts so much of one that carries content.
const FUNCTION_WORD: f64 = 0.15;
/// Two forms that share only the first letters count so much of one shared word.
const SAME_ROOT: f64 = 0.7;
/// How far the same surroundings in the text may lift a score towards 1.
const PLACE: f64 = 0.25;

/// Compares two claims. The order of the two does not matter.
pub(super) fn similarity(one: (&Features, &Selector), two: (&Features, &Selector)) -> Similarity {
    let ((a, here), (b, there)) = (one, two);
    let words = word_overlap(a, b);
    let mut parts = vec![Part { name: "words", value: words, weight: 6.0 }];
    let mut part = |name, value: Option<f64>, weight| {
        if let Some(value) = value {
            parts.push(Part { name, value, weight });
        }
    };
    part("speaker", same_voice(&a.voice, &b.voice), 1.2);
    part("names", shared(&a.names, &b.names), 0.6);
    part("places", shared(&a.places, &b.places), 0.5);
    part("numbers", shared(&a.numbers, &b.numbers), 0.6);
    part("dates", shared(&a.dates, &b.dates), 0.3);
    part("cue", same_cue(a, b), 0.4);
    part("polarity", Some(f64::from(u8::from(a.polarity == b.polarity))), 0.3);
    part("modality", Some(f64::from(u8::from(a.modality == b.modality))), 0.2);
    let weight: f64 = parts.iter().map(|part| part.weight).sum();
    let mut score = parts.iter().map(|part| part.value * part.weight).sum::<f64>() / weight;
    let place = surroundings(here, there);
    if place > 0.0 {
        // Where a claim stands speaks for a pair, never against it: paragraphs are moved around.
        parts.push(Part { name: "surroundings", value: round(place), weight: 0.0 });
        score += (1.0 - score) * PLACE * place;
    }
    for part in &mut parts {
        part.value = round(part.value);
    }
    Similarity { score: round(score), words, parts }
}

/// Four digits are kept, so that a score reads well and does not hang on the order of sums.
fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The share of words in common, by Dice (1945): twice what is shared over all there is.
fn word_overlap(a: &Features, b: &Features) -> f64 {
    let all = (a.words.len() + b.words.len()) as f64
        + (a.function_words.len() + b.function_words.len()) as f64 * FUNCTION_WORD;
    if all == 0.0 {
        return f64::from(u8::from(a.plain == b.plain));
    }
    let (content, left_a, left_b) = common(&a.words, &a.roots, &b.words, &b.roots);
    let (roots, _, _) = common(&left_a, &left_a, &left_b, &left_b);
    let (function, _, _) = common(&a.function_words, &a.function_words, &b.function_words, &b.function_words);
    let shared = content as f64 + roots as f64 * SAME_ROOT + function as f64 * FUNCTION_WORD;
    (2.0 * shared / all).min(1.0)
}

/// The number of elements that two sorted lists share, and the roots of those that they do not, sorted.
fn common(a: &[u64], a_roots: &[u64], b: &[u64], b_roots: &[u64]) -> (usize, Vec<u64>, Vec<u64>) {
    let (mut i, mut j, mut count) = (0, 0, 0);
    let (mut left_a, mut left_b) = (Vec::new(), Vec::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
            std::cmp::Ordering::Less => {
                left_a.push(a_roots[i]);
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                left_b.push(b_roots[j]);
                j += 1;
            }
        }
    }
    left_a.extend_from_slice(&a_roots[i..]);
    left_b.extend_from_slice(&b_roots[j..]);
    left_a.sort_unstable();
    left_b.sort_unstable();
    (count, left_a, left_b)
}

/// The share of keys in common; `None` when neither has any.
fn shared<K: Ord, V>(a: &BTreeMap<K, V>, b: &BTreeMap<K, V>) -> Option<f64> {
    let all = a.len() + b.len();
    let both = a.keys().filter(|key| b.contains_key(*key)).count();
    (all > 0).then(|| 2.0 * both as f64 / all as f64)
}

/// Whether one name is the other or a shorter form of it: *Pompeo*, *Mike Pompeo*.
pub(super) fn same_name(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// `None` when one of the claims names nobody: that says nothing against a pair.
fn same_voice(a: &Voice, b: &Voice) -> Option<f64> {
    match (a, b) {
        (Voice::Nobody, _) | (_, Voice::Nobody) => None,
        (Voice::Narrator, Voice::Narrator) => Some(1.0),
        (Voice::Named(a), Voice::Named(b)) => Some(f64::from(u8::from(same_name(a, b)))),
        (Voice::Unresolved(a), Voice::Unresolved(b)) => Some(if same_name(a, b) { 1.0 } else { 0.5 }),
        (Voice::Unresolved(_), _) | (_, Voice::Unresolved(_)) => Some(0.5),
        (Voice::Narrator, Voice::Named(_)) | (Voice::Named(_), Voice::Narrator) => Some(0.2),
    }
}

/// `None` when one of the claims has no cue.
fn same_cue(a: &Features, b: &Features) -> Option<f64> {
    let ((one, stance), (two, other)) = (a.cue.as_ref()?, b.cue.as_ref()?);
    Some(if one == two {
        1.0
    } else if stance == other {
        0.8
    } else {
        0.2
    })
}

/// How far the text around the two claims is the same: 1 when the 32 code points on both sides are.
fn surroundings(a: &Selector, b: &Selector) -> f64 {
    let run = |matching: usize| (matching as f64 / 32.0).min(1.0);
    let before = a.prefix.chars().rev().zip(b.prefix.chars().rev()).take_while(|(x, y)| x == y).count();
    let after = a.suffix.chars().zip(b.suffix.chars()).take_while(|(x, y)| x == y).count();
    // A blank, a full stop and the like are around every claim.
    let run = |count: usize| if count < 4 { 0.0 } else { run(count) };
    let (before, after) = (run(before), run(after));
    0.6 * before.max(after) + 0.4 * before.min(after)
}
