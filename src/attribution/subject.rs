//! The subject of a cue that stands before its words.

use super::Attribution;
use super::analysis::Analysis;
use super::cue::{CueWord, Form};
use super::pattern::Pattern;
use super::{phrase, source};
use crate::lang::Language;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// The subject of a cue that stands before its words.
pub(super) fn subject(
    a: &Analysis<'_>,
    cue: &CueWord,
    from: usize,
    linked: &[Attribution],
    pattern: Pattern,
) -> Option<Range<usize>> {
    if let Some(pronoun) = cue.inverted {
        return Some(pronoun..pronoun + 1);
    }
    let start = cue.group.start;
    let limit = a.sentence(cue.head).end;
    if a.lang == Language::English
        && cue.form == Form::Finite
        && let Some(whole) = source::whole_before(a, start, from)
    {
        return Some(whole);
    }
    if !source::shares_subject(cue)
        && let Some(found) = source::pronoun_before(a, start, from)
            .or_else(|| source::antecedent(a, start, from))
            .or_else(|| phrase::subject_before(a, start, from))
    {
        return Some(found);
    }
    // « et de citer un diplomate »: the narrative infinitive has its subject before de.
    if cue.form == Form::Infinitive && a.has(start.wrapping_sub(1), Class::Of) && pattern == Pattern::Colon {
        return phrase::subject_before(a, start - 1, from);
    }
    if cue.form == Form::Gerund
        && let Some(found) = described(a, start, from)
    {
        return Some(found);
    }
    let shared = linked.iter().rev().take(6).find(|old| {
        old.cue.last().is_some_and(|&token| {
            token < start && a.sentence_at(token) == a.sentence_at(start) && a.region_at(token) == a.region_at(start)
        }) && !old.source.is_empty()
    });
    if let Some(old) = shared {
        return old.source.first().cloned();
    }
    source::subject_of_clause(a, start, from, limit)
}

/// The phrase that a participle without comma describes, when it can speak: *un appel les informant que*.
fn described(a: &Analysis<'_>, start: usize, from: usize) -> Option<Range<usize>> {
    let found = phrase::subject_before(a, start, from)?;
    let head_speaks =
        found.clone().any(|i| a.tag(i) == Tag::Propn || crate::lang::Lexicon::of(a.lang).can_speak(a.word(i)));
    (head_speaks && found.end == start).then_some(found)
}
