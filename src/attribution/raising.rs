//! English subjects that belong to what is reported: *he seems to hesitate*, *she was accused of fraud*, *the plan was
//! endorsed by the union*.

use super::analysis::Analysis;
use super::clause::content_end;
use super::content::{self, Found};
use super::cue::{CueMap, CueWord, Form};
use super::pattern::Pattern;
use super::{phrase, source};
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language, Modality};
use crate::tagging::Tag;
use std::ops::Range;

/// What a raising verb or a passive reports: its subject with what is said of it; and the agent, if one is named.
pub(super) fn raised(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<(Found, Option<Range<usize>>)> {
    if a.lang != Language::English {
        return None;
    }
    let frames = cue.entry.frames;
    if let Some(found) = asked_first(a, cue) {
        return Some((found, None));
    }
    let raises = frames.has(Frame::Raising) && cue.form == Form::Finite;
    if !raises && !cue.passive {
        return None;
    }
    let bounds = content::reach(a, cue.head);
    let subject = subject(a, cue, bounds.start)?;
    let start = cue.group.end.max(cue.tokens.last().map_or(0, |last| last + 1));
    let mut at = start;
    while at < bounds.end && a.tag(at) == Tag::Adv {
        at += 1;
    }
    let rest = |from: usize| {
        let end = content_end(a, cues, from, bounds.end, relative(a, &subject));
        let content = vec![subject.clone(), from..end];
        (from < end).then_some(Found { content, pattern: Pattern::Raising, region: None })
    };
    let infinitive = a.word(at) == "to" && matches!(a.tag(at + 1), Tag::VerbInf | Tag::AuxInf | Tag::Adv | Tag::Part);
    if raises {
        let predicate = infinitive
            || matches!(a.tag(at), Tag::Adj | Tag::VerbPast | Tag::VerbGer | Tag::Det | Tag::Part)
            || a.has(at, Class::Comparison) && a.word(subject.start) != "it"
            || a.opened_at(at).is_some();
        return predicate.then(|| rest(start))?.map(|found| (found, None));
    }
    if let Some(by) = (at == cue.group.end && a.has(at, Class::Agent)).then_some(at)
        && frames.has(Frame::NounPhrase)
    {
        let agent = source::agent(a, by, bounds.end)?;
        let found = Found { content: vec![subject], pattern: Pattern::Raising, region: None };
        return Some((found, Some(agent)));
    }
    let led = frames.takes_preposition(a.word(at))
        || frames.has(Frame::ObjectInfinitive) && matches!(a.word(at), "of" | "with" | "for")
        || (frames.has(Frame::Predicate) || frames.has(Frame::NounPhrase)) && a.has(at, Class::JudgedAs);
    let named = frames.has(Frame::Predicate)
        && (matches!(a.tag(at), Tag::Adj | Tag::Det | Tag::Propn) || a.opened_at(at).is_some());
    let asked = infinitive
        && (frames.has(Frame::ObjectInfinitive) || frames.has(Frame::Infinitive) || frames.has(Frame::Clause));
    if asked || named {
        return rest(at).map(|found| (found, None));
    }
    if led && (phrase::begins(a, at + 1) || a.opened_at(at + 1).is_some() || a.tag(at + 1) == Tag::VerbGer) {
        return rest(at + 1).map(|found| (found, None));
    }
    let alone = frames.has(Frame::NounPhrase)
        && cue.entry.modality == Modality::Opinion
        && matches!(a.raw(at), "." | "," | ";" | "!" | "?");
    alone.then_some((Found { content: vec![subject], pattern: Pattern::Raising, region: None }, None))
}

/// *Asked whether he would run, he smiled*: a participle opens the sentence, and nobody is named who asked.
fn asked_first(a: &Analysis<'_>, cue: &CueWord) -> Option<Found> {
    let bounds = content::reach(a, cue.head);
    let opens = cue.head == bounds.start || cue.head == bounds.start + 1 && a.has(bounds.start, Class::Subordinator);
    if !opens || !a.word(cue.head).ends_with("ed") || cue.entry.modality != Modality::Request {
        return None;
    }
    let at = cue.head + 1;
    let from = match a.tag(at) {
        Tag::Adp if a.has(at, Class::Agent) => return None,
        Tag::Adp if cue.entry.frames.takes_preposition(a.word(at)) => at + 1,
        Tag::Sconj | Tag::Adv | Tag::Pron => at,
        _ if a.word(at) == "to" || a.has(at, Class::Subordinator) => at,
        _ => return None,
    };
    let comma = (from..bounds.end).find(|&i| a.raw(i) == "," && a.region_at(i) == a.region_at(cue.head))?;
    (from < comma).then(|| Found { content: vec![from..comma], pattern: Pattern::Raising, region: None })
}

fn subject(a: &Analysis<'_>, cue: &CueWord, from: usize) -> Option<Range<usize>> {
    let before = cue.group.start.checked_sub(1).filter(|&i| i >= from)?;
    if a.has(before, Class::RelativeSubject) {
        return Some(before..before + 1);
    }
    source::whole_before(a, cue.group.start, from)
        .or_else(|| source::pronoun_before(a, cue.group.start, from))
        .or_else(|| phrase::subject_before(a, cue.group.start, from))
}

fn relative(a: &Analysis<'_>, subject: &Range<usize>) -> bool {
    subject.len() == 1 && a.has(subject.start, Class::RelativeSubject)
}
