//! Cues that follow or interrupt what they report, or take it up: « ..., *a-t-il dit* », *X said*, *ce que X dément*.

use super::Attribution;
use super::analysis::Analysis;
use super::beside;
use super::content::{self, Found};
use super::cue::{CueMap, CueWord, Form};
use super::pattern::Pattern;
use super::phrase::{self, Attach};
use super::{source, spoken};
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language};
use crate::tagging::Tag;
use std::ops::Range;

/// A French cue after a quotation or clause, or inserted in one: inverted, or with its subject on its right.
pub(super) fn french_beside(a: &Analysis<'_>, cue: &CueWord) -> Option<(Found, Option<Range<usize>>)> {
    if cue.form != Form::Finite || cue.passive && cue.inverted.is_none() {
        return None;
    }
    let before = cue.group.start.checked_sub(1)?;
    let sentence = a.sentence(cue.group.start);
    let mark = a.raw(before);
    let after_mark = a.closed_at(before).is_some() || matches!(mark, "," | "—" | "–" | "--" | "?" | "!" | "…" | "...");
    if !after_mark || before < sentence.start && a.closed_at(before).is_none() {
        return None;
    }
    let limit = sentence.end;
    let rest = cue.group.end.max(cue.tokens.last().map_or(0, |last| last + 1));
    let (source, end) = match cue.inverted {
        Some(pronoun) if a.word(pronoun) == "on" => {
            let behind = source::behind_on(a, rest, limit).unwrap_or(pronoun..pronoun + 1);
            let end = rest.max(behind.end);
            (behind, end)
        }
        Some(pronoun) => (pronoun..pronoun + 1, rest),
        None => {
            if a.has(rest, Class::Complementizer) || a.raw(rest) == ":" {
                return None;
            }
            let source = source::inverted_subject(a, rest, limit)?;
            let end = source.end;
            (source, end)
        }
    };
    // je pense, dit-on souvent: inside a quotation the first person and on report within it.
    let inner = a.region_at(cue.group.start).is_some()
        && (a.has(source.start, Class::FirstPerson) || a.word(source.start) == "on" || cued_after(a, cue.group.start));
    let mut end = incise_end(a, end, limit);
    for _ in 0..3 {
        let explains = a.region_at(cue.group.start).is_some() && a.raw(end) == "," && explains(a, end + 1);
        end = if explains { incise_end(a, end + 1, limit) } else { end };
    }
    let found = beside::beside(a, cue.group.start..end, inner)?;
    // An unquoted clause before the cue has a verb, or the cue hangs on nothing.
    let clause = match found.content.as_slice() {
        _ if found.pattern == Pattern::AfterQuotation || cue.inverted.is_some() => true,
        [left, rest @ ..] => {
            beside::main_verb(a, left)
                || beside::opens_with_infinitive(a, left)
                || rest.first().is_some_and(|right| super::clause::verb_follows(a, right.start))
        }
        [] => false,
    };
    clause.then_some((found, Some(source)))
}

/// Whether what begins at `at`, after the subject of an inserted cue, tells of that subject: *, venu sur place,* *, qui vit
/// à Lyon,* *, mère de trois enfants,* *, en fermant la cage*.
fn explains(a: &Analysis<'_>, at: usize) -> bool {
    let speaks = |i: usize| a.tag(i) == Tag::Noun && crate::lang::Lexicon::of(a.lang).can_speak(a.word(i));
    (a.has(at, Class::RelativeSubject) || a.has(at, Class::RelativeObject)) && a.tag(at) == Tag::Pron
        || a.tag(at) == Tag::VerbPast
        || a.tag(at) == Tag::Num && a.has(at + 1, Class::Temporal)
        || a.tag(at) == Tag::Adp && (a.tag(at + 1) == Tag::VerbGer || a.has(at, Class::Circumstance))
        || a.tag(at) == Tag::Noun && (speaks(at) || a.has(at + 1, Class::Of))
        || a.tag(at) == Tag::Det && (speaks(at + 1) || speaks(at + 2))
}

/// *un travail qui, je crois, porte ses fruits*: the first person comments on the clause it is inserted in; after a
/// relative pronoun, on what the relative clause says.
pub(super) fn comment(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<(Found, Range<usize>)> {
    let pronoun = cue.group.start.checked_sub(1)?;
    let before = pronoun.checked_sub(1)?;
    let inserted = cue.form == Form::Finite
        && a.has(pronoun, Class::FirstPerson)
        && a.tag(pronoun) == Tag::Pron
        && a.raw(before) == ","
        && a.raw(cue.group.end) == ",";
    if !inserted {
        return None;
    }
    let source = pronoun..pronoun + 1;
    let relative = before > 0 && a.has(before - 1, Class::RelativeSubject);
    if relative {
        let from = cue.group.end + 1;
        let to = super::clause::content_end(a, cues, from, content::reach(a, cue.head).end, false);
        let content = vec![from..to];
        return (from < to).then_some((Found { content, pattern: Pattern::AfterClause, region: None }, source));
    }
    Some((beside::beside(a, pronoun..cue.group.end, true)?, source))
}

/// Whether the quotation around `at` is followed by a cue of its own (« ..., *pense-t-on*, ... », *poursuit-elle*).
fn cued_after(a: &Analysis<'_>, at: usize) -> bool {
    let Some(region) = a.region_at(at) else { return false };
    let Some(close) = a.regions[region].close else { return false };
    let next = if a.raw(close + 1) == "," { close + 2 } else { close + 1 };
    (next..next + 5).any(|i| a.is_join(i)) && a.is_finite(next)
}

/// The end of an inserted clause: up to the next mark.
pub(super) fn incise_end(a: &Analysis<'_>, from: usize, limit: usize) -> usize {
    (from..limit)
        .find(|&i| {
            matches!(a.raw(i), "," | "." | ";" | ":" | "!" | "?" | "…" | "—" | "–" | "--" | ")") || a.is_quote_mark(i)
        })
        .unwrap_or(limit)
}

/// An English cue after a quotation or clause, or inserted in one: *said X*, *X said*.
pub(super) fn english_beside(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<(Found, Option<Range<usize>>)> {
    if !matches!(cue.form, Form::Finite | Form::Participle) || cue.passive {
        return None;
    }
    let sentence = a.sentence(cue.group.start);
    let rest = cue.group.end;
    let limit = sentence.end;
    let before = cue.group.start.checked_sub(1)?;
    let marks = |at: usize| a.closed_at(at).is_some() || matches!(a.raw(at), "," | "—" | "–" | "--");
    // ..., said X; but nobody speaks after *told* (though ..., warned Ann Lee.), and “...,” the senator, a Democrat, said
    let named_last = || {
        cue.entry.frames.has(Frame::Clause)
            && a.tag(rest) == Tag::Propn
            && phrase::end(a, rest, limit, Attach::All).is_some_and(|end| end + 1 >= limit)
    };
    let between = spoken::between(a, cue, &sentence);
    let inverts = (!cue.entry.frames.has(Frame::ObjectClause) || named_last()) && between.is_none();
    if marks(before)
        && inverts
        && let Some(source) = source::inverted_subject(a, rest, limit)
            .or_else(|| a.closed_at(before).and_then(|_| spoken::behind(a, rest, limit)))
        && !a.has(rest, Class::Complementizer)
    {
        let source = source.start..source::explained(a, source.end, limit);
        let end = incise_end(a, source.end, limit);
        // Ann Lee, president of the union, said every road he has seen is closed: what follows is no speaker
        let clause = (source.end..end).any(|i| a.is_finite(i) && !a.has(source.end, Class::RelativeSubject));
        let last = end + 1 >= limit && source.clone().any(|i| a.tag(i) == Tag::Propn);
        if !clause
            && let Some(found) = beside::beside(a, cue.group.start..end, false)
            && (reported(a, &found) || last && found.content.first().is_some_and(|piece| piece.len() > 3))
        {
            return Some((found, Some(source)));
        }
    }
    // ..., X said
    let from = content::reach(a, cue.head).start;
    let from = if a.region_at(cue.head).is_some() { from } else { sentence.start.min(from) };
    let source = source::pronoun_before(a, cue.group.start, from)
        .or_else(|| phrase::subject_before(a, cue.group.start, last_mark(a, from, cue.group.start)));
    let source = between.or(source)?;
    let outer = source.start.checked_sub(1)?;
    // “A.” He added: a quotation with its full stop is over
    let same_paragraph = a.sentences[a.sentence_at(outer)].paragraph == a.sentences[a.sentence_at(cue.head)].paragraph;
    let ended = |marks: &[&str]| outer > 0 && marks.contains(&a.raw(outer - 1));
    let after_quote = a.closed_at(outer).is_some() && same_paragraph && !ended(&[".", "…"]);
    if !(after_quote || source.start > sentence.start && marks(outer)) {
        return None;
    }
    // When asked, Ann said, “...”: the quotation is what she said
    let quotes = matches!(a.raw(rest), "," | ":") && a.opened_at(rest + 1).is_some();
    // “Why now?” Ann then wrote back, “...”
    if quotes && (!after_quote || ended(&["?", "!"])) {
        return None;
    }
    let follows = content::after(a, cues, cue, false);
    let ends = matches!(a.raw(rest), "." | "," | ";" | "" | "!" | "?") || rest >= limit || a.is_quote_mark(rest);
    if !after_quote && !ends && follows.is_some() {
        return None;
    }
    if after_quote && follows.as_ref().is_some_and(|found| found.pattern == Pattern::Clause) {
        return None;
    }
    let end = incise_end(a, rest, limit);
    // “...,” Ann said before adding: “...”: what follows the colon is of the other cue
    let end = if a.raw(end) == ":" { (rest..end).find(|&i| cues.opens_at(i)).unwrap_or(end) } else { end };
    let found = beside::beside(a, source.start..end, false)?;
    reported(a, &found).then_some((found, Some(source)))
}

fn reported(a: &Analysis<'_>, found: &Found) -> bool {
    // Several, she noted, were dry: the verb of the clause may follow the cue
    found.pattern == Pattern::AfterQuotation
        || found.content.first().is_some_and(|piece| beside::main_verb(a, piece))
        || found.content.get(1).is_some_and(|right| {
            // The two sides, Ann said, now have a chance
            let verb = right.clone().find(|&i| a.tag(i) != Tag::Adv).unwrap_or(right.start);
            super::clause::verb_follows(a, verb)
        })
}

/// The place after the last comma or closing mark before `at`: where the subject of *..., X said* may begin.
fn last_mark(a: &Analysis<'_>, from: usize, at: usize) -> usize {
    (from..at)
        .rev()
        .find(|&i| a.closed_at(i).is_some())
        .map_or(from, |i| if a.raw(i + 1) == "," { i + 2 } else { i + 1 })
}

/// *ce que X dément*, *comme l'a rappelé X*: the clause beside it is the content.
pub(super) fn resumed(a: &Analysis<'_>, cue: &CueWord, linked: &[Attribution]) -> Option<Attribution> {
    if a.lang != Language::French || cue.form != Form::Finite {
        return None;
    }
    let sentence = a.sentence(cue.head);
    let low = sentence.start.max(cue.group.start.saturating_sub(8));
    let done = |content: Vec<Range<usize>>, source: Option<Range<usize>>| {
        let found = Found { content, pattern: Pattern::Resumed, region: None };
        Some(Attribution::new(cue, found, source))
    };
    let before = cue.group.start.checked_sub(1)?;
    // comme l'a rappelé la Cour; comme il l'explique
    let compared = (low..cue.group.start)
        .rev()
        .find(|&i| a.word(i) == "comme")
        .filter(|&i| !(i + 1..cue.group.start).any(|j| a.raw(j) == "," || a.is_finite(j)));
    if let Some(comme) = compared
        && (cue.group.start..cue.head).chain(comme..cue.group.start).any(|i| matches!(a.word(i), "l'" | "le"))
    {
        let source = source::pronoun_before(a, cue.group.start, comme + 1)
            .or_else(|| source::inverted_subject(a, cue.group.end.max(cue.head + 1), sentence.end))?;
        let comma = (source.end.max(cue.head + 1)..sentence.end).find(|&i| a.raw(i) == ",");
        let before_it = comme > sentence.start && a.raw(comme - 1) == ",";
        let content = match comma {
            Some(comma) if !before_it => comma + 1..super::clause::trim_end(a, comma + 1, sentence.end),
            _ if before_it => sentence.start..comme - 1,
            _ => return None,
        };
        return (content.start < content.end).then(|| done(vec![content], Some(source)))?;
    }
    // ..., ce que Clairnet dément
    let que = (low..=before)
        .rev()
        .find(|&i| a.has(i, Class::Complementizer) && i > sentence.start && a.word(i - 1) == "ce")?;
    if a.raw(que.wrapping_sub(2)) != "," {
        return None;
    }
    let source = source::pronoun_before(a, cue.group.start, que + 1)
        .or_else(|| phrase::subject_before(a, cue.group.start, que + 1))?;
    let earlier = linked.iter().rev().find(|old| {
        old.content.iter().any(|piece| piece.end <= que && a.sentence_at(piece.start) == a.sentence_at(que))
            && old.content.last().is_some_and(|piece| piece.end + 2 >= que - 1)
    });
    let content = earlier.map_or_else(|| vec![sentence.start..que - 2], |old| old.content.clone());
    done(content, Some(source))
}
