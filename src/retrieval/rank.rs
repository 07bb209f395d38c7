//! Which records say the same? First the records that share the rarest terms, by BM25F; then those again by everything
//! that can be compared, in one weighted sum.

use super::compare::Comparer;
use super::index::Index;
use super::query::{Query, Term};
use super::reader::Reader;
use super::weights::{Features, OTHER_LANGUAGE, SAME_LANGUAGE, probability};
use crate::align::Preparer;
use crate::lang::Language;

/// So many records are looked at closely. Of 1,673 posts and sentences with a check in the three sets of
/// `crates/peers`, 98 % (posts) and 75 % (sentences of debates) have it among their first hundred (November 2026).
const CANDIDATES: usize = 100;
/// Of them so many may be in another language than the claim, when the set has several.
const FROM_OTHER_LANGUAGES: usize = 40;
/// A claim of a hundred thousand words is looked up by its rarest ones.
const LONGEST_QUERY: usize = 256;
/// In a large set, terms that more than one record in so many holds find no records by themselves.
const COMMON: usize = 16;
const LARGE: usize = 50_000;
/// A term of the meanings counts so much of one of the words when candidates are looked for in the claim's language.
const MEANING: f32 = 0.25;

/// How much a term tells that is in `frequency` of `records` (Robertson, Spärck Jones 1976, in the form of Lucene).
pub(super) fn rarity(records: usize, frequency: usize) -> f64 {
    (1.0 + (records as f64 - frequency as f64 + 0.5) / (frequency as f64 + 0.5)).ln()
}

/// A record that may say the same as the claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its number in the index.
    pub number: u32,
    /// How probable it is that it says the same, 0 to 1.
    pub score: f64,
    /// What was compared.
    pub features: Features,
    /// Whether the record is in another language than the claim.
    pub other_language: bool,
    /// What both have, rarest first.
    pub shared: Vec<Shared>,
}

/// What a claim and a record have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The term as `src/retrieval/reader.rs` writes it.
    pub term: String,
    /// What the claim says for it.
    pub said: String,
}

/// Looks claims up in an index. It keeps what it learns of words from one claim to the next.
#[derive(Debug)]
pub struct Searcher<'i> {
    index: &'i Index,
    reader: Reader,
    comparer: Comparer<'i>,
    pub(super) preparer: Preparer,
    /// By record: the score of the words, and of the meanings.
    scores: Vec<[f32; 2]>,
    touched: Vec<u32>,
}

/// A reader that has learned so many words begins anew.
const READER_LIMIT: usize = 200_000;

impl<'i> Searcher<'i> {
    /// A searcher in `index`.
    pub fn new(index: &'i Index) -> Searcher<'i> {
        Searcher {
            index,
            reader: Reader::default(),
            comparer: Comparer::new(index),
            preparer: Preparer::default(),
            scores: vec![[0.0; 2]; index.len()],
            touched: Vec::new(),
        }
    }

    /// The language that a claim is looked up in: the one given, else the one it seems to be in.
    pub fn language(&self, text: &str, given: Option<Language>) -> Language {
        given.unwrap_or_else(|| super::reader::language_of(text))
    }

    /// The `count` records that most probably say the same as `text`, best first; equal scores in the order of the set.
    pub fn search(&mut self, text: &str, lang: Language, count: usize) -> Vec<Hit> {
        if self.index.is_empty() {
            return Vec::new();
        }
        if self.reader.terms.len() > READER_LIMIT {
            self.reader = Reader::default();
        }
        let query = Query::read(self.index, &mut self.reader, text, lang);
        let candidates = self.candidates(&query);
        let best = candidates.iter().map(|(_, score)| score[0]).fold(0.0_f32, f32::max);
        let mut hits: Vec<(Hit, (usize, u32))> = Vec::with_capacity(candidates.len());
        self.comparer.begin(&query);
        for (number, scores) in candidates {
            let Some(place) = self.index.block_of(number) else { continue };
            let other_language = self.index.segments[place.0].language(place.1) != query.lang.code();
            let features = self.comparer.compare(&query, place, scores, best);
            let weights = if other_language { &OTHER_LANGUAGE } else { &SAME_LANGUAGE };
            let score = probability(weights, &features);
            hits.push((Hit { number, score, features, other_language, shared: Vec::new() }, place));
        }
        hits.sort_by(|(a, _), (b, _)| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        hits.truncate(count);
        for (hit, place) in &mut hits {
            hit.shared = self.comparer.shared(&query, *place);
        }
        self.comparer.end(&query);
        hits.into_iter().map(|(hit, _)| hit).collect()
    }

    /// The records to look at closely, with the scores of their words and meanings.
    fn candidates(&mut self, query: &Query) -> Vec<(u32, [f32; 2])> {
        let records = self.index.len();
        let mut terms: Vec<(&Term, usize)> =
            query.words.iter().map(|term| (term, 0)).chain(query.meanings.iter().map(|term| (term, 1))).collect();
        terms.retain(|(term, _)| term.weight > 0.0 && term.frequency > 0);
        terms.sort_by_key(|(term, _)| term.frequency); // stable: in the order of the claim
        terms.truncate(LONGEST_QUERY);
        for (rank, (term, side)) in terms.iter().enumerate() {
            if records > LARGE && term.frequency > records / COMMON && rank >= 3 {
                continue;
            }
            let tells = (term.weight * term.rarity / 255.0) as f32;
            let blocks = self.index.segments.iter().zip(&self.index.bases);
            for ((segment, base), number) in blocks.zip(&term.numbers) {
                let Some(number) = *number else { continue };
                for (record, impact) in segment.postings(number) {
                    let record = base + record;
                    let Some(score) = self.scores.get_mut(record as usize) else { continue };
                    if *score == [0.0; 2] {
                        self.touched.push(record);
                    }
                    score[*side] += tells * f32::from(impact);
                }
            }
        }
        let several = self.index.languages().iter().any(|code| *code != query.lang.code());
        let mut first = Best::new(CANDIDATES);
        let mut second = Best::new(if several { FROM_OTHER_LANGUAGES } else { 0 });
        for &record in &self.touched {
            let score = self.scores[record as usize];
            first.offer(record, score[0] + MEANING * score[1]);
            if several && score[1] > second.floor() && self.index.language_of(record) != query.lang.code() {
                second.offer(record, score[1] + MEANING * score[0]);
            }
        }
        let mut chosen: Vec<u32> = first.records().chain(second.records()).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let found = chosen.into_iter().map(|record| (record, self.scores[record as usize])).collect();
        for record in self.touched.drain(..) {
            self.scores[record as usize] = [0.0; 2];
        }
        found
    }
}

/// The best few of many records.
struct Best {
    count: usize,
    /// The worst first.
    heap: std::collections::BinaryHeap<std::cmp::Reverse<(Ordered, std::cmp::Reverse<u32>)>>,
}

#[derive(PartialEq, Clone, Copy)]
struct Ordered(f32);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Best {
    fn new(count: usize) -> Best {
        Best { count, heap: std::collections::BinaryHeap::with_capacity(count + 1) }
    }

    /// A score that is not above this is not among the best.
    fn floor(&self) -> f32 {
        if self.heap.len() < self.count { -1.0 } else { self.heap.peek().map_or(f32::MAX, |worst| worst.0.0.0) }
    }

    fn offer(&mut self, record: u32, score: f32) {
        if self.count == 0 || score < self.floor() {
            return;
        }
        self.heap.push(std::cmp::Reverse((Ordered(score), std::cmp::Reverse(record))));
        if self.heap.len() > self.count {
            self.heap.pop();
        }
    }

    fn records(self) -> impl Iterator<Item = u32> {
        self.heap.into_iter().map(|std::cmp::Reverse((_, std::cmp::Reverse(record)))| record)
    }
}

impl Index {
    /// The code of the language of a record.
    fn language_of(&self, number: u32) -> &str {
        self.block_of(number).map_or("und", |(block, record)| self.segments[block].language(record))
    }
}
