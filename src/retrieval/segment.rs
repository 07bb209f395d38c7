//! Which records hold a term, and which terms does a record hold? Both ways in one block that never changes: records
//! that come later make a block of their own, and blocks are merged as they grow.

use super::dictionary::Dictionary;
use super::reader::{QUOTE, Reader, Reading};
use crate::lang::Language;

/// How a term's count in a record saturates: BM25F (Robertson, Zaragoza 2009, section 3.5), title and text as two
/// fields of weight 1. The lengths that count as average are fixed, so that what a term weighs in a record does not
/// hang on what else is in the set: those of the three sets of `crates/peers` (November 2026).
const K1: f64 = 1.2;
const TITLE_B: f64 = 0.5;
const TEXT_B: f64 = 0.6;
const TITLE_LENGTH: f64 = 6.5;
const TEXT_LENGTH: f64 = 12.0;

/// Where a record stands in the file of its set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: u64,
    pub(super) length: u32,
}

/// A block of records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) terms: Dictionary,
    /// For each term, the records that hold it: differences of their numbers, each followed by the impact.
    pub(super) postings: Vec<u8>,
    pub(super) posting_ends: Vec<u32>,
    /// In how many records each term is.
    pub(super) frequencies: Vec<u32>,
    /// For each record its terms: three counts, then title, text and meanings.
    pub(super) forward: Vec<u8>,
    pub(super) forward_ends: Vec<u32>,
    /// For each record the number of its language's code.
    pub(super) languages: Vec<u8>,
    pub(super) codes: Vec<String>,
    pub(super) places: Vec<Place>,
}

/// The terms of a record.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) title: Vec<u32>,
    pub(super) text: Vec<u32>,
    /// Sorted, each once.
    pub(super) meanings: Vec<u32>,
}

impl Segment {
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The records that hold `term` and their impacts, 1 to 255, in order.
    pub(super) fn postings(&self, term: u32) -> Postings<'_> {
        let bytes = slice(&self.postings, &self.posting_ends, term as usize);
        Postings { bytes, at: 0, record: 0 }
    }

    /// Reads the terms of a record into `held`.
    pub(super) fn held(&self, record: u32, held: &mut Held) {
        let bytes = slice(&self.forward, &self.forward_ends, record as usize);
        let mut at = 0;
        let counts = [(); 3].map(|()| varint(bytes, &mut at) as usize);
        let [title, text, meanings] = [&mut held.title, &mut held.text, &mut held.meanings];
        for (list, count) in [(title, counts[0]), (text, counts[1])] {
            list.clear();
            // A damaged count cannot ask for more terms than there are bytes.
            list.extend((0..count.min(bytes.len())).map(|_| varint(bytes, &mut at).wrapping_sub(1)));
        }
        meanings.clear();
        let mut term = 0_u32;
        for _ in 0..counts[2].min(bytes.len()) {
            term = term.wrapping_add(varint(bytes, &mut at));
            meanings.push(term);
        }
    }

    /// The kind of each term: its first letter, `0` for a word in digits.
    pub(super) fn kinds(&self) -> Vec<u8> {
        let kind = |term: usize| match self.terms.get(term as u32).as_bytes() {
            [b'w', digit, ..] if digit.is_ascii_digit() => b'0',
            [kind, ..] => *kind,
            [] => 0,
        };
        (0..self.terms.len()).map(kind).collect()
    }

    pub(super) fn language(&self, record: u32) -> &str {
        let code = self.languages.get(record as usize).and_then(|number| self.codes.get(usize::from(*number)));
        code.map_or("und", String::as_str)
    }

    /// The records of both blocks as one, those of `self` first.
    pub(super) fn merged(self, other: &Segment) -> Segment {
        let mut terms = self.terms;
        let numbers: Vec<u32> =
            (0..other.terms.len()).map(|number| terms.add(other.terms.get(number as u32))).collect();
        let mut from_other = vec![None; terms.len()];
        for (old, new) in numbers.iter().enumerate() {
            from_other[*new as usize] = Some(old as u32);
        }
        let base = self.places.len() as u32;
        let mut merged = Segment {
            postings: Vec::with_capacity(self.postings.len() + other.postings.len()),
            forward: self.forward,
            forward_ends: self.forward_ends,
            languages: self.languages,
            codes: self.codes,
            places: self.places,
            ..Segment::default()
        };
        for (term, other_term) in from_other.iter().enumerate() {
            let own = slice(&self.postings, &self.posting_ends, term);
            merged.postings.extend_from_slice(own);
            let mut frequency = self.frequencies.get(term).copied().unwrap_or(0);
            if let Some(other_term) = *other_term {
                let mut last = Postings { bytes: own, at: 0, record: 0 }.last().map_or(0, |(record, _)| record);
                for (record, impact) in other.postings(other_term) {
                    put_varint(&mut merged.postings, base + record - last);
                    merged.postings.push(impact);
                    last = base + record;
                }
                frequency += other.frequencies.get(other_term as usize).copied().unwrap_or(0);
            }
            merged.posting_ends.push(merged.postings.len() as u32);
            merged.frequencies.push(frequency);
        }
        let (mut held, mut meanings) = (Held::default(), Vec::new());
        for record in 0..other.len() as u32 {
            other.held(record, &mut held);
            let number = |term: &u32| if *term == QUOTE { QUOTE } else { numbers[*term as usize] };
            meanings.clear();
            meanings.extend(held.meanings.iter().map(number));
            meanings.sort_unstable();
            let (title, text): (Vec<u32>, Vec<u32>) =
                (held.title.iter().map(number).collect(), held.text.iter().map(number).collect());
            put_held(&mut merged.forward, &title, &text, &meanings);
            merged.forward_ends.push(merged.forward.len() as u32);
            let code = other.language(record);
            merged.languages.push(number_of(&mut merged.codes, code));
        }
        merged.places.extend_from_slice(&other.places);
        merged.terms = terms;
        merged
    }
}

/// Makes a block, record by record.
#[derive(Debug, Default)]
pub(super) struct Builder {
    reader: Reader,
    postings: Vec<Vec<u8>>,
    last: Vec<u32>,
    segment: Segment,
    title: Reading,
    text: Reading,
    counts: Vec<(u32, bool)>,
}

impl Builder {
    /// Adds a record.
    pub(super) fn add(&mut self, lang: Language, title: &str, text: &str, place: Place) {
        for reading in [&mut self.title, &mut self.text] {
            reading.words.clear();
            reading.meanings.clear();
        }
        self.reader.read(lang, title, &mut self.title);
        self.reader.read(lang, text, &mut self.text);
        self.counts.clear();
        let mut lengths = [0_u32; 2];
        for (in_title, reading) in [(true, &self.title), (false, &self.text)] {
            for &term in &reading.words {
                if term != QUOTE && self.reader.terms.get(term).starts_with('w') {
                    self.counts.push((term, in_title));
                    lengths[usize::from(!in_title)] += 1;
                }
            }
            self.counts.extend(reading.meanings.iter().map(|term| (*term, in_title)));
        }
        self.counts.sort_unstable();
        let record = self.segment.places.len() as u32;
        self.postings.resize_with(self.reader.terms.len(), Vec::new);
        self.last.resize(self.reader.terms.len(), 0);
        self.segment.frequencies.resize(self.reader.terms.len(), 0);
        let mut rest = self.counts.as_slice();
        while let Some(&(term, _)) = rest.first() {
            let length = rest.iter().take_while(|(other, _)| *other == term).count();
            let in_title = rest[..length].iter().filter(|(_, in_title)| *in_title).count();
            let list = &mut self.postings[term as usize];
            put_varint(list, record - self.last[term as usize]);
            list.push(impact(in_title, length - in_title, lengths));
            self.last[term as usize] = record;
            self.segment.frequencies[term as usize] += 1;
            rest = &rest[length..];
        }
        let meanings = &mut self.title.meanings;
        meanings.append(&mut self.text.meanings);
        meanings.sort_unstable();
        meanings.dedup();
        put_held(&mut self.segment.forward, &self.title.words, &self.text.words, meanings);
        self.segment.forward_ends.push(self.segment.forward.len() as u32);
        let language = number_of(&mut self.segment.codes, lang.code());
        self.segment.languages.push(language);
        self.segment.places.push(place);
    }

    /// The block.
    pub(super) fn finish(mut self) -> Segment {
        let mut segment = self.segment;
        segment.terms = self.reader.terms;
        self.postings.resize_with(segment.terms.len(), Vec::new);
        segment.frequencies.resize(segment.terms.len(), 0);
        segment.postings.reserve_exact(self.postings.iter().map(Vec::len).sum());
        for list in &mut self.postings {
            segment.postings.append(list);
            *list = Vec::new();
            segment.posting_ends.push(segment.postings.len() as u32);
        }
        segment
    }
}

fn impact(title: usize, text: usize, lengths: [u32; 2]) -> u8 {
    let field =
        |count: usize, length: u32, b: f64, average: f64| count as f64 / (1.0 - b + b * f64::from(length) / average);
    let count = field(title, lengths[0], TITLE_B, TITLE_LENGTH) + field(text, lengths[1], TEXT_B, TEXT_LENGTH);
    (count / (count + K1) * 255.0).round().clamp(1.0, 255.0) as u8
}

fn number_of(codes: &mut Vec<String>, code: &str) -> u8 {
    let at = codes.iter().position(|known| known == code).unwrap_or_else(|| {
        codes.push(code.to_owned());
        codes.len() - 1
    });
    u8::try_from(at).unwrap_or(u8::MAX)
}

/// The records that hold a term.
pub(super) struct Postings<'s> {
    bytes: &'s [u8],
    at: usize,
    record: u32,
}

impl Iterator for Postings<'_> {
    type Item = (u32, u8);

    #[inline]
    fn next(&mut self) -> Option<(u32, u8)> {
        if self.at >= self.bytes.len() {
            return None;
        }
        self.record = self.record.wrapping_add(varint(self.bytes, &mut self.at));
        let impact = *self.bytes.get(self.at)?;
        self.at += 1;
        Some((self.record, impact))
    }
}

fn put_held(bytes: &mut Vec<u8>, title: &[u32], text: &[u32], meanings: &[u32]) {
    for list in [title, text, meanings] {
        put_varint(bytes, list.len() as u32);
    }
    for &term in title.iter().chain(text) {
        put_varint(bytes, term.wrapping_add(1));
    }
    let mut last = 0;
    for &term in meanings {
        put_varint(bytes, term - last);
        last = term;
    }
}

fn slice<'b>(bytes: &'b [u8], ends: &[u32], at: usize) -> &'b [u8] {
    let start = at.checked_sub(1).map_or(Some(0), |before| ends.get(before).map(|end| *end as usize));
    let end = ends.get(at).map(|end| *end as usize);
    start.zip(end).and_then(|(start, end)| bytes.get(start..end)).unwrap_or_default()
}

fn put_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[inline]
fn varint(bytes: &[u8], at: &mut usize) -> u32 {
    let (mut value, mut shift) = (0_u32, 0);
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn built(texts: &[(String, String)]) -> Segment {
        let mut builder = Builder::default();
        for (at, (title, text)) in texts.iter().enumerate() {
            builder.add(Language::English, title, text, Place { start: at as u64, length: 1 });
        }
        builder.finish()
    }

    /// What a block says, whatever the numbers of its terms are.
    fn said(segment: &Segment) -> Vec<String> {
        let name = |term: u32| if term == QUOTE { "\"" } else { segment.terms.get(term) };
        let mut lines: Vec<String> = (0..segment.terms.len() as u32)
            .filter(|term| segment.frequencies[*term as usize] > 0)
            .map(|term| {
                assert_eq!(segment.postings(term).count(), segment.frequencies[term as usize] as usize);
                format!("{} {:?}", name(term), segment.postings(term).collect::<Vec<_>>())
            })
            .collect();
        lines.sort();
        for record in 0..segment.len() as u32 {
            let mut held = Held::default();
            segment.held(record, &mut held);
            let names = |terms: &[u32]| terms.iter().map(|term| name(*term)).collect::<Vec<_>>().join(" ");
            let mut meanings: Vec<&str> = held.meanings.iter().map(|term| name(*term)).collect();
            meanings.sort_unstable();
            lines.push(format!("{} | {} | {meanings:?}", names(&held.title), names(&held.text)));
        }
        lines
    }

    proptest! {
        #[test]
        fn blocks_merge_into_what_one_build_gives(
            texts in proptest::collection::vec(("[A-Ca-c]{1,2}( [a-c]{1,2}){0,3}", "[A-Ca-c\"]{1,3}( [a-d0-9]{1,2}){0,6}"), 0..12),
            cut in 0_usize..12,
        ) {
            let cut = cut.min(texts.len());
            let mut second = built(&texts[cut..]);
            for (at, place) in second.places.iter_mut().enumerate() {
                place.start = (cut + at) as u64;
            }
            let merged = built(&texts[..cut]).merged(&second);
            let whole = built(&texts);
            prop_assert_eq!(said(&merged), said(&whole));
            prop_assert_eq!(merged.places, whole.places);
        }
    }
}
