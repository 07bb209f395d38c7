//! Is a quotation what was said? Each is found in the transcript, aligned word by word, and graded.

use super::read::{Transcript, plain};
use serde::Serialize;
use std::collections::BTreeMap;

/// How a quotation stands to the transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Word for word.
    Verbatim,
    /// The same words, but for fillers, repetitions, case and punctuation.
    Cleaned,
    /// Words were left out, with an ellipsis or without.
    Shortened,
    /// Words differ.
    Altered,
    /// Two places that are far apart were joined.
    Spliced,
    /// The words are there, and somebody else says them.
    OtherSpeaker,
    /// Nothing like it is there.
    NotFound,
}

impl Grade {
    /// All grades, from best to worst.
    pub const ALL: [Grade; 7] = [
        Grade::Verbatim,
        Grade::Cleaned,
        Grade::Shortened,
        Grade::Altered,
        Grade::Spliced,
        Grade::OtherSpeaker,
        Grade::NotFound,
    ];

    /// The name in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Verbatim => "verbatim",
            Grade::Cleaned => "cleaned",
            Grade::Shortened => "shortened",
            Grade::Altered => "altered",
            Grade::Spliced => "spliced",
            Grade::OtherSpeaker => "other-speaker",
            Grade::NotFound => "not-found",
        }
    }

    /// Whether the words are those that were said, by the one who said them.
    pub fn is_faithful(self) -> bool {
        matches!(self, Grade::Verbatim | Grade::Cleaned)
    }
}

/// Where a quotation was found, and how it was graded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// The words of the transcript that answer it, in the order of the quotation: one range, or two when spliced.
    pub places: Vec<std::ops::Range<usize>>,
}

/// Words that are said and not written, in French, English and German.
const FILLERS: [&str; 18] = [
    "euh", "heu", "hum", "hem", "ben", "bah", "hein", "uh", "um", "uhm", "er", "erm", "ah", "eh", "mm", "hmm", "äh",
    "ähm",
];
/// More words than these between two pieces of a quotation make two places.
const FAR: usize = 40;
/// A quotation of which less than this share of words is found, in order, is not found.
const FOUND: f64 = 0.55;
/// So many places are aligned for each piece.
const PLACES: usize = 6;

/// Finds quotations in one transcript.
pub struct Quotes<'t> {
    transcript: &'t Transcript,
    /// Places of runs of three, two and one words, by their hash.
    places: [BTreeMap<u64, Vec<u32>>; 3],
}

/// A piece of a quotation aligned with the transcript.
#[derive(Clone, Debug, Default)]
struct Aligned {
    score: i32,
    /// For each word of the piece, the word of the transcript it equals.
    equal: Vec<Option<usize>>,
    /// The words of the transcript from the first equal one to the last.
    range: std::ops::Range<usize>,
}

impl Aligned {
    fn found(&self) -> usize {
        self.equal.iter().flatten().count()
    }
}

impl<'t> Quotes<'t> {
    /// Prepares a transcript.
    pub fn new(transcript: &'t Transcript) -> Quotes<'t> {
        let mut places: [BTreeMap<u64, Vec<u32>>; 3] = Default::default();
        for (length, places) in places.iter_mut().enumerate() {
            for (at, run) in transcript.words.windows(length + 1).enumerate() {
                places.entry(hash(run.iter().map(|word| word.plain.as_str()))).or_default().push(at as u32);
            }
        }
        Quotes { transcript, places }
    }

    /// Grades a quotation; `speaker` is whom the article names.
    pub fn grade(&self, quotation: &str, speaker: Option<&str>) -> Graded {
        let none = Graded { grade: Grade::NotFound, places: Vec::new() };
        let (words, ellipsis, inserted) = words_of(quotation);
        if words.is_empty() {
            return none;
        }
        let plain: Vec<&str> = words.iter().map(|(_, plain)| plain.as_str()).collect();
        let best = self.align(&plain);
        let whole = best.found() as f64 / plain.len() as f64;
        let spliced = self.splice(&plain, &best);
        if let Some((first, second)) = spliced {
            return Graded { grade: Grade::Spliced, places: vec![first, second] };
        }
        // One or two words of a sentence that stands nowhere are in every transcript.
        if whole < FOUND || best.found() == 0 || (best.found() < 2 && plain.len() > 1) {
            return none;
        }
        let grade = self.compare(&words, &best, ellipsis, inserted);
        let place = best.range.clone();
        let grade = if self.is_other(speaker, &place) { Grade::OtherSpeaker } else { grade };
        Graded { grade, places: vec![place] }
    }

    fn compare(&self, words: &[(String, String)], best: &Aligned, ellipsis: bool, inserted: bool) -> Grade {
        let said = &self.transcript.words;
        let changed = words.iter().zip(&best.equal).any(|((_, plain), equal)| equal.is_none() && !is_filler(plain));
        if changed || inserted {
            return Grade::Altered;
        }
        let used: Vec<usize> = best.equal.iter().flatten().copied().collect();
        let mut left_out = false;
        let mut cleaned = used.len() != words.len();
        for pair in used.windows(2) {
            let gap = pair[0] + 1..pair[1];
            if gap.is_empty() {
                continue;
            }
            cleaned = true;
            let length = gap.len();
            // Said twice, written once: "the, the bridge".
            let again = |gap: &std::ops::Range<usize>| {
                let repeated = |from: usize| {
                    gap.clone()
                        .enumerate()
                        .all(|(i, at)| said.get(from + i).is_some_and(|word| word.plain == said[at].plain))
                };
                repeated(gap.end) || gap.start >= length && repeated(gap.start - length)
            };
            left_out |= !gap.clone().all(|at| is_filler(&said[at].plain)) && !again(&gap);
        }
        if left_out {
            return Grade::Shortened;
        }
        let last = words.len() - 1;
        let written = words.iter().zip(&best.equal).enumerate().all(|(at, ((written, _), equal))| {
            let there = equal.map_or("", |at| said[at].written.as_str());
            same_writing(written, there, at == 0, at == last)
        });
        if cleaned || !written || ellipsis { Grade::Cleaned } else { Grade::Verbatim }
    }

    /// The two places that a quotation was joined from, when it stands nowhere as a whole.
    fn splice(&self, words: &[&str], best: &Aligned) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        let missing: Vec<usize> =
            best.equal.iter().enumerate().filter(|(_, equal)| equal.is_none()).map(|(at, _)| at).collect();
        let used: Vec<usize> = best.equal.iter().flatten().copied().collect();
        if let Some(pair) = used.windows(2).find(|pair| pair[1] - pair[0] > FAR) {
            return Some((best.range.start..pair[0] + 1, pair[1]..best.range.end));
        }
        if missing.is_empty() {
            return None;
        }
        let first = self.longest_run(words)?;
        let (own, rest) = (first.1, words.get(first.1..)?);
        if own < 3 || rest.len() < 3 {
            return None;
        }
        let second = self.align(rest);
        // A word that was changed is followed by words that stand where they should.
        let already = best.equal[own..].iter().flatten().count();
        let whole = second.found() * 10 >= rest.len() * 9 && second.range.len() <= rest.len() + 6;
        let first = first.0;
        let far = second.range.start >= first.end + FAR || second.range.end <= first.start;
        (whole && far && second.found() > already + 1).then_some((first, second.range))
    }

    /// Where the most words from the first one on stand in a row, fillers apart, and how many.
    fn longest_run(&self, words: &[&str]) -> Option<(std::ops::Range<usize>, usize)> {
        let seed = words.get(..3)?;
        let said = &self.transcript.words;
        let run = |start: usize| {
            let (mut at, mut count) = (start, 0);
            while let (Some(word), Some(wanted)) = (said.get(at), words.get(count)) {
                if word.plain == *wanted {
                    count += 1;
                } else if !is_filler(&word.plain) {
                    break;
                }
                at += 1;
            }
            (start..at, count)
        };
        let places = self.places[2].get(&hash(seed.iter().copied()))?;
        // The first of the longest.
        places.iter().rev().map(|place| run(*place as usize)).max_by_key(|(_, count)| *count)
    }

    /// Whether somebody other than the one named says the words.
    fn is_other(&self, speaker: Option<&str>, place: &std::ops::Range<usize>) -> bool {
        let Some(named) = speaker else { return false };
        let words = |name: &str| -> Vec<String> {
            name.split(|c: char| !c.is_alphanumeric()).map(plain).filter(|word| word.chars().count() > 2).collect()
        };
        let named = words(named);
        let generic = |label: &[String]| {
            label.is_empty()
                || label.iter().all(|word| {
                    matches!(
                        word.as_str(),
                        "speaker"
                            | "question"
                            | "answer"
                            | "voice"
                            | "voix"
                            | "orateur"
                            | "sprecher"
                            | "locuteur"
                            | "intervenant"
                            | "inconnu"
                            | "unknown"
                    ) || word.chars().all(|c| c.is_ascii_digit())
                })
        };
        let labels: Vec<Vec<String>> = place
            .clone()
            .filter_map(|at| self.transcript.words[at].speaker)
            .filter_map(|number| self.transcript.speakers.get(usize::from(number)).map(|label| words(label)))
            .collect();
        !named.is_empty()
            && !labels.is_empty()
            && labels.iter().all(|label| !generic(label) && !label.iter().any(|word| named.contains(word)))
    }

    /// The best alignment of `words`: seeds of rare runs of words, then each place word by word.
    fn align(&self, words: &[&str]) -> Aligned {
        let mut votes: BTreeMap<i64, u32> = BTreeMap::new();
        for length in (1..=3.min(words.len())).rev() {
            let runs = words
                .windows(length)
                .enumerate()
                .map(|(at, run)| (at, self.places[length - 1].get(&hash(run.iter().copied()))));
            for (at, places) in runs {
                // A word of every sentence is no seed.
                for place in places.into_iter().flatten().take(if length == 1 { 60 } else { 400 }) {
                    *votes.entry(i64::from(*place) - at as i64).or_default() += length as u32 * length as u32;
                }
            }
            if length > 1 && votes.values().any(|votes| *votes >= 18) {
                break;
            }
        }
        // Diagonals near each other are one place.
        let mut near: Vec<(u32, i64)> = Vec::new();
        let slack = 8 + words.len() as i64 / 2;
        let diagonals: Vec<(i64, u32)> = votes.into_iter().collect();
        for (at, &(diagonal, own)) in diagonals.iter().enumerate() {
            let around = diagonals[at + 1..].iter().take_while(|(other, _)| other - diagonal <= slack);
            near.push((own + around.map(|(_, votes)| votes).sum::<u32>(), diagonal));
        }
        near.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut tried: Vec<i64> = Vec::new();
        let mut best = Aligned::default();
        for (_, diagonal) in near {
            if tried.iter().any(|other| (other - diagonal).abs() <= slack / 2) {
                continue;
            }
            tried.push(diagonal);
            let start = (diagonal - slack).max(0) as usize;
            let end = (diagonal + words.len() as i64 + slack + FAR as i64).max(0) as usize;
            let aligned = self.align_in(words, start..end.min(self.transcript.words.len()));
            if aligned.score > best.score {
                best = aligned;
            }
            if tried.len() == PLACES {
                break;
            }
        }
        if best.equal.is_empty() {
            best.equal = vec![None; words.len()];
        }
        best
    }

    /// Aligns `words` with a window of the transcript, whose ends cost nothing (Smith, Waterman 1981): 4 for an equal
    /// word, less 2 for one that differs or is missing, less 3 for opening a gap in the transcript and nothing for going on,
    /// so that what was left out is one gap.
    fn align_in(&self, words: &[&str], window: std::ops::Range<usize>) -> Aligned {
        let said = &self.transcript.words[window.clone()];
        let width = said.len() + 1;
        const LOW: i32 = i32::MIN / 2;
        let mut score = vec![0_i32; (words.len() + 1) * width];
        let mut gap = vec![LOW; (words.len() + 1) * width];
        let mut from = vec![0_u8; (words.len() + 1) * width];
        let mut gap_opened = vec![true; (words.len() + 1) * width];
        for row in 1..=words.len() {
            score[row * width] = -(2 * row as i32);
            from[row * width] = 2;
            for column in 1..width {
                let at = row * width + column;
                let equal = words[row - 1] == said[column - 1].plain;
                let filler = is_filler(&said[column - 1].plain);
                let open = score[at - 1] - if filler { 0 } else { 3 };
                gap_opened[at] = open >= gap[at - 1];
                gap[at] = open.max(gap[at - 1]);
                let choices = [
                    (score[at - width - 1] + if equal { 4 } else { -2 }, if equal { 1 } else { 4 }),
                    (score[at - width] - 2, 2),
                    (gap[at], 3),
                ];
                for (value, step) in choices {
                    if from[at] == 0 || value > score[at] {
                        (score[at], from[at]) = (value, step);
                    }
                }
            }
        }
        let last = words.len() * width;
        let end = (0..width).max_by_key(|column| (score[last + column], std::cmp::Reverse(*column))).unwrap_or(0);
        let mut aligned = Aligned { score: score[last + end], equal: vec![None; words.len()], range: 0..0 };
        let (mut row, mut column) = (words.len(), end);
        while row > 0 {
            match from[row * width + column] {
                1 => {
                    aligned.equal[row - 1] = Some(window.start + column - 1);
                    (row, column) = (row - 1, column - 1);
                }
                4 => (row, column) = (row - 1, column - 1),
                3 => {
                    while column > 0 && !gap_opened[row * width + column] {
                        column -= 1;
                    }
                    column = column.saturating_sub(1);
                }
                _ => row -= 1,
            }
        }
        let used: Vec<usize> = aligned.equal.iter().flatten().copied().collect();
        if let (Some(first), Some(last)) = (used.first(), used.last()) {
            aligned.range = *first..last + 1;
        }
        aligned
    }
}

/// The words of a quotation as written and plain; whether it holds an ellipsis, and words in brackets that the writer put in.
fn words_of(quotation: &str) -> (Vec<(String, String)>, bool, bool) {
    let ellipsis = ["…", "...", "[…]", "(…)"].iter().any(|mark| quotation.contains(mark));
    let mut kept = String::new();
    let mut inserted = false;
    let mut rest = quotation;
    while let Some(open) = rest.find('[') {
        kept.push_str(&rest[..open]);
        let length = rest[open..].find(']').unwrap_or(0);
        inserted |= rest[open..open + length].chars().any(char::is_alphanumeric);
        rest = &rest[open + length + 1..];
    }
    kept.push_str(rest);
    let spaced = kept.replace('…', "… ").replace("...", "... ");
    let words = spaced.split_whitespace().map(|word| (word.to_owned(), plain(word)));
    (words.filter(|(_, plain)| !plain.is_empty()).collect(), ellipsis, inserted)
}

/// Whether two written words are the same; marks at the ends of a quotation are the article's.
fn same_writing(quoted: &str, said: &str, first: bool, last: bool) -> bool {
    let typographic = |word: &str| word.replace(['’', 'ʼ'], "'");
    let (mut one, mut two) = (typographic(quoted), typographic(said));
    let marks = |c: char| !c.is_alphanumeric();
    if first {
        (one, two) = (one.trim_start_matches(marks).to_owned(), two.trim_start_matches(marks).to_owned());
    }
    if last {
        (one, two) = (one.trim_end_matches(marks).to_owned(), two.trim_end_matches(marks).to_owned());
    }
    one == two
}

fn is_filler(plain: &str) -> bool {
    FILLERS.contains(&plain)
}

/// FNV-1a over words.
fn hash<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for word in words {
        for byte in word.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    hash
}
