//! Prepositions and set phrases that name a source: *selon X*, *d'après X*, *according to X*, *dixit X*.

use super::Attribution;
use super::analysis::Analysis;
use super::clause::{content_end, trim_end};
use super::content::{self, Found};
use super::cue::{CueMap, CueWord};
use super::linking::named_after;
use super::pattern::Pattern;
use super::source;
use crate::lang::syntax::Class;
use crate::lang::{Language, Lexicon};
use crate::tagging::Tag;
use std::ops::Range;

pub(super) fn link(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<Attribution> {
    let sentence = content::reach(a, cue.head);
    let start = cue.group.start;
    let after = cue.group.end;
    let before = start.checked_sub(1).filter(|&i| i >= sentence.start);
    // pour qui, selon lequel: the antecedent speaks in a relative clause.
    if a.has(after, Class::RelativeSubject) || a.has(after, Class::ContentRelative) && a.word(after) != "selon" {
        let source = source::antecedent_of(a, start, sentence.start)?;
        // un chiffre contesté par les économistes, pour qui: those after *par*
        let agent = source.clone().skip(1).rfind(|&i| a.tag(i) == Tag::Adp && a.has(i, Class::Agent));
        let source = agent.map_or(source.clone(), |agent| agent + 1..source.end);
        // l'affirmation selon laquelle: the noun is the cue
        let lexicon = Lexicon::of(a.lang);
        if source.clone().take(3).any(|i| {
            lexicon.fixed_at(|ahead| a.word(i + ahead)).is_some_and(|(entry, _)| entry.pos == crate::lang::Pos::Noun)
        }) {
            return None;
        }
        let end = content_end(a, cues, after + 1, sentence.end, true);
        return finish(a, cue, vec![after + 1..end], Some(source));
    }
    let source = match cue.entry.lemma {
        // à ses yeux: the possessive inside the phrase is the source
        _ if cue.tokens.iter().any(|&i| a.tag(i) == Tag::Det && a.word(i).starts_with('s')) => {
            let possessive = *cue.tokens.iter().find(|&&i| a.tag(i) == Tag::Det)?;
            possessive..possessive + 1
        }
        _ => told_of(a, named_after(a, after, sentence.end)?, sentence.end),
    };
    if !names_a_source(a, cue, &source) {
        return None;
    }
    let rest = source.end.max(after);
    let dixit = cue.entry.lemma == "dixit";
    let initial = before.is_none_or(|i| {
        matches!(a.raw(i), ":" | ";" | "(" | "—" | "–")
            || a.tag(i) == Tag::Cconj
            || a.is_quote_mark(i) && a.opened_at(i).is_some()
    });
    let comma_before = before.is_some_and(|i| a.raw(i) == ",");
    let ends = rest >= sentence.end || matches!(a.raw(rest), "." | "!" | "?" | "…" | ")");
    // 400 selon les syndicats, 150 selon la police
    if let Some(i) = before
        && a.tag(i) == Tag::Num
        && !dixit
    {
        let first = (sentence.start..i).rev().take_while(|&j| a.tag(j) == Tag::Num).last().unwrap_or(i);
        return finish(a, cue, vec![first..i + 1], Some(source));
    }
    // 4 200 spectateurs selon le club
    if let Some(i) = before
        && a.tag(i) == Tag::Noun
        && let Some(first) = counted(a, sentence.start, i)
    {
        return finish(a, cue, vec![first..i + 1], Some(source));
    }
    if (initial || comma_before && !ends && !clause_before(a, sentence.start, start)) && !dixit {
        let mut from = if a.raw(rest) == "," { rest + 1 } else { rest };
        // selon un rapport publié mardi, consulté par nous, le pont...
        for _ in 0..3 {
            let told = a.tag(from) == Tag::VerbPast || a.tag(from) == Tag::Pron && a.has(from, Class::RelativeSubject);
            let comma = (from..sentence.end.min(from + TOLD)).find(|&i| a.raw(i) == ",");
            match comma.filter(|_| told || a.has(from, Class::Temporal)) {
                Some(comma) => from = comma + 1,
                None => break,
            }
        }
        let end = content_end(a, cues, from, sentence.end, false);
        if (from..end).any(|i| a.is_finite(i)) {
            return finish(a, cue, vec![from..end], Some(source));
        }
        return None;
    }
    let mark = if comma_before { start - 1 } else { start };
    // « ... », selon X
    if let Some(region) = mark.checked_sub(1).and_then(|i| a.closed_at(i))
        && a.sentence(a.regions[region].open).start == a.regions[region].open
    {
        let found =
            Found { content: a.regions[region].pieces.clone(), pattern: Pattern::AfterQuotation, region: Some(region) };
        return Some(Attribution::new(cue, found, Some(source)));
    }
    let from = left_edge(a, sentence.start, mark);
    let mut content = vec![from..trim_end(a, from, mark)];
    // Le bilan, selon X, est lourd
    if comma_before && a.raw(rest) == "," && !ends {
        let end = content_end(a, cues, rest + 1, sentence.end, false);
        if !content.iter().any(|piece| piece.clone().any(|i| a.is_finite(i))) {
            content.push(rest + 1..end);
        }
    } else if !comma_before && !ends && !content.iter().any(|piece| piece.clone().any(|i| a.is_finite(i))) {
        let from = if a.raw(rest) == "," { rest + 1 } else { rest };
        content.push(from..content_end(a, cues, from, sentence.end, false));
    }
    content.retain(|piece| piece.start < piece.end);
    let clause = content.iter().any(|piece| piece.clone().any(|i| a.is_finite(i)));
    let quoted = content.iter().any(|piece| piece.clone().any(|i| a.is_quote_mark(i)));
    (clause || quoted || dixit).then(|| finish(a, cue, content, Some(source)))?
}

fn finish(
    a: &Analysis<'_>,
    cue: &CueWord,
    content: Vec<Range<usize>>,
    source: Option<Range<usize>>,
) -> Option<Attribution> {
    let _ = a;
    let found = Found { content, pattern: Pattern::Preposition, region: None };
    (!found.content.is_empty()).then(|| Attribution::new(cue, found, source))
}

/// So many tokens what tells of a source may have.
const TOLD: usize = 25;

/// An English source with what tells of it: *a report published last week by the auditors*.
fn told_of(a: &Analysis<'_>, source: Range<usize>, limit: usize) -> Range<usize> {
    let tells = a.lang == Language::English
        && (a.tag(source.end) == Tag::VerbPast || a.has(source.end, Class::Temporal) && a.tag(source.end) == Tag::Noun);
    let stop = (source.end..limit.min(source.end + TOLD)).find(|&i| {
        a.is_finite(i) || a.is_quote_mark(i) || a.tag(i) == Tag::Punct && !a.raw(i).starts_with(['\'', '-'])
    });
    match stop.filter(|&stop| tells && !a.is_finite(stop)) {
        Some(stop) => source.start..stop,
        None => source,
    }
}

/// The number that begins a phrase of number and noun that ends at `at`, after a mark.
fn counted(a: &Analysis<'_>, from: usize, at: usize) -> Option<usize> {
    let first = (from..at).rev().take_while(|&i| matches!(a.tag(i), Tag::Num | Tag::Adj)).last()?;
    let marked = first > from && matches!(a.raw(first - 1), ":" | "," | ";" | "(");
    (marked && a.tag(first) == Tag::Num).then_some(first)
}

fn clause_before(a: &Analysis<'_>, from: usize, at: usize) -> bool {
    (from..at).any(|i| a.is_finite(i) && a.region_at(i).is_none())
}

/// Where the clause left of a trailing phrase begins: after a colon, semicolon or a coordinating mark.
fn left_edge(a: &Analysis<'_>, from: usize, at: usize) -> usize {
    (from..at).rev().find(|&i| matches!(a.raw(i), ";" | ":") && a.region_at(i).is_none()).map_or(from, |i| i + 1)
}

/// Whether the phrase after the preposition names somebody who can say something.
///
/// *selon la loi*, *selon le nombre choisi* name a rule or a measure; *pour* is a cue only before a person or body.
fn names_a_source(a: &Analysis<'_>, cue: &CueWord, source: &Range<usize>) -> bool {
    let lexicon = Lexicon::of(a.lang);
    let head = source.clone().find(|&i| matches!(a.tag(i), Tag::Noun | Tag::Propn | Tag::Pron)).unwrap_or(source.start);
    if lexicon.is_measure(a.word(head)) && a.tag(head) == Tag::Noun {
        return false;
    }
    if cue.entry.is_restricted() {
        let speaks = source.clone().take(6).any(|i| a.tag(i) == Tag::Propn && !a.has(i, Class::Temporal))
            && a.tag(head) != Tag::Num
            || lexicon.can_speak(a.word(head))
            || matches!(a.word(source.start), "lui" | "elle" | "eux" | "elles" | "moi" | "nous")
            || source.len() == 2 && a.word(source.start) == "ce" && a.word(source.start + 1) == "dernier"
            || a.word(source.start) == "cette" && a.word(source.start + 1) == "dernière";
        let place = cue.group.start;
        let clause_initial = place == a.sentence(place).start
            || matches!(a.raw(place.wrapping_sub(1)), "," | "—" | "–" | ";" | ":")
            || a.tag(place - 1) == Tag::Cconj;
        return speaks && clause_initial && a.raw(source.end) == ",";
    }
    true
}
