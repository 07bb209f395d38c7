//! English quotations and the words around them: where the marks say who speaks although the phrases are hard to read.
//!
//! *“...,” super PAC spokeswoman Kelly Conner said*, *“...?” said Ohio-based strategist Al Ruiz*, *She said Monday on
//! Facebook, “...”*: what stands between a mark and a verb of saying is its source, what follows the comma its content.

use super::Attribution;
use super::analysis::Analysis;
use super::beside::{beside, main_verb};
use super::clause::content_end;
use super::content::{Found, reach};
use super::cue::{CueMap, CueWord, Form};
use super::free::covered;
use super::inserted::incise_end;
use super::pattern::Pattern;
use crate::lang::syntax::Class;
use crate::lang::{Frame, Modality};
use crate::tagging::Tag;
use std::ops::Range;

/// So many tokens a source between a mark and its verb may have.
const SOURCE: usize = 30;

/// So many tokens a name with what it is called may have: *former White House counsel Ann Lee*.
const NAMED: usize = 10;

/// So many tokens may stand between a verb of saying and the quotation that it introduces.
const AHEAD: usize = 40;

/// Whether the cue introduces words that may stand apart from it.
fn introduces(cue: &CueWord) -> bool {
    says(cue) && cue.form != Form::Participle && !cue.passive
}

/// Whether the cue is a verb that introduces words: *say*, *joke*, *write*.
fn says(cue: &CueWord) -> bool {
    let frames = cue.entry.frames;
    matches!(cue.entry.modality, Modality::Assertion | Modality::Prediction | Modality::Request)
        && (frames.has(Frame::Quote) || frames.has(Frame::Clause) || frames.has(Frame::ObjectClause))
}

/// All that stands between the quotation before the cue and the cue: *“...,”* **super PAC spokeswoman Kelly Conner**
/// *said*, **Ann Lee, who chairs the panel,** *told us*.
pub(super) fn between(a: &Analysis<'_>, cue: &CueWord, sentence: &Range<usize>) -> Option<Range<usize>> {
    let mut end = cue.group.start;
    let low = sentence.start.saturating_sub(1);
    let close = (low..end).rev().take(SOURCE).find(|&i| a.is_quote_mark(i) || a.closed_at(i).is_some())?;
    a.closed_at(close)?;
    let comma = a.raw(close + 1) == ",";
    let start = close + 1 + usize::from(comma);
    // “A.” He said: a quotation with its full stop is over
    let leads = comma || matches!(a.raw(close.checked_sub(1)?), "," | "?" | "!" | "—" | "–" | "--");
    while end > start && (a.tag(end - 1) == Tag::Adv || a.has(end - 1, Class::Temporal) && end > start + 1) {
        end -= 1;
    }
    let opens = !matches!(a.tag(start), Tag::Pron | Tag::Adp | Tag::Sconj | Tag::Cconj | Tag::Punct | Tag::VerbGer);
    let nominal = start < end && opens && !a.is_finite(start);
    (leads && nominal && names(a, start..end) && !main_verb(a, &(start..end))).then_some(start..end)
}

/// Whether a noun stands in the range, and nothing that parts clauses.
fn names(a: &Analysis<'_>, range: Range<usize>) -> bool {
    range.clone().any(|i| a.tag(i).is_noun()) && !range.clone().any(|i| matches!(a.raw(i), ":" | ";" | "?"))
}

/// What follows an inverted verb up to the next mark: *“...?” said* **Ohio-based strategist Al Ruiz** *, smiling*.
pub(super) fn behind(a: &Analysis<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
    let stop = limit.min(from + SOURCE);
    let mark = |i: usize| {
        a.tag(i) == Tag::Punct && !matches!(a.raw(i), "." | "'" | "’" | "-") || a.raw(i) == "." && i + 1 >= limit
    };
    // said Concord resident Whit Symms.: all words up to the next mark, whatever their tags
    let short = (from..stop.min(from + NAMED)).find(|&i| mark(i)).filter(|&end| {
        a.raw(end) != ":"
            && (from..end).all(|i| a.tag(i) != Tag::Adp && !a.has(i, Class::Temporal))
            && a.is_capital(end - 1)
    });
    let ends = |i: usize| {
        mark(i)
            || a.has(i, Class::RelativeSubject)
            || a.has(i, Class::Subordinator)
            || a.tag(i) == Tag::Sconj
            || a.tag(i) == Tag::Adp && !a.has(i, Class::Of) && i > from
            || a.is_finite(i)
            || a.has(i, Class::Temporal) && i > from
    };
    let end = short.or_else(|| (from..stop).find(|&i| ends(i))).unwrap_or(stop);
    let starts = !matches!(a.tag(from), Tag::Pron | Tag::Adp | Tag::Sconj | Tag::Punct | Tag::Part);
    let stands = short.is_some() || a.raw(end) != ":" && !a.is_finite(end);
    (starts && stands && end > from && names(a, from..end)).then_some(from..end)
}

/// The quotation that a verb of saying introduces over the circumstances between them: *said in the spring, when the
/// story broke, “...”*, *responded with a smile: “...”*.
pub(super) fn ahead(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<Found> {
    if !introduces(cue) {
        return None;
    }
    let limit = a.sentence(cue.head).end;
    let from = cue.group.end;
    let open = (from..limit.min(from + AHEAD)).find(|&i| a.is_quote_mark(i))?;
    let region = a.opened_at(open)?;
    let same = a.regions[region].parent == a.region_at(cue.head);
    let introduced = matches!(a.raw(open.checked_sub(1)?), "," | ":") && a.is_capital(open + 1);
    // another verb of saying is nearer
    let nearer = (cues.in_range(from..open).iter())
        .any(|other| says(other) && matches!(other.form, Form::Finite | Form::Gerund));
    let begun = a.has(from, Class::Complementizer);
    let stops = (from..open).any(|i| matches!(a.raw(i), ";" | ":") && i + 1 < open);
    if !same || !introduced || nearer || begun || stops || main_verb(a, &(from..open)) {
        return None;
    }
    let pattern = if a.raw(open - 1) == ":" { Pattern::Colon } else { Pattern::Quotation };
    Some(Found { content: a.regions[region].pieces.clone(), pattern, region: Some(region) })
}

/// The clause with *that* that a verb of saying introduces over the circumstances between them: *said on Radio One's “This
/// Week” that ...*, *said — on Twitter, as it happens — that ...*.
pub(super) fn clause_ahead(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord, in_relative: bool) -> Option<Found> {
    if !introduces(cue) || !cue.entry.frames.has(Frame::Clause) {
        return None;
    }
    let limit = reach(a, cue.head).end;
    let from = cue.group.end;
    let that = (from..limit.min(from + AHEAD)).find(|&i| a.has(i, Class::Complementizer) && a.tag(i) == Tag::Sconj)?;
    let nearer = cues.in_range(from..that).iter().any(says);
    if nearer || main_verb(a, &(from..that)) || (from..that).any(|i| matches!(a.raw(i), ";" | ":")) {
        return None;
    }
    let end = content_end(a, cues, that + 1, limit, in_relative);
    Found::of(that + 1..end, Pattern::Clause)
}

/// *a law which the agency says had ...*, *what many analysts said was ...*: the relative pronoun is the subject of the words
/// reported, and stands before those who say them.
pub(super) fn extracted(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<(Found, Range<usize>)> {
    let bounds = reach(a, cue.head);
    let verb = (cue.group.end..bounds.end).find(|&i| a.tag(i) != Tag::Adv)?;
    if !says(cue) || cue.form != Form::Finite || !cue.entry.frames.has(Frame::Clause) || !a.is_finite(verb) {
        return None;
    }
    let low = bounds.start.max(cue.group.start.saturating_sub(NAMED));
    let relative = (low..cue.group.start).rev().find(|&i| matches!(a.word(i), "which" | "who" | "what" | "that"))?;
    let source = relative + 1..cue.group.start;
    let pronoun = source.len() == 1 && a.has(source.start, Class::SubjectPronoun);
    let nominal =
        pronoun || names(a, source.clone()) && !source.clone().any(|i| a.tag(i) == Tag::Punct || a.is_finite(i));
    let end = content_end(a, cues, verb, bounds.end, true);
    let content = vec![relative..relative + 1, cue.group.end..end];
    (nominal && verb < end).then_some((Found { content, pattern: Pattern::Raising, region: None }, source))
}

/// Quotations beside a verb that the lexicon does not know: *“...!” beamed Donald Hart of Leeds*, *“...,” she fumed*.
///
/// Only a verb of saying can stand there: a quotation that a comma, a question mark or an exclamation mark leads out of,
/// a verb and a subject, and no object.
pub(super) fn unlisted(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let covered = covered(a, linked);
    for (number, region) in a.regions.iter().enumerate() {
        let (Some(close), Some(first)) = (region.close, region.pieces.first()) else { continue };
        if region.parent.is_some() || region.outer().len() < 4 || covered[first.start] {
            continue;
        }
        if let Some((source, verb)) = beside_verb(a, close)
            && let Some(found) =
                beside(a, source.start.min(verb)..incise_end(a, source.end.max(verb + 1), a.sentence(verb).end), false)
            && found.region == Some(number)
        {
            let quotation = Attribution::free(number, found.content);
            linked.push(Attribution { source: vec![source], cue: vec![verb], pattern: found.pattern, ..quotation });
        }
    }
}

/// The subject and the verb after the mark at `close`.
fn beside_verb(a: &Analysis<'_>, close: usize) -> Option<(Range<usize>, usize)> {
    let comma = a.raw(close + 1) == ",";
    let leads = comma || matches!(a.raw(close.checked_sub(1)?), "," | "?" | "!");
    let start = close + 1 + usize::from(comma);
    let limit = a.sentence(close).end;
    if !leads || start >= limit {
        return None;
    }
    let tells = |i: usize| matches!(a.tag(i), Tag::VerbFin | Tag::VerbPast) && !a.is_capital(i);
    if tells(start) {
        return behind(a, start + 1, limit).map(|source| (source, start));
    }
    let verb = (start + 1..limit.min(start + NAMED)).find(|&i| a.is_finite(i) || a.tag(i) == Tag::VerbPast)?;
    let pronoun = verb == start + 1 && a.has(start, Class::SubjectPronoun);
    let nominal = matches!(a.tag(start), Tag::Det | Tag::Noun | Tag::Propn | Tag::Num | Tag::Adj);
    let named = nominal && names(a, start..verb) && !(start..verb).any(|i| a.tag(i) == Tag::Punct);
    let alone = matches!(a.tag(verb + 1), Tag::Punct | Tag::Adv | Tag::Adp) || verb + 1 >= limit;
    (tells(verb) && (pronoun || named) && alone).then_some((start..verb, verb))
}

#[cfg(test)]
mod tests {
    use crate::attribution::{Analysis, candidates};
    use crate::lang::Language;
    use std::ops::Range;

    /// Source | cue | content of each candidate.
    fn read(text: &str) -> Vec<String> {
        let a = Analysis::new(text, Language::English, None);
        let words = |pieces: &[Range<usize>]| pieces.iter().map(|p| a.text_of(p)).collect::<Vec<_>>().join(" … ");
        candidates(&a)
            .iter()
            .map(|found| {
                let cue: Vec<&str> = found.cue.iter().map(|&i| a.raw(i)).collect();
                format!("{} | {} | {}", words(&found.source), cue.join(" "), words(&found.content))
            })
            .collect()
    }

    #[test]
    fn marks_tell_who_speaks() {
        for (text, found) in [
            (
                "“He is fine,” super PAC spokeswoman Kelly Conner said.",
                "super PAC spokeswoman Kelly Conner | said | He is fine,",
            ),
            ("“Is he fine?” said Leeds-based adviser Al Cardew.", "Leeds-based adviser Al Cardew | said | Is he fine?"),
            (
                "“What a night!” beamed Donald Hart of Leeds, who had sneaked in.",
                "Donald Hart of Leeds | beamed | What a night!",
            ),
            (
                "The museum said Thursday on Twitter, “We never saw the painting.”",
                "The museum | said | We never saw the painting.",
            ),
            (
                "Mayor Lena Ross responded, with a smile: “It can happen.”",
                "Mayor Lena Ross | responded | It can happen.",
            ),
            ("Silver joked, “You are all ridiculous,” drawing loud boos.", "Silver | joked | You are all ridiculous,"),
            (
                "“They know words,” said Shermer, speaking slowly, “and leave some room.”",
                "Shermer | said | They know words, … and leave some room.",
            ),
            ("He told Reuters, “Sheldon is a friend.”", "He | told | Sheldon is a friend."),
        ] {
            assert_eq!(read(text), [found], "{text}");
        }
    }

    #[test]
    fn the_clause_may_stand_apart_from_its_verb() {
        for (text, found) in [
            (
                "Ross said on Radio One's “This Week” that he would look at the law.",
                "Ross | said | he would look at the law",
            ),
            (
                "The two sides, Xi said, now have a chance to agree.",
                "Xi | said | The two sides … now have a chance to agree",
            ),
            (
                "It passed a law which the agency says had the highest rates.",
                "the agency | says | which … had the highest rates",
            ),
        ] {
            assert_eq!(read(text), [found], "{text}");
        }
    }
}
