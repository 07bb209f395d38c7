//! The baseline: BM25 (k1 1.5, b 0.75) of stems, title and text as one field.

use super::words::Words;
use super::{Engine, each_record};
use std::collections::BTreeMap;
use std::path::Path;

const K1: f64 = 1.5;
const B: f64 = 0.75;

struct Bm25 {
    words: Words,
    terms: BTreeMap<String, usize>,
    /// For each term, the records that hold it and how often.
    postings: Vec<Vec<(u32, u16)>>,
    lengths: Vec<u32>,
    average: f64,
    scores: Vec<f64>,
}

pub(super) fn open(set: &Path) -> Result<Box<dyn Engine>, String> {
    let mut index = Bm25 {
        words: Words::english(),
        terms: BTreeMap::new(),
        postings: Vec::new(),
        lengths: Vec::new(),
        average: 0.0,
        scores: Vec::new(),
    };
    each_record(set, |number, record| {
        let text = format!("{} {}", record.title.as_deref().unwrap_or_default(), record.text);
        let stems = index.words.stems(&text);
        index.lengths.push(stems.len() as u32);
        for stem in stems {
            let next = index.terms.len();
            let term = *index.terms.entry(stem).or_insert(next);
            index.postings.resize_with(index.terms.len(), Vec::new);
            match index.postings[term].last_mut() {
                Some((last, count)) if *last == number => *count = count.saturating_add(1),
                Some(_) | None => index.postings[term].push((number, 1)),
            }
        }
        Ok(())
    })?;
    let records = index.lengths.len();
    index.average = index.lengths.iter().map(|length| f64::from(*length)).sum::<f64>() / records.max(1) as f64;
    index.scores = vec![0.0; records];
    Ok(Box::new(index))
}

impl Engine for Bm25 {
    fn search(&mut self, text: &str, count: usize) -> Result<Vec<u32>, String> {
        let records = self.lengths.len() as f64;
        let mut touched: Vec<u32> = Vec::new();
        for stem in self.words.stems(text) {
            let Some(postings) = self.terms.get(&stem).map(|term| &self.postings[*term]) else { continue };
            let frequency = postings.len() as f64;
            let rarity = (1.0 + (records - frequency + 0.5) / (frequency + 0.5)).ln();
            for &(record, times) in postings {
                let (times, length) = (f64::from(times), f64::from(self.lengths[record as usize]));
                let score = &mut self.scores[record as usize];
                if *score == 0.0 {
                    touched.push(record);
                }
                *score += rarity * times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / self.average));
            }
        }
        let scores = &self.scores;
        let by_score = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
        let mut best = touched.clone();
        if best.len() > count {
            best.select_nth_unstable_by(count, by_score);
            best.truncate(count);
        }
        best.sort_by(by_score);
        touched.into_iter().for_each(|record| self.scores[record as usize] = 0.0);
        Ok(best)
    }
}
