//! What stands beside a cue that follows or interrupts it: « ..., *a-t-il ajouté* ».

use super::analysis::Analysis;
use super::clause::trim_end;
use super::content::{Found, reach};
use super::pattern::Pattern;
use crate::lang::Language;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// Finds what stands beside a cue whose inserted clause is `incise` (cue, source and adverbials, without the
/// comma before).
pub(super) fn beside(a: &Analysis<'_>, incise: Range<usize>, nested: bool) -> Option<Found> {
    let before = incise.start.checked_sub(1)?;
    let comma = a.raw(before) == "," || matches!(a.raw(before), "—" | "–" | "--");
    let mark = if comma { before.checked_sub(1)? } else { before };
    let sentence = a.sentence(incise.start);
    // « ... », a-t-il dit
    if let Some(region) = a.closed_at(mark).or_else(|| comma.then(|| a.closed_at(before)).flatten()) {
        let mut content = quoted(a, region);
        // Le maire, dont le slogan était « ... », a promis: what leads to the quotation is a subject, no clause
        if let [whole] = content.as_slice()
            && whole.start < a.regions[region].open
            && !main_verb(a, whole)
            && (whole.start..a.regions[region].open).any(|i| a.raw(i) == ",")
        {
            return None;
        }
        continue_after(a, &mut content, incise.end, &sentence);
        return Some(Found { content, pattern: Pattern::AfterQuotation, region: Some(region) });
    }
    // « ..., a-t-il dit, ... »
    if let Some(region) = a.region_at(incise.start)
        && !nested
    {
        let content = cut_out(a, &a.regions[region].pieces, before..incise.end);
        return (!content.is_empty()).then_some(Found {
            content,
            pattern: Pattern::AfterQuotation,
            region: Some(region),
        });
    }
    if !comma {
        return None;
    }
    let bounds = reach(a, incise.start);
    let whole = clause_start(a, bounds.start, before)..bounds.end;
    let mut content = cut_out(a, std::slice::from_ref(&whole), before..incise.end);
    // What follows goes on with the clause only when the clause needs it, or has a verb of its own to bring: not
    // « , a dit X, à la veille du vote » and not « , a dit X, qui s'exprimait à Lyon ».
    if let [left, right] = content.as_slice() {
        // , à qui le juge suggère ...; , ajoutant que
        let relative = a.has(right.start, Class::RelativeSubject)
            || a.tag(right.start) == Tag::Adp
                && (a.has(right.start + 1, Class::RelativeSubject) || a.has(right.start + 1, Class::ContentRelative))
            || a.tag(right.start) == Tag::VerbGer;
        if main_verb(a, left) && (relative || !right.clone().any(|i| a.is_finite(i))) {
            content.truncate(1);
        }
    }
    // Faux calcul, répond-on: an inverted cue needs no clause
    let inverted = incise.clone().any(|i| a.is_join(i));
    let stands = |left| main_verb(a, left) || opens_with_infinitive(a, left);
    if !content.first().is_some_and(|left| stands(left) || content.len() > 1 || inverted) {
        return None;
    }
    (!content.is_empty()).then_some(Found { content, pattern: Pattern::AfterClause, region: None })
}

/// Whether French words begin with an infinitive: *Planter des haies, répond X*.
pub(super) fn opens_with_infinitive(a: &Analysis<'_>, range: &Range<usize>) -> bool {
    let first = range.start + usize::from(a.tag(range.start) == Tag::Cconj);
    a.lang == Language::French && a.tag(first) == Tag::VerbInf && first < range.end
}

/// Whether the tokens hold a finite verb that no relative or other subordinate clause before it claims.
pub(super) fn main_verb(a: &Analysis<'_>, range: &Range<usize>) -> bool {
    let mut claimed = 0;
    for at in range.clone() {
        if (a.has(at, Class::RelativeSubject) || a.has(at, Class::RelativeObject) || a.has(at, Class::Subordinator))
            && matches!(a.tag(at), Tag::Pron | Tag::Sconj | Tag::Adv)
        {
            claimed += 1;
        } else if a.is_finite(at) {
            if claimed == 0 {
                return true;
            }
            claimed -= 1;
        }
    }
    false
}

/// The pieces of a quotation; when it stands inside a clause, the clause from its start.
fn quoted(a: &Analysis<'_>, region: usize) -> Vec<Range<usize>> {
    let open = a.regions[region].open;
    // He was not impressed – “...,” he said – but he stayed
    if open > 0 && matches!(a.raw(open - 1), "(" | "—" | "–" | "-" | "--") {
        return a.regions[region].pieces.clone();
    }
    let sentence = a.sentence(open);
    let inner = a.region_at(open);
    let start = clause_start(a, sentence.start.max(inner.map_or(0, |r| piece_start(a, r, open))), open);
    let lead = (start..open).filter(|&i| !matches!(a.tag(i), Tag::Punct | Tag::Cconj)).count();
    if lead == 0 {
        return a.regions[region].pieces.clone();
    }
    let end = a.regions[region].close.map_or(sentence.end, |close| close + 1);
    vec![start..end]
}

fn piece_start(a: &Analysis<'_>, region: usize, at: usize) -> usize {
    a.regions[region].pieces.iter().find(|piece| piece.contains(&at)).map_or(0, |piece| piece.start)
}

/// Where the clause that runs up to `at` begins, not left of `from`: after a colon or semicolon, after leading
/// marks.
fn clause_start(a: &Analysis<'_>, from: usize, at: usize) -> usize {
    let after = (from..at)
        .rev()
        .find(|&i| {
            // It takes the same tack: holding meetings and waiting, said Ann
            let whole = a.raw(i) == ";" || a.lang != Language::English || i + 1 >= at || main_verb(a, &(i + 1..at));
            matches!(a.raw(i), ":" | ";") && whole && a.region_at(i) == a.region_at(from)
        })
        .map_or(from, |i| i + 1);
    let after = dateline(a, after, at).unwrap_or(after);
    (after..at).find(|&i| !matches!(a.raw(i), "—" | "–" | "-" | "--" | "," | "...")).unwrap_or(after)
}

/// The end of a dateline (*PARIS (Agence) —*), when the clause from `from` to `at` begins with one.
pub(super) fn dateline(a: &Analysis<'_>, from: usize, at: usize) -> Option<usize> {
    let place = a.raw(from);
    if place.chars().count() < 3 || place.chars().any(char::is_lowercase) {
        return None;
    }
    let dash = (from + 1..at.min(from + 14)).find(|&i| matches!(a.raw(i), "—" | "–" | "-" | "--"))?;
    (!(from..dash).any(|i| a.is_finite(i))).then_some(dash + 1)
}

/// « A », dit-il, « B »: a quotation right after the inserted clause goes on with the content.
fn continue_after(a: &Analysis<'_>, content: &mut Vec<Range<usize>>, end: usize, sentence: &Range<usize>) {
    // “A,” she said. “B.”: in English the next quotation of the paragraph goes on
    // “A,” said Ann, who was there. “B.”
    let end =
        if a.lang == Language::English && a.raw(end) == "," && !(end..sentence.end).any(|i| a.opened_at(i).is_some()) {
            sentence.end.saturating_sub(1)
        } else {
            end
        };
    if a.lang == Language::English && matches!(a.raw(end), "." | "…") {
        let same_paragraph = |at: usize| {
            a.sentences[a.sentence_at(at)].paragraph == a.sentences[a.sentence_at(sentence.start)].paragraph
        };
        if let Some(region) = a.opened_at(end + 1)
            && same_paragraph(end + 1)
            && cued_by_none(a, region)
        {
            content.extend(a.regions[region].pieces.iter().cloned());
        }
        return;
    }
    // “A,” said Ann, speaking of herself, “b”
    if a.lang == Language::English
        && a.raw(end) == ","
        && a.opened_at(end + 1).is_none()
        && let Some(open) = (end + 1..sentence.end).find(|&i| a.is_quote_mark(i))
        && let Some(region) = a.opened_at(open)
        && a.raw(open - 1) == ","
        && !a.is_capital(open + 1)
        && !main_verb(a, &(end + 1..open))
    {
        content.extend(a.regions[region].pieces.iter().cloned());
        return;
    }
    if a.raw(end) != "," && a.raw(end) != ":" && a.opened_at(end).is_none() {
        return;
    }
    let next = if a.opened_at(end).is_some() { end } else { end + 1 };
    if let Some(region) = a.opened_at(next)
        && next < sentence.end
    {
        content.extend(a.regions[region].pieces.iter().cloned());
    }
}

/// Whether the quotation ends its sentence, so that no cue of its own can follow it.
fn cued_by_none(a: &Analysis<'_>, region: usize) -> bool {
    let Some(close) = a.regions[region].close else { return true };
    matches!(a.raw(close.wrapping_sub(1)), "." | "!" | "?" | "…") && a.sentence(close).end <= close + 1
        || matches!(a.raw(close + 1), "." | "")
        || a.sentence_at(close + 1) != a.sentence_at(close)
}

/// The pieces without the tokens of `hole`, marks at the seams left out.
fn cut_out(a: &Analysis<'_>, pieces: &[Range<usize>], hole: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for piece in pieces {
        if hole.end <= piece.start || piece.end <= hole.start {
            out.push(piece.clone());
            continue;
        }
        let left = piece.start..trim_end(a, piece.start, hole.start.max(piece.start));
        let mut start = hole.end;
        while start < piece.end && matches!(a.raw(start), "," | "." | "—" | "–" | ";" | ":" | "--") {
            start += 1;
        }
        let right = start..piece.end;
        out.extend([left, right].into_iter().filter(|part| part.start < part.end));
    }
    if let Some(last) = out.last_mut()
        && a.region_at(last.start).is_none()
    {
        last.end = trim_end(a, last.start, last.end);
    }
    out.retain(|part| part.start < part.end);
    out
}
