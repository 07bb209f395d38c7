//! Writes a model: the dictionary, the weights rounded to a byte, and what matters least left out.

use crate::align::Aligned;
use crate::learn::{Row, TAGS};
use dixit::tagging::features::{GENERATION, form_hash};
use dixit::tagging::model::{dictionary_key, place};
use std::collections::BTreeMap;

/// A form's hash and its two classes.
pub(crate) type Entry = (u32, [u8; 2]);

/// A form is put in the dictionary when training holds it so many times: a form seen less has always its own
/// tag there, and the learner would trust the dictionary too much.
const SEEN_AT_LEAST: u32 = 3;

/// Numbers sets of tags by how many forms have them; sets beyond a byte share the last number.
fn number_classes<K: Copy + Ord>(sets: &BTreeMap<K, u64>) -> BTreeMap<K, u8> {
    let mut count: BTreeMap<u64, u32> = BTreeMap::new();
    for &set in sets.values() {
        *count.entry(set).or_default() += 1;
    }
    let mut by_count: Vec<(u64, u32)> = count.into_iter().collect();
    by_count.sort_by_key(|&(set, count)| (std::cmp::Reverse(count), set));
    let numbers: BTreeMap<u64, u8> =
        by_count.iter().zip(1u16..).map(|(&(set, _), number)| (set, number.min(255) as u8)).collect();
    sets.iter().map(|(&form, set)| (form, numbers.get(set).copied().unwrap_or(255))).collect()
}

/// The dictionary: which tags training saw with a form, and which parts of speech `lexicon` gives it.
pub(crate) fn dictionary(corpus: &[Aligned], lexicon: &BTreeMap<u32, u64>) -> Vec<Entry> {
    let mut counts: BTreeMap<u32, [u32; TAGS]> = BTreeMap::new();
    for aligned in corpus {
        for (token, tag) in aligned.tokens.iter().zip(&aligned.gold) {
            if let Some(tag) = tag {
                counts.entry(form_hash(token.of(&aligned.text))).or_default()[tag.index()] += 1;
            }
        }
    }
    let mut seen = BTreeMap::new();
    for (form, tags) in counts {
        let total: u32 = tags.iter().sum();
        if total < SEEN_AT_LEAST {
            continue;
        }
        let first = (0..TAGS).max_by_key(|&tag| (tags[tag], std::cmp::Reverse(tag))).unwrap_or(0);
        // Tags of at least one use in fifty, and which is the commonest.
        let set =
            (0..TAGS).filter(|&tag| tags[tag] * 50 >= total && tags[tag] > 0).fold(0u64, |set, tag| set | 1 << tag);
        seen.insert(form, set | (first as u64) << 32);
    }
    let seen = number_classes(&seen);
    let listed = number_classes(lexicon);
    let mut entries: BTreeMap<u32, [u8; 2]> = BTreeMap::new();
    for (form, class) in seen {
        entries.entry(form).or_default()[0] = class;
    }
    for (form, class) in listed {
        entries.entry(form).or_default()[1] = class;
    }
    entries.into_iter().collect()
}

/// A table of the model's layout from its records: key and bytes after the mark.
fn table(records: Vec<(u64, Vec<u8>)>, a_bucket: usize) -> (u32, Vec<u8>) {
    let buckets = (records.len() / a_bucket).max(1) as u32;
    let mut placed: Vec<((u32, u16), Vec<u8>)> =
        records.into_iter().map(|(key, bytes)| (place(key, buckets), bytes)).collect();
    placed.sort();
    placed.dedup_by_key(|(place, _)| *place);
    let mut directory = Vec::new();
    let mut body = Vec::new();
    let mut next = 0;
    for ((bucket, mark), bytes) in placed {
        while next <= bucket {
            directory.extend((body.len() as u32).to_le_bytes());
            next += 1;
        }
        body.extend(mark.to_le_bytes());
        body.extend(bytes);
    }
    while next <= buckets {
        directory.extend((body.len() as u32).to_le_bytes());
        next += 1;
    }
    directory.extend(body);
    (buckets, directory)
}

/// What was kept.
pub(crate) struct Kept {
    /// Features with at least one weight.
    pub features: usize,
    /// Weights.
    pub weights: usize,
    /// Forms in the dictionary.
    pub forms: usize,
}

/// The bytes of a model. Weights are multiplied so that `step` becomes 1, rounded and cut to a byte; features
/// whose weights all lie below `floor` (of the same scale as the weights) are left out.
pub(crate) fn model(rows: &[Row], entries: &[Entry], step: f32, floor: f32) -> (Vec<u8>, Kept) {
    let mut kept = Kept { features: 0, weights: 0, forms: entries.len() };
    let mut records = Vec::new();
    for (key, row) in rows {
        if row.iter().all(|weight| weight.abs() < floor) {
            continue;
        }
        let mut bytes = vec![0u8];
        for (tag, weight) in row.iter().enumerate() {
            let rounded = (weight / step).round().clamp(-127.0, 127.0) as i8;
            if rounded != 0 {
                bytes.extend([tag as u8, rounded as u8]);
                bytes[0] += 1;
            }
        }
        if bytes[0] > 0 {
            kept.features += 1;
            kept.weights += usize::from(bytes[0]);
            records.push((*key, bytes));
        }
    }
    let words = entries.iter().map(|&(form, classes)| (dictionary_key(form), classes.to_vec())).collect();
    let (feature_buckets, features) = table(records, 4);
    let (dictionary_buckets, dictionary) = table(words, 4);
    let mut bytes = Vec::new();
    bytes.extend(b"DXTG");
    bytes.extend([GENERATION, 0, 0, 0]);
    bytes.extend(feature_buckets.to_le_bytes());
    bytes.extend(dictionary_buckets.to_le_bytes());
    bytes.extend(features);
    bytes.extend(dictionary);
    (bytes, kept)
}
