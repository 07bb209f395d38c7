//! What have a claim and a record in common? Everything that `weights` names, for one record after the other.

use super::grams::BUCKETS;
use super::index::Index;
use super::query::{Query, TOGETHER, Term};
use super::rank::{Shared, rarity};
use super::reader::QUOTE;
use super::segment::Held;
use super::weights::{Feature, Features};

/// Compares a claim with records. What it needs for that is kept from one claim to the next.
#[derive(Debug)]
pub(super) struct Comparer<'i> {
    index: &'i Index,
    /// For each block, what is known of its terms for this claim.
    notes: Vec<Vec<Note>>,
    /// The notes that were written: block and term.
    written: Vec<(usize, u32)>,
    held: Held,
    /// By word of the claim, whether the record has it.
    seen: Vec<bool>,
    /// By bucket, what the claim's pieces tell, and how often the record has it.
    claimed: Vec<f32>,
    counts: Vec<u8>,
}

/// What is known of a term of a block.
#[derive(Clone, Copy, Debug)]
struct Note {
    /// 1 + the number among the claim's words or meanings, 0 for a term that is not in the claim.
    at: u16,
    /// How far a word of the claim is spelled like it; below 0 when that was not asked yet.
    alike: f32,
}

const NOTHING: Note = Note { at: 0, alike: -1.0 };

impl<'i> Comparer<'i> {
    pub(super) fn new(index: &'i Index) -> Comparer<'i> {
        Comparer {
            index,
            notes: index.segments.iter().map(|segment| vec![NOTHING; segment.terms.len()]).collect(),
            written: Vec::new(),
            held: Held::default(),
            seen: Vec::new(),
            claimed: vec![0.0; BUCKETS],
            counts: vec![0; BUCKETS],
        }
    }

    /// Takes up a claim.
    pub(super) fn begin(&mut self, query: &Query) {
        for list in [&query.words, &query.meanings] {
            for (at, term) in list.iter().enumerate().take(usize::from(u16::MAX)) {
                for (block, number) in term.numbers.iter().enumerate() {
                    let Some(number) = *number else { continue };
                    self.notes[block][number as usize].at = at as u16 + 1;
                    self.written.push((block, number));
                }
            }
        }
        for &(bucket, value) in &query.pieces {
            self.claimed[bucket] = value;
        }
    }

    /// Lays the claim down.
    pub(super) fn end(&mut self, query: &Query) {
        for (block, number) in self.written.drain(..) {
            self.notes[block][number as usize] = NOTHING;
        }
        for &(bucket, _) in &query.pieces {
            self.claimed[bucket] = 0.0;
        }
    }

    /// Compares the claim with a record of a block, whose words and meanings have these scores; `best` is the best
    /// score of words among the candidates.
    pub(super) fn compare(
        &mut self,
        query: &Query,
        (block, record): (usize, u32),
        scores: [f32; 2],
        best: f32,
    ) -> Features {
        let mut found = Features::default();
        self.index.segments[block].held(record, &mut self.held);
        self.words(query, block, &mut found);
        self.meanings(query, block, &mut found);
        let most = rarity(self.index.len(), 0);
        found.set(Feature::Weight, f64::from(scores[0]) / most / 5.0);
        found.set(Feature::Lead, share(f64::from(scores[0]), f64::from(best)));
        found.set(Feature::Meaning, share(f64::from(scores[1]), query.all_meanings));
        found
    }

    fn words(&mut self, query: &Query, block: usize, found: &mut Features) {
        let index = self.index;
        let (segment, rarities, kinds) = (&index.segments[block], &index.rarities[block], &index.kinds[block]);
        let most = rarity(index.len(), 0);
        self.seen.clear();
        self.seen.resize(query.words.len(), false);
        let (mut threes, mut pairs): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut quoted = 0.0_f64;
        let mut numbers = Numbers::default();
        let mut pieces: Vec<u16> = Vec::new();
        let mut met: Vec<u32> = Vec::new();
        for (list, is_title) in [(&self.held.title, true), (&self.held.text, false)] {
            let mut last: [Option<u16>; 2] = [None, None];
            let mut inside: Option<(f64, f64, usize)> = None;
            // Words of the claim with their place among the words that are no function words.
            let mut places: Vec<(usize, u16)> = Vec::new();
            let mut length = 0;
            met.clear();
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
                let here = self.notes[block][term as usize].at.checked_sub(1);
                if let Some(here) = here {
                    self.seen[usize::from(here)] = true;
                    if let [Some(one), Some(two)] = last
                        && let Ok(at) = query.threes.binary_search(&[one, two, here])
                    {
                        threes.push(at);
                    }
                }
                last = [last[1], here];
                let kind = kinds[term as usize];
                if !matches!(kind, b'w' | b'0') {
                    continue;
                }
                if let Some(here) = here {
                    for &(_, other) in places.iter().rev().take_while(|(place, _)| length - place < TOGETHER) {
                        let pair = [other.min(here), other.max(here)];
                        pairs.extend(query.pairs.binary_search(&pair));
                    }
                    places.push((length, here));
                }
                length += 1;
                if let Some((shared, whole, length)) = &mut inside {
                    let value = f64::from(rarities[term as usize]);
                    *whole += value;
                    *length += 1;
                    *shared += if here.is_some() { value } else { 0.0 };
                }
                for &bucket in index.pieces[block].of(term) {
                    let count = &mut self.counts[usize::from(bucket)];
                    if *count == 0 {
                        pieces.push(bucket);
                    }
                    *count = (*count + 1).min(2);
                }
                if !met.contains(&term) {
                    met.push(term);
                }
            }
            let (mut covered, mut all, mut soft, mut shared) = (0.0, 0.0, 0.0, 0);
            for &term in &met {
                let value = f64::from(rarities[term as usize]);
                let note = &mut self.notes[block][term as usize];
                all += value;
                if let Some(word) = note.at.checked_sub(1).map(|at| &query.words[usize::from(at)]) {
                    shared += 1;
                    covered += value * word.weight;
                    soft += value * word.weight;
                } else if is_title {
                    if note.alike < 0.0 {
                        note.alike = alike(segment.terms.get(term), &query.words) as f32;
                        self.written.push((block, term));
                    }
                    soft += value * f64::from(note.alike);
                }
                if kinds[term as usize] == b'0'
                    && let Some(number) = number(segment.terms.get(term))
                {
                    numbers.all.push(number);
                    numbers.shared += usize::from(note.at > 0);
                }
            }
            if is_title {
                found.set(Feature::TitleCovered, share(covered, all));
                found.set(Feature::TitleAlike, soft / (all + 4.0));
            } else {
                found.set(Feature::TextCovered, share(covered, all));
                found.set(Feature::TextShared, f64::from(shared).ln_1p());
            }
        }
        threes.sort_unstable();
        threes.dedup();
        found.set(Feature::Threes, (threes.len() as f64).ln_1p());
        pairs.sort_unstable();
        pairs.dedup();
        let tells = |at: u16| query.words[usize::from(at)].rarity;
        let together: f64 = pairs.iter().map(|at| query.pairs[*at]).map(|[a, b]| tells(a).min(tells(b))).sum();
        found.set(Feature::Pairs, together.ln_1p());
        found.set(Feature::Quoted, quoted);

        let (mut product, mut square) = (0.0_f64, 0.0_f64);
        for bucket in pieces.into_iter().map(usize::from) {
            let value = f64::from(self.counts[bucket]) * f64::from(index.grams[bucket]);
            square += value * value;
            product += f64::from(self.claimed[bucket]) * value;
            self.counts[bucket] = 0;
        }
        if square > 0.0 && query.length > 0.0 {
            found.set(Feature::Letters, product / square.sqrt() / query.length);
        }

        // What of the claim is there.
        let (mut all, mut rarest) = (0.0, 0.0_f64);
        for (term, seen) in query.words.iter().zip(&self.seen) {
            if *seen {
                all += term.weight * term.rarity;
                rarest = rarest.max(term.weight * term.rarity);
            }
        }
        found.set(Feature::ClaimCovered, share(all, query.all));
        found.set(Feature::Rarest, rarest / most);
        numbers.compare(query, found);
    }

    fn meanings(&mut self, query: &Query, block: usize, found: &mut Features) {
        let (rarities, kinds) = (&self.index.rarities[block], &self.index.kinds[block]);
        // What is shared and what there is: of all, of concepts, of names.
        let mut sums = [[0.0_f64; 2]; 3];
        for &term in &self.held.meanings {
            let value = f64::from(rarities[term as usize]);
            let shared = if self.notes[block][term as usize].at > 0 { value } else { 0.0 };
            let kind = match kinds[term as usize] {
                b'c' => Some(1),
                b'p' | b'n' => Some(2),
                _ => None,
            };
            for at in std::iter::once(0).chain(kind) {
                sums[at][0] += shared;
                sums[at][1] += value;
            }
        }
        let most = rarity(self.index.len(), 0);
        found.set(Feature::MeaningCovered, sums[0][0] / (sums[0][1] + most));
        found.set(Feature::ClaimMeaning, sums[0][0] / (query.all_meanings + most));
        found.set(Feature::Concepts, share(sums[1][0], sums[1][1]));
        found.set(Feature::Names, share(sums[2][0], sums[2][1]));
    }

    /// The terms that the claim and a record of a block have in common, rarest first.
    pub(super) fn shared(&mut self, query: &Query, (block, record): (usize, u32)) -> Vec<Shared> {
        self.index.segments[block].held(record, &mut self.held);
        let notes = &self.notes[block];
        let words = self.held.title.iter().chain(&self.held.text).filter(|term| **term != QUOTE);
        let of = |list: &'_ [Term], term: u32| {
            notes[term as usize].at.checked_sub(1).map(usize::from).filter(|at| *at < list.len())
        };
        let mut found: Vec<&Term> =
            words.filter_map(|term| of(&query.words, *term).map(|at| &query.words[at])).collect();
        found.retain(|term| term.weight > 0.0);
        let meanings = self.held.meanings.iter();
        found.extend(meanings.filter_map(|term| of(&query.meanings, *term).map(|at| &query.meanings[at])));
        found.sort_by(|a, b| b.rarity.total_cmp(&a.rarity).then_with(|| a.name.cmp(&b.name)));
        found.dedup_by(|a, b| a.name == b.name);
        found.into_iter().map(|term| Shared { term: term.name.clone(), said: term.said.clone() }).collect()
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The number that a word term writes in digits.
fn number(term: &str) -> Option<f64> {
    term.get(1..).filter(|digits| digits.starts_with(|c: char| c.is_ascii_digit()))?.parse().ok()
}

/// The numbers of a record.
#[derive(Default)]
struct Numbers {
    all: Vec<f64>,
    /// How many of them are in the claim.
    shared: usize,
}

impl Numbers {
    fn compare(&self, query: &Query, found: &mut Features) {
        if self.all.is_empty() {
            return;
        }
        // Days and years are near each other by chance.
        let counted = |number: &f64| *number > 31.0 && !(1900.0..2100.0).contains(number);
        let is_near =
            |number: f64| self.all.iter().any(|other| *other != number && (0.9..=1.1).contains(&(other / number)));
        let claimed = query.words.iter().filter_map(|term| number(&term.name)).filter(counted);
        found.set(Feature::NumbersNear, claimed.filter(|number| is_near(*number)).take(2).count() as f64);
        let all = self.all.len() as f64;
        found.set(Feature::NumbersAgree, (2.0 * self.shared as f64 - all) / all);
    }
}

/// How far a word of the claim is spelled like `name`, 0 to 1: by Dice (1945) over pieces of three letters, words with
/// the same first letter alone; what is less than two fifths counts nothing.
fn alike(name: &str, words: &[Term]) -> f64 {
    let Some(word) = name.as_bytes().get(1..) else { return 0.0 };
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
