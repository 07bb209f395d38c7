//! What speaks for an attribution and against it? The traits that its score is the sum of.
//!
//! The trainer and the scorer share this file, so a change here asks for new models.

use super::Attribution;
use super::analysis::Analysis;
use crate::lang::Lexicon;
use crate::lang::syntax::Class;
use std::ops::Range;

/// Number of the traits' generation; a model made with another one is refused.
pub const GENERATION: u8 = 1;

/// What the text around an attribution says of it: which contents hold its cue.
#[derive(Debug)]
pub struct Surroundings {
    /// For each token, how many contents hold it.
    depth: Vec<u8>,
}

impl Surroundings {
    /// Counts the contents of `all` over the tokens.
    pub fn new(a: &Analysis<'_>, all: &[Attribution]) -> Surroundings {
        let mut depth = vec![0u8; a.len()];
        for piece in all.iter().flat_map(|attribution| &attribution.content) {
            for slot in &mut depth[piece.clone()] {
                *slot = slot.saturating_add(1);
            }
        }
        Surroundings { depth }
    }

    fn depth(&self, at: usize) -> u8 {
        self.depth.get(at).copied().unwrap_or(0)
    }
}

/// Collects traits as hashes: a number of the kind of trait with what was seen.
struct Traits<'s> {
    see: &'s mut dyn FnMut(u64),
}

impl Traits<'_> {
    fn add(&mut self, kind: u8, seen: &[&str]) {
        let mut hash = 0xcbf2_9ce4_8422_2325u64 ^ u64::from(kind);
        for part in seen {
            for byte in part.bytes().chain([0x1f]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
        (self.see)(hash ^ hash >> 29);
    }
}

/// A count in a few steps, so that near counts are alike.
fn step(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4-5",
        6..=9 => "6-9",
        10..=15 => "10-15",
        16..=25 => "16-25",
        26..=40 => "26-40",
        _ => "41-",
    }
}

/// Calls `see` with the hash of every trait of `attribution`.
pub fn each(a: &Analysis<'_>, attribution: &Attribution, around: &Surroundings, mut see: impl FnMut(u64)) {
    let mut traits = Traits { see: &mut see };
    let pattern = format!("{:?}", attribution.pattern);
    let entry = attribution.entry;
    let lemma = entry.map_or("-", |entry| entry.lemma);
    let modality = entry.map_or(String::new(), |entry| format!("{:?}", entry.modality));
    let pos = entry.map_or(String::new(), |entry| format!("{:?}", entry.pos));
    let stance = entry.map_or(String::new(), |entry| format!("{:?}", entry.stance));
    let source = source_kind(a, attribution);
    traits.add(0, &[]);
    traits.add(1, &[&pattern]);
    traits.add(2, &[lemma]);
    traits.add(3, &[lemma, &pattern]);
    traits.add(4, &[&pos, &modality]);
    traits.add(5, &[&pattern, &modality]);
    traits.add(6, &[&stance]);
    traits.add(7, &[source]);
    traits.add(8, &[source, &pattern]);
    traits.add(9, &[source, &modality]);
    cue(a, attribution, &pattern, &mut traits);
    if let Some(range) = attribution.source.first() {
        named(a, attribution, range, &mut traits);
    }
    content(a, attribution, &pattern, &mut traits);
    nesting(a, attribution, around, [source, &modality, &pattern], &mut traits);
}

fn tag(a: &Analysis<'_>, at: usize) -> String {
    format!("{:?}", a.tag(at))
}

fn cue(a: &Analysis<'_>, attribution: &Attribution, pattern: &str, traits: &mut Traits<'_>) {
    let (Some(&first), Some(&last)) = (attribution.cue.first(), attribution.cue.last()) else { return };
    let head = attribution.cue.iter().rev().copied().find(|&at| a.is_verb(at)).unwrap_or(last);
    let before = first.wrapping_sub(1);
    traits.add(20, &[&tag(a, head)]);
    traits.add(21, &[&tag(a, first), step(attribution.cue.len())]);
    traits.add(22, &[a.word(first)]);
    traits.add(23, &[a.word(before)]);
    traits.add(24, &[&tag(a, before), &tag(a, head)]);
    traits.add(25, &[&tag(a, before), &tag(a, before.wrapping_sub(1))]);
    traits.add(26, &[a.word(last + 1)]);
    traits.add(27, &[&tag(a, last + 1), pattern]);
    traits.add(28, &[&tag(a, last + 1), &tag(a, last + 2)]);
    traits.add(29, &[if attribution.negated { "negated" } else { "plain" }, pattern]);
    let sentence = a.sentence(first);
    traits.add(30, &[&tag(a, sentence.start), if sentence.start == first { "first" } else { "" }]);
    traits.add(31, &[a.raw(sentence.end.saturating_sub(1)), pattern]);
    let from = sentence.start.max(first.saturating_sub(8));
    let subordinate =
        (from..first).rev().find(|&at| a.has(at, Class::Subordinator) || a.has(at, Class::RelativeSubject));
    traits.add(32, &[subordinate.map_or("", |at| a.word(at))]);
    let capital = if a.is_capital(first) { "capital" } else { "" };
    traits.add(33, &[capital, &tag(a, head)]);
}

/// Who is named, in a few kinds.
fn source_kind(a: &Analysis<'_>, attribution: &Attribution) -> &'static str {
    let Some(range) = attribution.source.first() else { return "none" };
    let at = range.start;
    let lexicon = Lexicon::of(a.lang);
    if range.len() == 1 && a.has(at, Class::FirstPerson) {
        "first person"
    } else if range.len() == 1 && a.has(at, Class::SecondPerson) {
        "second person"
    } else if range.len() == 1 && a.has(at, Class::ImpersonalSubject) {
        "impersonal"
    } else if range.len() == 1 && a.has(at, Class::RelativeSubject) {
        "relative"
    } else if range.len() == 1 && a.tag(at) == crate::tagging::Tag::Pron {
        "pronoun"
    } else if range.clone().any(|i| a.tag(i) == crate::tagging::Tag::Propn) {
        "name"
    } else if range.clone().any(|i| lexicon.can_speak(a.word(i))) {
        "role"
    } else {
        "noun"
    }
}

fn named(a: &Analysis<'_>, attribution: &Attribution, range: &Range<usize>, traits: &mut Traits<'_>) {
    let first = attribution.cue.first().copied().unwrap_or(range.end);
    let side = if range.start < first { "before" } else { "behind" };
    let gap = if range.start < first { first.saturating_sub(range.end) } else { range.start - first };
    traits.add(40, &[side, step(gap)]);
    traits.add(41, &[step(range.len())]);
    traits.add(42, &[&tag(a, range.start), &tag(a, range.end.saturating_sub(1))]);
    traits.add(43, &[&tag(a, range.start.wrapping_sub(1)), side]);
    traits.add(44, &[a.word(range.start)]);
    traits.add(45, &[a.word(range.end.saturating_sub(1))]);
    let commas = range.clone().filter(|&at| a.raw(at) == ",").count();
    traits.add(46, &[step(commas)]);
}

fn content(a: &Analysis<'_>, attribution: &Attribution, pattern: &str, traits: &mut Traits<'_>) {
    let (Some(first), Some(last)) = (attribution.content.first(), attribution.content.last()) else { return };
    let tokens: usize = attribution.content.iter().map(ExactSizeIterator::len).sum();
    let finite = attribution.content.iter().flat_map(Clone::clone).any(|at| a.is_finite(at));
    let finite = if finite { "finite" } else { "verbless" };
    let quoted = if attribution.region.is_some() { "quoted" } else { "" };
    let marked = attribution.content.iter().flat_map(Clone::clone).any(|at| a.is_quote_mark(at));
    traits.add(60, &[step(tokens), pattern]);
    traits.add(61, &[finite, pattern]);
    traits.add(62, &[&tag(a, first.start), pattern]);
    traits.add(63, &[a.word(first.start)]);
    traits.add(64, &[&tag(a, first.start), &tag(a, first.start + 1)]);
    traits.add(65, &[&tag(a, last.end.saturating_sub(1))]);
    traits.add(66, &[a.raw(last.end)]);
    traits.add(67, &[step(attribution.content.len()), pattern]);
    traits.add(68, &[quoted, if marked { "marks" } else { "" }]);
    let paragraph = a.sentences.get(a.sentence_at(first.start)).map_or(0, |sentence| sentence.paragraph);
    traits.add(69, &[step(paragraph.min(4))]);
}

fn nesting(
    a: &Analysis<'_>,
    attribution: &Attribution,
    around: &Surroundings,
    [source, modality, pattern]: [&str; 3],
    traits: &mut Traits<'_>,
) {
    let Some(&at) = attribution.cue.first() else { return };
    let depth = match around.depth(at) {
        0 => "outer",
        1 => "nested",
        _ => "deep",
    };
    let inside = if a.region_at(at).is_some() { "in quotation" } else { "" };
    traits.add(80, &[depth, inside]);
    traits.add(81, &[depth, inside, source]);
    traits.add(82, &[depth, inside, modality]);
    traits.add(83, &[depth, inside, pattern]);
}
