//! How near are two claims? A score made of named parts.

use super::Part;
use super::features::{Features, Voice};
use super::pairing::{Bond, Match, pair, same_person};
use super::unit::{Meaning, Unit};
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
    /// How far both are about the same thing, 0 to 1.
    pub(super) common: f64,
    /// The units that answer each other.
    pub(super) links: Vec<Match>,
    /// Whether the words are the same but for case, marks and blanks; so may those of two sets in two languages be, when
    /// one quotes in the language of the other.
    pub(super) same_words: bool,
}

/// A word that only holds the sentence together counts so much of one that carries content.
const FUNCTION_WORD: f64 = 0.15;
/// How far the same surroundings in the text may lift a score towards 1.
const PLACE: f64 = 0.25;

/// Compares two claims. The order of the two does not matter.
pub(super) fn similarity(one: (&Features, &Selector), two: (&Features, &Selector)) -> Similarity {
    let ((a, here), (b, there)) = (one, two);
    let links = pair(&a.units, &b.units, a.lang == b.lang);
    let same_words = a.letters == b.letters && (a.lang == b.lang || !a.letters.is_empty());
    let words = if same_words { 1.0 } else { word_overlap(a, b, &links) };
    let mut parts = vec![Part { name: "words", value: words, weight: 6.0 }];
    let meaning = nearness(&a.vector, &b.vector);
    let ground = if same_words { 1.0 } else { common_ground(a, b, &links, words) };
    let common = (ground + meaning.map_or(0.0, |near| MEANING * (near - 0.5).max(0.0))).min(1.0);
    let mut part = |name, value: Option<f64>, weight| {
        if let Some(value) = value {
            parts.push(Part { name, value, weight });
        }
    };
    part("meaning", meaning, 1.5);
    part("speaker", same_voice(&a.voice, &b.voice), 1.2);
    part("names", shared(&a.names, &b.names), 0.6);
    part("places", shared(&a.places, &b.places), 0.5);
    part("numbers", shared(&a.numbers, &b.numbers), 0.6);
    part("dates", shared(&a.dates, &b.dates), 0.3);
    part("cue", same_cue(a, b), 0.4);
    part("polarity", Some(f64::from(u8::from(a.polarity == b.polarity))), 0.3);
    part("modality", Some(f64::from(u8::from(a.modality == b.modality))), 0.2);
    parts.push(Part { name: "common ground", value: common, weight: 0.0 });
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
    Similarity { score: round(score), words, common, parts, links, same_words }
}

/// Four digits are kept, so that a score reads well and does not hang on the order of sums.
fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The share of words in common, by Dice (1945): twice what is shared over all there is.
fn word_overlap(a: &Features, b: &Features, links: &[Match]) -> f64 {
    let all = a.weight + b.weight + (a.function_words.len() + b.function_words.len()) as f64 * FUNCTION_WORD;
    if all == 0.0 {
        return f64::from(u8::from(a.plain == b.plain));
    }
    let content = covered(&a.units, links.iter().map(|link| (link.a, link.strength)))
        + covered(&b.units, links.iter().map(|link| (link.b, link.strength)));
    let function = if a.lang == b.lang {
        2.0 * common(&a.function_words, &b.function_words) as f64 * FUNCTION_WORD
    } else {
        // Those of two languages say nothing: they count as shared in the measure that the words are.
        let share = if a.weight + b.weight > 0.0 { content / (a.weight + b.weight) } else { 0.0 };
        share * (a.function_words.len() + b.function_words.len()) as f64 * FUNCTION_WORD
    };
    ((content + function) / all).min(1.0)
}

/// How much of the common ground of two claims their embeddings may add, for nearness above a half. A guess: a model is the
/// user's, so that nothing can be set on it here.
const MEANING: f64 = 0.3;

/// The cosine of two vectors of length one, from 0; `None` when one is missing.
fn nearness(a: &[f32], b: &[f32]) -> Option<f64> {
    let product: f64 = a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum();
    (!a.is_empty() && a.len() == b.len()).then_some(product.clamp(0.0, 1.0))
}

/// Claims with less in common are about different things. The floor and the weights of [`common_ground`] were set on the
/// training half of `corpus/pairs`, the same for all languages (November 2026).
const FLOOR: f64 = 0.355;

impl Similarity {
    /// Whether the two claims are about the same thing.
    pub(super) fn is_related(&self) -> bool {
        self.common >= FLOOR
    }
}

/// How far two claims are about the same thing: the share of words in common, on the side that has more of it in the first
/// place, and what is seldom shared by chance. Claims about one person or country have its name in common and need not have
/// anything else; and where each says things that the other has no word for, they are about two things.
fn common_ground(a: &Features, b: &Features, links: &[Match], words: f64) -> f64 {
    // The president of a country goes with its name.
    let word = |unit: &Unit| matches!(unit.meaning, Meaning::Word) && unit.weight > 0.5 && !unit.is_role;
    let value = |unit: &Unit| matches!(unit.meaning, Meaning::Number(_) | Meaning::Date(_) | Meaning::Member(..));
    let name = |unit: &Unit| !word(unit) && !value(unit) && unit.weight > 0.5;
    let (mut same, mut near, mut opposite, mut values, mut names) = (0, 0, 0, 0, 0);
    for link in links {
        let (x, y) = (&a.units[link.a], &b.units[link.b]);
        if word(x) && word(y) {
            match link.bond {
                Bond::Opposite => opposite += 1,
                _ if link.strength >= 0.9 => same += 1,
                _ => near += 1,
            }
        }
        values += usize::from(value(x));
        names += usize::from(name(x) || name(y));
    }
    let other = |units: &[Unit], linked: &dyn Fn(usize) -> bool| {
        let known = |unit: &Unit| word(unit) && !unit.in_source && !unit.concepts().is_empty();
        units.iter().enumerate().filter(|(at, unit)| known(unit) && !linked(*at)).count()
    };
    let here = other(&a.units, &|at| links.iter().any(|link| link.a == at));
    let there = other(&b.units, &|at| links.iter().any(|link| link.b == at));
    let share = |of: &Features, covered: f64| if of.weight > 0.0 { covered / of.weight } else { 0.0 };
    let one = share(a, covered(&a.units, links.iter().map(|link| (link.a, link.strength))));
    let two = share(b, covered(&b.units, links.iter().map(|link| (link.b, link.strength))));
    let up_to = |count: usize, most: usize| count.min(most) as f64;
    let gain = 0.08 * up_to(same + opposite, 4) + 0.14 * up_to(near, 2) + 0.06 * up_to(values, 2);
    let loss = 0.07 * up_to(names, 3) + 0.04 * here.min(there).saturating_sub(1) as f64;
    (0.8 * words + 0.2 * one.max(two) + gain - loss).clamp(0.0, 1.0)
}

/// The weight of the units that are linked, each as far as its strongest link goes.
pub(super) fn covered(units: &[Unit], links: impl Iterator<Item = (usize, f64)>) -> f64 {
    let mut strengths = vec![0.0f64; units.len()];
    for (at, strength) in links {
        strengths[at] = strengths[at].max(strength);
    }
    units.iter().zip(strengths).map(|(unit, strength)| unit.weight * strength).sum()
}

/// The number of elements that two sorted lists share.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    count
}

/// The share of keys in common; `None` when neither has any.
fn shared<K: Ord, V>(a: &BTreeMap<K, V>, b: &BTreeMap<K, V>) -> Option<f64> {
    let all = a.len() + b.len();
    let both = a.keys().filter(|key| b.contains_key(*key)).count();
    (all > 0).then(|| 2.0 * both as f64 / all as f64)
}

/// `None` when one of the claims names nobody: that says nothing against a pair.
fn same_voice(a: &Voice, b: &Voice) -> Option<f64> {
    match (a, b) {
        (Voice::Nobody | Voice::Unknown, _) | (_, Voice::Nobody | Voice::Unknown) => None,
        (Voice::Narrator, Voice::Narrator) => Some(1.0),
        (Voice::Named(a), Voice::Named(b)) => Some(f64::from(u8::from(same_person(a, b)))),
        (Voice::Unresolved(a), Voice::Unresolved(b)) => Some(if same_person(a, b) { 1.0 } else { 0.5 }),
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
