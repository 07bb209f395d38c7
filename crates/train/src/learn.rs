//! The averaged perceptron: a row of weights a feature, moved at every mistake, averaged over all steps.

use crate::align::Aligned;
use dixit::tagging::features::{NO_TAG, Word, describe, each_dynamic, each_static};
use dixit::tagging::{Model, Tag};
use dixit::text::TokenKind;
use std::ops::Range;

/// Number of tags.
pub(crate) const TAGS: usize = Tag::ALL.len();

/// One sentence as the learner sees it.
struct Example {
    words: Vec<Word>,
    joins: Vec<bool>,
    gold: Vec<Option<Tag>>,
}

/// Features and their rows, found by open addressing: insertion order alone decides the rows.
pub(crate) struct Rows<const N: usize> {
    slots: Vec<u32>,
    keys: Vec<u64>,
    weights: Vec<[i32; N]>,
    totals: Vec<[i64; N]>,
}

impl<const N: usize> Rows<N> {
    pub(crate) fn new() -> Self {
        Rows { slots: vec![u32::MAX; 1 << 16], keys: Vec::new(), weights: Vec::new(), totals: Vec::new() }
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (key >> 20) as usize & mask;
        while self.slots[slot] != u32::MAX && self.keys[self.slots[slot] as usize] != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn get(&self, key: u64) -> Option<usize> {
        let row = self.slots[self.slot(key)];
        (row != u32::MAX).then_some(row as usize)
    }

    fn get_or_add(&mut self, key: u64) -> usize {
        if (self.keys.len() + 1) * 2 > self.slots.len() {
            self.slots = vec![u32::MAX; self.slots.len() * 2];
            for row in 0..self.keys.len() {
                let slot = self.slot(self.keys[row]);
                self.slots[slot] = row as u32;
            }
        }
        let slot = self.slot(key);
        if self.slots[slot] == u32::MAX {
            self.slots[slot] = self.keys.len() as u32;
            self.keys.push(key);
            self.weights.push([0; N]);
            self.totals.push([0; N]);
        }
        self.slots[slot] as usize
    }

    /// The sum of the rows of `keys`.
    pub(crate) fn score(&self, keys: &[u64]) -> [i32; N] {
        let mut scores = [0i32; N];
        for &key in keys {
            if let Some(row) = self.get(key) {
                for (score, weight) in scores.iter_mut().zip(&self.weights[row]) {
                    *score += weight;
                }
            }
        }
        scores
    }

    /// Moves the weights of `keys` towards `gold` and away from `rival`.
    pub(crate) fn update(&mut self, keys: &[u64], gold: usize, rival: usize, step: i64) {
        for &key in keys {
            let row = self.get_or_add(key);
            self.weights[row][gold] += 1;
            self.weights[row][rival] -= 1;
            self.totals[row][gold] += step;
            self.totals[row][rival] -= step;
        }
    }

    /// Number of features met.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The weights averaged over `steps`, in the order in which the features were met.
    pub(crate) fn averaged(&self, steps: i64) -> Vec<(u64, [f32; N])> {
        let steps = steps as f64;
        let mean = |(&weight, &total): (&i32, &i64)| (f64::from(weight) - total as f64 / steps) as f32;
        let rows = self.weights.iter().zip(&self.totals);
        let averaged = |(weights, totals): (&[i32; N], &[i64; N])| {
            let mut row = [0.0; N];
            row.iter_mut().zip(weights.iter().zip(totals).map(mean)).for_each(|(slot, mean)| *slot = mean);
            row
        };
        self.keys.iter().zip(rows).map(|(&key, row)| (key, averaged(row))).collect()
    }
}

/// How to learn.
pub(crate) struct Options {
    /// Times that every sentence is seen.
    pub epochs: usize,
    /// Seed of the order of sentences.
    pub seed: u64,
    /// A right answer that leads by less than this still moves the weights.
    pub margin: i32,
}

/// A feature's key and its averaged weights.
pub(crate) type Row = (u64, [f32; TAGS]);

/// The mean of several models, by key.
pub(crate) fn average<const N: usize>(members: Vec<Vec<(u64, [f32; N])>>) -> Vec<(u64, [f32; N])> {
    let share = 1.0 / members.len().max(1) as f32;
    let mut rows: std::collections::BTreeMap<u64, [f32; N]> = std::collections::BTreeMap::new();
    for (key, row) in members.into_iter().flatten() {
        let mean = rows.entry(key).or_insert([0.0; N]);
        for (sum, weight) in mean.iter_mut().zip(row) {
            *sum += weight * share;
        }
    }
    rows.into_iter().collect()
}

/// The next number of a splitmix64 sequence.
pub(crate) fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ *state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// Puts `order` into an order that `state` decides.
pub(crate) fn shuffle(order: &mut [usize], state: &mut u64) {
    for at in (1..order.len()).rev() {
        order.swap(at, (random(state) % (at as u64 + 1)) as usize);
    }
}

fn example(aligned: &Aligned, sentence: &Range<usize>, dictionary: &Model<'_>) -> Example {
    let tokens = &aligned.tokens[sentence.clone()];
    let mut words = Vec::new();
    describe(&aligned.text, tokens, dictionary, &mut words);
    let joins = tokens.iter().map(|token| token.kind == TokenKind::Join).collect();
    Example { words, joins, gold: aligned.gold[sentence.clone()].to_vec() }
}

/// Learns from `corpus`, whose words are looked up in `dictionary`; rows come in the order in which they were met.
pub(crate) fn learn(corpus: &[Aligned], dictionary: &Model<'_>, options: &Options) -> Vec<Row> {
    let examples: Vec<Example> = corpus
        .iter()
        .flat_map(|aligned| aligned.sentences.iter().map(|sentence| example(aligned, sentence, dictionary)))
        .collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = options.seed;
    let mut rows = Rows::<TAGS>::new();
    let mut step = 1i64;
    let mut keys = Vec::new();
    for epoch in 1..=options.epochs {
        shuffle(&mut order, &mut state);
        let (mut seen, mut right) = (0usize, 0usize);
        for &number in &order {
            let example = &examples[number];
            let (mut previous, mut earlier) = (NO_TAG, NO_TAG);
            for at in 0..example.words.len() {
                if example.joins[at] {
                    continue;
                }
                keys.clear();
                each_static(&example.words, at, |key| keys.push(key));
                each_dynamic(&example.words, at, previous, earlier, |key| keys.push(key));
                let scores = rows.score(&keys);
                let mut best = 0;
                for tag in 1..TAGS {
                    if scores[tag] > scores[best] {
                        best = tag;
                    }
                }
                if let Some(gold) = example.gold[at].map(Tag::index) {
                    seen += 1;
                    right += usize::from(gold == best);
                    let mut rival = usize::from(gold == 0);
                    for tag in 0..TAGS {
                        if tag != gold && scores[tag] > scores[rival] {
                            rival = tag;
                        }
                    }
                    if scores[gold] - scores[rival] <= options.margin {
                        rows.update(&keys, gold, rival, step);
                    }
                    step += 1;
                }
                earlier = previous;
                previous = best as u8;
            }
        }
        eprintln!("epoch {epoch}: {right} of {seen} right, {} features", rows.len());
    }
    rows.averaged(step)
}
