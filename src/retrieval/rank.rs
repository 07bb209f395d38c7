//! Which records say the same? First the records that share the rarest terms, by BM25F; then those again by everything
//! that can be compared, in one weighted sum.

use super::grams::buckets;
use super::index::Index;
use super::message::{Part, parts};
use super::reader::{QUOTE, Reader, Reading};
use super::segment::Held;
use super::weights::{Feature, Features, OTHER_LANGUAGE, SAME_LANGUAGE, probability};
use crate::lang::Language;
use std::collections::BTreeMap;

/// So many records are looked at closely. Of 1,673 posts and sentences with a check in the three sets of
/// `crates/peers`, 98 % (posts) and 75 % (sentences of debates) have it among their first hundred (November 2026).
const CANDIDATES: usize = 100;
/// Of them so many may be in another language than the claim, when the set has several.
const FROM_OTHER_LANGUAGES: usize = 40;
/// A claim of a hundred thousand words is looked up by its rarest ones.
const LONGEST_QUERY: usize = 256;
/// So many words of a claim are compared in their order.
const LONGEST_ORDER: usize = 4_000;
/// In a large set, terms that more than one record in so many holds find no records by themselves.
const COMMON: usize = 16;
const LARGE: usize = 50_000;
/// A term of the meanings counts so much of one of the words when candidates are looked for in the claim's language.
const MEANING: f32 = 0.25;
/// The day of a message counts so much of a word in it.
const DATE: f32 = 0.5;

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
    /// What both have, rarest first: terms as `src/retrieval/reader.rs` writes them.
    pub shared: Vec<String>,
}

/// A claim to look up, as terms.
struct Query {
    lang: Language,
    words: Vec<Term>,
    meanings: Vec<Term>,
    /// The words of the body in reading order: numbers into `words`.
    order: Vec<u16>,
    /// The three words from each place of `order`, sorted.
    threes: Vec<[u16; 3]>,
    /// How much all words tell together, and those of the body.
    all: f64,
    body: f64,
    grams: BTreeMap<usize, f32>,
    gram_norm: f64,
}

struct Term {
    name: String,
    /// How much it counts: 0 for a function word.
    weight: f64,
    /// How much it tells.
    rarity: f64,
    frequency: usize,
    body: bool,
}

/// Looks claims up in an index. It keeps what it learns of words from one claim to the next.
#[derive(Debug)]
pub struct Searcher<'i> {
    index: &'i Index,
    reader: Reader,
    /// By record: the score of the words, and of the meanings.
    scores: Vec<[f32; 2]>,
    touched: Vec<u32>,
    held: Held,
    seen: Vec<bool>,
    gram_counts: Vec<u8>,
}

/// A reader that has learned so many words begins anew.
const READER_LIMIT: usize = 200_000;

impl<'i> Searcher<'i> {
    /// A searcher in `index`.
    pub fn new(index: &'i Index) -> Searcher<'i> {
        Searcher {
            index,
            reader: Reader::default(),
            scores: vec![[0.0; 2]; index.len()],
            touched: Vec::new(),
            held: Held::default(),
            seen: Vec::new(),
            gram_counts: vec![0; index.grams.len()],
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
        let query = self.query(text, lang);
        let candidates = self.candidates(&query);
        let best = candidates.iter().map(|(_, score)| score[0]).fold(0.0_f32, f32::max);
        let mut hits: Vec<Hit> = Vec::with_capacity(candidates.len());
        let locals: Vec<Locals> =
            (0..self.index.segments.len()).map(|block| Locals::of(&query, self.index, block)).collect();
        for (number, scores) in candidates {
            let Some((block, record)) = self.index.block_of(number) else { continue };
            let segment = &self.index.segments[block];
            let other_language = segment.language(record) != query.lang.code();
            segment.held(record, &mut self.held);
            let compared = self.compare(&query, block, &locals[block], scores, best);
            let weights = if other_language { &OTHER_LANGUAGE } else { &SAME_LANGUAGE };
            let score = probability(weights, &compared);
            hits.push(Hit { number, score, features: compared, other_language, shared: Vec::new() });
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        hits.truncate(count);
        for hit in &mut hits {
            hit.shared = self.shared(&query, &locals, hit.number);
        }
        hits
    }

    fn query(&mut self, text: &str, lang: Language) -> Query {
        let records = self.index.len();
        let mut query = Query {
            lang,
            words: Vec::new(),
            meanings: Vec::new(),
            order: Vec::new(),
            threes: Vec::new(),
            all: 0.0,
            body: 0.0,
            grams: BTreeMap::new(),
            gram_norm: 0.0,
        };
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        let mut reading = Reading::default();
        for (part, text) in parts(text) {
            reading.words.clear();
            reading.meanings.clear();
            self.reader.read(lang, &text, &mut reading);
            let weight = if part == Part::Date { f64::from(DATE) } else { 1.0 };
            for (terms, is_word) in [(&reading.words, true), (&reading.meanings, false)] {
                let list = if is_word { &mut query.words } else { &mut query.meanings };
                for &term in terms.iter().filter(|term| **term != QUOTE) {
                    let name = self.reader.terms.get(term);
                    let at = *numbers.entry(term).or_insert_with(|| {
                        list.push(Term { name: name.to_owned(), weight: 0.0, rarity: 0.0, frequency: 0, body: false });
                        list.len() - 1
                    });
                    let known = &mut list[at];
                    if !name.starts_with('f') {
                        known.weight = known.weight.max(weight);
                    }
                    known.body |= part == Part::Body;
                    if is_word && part == Part::Body && query.order.len() < LONGEST_ORDER {
                        query.order.push(u16::try_from(at).unwrap_or(u16::MAX));
                    }
                }
            }
        }
        for term in query.words.iter_mut().chain(&mut query.meanings) {
            term.frequency = self.index.frequency(&term.name);
            term.rarity = rarity(records, term.frequency);
        }
        for term in &query.words {
            let tells = term.weight * term.rarity;
            query.all += tells;
            query.body += if term.body { tells } else { 0.0 };
            if term.weight > 0.0 {
                for bucket in buckets(&term.name) {
                    let value = self.index.grams[bucket] * term.weight as f32;
                    let known = query.grams.entry(bucket).or_insert(0.0);
                    *known = known.max(value);
                }
            }
        }
        query.gram_norm = query.grams.values().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        query.threes = query.order.windows(3).map(|three| [three[0], three[1], three[2]]).collect();
        query.threes.sort_unstable();
        query.threes.dedup();
        query
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
            for (segment, base) in self.index.segments.iter().zip(&self.index.bases) {
                let Some(number) = segment.terms.find(&term.name) else { continue };
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

    /// Compares the claim with the record in `self.held`.
    fn compare(&mut self, query: &Query, block: usize, locals: &Locals, scores: [f32; 2], best: f32) -> Features {
        let index = self.index;
        let records = index.len();
        let (segment, rarities) = (&index.segments[block], &index.rarities[block]);
        let tells = |term: u32| f64::from(rarities[term as usize]);
        let most = rarity(records, 0);
        let mut found = Features::default();
        self.seen.clear();
        self.seen.resize(query.words.len(), false);

        // The words of title and text, with those of the claim, in order.
        let mut threes: Vec<usize> = Vec::new();
        let mut quoted = 0.0_f64;
        let mut numbers: Vec<f64> = Vec::new();
        let mut numbers_shared = 0;
        let mut norm: Vec<usize> = Vec::new();
        for (list, is_title) in [(&self.held.title, true), (&self.held.text, false)] {
            let (mut covered, mut all, mut soft) = (0.0, 0.0, 0.0);
            let mut last: [Option<u16>; 2] = [None, None];
            let mut inside: Option<(f64, f64, usize)> = None;
            let mut met: Vec<u32> = Vec::with_capacity(list.len());
            for &term in list.iter() {
                if term == QUOTE {
                    if let Some((shared, whole, length)) = inside.take() {
                        if whole > 0.0 {
                            quoted = quoted.max(shared / whole * (length as f64 / 4.0).min(1.0));
                        }
                    } else if !is_title {
                        inside = Some((0.0, 0.0, 0));
                    }
                    continue;
                }
                let here = locals.word(term);
                if let Some(here) = here {
                    self.seen[usize::from(here)] = true;
                    if let [Some(one), Some(two)] = last
                        && let Ok(at) = query.threes.binary_search(&[one, two, here])
                    {
                        threes.push(at);
                    }
                }
                last = [last[1], here];
                let name = segment.terms.get(term);
                if !name.starts_with('w') {
                    continue;
                }
                let value = tells(term);
                let weight = here.map_or(0.0, |here| query.words[usize::from(here)].weight);
                if let Some((shared, whole, length)) = &mut inside {
                    *whole += value;
                    *length += 1;
                    *shared += if weight > 0.0 { value } else { 0.0 };
                }
                for bucket in buckets(name) {
                    let count = &mut self.gram_counts[bucket];
                    if *count == 0 {
                        norm.push(bucket);
                    }
                    *count = (*count + 1).min(2);
                }
                if met.contains(&term) {
                    continue;
                }
                met.push(term);
                all += value;
                covered += value * weight;
                soft += if here.is_some() { value * weight } else { value * alike(name, &query.words) };
                if let Some(number) = name
                    .get(1..)
                    .filter(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))
                    .and_then(|digits| digits.parse::<f64>().ok())
                {
                    numbers.push(number);
                    numbers_shared += usize::from(here.is_some());
                }
            }
            let coverage = if all > 0.0 { covered / all } else { 0.0 };
            if is_title {
                found.set(Feature::TitleCovered, coverage);
                found.set(Feature::TitleAlike, soft / (all + 4.0));
            } else {
                found.set(Feature::TextCovered, coverage);
                found.set(Feature::TextAlike, soft / (all + 4.0));
            }
        }
        threes.sort_unstable();
        threes.dedup();
        found.set(Feature::Threes, (threes.len() as f64).ln_1p());
        found.set(Feature::Quoted, quoted);

        // Pieces of words.
        let (mut product, mut square) = (0.0_f64, 0.0_f64);
        for bucket in norm {
            let value = f64::from(self.gram_counts[bucket]) * f64::from(index.grams[bucket]);
            square += value * value;
            product += query.grams.get(&bucket).map_or(0.0, |known| f64::from(*known) * value);
            self.gram_counts[bucket] = 0;
        }
        if square > 0.0 && query.gram_norm > 0.0 {
            found.set(Feature::Letters, product / square.sqrt() / query.gram_norm);
        }

        // What of the claim is there.
        let (mut all, mut body, mut count, mut rarest) = (0.0, 0.0, 0, 0.0_f64);
        let (mut claim_numbers, mut near) = (0, 0);
        for (term, seen) in query.words.iter().zip(&self.seen) {
            let value = term.weight * term.rarity;
            let number = term
                .name
                .get(1..)
                .filter(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))
                .and_then(|digits| digits.parse::<f64>().ok());
            claim_numbers += usize::from(number.is_some());
            if *seen && value > 0.0 {
                all += value;
                body += if term.body { value } else { 0.0 };
                count += 1;
                rarest = rarest.max(value);
            }
            if let Some(number) = number.filter(|number| *number > 31.0 && !(1900.0..2100.0).contains(number)) {
                near += usize::from(
                    numbers.iter().any(|other| *other != number && (0.9..=1.1).contains(&(other / number))),
                );
            }
        }
        let words = query.words.iter().filter(|term| term.weight > 0.0).count();
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        found.set(Feature::Words, share(f64::from(scores[0]), query.all));
        found.set(Feature::Weight, f64::from(scores[0]) / most / 5.0);
        found.set(Feature::Lead, share(f64::from(scores[0]), f64::from(best)));
        found.set(Feature::ClaimCovered, share(all, query.all));
        found.set(Feature::BodyCovered, share(body, query.body));
        found.set(Feature::WordsCovered, share(f64::from(count), words as f64));
        found.set(Feature::Rarest, rarest / most);
        found.set(Feature::Numbers, share(numbers_shared as f64, claim_numbers as f64));
        let agree = share(2.0 * numbers_shared as f64 - numbers.len() as f64, numbers.len() as f64);
        found.set(Feature::NumbersAgree, agree);
        found.set(Feature::NumbersNear, f64::from(near.min(2) as u8));

        // Meanings.
        let (mut here, mut whole, mut concepts, mut all_concepts) = (0.0, 0.0, 0.0, 0.0);
        let (mut named, mut all_named) = (0.0, 0.0);
        for &term in &self.held.meanings {
            let value = tells(term);
            let shared = locals.meaning(term);
            whole += value;
            here += if shared { value } else { 0.0 };
            match segment.terms.get(term).as_bytes().first() {
                Some(b'c') => {
                    all_concepts += value;
                    concepts += if shared { value } else { 0.0 };
                }
                Some(b'p' | b'n') => {
                    all_named += value;
                    named += if shared { value } else { 0.0 };
                }
                _ => {}
            }
        }
        let claimed: f64 = query.meanings.iter().map(|term| term.weight * term.rarity).sum();
        found.set(Feature::MeaningCovered, here / (whole + most));
        found.set(Feature::ClaimMeaning, share(here, claimed + most));
        found.set(Feature::Concepts, share(concepts, all_concepts));
        found.set(Feature::Names, share(named, all_named));
        found.set(Feature::Meaning, share(f64::from(scores[1]), claimed));
        found
    }

    /// The terms that claim and record have in common, rarest first.
    fn shared(&mut self, query: &Query, locals: &[Locals], number: u32) -> Vec<String> {
        let Some((block, record)) = self.index.block_of(number) else { return Vec::new() };
        self.index.segments[block].held(record, &mut self.held);
        let words = self.held.title.iter().chain(&self.held.text).filter_map(|term| locals[block].word(*term));
        let mut found: Vec<&Term> =
            words.map(|at| &query.words[usize::from(at)]).filter(|term| term.weight > 0.0).collect();
        found.extend(self.held.meanings.iter().filter_map(|term| {
            let at = locals[block].meanings.binary_search_by_key(term, |(local, _)| *local).ok()?;
            query.meanings.get(usize::from(locals[block].meanings[at].1))
        }));
        found.sort_by(|a, b| b.rarity.total_cmp(&a.rarity).then_with(|| a.name.cmp(&b.name)));
        found.dedup_by(|a, b| a.name == b.name);
        found.into_iter().map(|term| term.name.clone()).collect()
    }
}

/// The numbers that the terms of a claim have in one block.
struct Locals {
    words: Vec<(u32, u16)>,
    meanings: Vec<(u32, u16)>,
}

impl Locals {
    fn of(query: &Query, index: &Index, block: usize) -> Locals {
        let terms = &index.segments[block].terms;
        let locals = |list: &[Term]| {
            let known = list.iter().enumerate().take(usize::from(u16::MAX));
            let mut found: Vec<(u32, u16)> =
                known.filter_map(|(at, term)| Some((terms.find(&term.name)?, at as u16))).collect();
            found.sort_unstable();
            found
        };
        Locals { words: locals(&query.words), meanings: locals(&query.meanings) }
    }

    fn word(&self, term: u32) -> Option<u16> {
        self.words.binary_search_by_key(&term, |(local, _)| *local).ok().map(|at| self.words[at].1)
    }

    fn meaning(&self, term: u32) -> bool {
        self.meanings.binary_search_by_key(&term, |(local, _)| *local).is_ok()
    }
}

/// How far a word of the claim is spelled like `name`, 0 to 1: by Dice (1945) over pieces of three letters, words with
/// the same first letter alone; what is less than two fifths counts nothing.
fn alike(name: &str, words: &[Term]) -> f64 {
    let word = &name.as_bytes()[1..];
    let best = words
        .iter()
        .filter(|term| term.weight > 0.0 && term.name.as_bytes().get(1) == word.first())
        .map(|term| dice(word, &term.name.as_bytes()[1..]))
        .fold(0.0, f64::max);
    if best > 0.4 { best * 0.7 } else { 0.0 }
}

fn dice(one: &[u8], two: &[u8]) -> f64 {
    fn pieces(word: &[u8], out: &mut [[u8; 3]; 32]) -> usize {
        let letter = |at: usize| match at {
            0 => b'<',
            at if at <= word.len() => word[at - 1],
            _ => b'>',
        };
        let count = word.len().min(32);
        for (at, piece) in out.iter_mut().enumerate().take(count) {
            *piece = [letter(at), letter(at + 1), letter(at + 2)];
        }
        count
    }
    let (mut a, mut b) = ([[0; 3]; 32], [[0; 3]; 32]);
    let (a_len, b_len) = (pieces(one, &mut a), pieces(two, &mut b));
    let shared = a[..a_len].iter().filter(|piece| b[..b_len].contains(piece)).count();
    if a_len + b_len == 0 { 0.0 } else { 2.0 * shared as f64 / (a_len + b_len) as f64 }
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
    /// In how many records a term is.
    fn frequency(&self, term: &str) -> usize {
        let block = |segment: &super::segment::Segment| {
            segment.terms.find(term).map_or(0, |number| segment.frequencies[number as usize] as usize)
        };
        self.segments.iter().map(block).sum()
    }

    /// The code of the language of a record.
    fn language_of(&self, number: u32) -> &str {
        self.block_of(number).map_or("und", |(block, record)| self.segments[block].language(record))
    }
}
