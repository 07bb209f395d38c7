//! How far do an English cue and its source reach?
//!
//! A cue holds the adverbs before it, its *to*, and the preposition that leads to its content: *has also called for*, *is
//! said to*, *criticism of*. A source begins behind a dateline or the time of a ticker, and holds what limits it: *even her
//! allies*, *the airlines' trade group*.

use super::Attribution;
use super::analysis::Analysis;
use super::beside::dateline;
use super::clause::ends_inside;
use crate::lang::Pos;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// Puts the words at its borders that belong to it into the cue.
pub(super) fn widen(a: &Analysis<'_>, attribution: &mut Attribution) {
    let Some(pos) = attribution.entry.map(|entry| entry.pos) else { return };
    let (Some(&first), Some(&last)) = (attribution.cue.first(), attribution.cue.last()) else { return };
    let free = |at: usize| {
        let held = |pieces: &[Range<usize>]| pieces.iter().any(|piece| piece.contains(&at));
        !held(&attribution.source) && !held(&attribution.content) && a.sentence_at(at) == a.sentence_at(first)
    };
    let mut added = Vec::new();
    if matches!(pos, Pos::Verb | Pos::Phrase) {
        let mut at = first;
        while let Some(before) = at.checked_sub(1)
            && free(before)
            && (is_adverb(a, before) || a.has(before, Class::To) && matches!(a.tag(at), Tag::VerbInf | Tag::AuxInf))
        {
            added.push(before);
            at = before;
        }
    }
    let next = last + 1;
    let leads = attribution.content.iter().any(|piece| piece.start == next + 1)
        && (a.tag(next) == Tag::Adp || a.has(next, Class::To));
    let by_agent =
        a.has(next, Class::Agent) && attribution.source.first().is_some_and(|source| source.start == next + 1);
    if matches!(pos, Pos::Verb | Pos::Phrase | Pos::Noun) && free(next) && (leads || by_agent) {
        added.push(next);
    }
    attribution.cue.extend(added);
    attribution.cue.sort_unstable();
}

/// An adverb that says how or how often somebody speaks; not one that opens a clause.
fn is_adverb(a: &Analysis<'_>, at: usize) -> bool {
    !a.is_capital(at) && (a.has(at, Class::CueAdverb) || a.tag(at) == Tag::Adv && a.word(at).ends_with("ly"))
}

/// Lets content that begins with a quotation end with it, where the marks say that it is over: *according to the report,
/// “... ,” which means*; and go on to its end over the sentences in it: *argues that “.... ...”*.
pub(super) fn close(a: &Analysis<'_>, attribution: &mut Attribution) {
    let [piece] = attribution.content.as_slice() else { return };
    let Some(region) = a.opened_at(piece.start) else { return };
    let Some(close) = a.regions[region].close else { return };
    let over = ends_inside(a, region) && close + 1 < piece.end;
    let cut = close + 1 > piece.end && a.sentence_at(close) > a.sentence_at(piece.start);
    let another = (close + 1..piece.end).any(|i| a.opened_at(i).is_some());
    if (over && !another || cut) && attribution.region.is_none() {
        attribution.content.clone_from(&a.regions[region].pieces);
        attribution.region = Some(region);
    }
}

/// Puts the borders of the sources right.
pub(super) fn settle(a: &Analysis<'_>, attribution: &mut Attribution) {
    let taken: Vec<Range<usize>> =
        attribution.content.iter().cloned().chain(attribution.cue.iter().map(|&at| at..at + 1)).collect();
    for source in &mut attribution.source {
        let first = a.sentence(source.start).start;
        let free = |at: usize| at >= first && !taken.iter().any(|piece| piece.contains(&at));
        source.start = begin(a, source, free);
        source.end = finish(a, source);
    }
}

/// The first token of `source` or of what belongs to it.
fn begin(a: &Analysis<'_>, source: &Range<usize>, free: impl Fn(usize) -> bool) -> usize {
    // WASHINGTON — An officer; not FBI Director James Comey — a Republican
    let placed = matches!(a.raw(source.start + 1), "—" | "–" | "--" | "(" | ",");
    let dated = dateline(a, source.start, source.end).filter(|&at| placed && at < source.end);
    let mut start = dated.unwrap_or(source.start);
    // 8:05 p.m. Democrats have asked
    if is_time_of_day(a.raw(start)) {
        let next = start + 1 + usize::from(matches!(a.word(start + 1), "a.m." | "p.m." | "am" | "pm"));
        start = if next < source.end { next } else { start };
    }
    // Seven minutes later he wrote; what she says
    let last = source.end - 1;
    let joined = last > start
        && (matches!(a.tag(last - 1), Tag::Cconj) || a.has(last - 1, Class::Of) || a.has(last - 1, Class::Comparison));
    if last > start && matches!(a.word(last), "he" | "she" | "they" | "we" | "i") && !joined {
        return last;
    }
    if a.word(start) == "what" && start < last {
        return start + 1;
    }
    // the airlines' | trade group
    if let Some(owner) = start.checked_sub(2)
        && matches!(a.raw(start - 1), "'" | "\u{2019}")
        && a.tag(owner).is_noun()
        && a.word(owner).ends_with('s')
        && free(owner)
    {
        start = owner;
        while let Some(before) = start.checked_sub(1).filter(|&at| free(at))
            && (a.tag(before).is_noun() || matches!(a.tag(before), Tag::Adj | Tag::Num))
        {
            start = before;
        }
        start -= usize::from(start.checked_sub(1).is_some_and(|at| free(at) && a.tag(at) == Tag::Det));
    }
    // even her allies, nearly a fifth of voters
    match start.checked_sub(1) {
        Some(before) if free(before) && limits(a, before, start) => before,
        _ => start,
    }
}

/// Whether the word at `at` limits the phrase that begins at `start`.
fn limits(a: &Analysis<'_>, at: usize, start: usize) -> bool {
    let counted = a.tag(start) == Tag::Num;
    match a.word(at) {
        "even" | "only" | "just" | "not" => {
            counted || a.tag(start).is_noun() || matches!(a.tag(start), Tag::Det | Tag::Adj | Tag::Pron)
        }
        "nearly" | "almost" | "roughly" => true,
        "about" | "around" | "over" => counted,
        _ => false,
    }
}

/// Whether a token is the time of a ticker's entry: *07.40*, *8:05*.
fn is_time_of_day(token: &str) -> bool {
    let Some((hours, minutes)) = token.split_once([':', '.']) else { return false };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    digits(hours) && digits(minutes) && matches!(hours.len(), 1 | 2) && minutes.len() == 2
}

/// The end of `source` without a remark on the sentence, with the last part of a name: *Employers* | *, meanwhile*.
fn finish(a: &Analysis<'_>, source: &Range<usize>) -> usize {
    let end = source.end;
    let comma = |at: usize| at > source.start && a.raw(at) == ",";
    if end > source.start + 1 && comma(end - 1) {
        end - 1
    } else if end > source.start + 2 && comma(end - 2) && a.tag(end - 1) == Tag::Adv {
        end - 2
    } else if end > source.start + 4 && comma(end - 4) && matches!(a.word(end - 1), "part" | "side") {
        end - 4
    } else {
        end
    }
}
