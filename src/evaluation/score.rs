//! The counts of two published evaluations and a simple one.
//!
//! *citron*: BBC Citron (Newell et al. 2018 for the data, Brown 2022 for the tool): exact and overlap figures for
//! cue, source and content. *ggt*: the quote matching of the Gender Gap Tracker (Asr et al. 2021) at two shares of
//! the annotated characters. *attribution*: contents that share half of their tokens, and sources that share one.

use super::{Judged, Spans};
use crate::claim::Quotation;
use crate::text::CharSpan;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where each token of a text begins and ends, in code points: a run of letters, digits and `_`, or one other
/// character that is not blank.
#[derive(Debug)]
pub struct Tokens {
    bounds: Vec<(u32, u32)>,
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn code_points(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Tokens {
    /// The tokens of a text.
    pub fn of(chars: &[char]) -> Tokens {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut bounds = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let start = at;
            at += 1;
            if is_word(chars[start]) {
                while at < chars.len() && is_word(chars[at]) {
                    at += 1;
                }
            } else if is_blank(chars[start]) {
                continue;
            }
            bounds.push((code_points(start), code_points(at)));
        }
        Tokens { bounds }
    }

    /// The tokens that share a character with one of the spans, sorted.
    pub(super) fn touched(&self, spans: &[CharSpan]) -> Vec<u32> {
        let mut found = Vec::new();
        for span in spans {
            let first = self.bounds.partition_point(|&(_, end)| end <= span.start);
            let inside = self.bounds[first..].iter().take_while(|&&(start, _)| start < span.end);
            found.extend((code_points(first)..).zip(inside).map(|(number, _)| number));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Spans trimmed of blanks, sorted, and united where they overlap, touch or have only blanks between.
pub(super) fn merged(chars: &[char], mut spans: Vec<CharSpan>) -> Vec<CharSpan> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut out: Vec<CharSpan> = Vec::new();
    for span in spans {
        let Some(span) = trimmed(chars, span, is_blank) else { continue };
        match out.last_mut() {
            Some(last)
                if span.start <= last.end
                    || chars[last.end as usize..span.start as usize].iter().all(|&c| is_blank(c)) =>
            {
                last.end = last.end.max(span.end);
            }
            _ => out.push(span),
        }
    }
    out
}

/// The spans without quotation marks, commas and stops at their ends.
pub(super) fn bare(chars: &[char], spans: Vec<CharSpan>) -> Vec<CharSpan> {
    let edge = |c: char| "\"'`“”„«»‹›‘’,.;: \u{a0}\u{202f}\n\t".contains(c);
    spans.into_iter().filter_map(|span| trimmed(chars, span, edge)).collect()
}

fn trimmed(chars: &[char], mut span: CharSpan, edge: impl Fn(char) -> bool) -> Option<CharSpan> {
    while span.start < span.end && chars.get(span.start as usize).is_some_and(|&c| edge(c)) {
        span.start += 1;
    }
    while span.start < span.end && chars.get(span.end as usize - 1).is_some_and(|&c| edge(c)) {
        span.end -= 1;
    }
    (span.start < span.end).then_some(span)
}

fn shared(one: &[u32], other: &[u32]) -> usize {
    one.iter().filter(|token| other.binary_search(token).is_ok()).count()
}

pub(super) fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let both = shared(one, other);
    let union = one.len() + other.len() - both;
    if union == 0 { 0.0 } else { both as f64 / union as f64 }
}

fn length(spans: &[CharSpan]) -> usize {
    spans.iter().map(|span| (span.end - span.start) as usize).sum()
}

fn shared_characters(one: &[CharSpan], other: &[CharSpan]) -> usize {
    let overlap = |a: &CharSpan, b: &CharSpan| a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
    one.iter().map(|a| other.iter().map(|b| overlap(a, b)).sum::<usize>()).sum()
}

fn share_characters(one: &[CharSpan], other: &[CharSpan]) -> bool {
    shared_characters(one, other) > 0 || one.is_empty() && other.is_empty()
}

/// Precision, recall and their harmonic mean, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Figure {
    /// Share of what was found that is right.
    pub precision: f64,
    /// Share of what was annotated that was found.
    pub recall: f64,
    /// 2PR / (P + R).
    pub f1: f64,
    /// How much was found.
    pub predicted: usize,
    /// How much was annotated.
    pub gold: usize,
    /// How much of what was annotated was found.
    pub hits: usize,
}

impl Figure {
    fn new(right: usize, predicted: usize, hits: usize, gold: usize) -> Figure {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let (precision, recall) = (share(right, predicted), share(hits, gold));
        let sum = precision + recall;
        let f1 = if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum };
        Figure { precision, recall, f1, predicted, gold, hits }
    }
}

/// Figures for each role and for all of them together.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Roles {
    /// Cues.
    pub cue: Figure,
    /// Sources.
    pub source: Figure,
    /// Contents.
    pub content: Figure,
    /// All three.
    pub all: Figure,
}

/// The figures of BBC Citron.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Citron {
    /// Spans equal.
    pub exact: Roles,
    /// Tokens shared.
    pub overlap: Roles,
}

/// The figures of the Gender Gap Tracker at one threshold.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Quotes {
    /// Share of what was found that is right.
    pub precision: f64,
    /// Share of what was annotated that was found.
    pub recall: f64,
    /// 2PR / (P + R).
    pub f1: f64,
    /// How much was found.
    pub predicted: usize,
    /// How much was annotated.
    pub gold: usize,
    /// Pairs made.
    pub hits: usize,
    /// Share of the pairs whose sources share a character.
    pub speaker_accuracy: f64,
    /// Share of the pairs with the same cue words.
    pub cue_accuracy: f64,
    /// Share of the pairs whose cues share a character.
    pub cue_overlap: f64,
}

/// Recall for one kind of quotation.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Recall {
    /// Share found.
    pub recall: f64,
    /// How many were found.
    pub hits: usize,
    /// How many were annotated.
    pub gold: usize,
}

/// Contents that agree in half of their tokens.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Agreement {
    /// Share of what was found that is right.
    pub precision: f64,
    /// Share of what was annotated that was found.
    pub recall: f64,
    /// 2PR / (P + R).
    pub f1: f64,
    /// How much was found.
    pub predicted: usize,
    /// How much was annotated.
    pub gold: usize,
    /// Pairs made.
    pub hits: usize,
    /// Recall of direct, mixed, indirect and untyped annotations.
    pub recall_by_type: BTreeMap<&'static str, Recall>,
    /// Share of the pairs with the same kind of quotation, where both have one.
    pub quotation_accuracy: f64,
    /// The same without a condition on the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_only: Option<Box<Agreement>>,
}

/// All figures over a set of documents.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Scores {
    /// Number of documents.
    pub documents: usize,
    /// Number of documents in which something was found.
    pub documents_with_claims: usize,
    /// Number of annotations that count.
    pub gold: usize,
    /// Number of claims that count.
    pub predicted: usize,
    /// Number of claims that repeat another one word for word.
    pub repeated: usize,
    /// BBC Citron.
    pub citron: Citron,
    /// Gender Gap Tracker, by threshold.
    pub ggt: BTreeMap<&'static str, Quotes>,
    /// Contents in half of their tokens, sources in one.
    pub attribution: Agreement,
}

impl Scores {
    pub(super) fn of(documents: &[Judged]) -> Scores {
        let mut attribution = agreement(documents, true);
        attribution.content_only = Some(Box::new(agreement(documents, false)));
        Scores {
            documents: documents.len(),
            documents_with_claims: documents.iter().filter(|judged| !judged.found.is_empty()).count(),
            gold: documents.iter().map(|judged| judged.gold.len()).sum(),
            predicted: documents.iter().map(|judged| judged.found.len()).sum(),
            repeated: documents.iter().flat_map(|judged| &judged.found).filter(|spans| spans.again).count(),
            citron: Citron { exact: exact(documents), overlap: overlap(documents) },
            ggt: BTreeMap::from([("0.3", quotes(documents, 0.3)), ("0.8", quotes(documents, 0.8))]),
            attribution,
        }
    }
}

/// Whether the cues share a token, or the contents where one has no cue.
fn anchored(one: &Spans, other: &Spans) -> bool {
    let role = if one.cue.is_empty() || other.cue.is_empty() { 2 } else { 1 };
    shared(&one.tokens[role], &other.tokens[role]) > 0
}

fn exact(documents: &[Judged]) -> Roles {
    let figure = |has: fn(&Spans) -> bool, same: fn(&Spans, &Spans) -> bool| {
        let (mut right, mut predicted, mut hits, mut annotated) = (0, 0, 0, 0);
        for judged in documents {
            let found: Vec<&Spans> = judged.found.iter().filter(|spans| has(spans)).collect();
            let gold: Vec<&Spans> = judged.gold.iter().filter(|spans| has(spans)).collect();
            predicted += found.len();
            annotated += gold.len();
            right += found.iter().filter(|f| !f.again && gold.iter().any(|g| same(f, g))).count();
            hits += gold.iter().filter(|g| found.iter().any(|f| same(f, g))).count();
        }
        Figure::new(right, predicted, hits, annotated)
    };
    Roles {
        cue: figure(|s| !s.cue.is_empty(), |f, g| f.cue == g.cue),
        source: figure(|s| !s.source.is_empty(), |f, g| f.source == g.source && anchored(f, g)),
        content: figure(|s| !s.content.is_empty(), |f, g| f.content == g.content && anchored(f, g)),
        all: figure(|_| true, Spans::same_words),
    }
}

fn overlap(documents: &[Judged]) -> Roles {
    let tally = |all: &[Spans], role: usize| {
        let mut times: BTreeMap<u32, usize> = BTreeMap::new();
        for token in all.iter().flat_map(|spans| &spans.tokens[role]) {
            *times.entry(*token).or_default() += 1;
        }
        times
    };
    let mut total = (0, 0, 0);
    let mut figure = |role: usize| {
        let (mut both, mut predicted, mut annotated) = (0, 0, 0);
        for judged in documents {
            let (found, gold) = (tally(&judged.found, role), tally(&judged.gold, role));
            both += found.iter().map(|(token, n)| *n.min(gold.get(token).unwrap_or(&0))).sum::<usize>();
            predicted += found.values().sum::<usize>();
            annotated += gold.values().sum::<usize>();
        }
        total = (total.0 + both, total.1 + predicted, total.2 + annotated);
        Figure::new(both, predicted, both, annotated)
    };
    let (source, cue, content) = (figure(0), figure(1), figure(2));
    Roles { cue, source, content, all: Figure::new(total.0, total.1, total.0, total.2) }
}

fn quotes(documents: &[Judged], threshold: f64) -> Quotes {
    let (mut pairs, mut predicted, mut annotated) = (0_usize, 0, 0);
    let (mut speaker, mut cue, mut cue_overlap) = (0_usize, 0, 0);
    for judged in documents {
        predicted += judged.found.len();
        annotated += judged.gold.len();
        let chars: Vec<char> = judged.text.chars().collect();
        let mut left: Vec<&Spans> = judged.found.iter().filter(|spans| !spans.again).collect();
        for gold in &judged.gold {
            let whole = length(&gold.content);
            let mut best: Option<usize> = None;
            let mut top = threshold;
            let mut best_tie = (0, 0);
            for (place, found) in left.iter().enumerate() {
                let covered = shared_characters(&gold.content, &found.content);
                let share = if whole == 0 { 0.0 } else { covered as f64 / whole as f64 };
                let near = shared_characters(&gold.source, &found.source) + shared_characters(&gold.cue, &found.cue);
                let tie = (usize::MAX - length(&found.content), near);
                if share > top || best.is_some() && share == top && tie > best_tie {
                    (best, top, best_tie) = (Some(place), share, tie);
                }
            }
            let Some(place) = best else { continue };
            let found = left.remove(place);
            pairs += 1;
            speaker += usize::from(share_characters(&found.source, &gold.source));
            cue += usize::from(words(&chars, &found.cue) == words(&chars, &gold.cue));
            cue_overlap += usize::from(share_characters(&found.cue, &gold.cue));
        }
    }
    let Figure { precision, recall, f1, .. } = Figure::new(pairs, predicted, pairs, annotated);
    let share = |part: usize| if pairs == 0 { 0.0 } else { part as f64 / pairs as f64 };
    Quotes {
        precision,
        recall,
        f1,
        predicted,
        gold: annotated,
        hits: pairs,
        speaker_accuracy: share(speaker),
        cue_accuracy: share(cue),
        cue_overlap: share(cue_overlap),
    }
}

fn words(chars: &[char], spans: &[CharSpan]) -> String {
    let piece = |span: &CharSpan| chars[span.start as usize..span.end as usize].iter().collect::<String>();
    spans.iter().map(piece).collect::<Vec<_>>().join(" ").to_lowercase().trim().to_owned()
}

fn agreement(documents: &[Judged], with_source: bool) -> Agreement {
    let (mut pairs, mut predicted, mut annotated, mut same, mut typed) = (0, 0, 0, 0_usize, 0_usize);
    let mut by_type: BTreeMap<&'static str, Recall> = BTreeMap::new();
    for judged in documents {
        predicted += judged.found.len();
        annotated += judged.gold.len();
        let found = matched(judged, with_source);
        for (gold, pair) in judged.gold.iter().zip(found) {
            let of_type = by_type.entry(gold.quotation.map_or("none", kind)).or_default();
            of_type.gold += 1;
            let Some(pair) = pair else { continue };
            pairs += 1;
            of_type.hits += 1;
            if let (Some(wanted), Some(got)) = (gold.quotation, judged.found[pair].quotation) {
                typed += 1;
                same += usize::from(wanted == got);
            }
        }
    }
    for recall in by_type.values_mut() {
        recall.recall = recall.hits as f64 / recall.gold as f64;
    }
    let Figure { precision, recall, f1, .. } = Figure::new(pairs, predicted, pairs, annotated);
    let quotation_accuracy = if typed == 0 { 0.0 } else { same as f64 / typed as f64 };
    Agreement {
        precision,
        recall,
        f1,
        predicted,
        gold: annotated,
        hits: pairs,
        recall_by_type: by_type,
        quotation_accuracy,
        content_only: None,
    }
}

fn kind(quotation: Quotation) -> &'static str {
    match quotation {
        Quotation::Direct => "direct",
        Quotation::Indirect => "indirect",
        Quotation::Mixed => "mixed",
    }
}

/// For each annotation the claim it is paired with, one to one and as many as possible (augmenting paths).
pub(super) fn matched(judged: &Judged, with_source: bool) -> Vec<Option<usize>> {
    let fits = |gold: &Spans| {
        let mut fit: Vec<(f64, usize)> = Vec::new();
        for (place, found) in judged.found.iter().enumerate().filter(|(_, found)| !found.again) {
            let score = jaccard(&gold.tokens[2], &found.tokens[2]);
            let sources = shared(&gold.tokens[0], &found.tokens[0]) > 0
                || gold.tokens[0].is_empty() && found.tokens[0].is_empty();
            if score >= 0.5 && (!with_source || sources) {
                fit.push((score, place));
            }
        }
        fit.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        fit.into_iter().map(|(_, place)| place).collect::<Vec<_>>()
    };
    let edges: Vec<Vec<usize>> = judged.gold.iter().map(fits).collect();
    let mut owner: Vec<Option<usize>> = vec![None; judged.found.len()];
    for left in 0..edges.len() {
        place(left, &edges, &mut owner, &mut vec![false; judged.found.len()]);
    }
    let mut pairs = vec![None; edges.len()];
    for (found, gold) in owner.into_iter().enumerate() {
        if let Some(gold) = gold {
            pairs[gold] = Some(found);
        }
    }
    pairs
}

fn place(left: usize, edges: &[Vec<usize>], owner: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for &right in &edges[left] {
        if tried[right] {
            continue;
        }
        tried[right] = true;
        if owner[right].is_none_or(|other| place(other, edges, owner, tried)) {
            owner[right] = Some(left);
            return true;
        }
    }
    false
}
