//! Nouns that hold what was said: *l'affirmation de X selon laquelle*, *les appels de X à*, *claims that*.

use super::Attribution;
use super::analysis::Analysis;
use super::clause::trim_end;
use super::content::{self, Found};
use super::cue::{CueMap, CueWord};
use super::pattern::Pattern;
use super::phrase::{self, Attach};
use super::source;
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language};
use crate::tagging::Tag;
use std::ops::Range;

pub(super) fn link(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord, linked: &[Attribution]) -> Option<Attribution> {
    let cue = &with_light_verb(a, cue);
    let bounds = content::reach(a, cue.head);
    let mut at = cue.group.end;
    // adjectives: son appel solennel à
    while matches!(a.tag(at), Tag::Adj) {
        at += 1;
    }
    let mut owner = possessor(a, cue.group.start, bounds.start);
    let of_content = cue.entry.frames.takes_preposition("of");
    if a.has(at, Class::Of) && !of_content && !follows_infinitive(a, at) && owner.is_none() {
        let end = phrase::end(a, at + 1, bounds.end, Attach::Of)?;
        owner = Some(at + 1..end);
        at = end;
    }
    let frames = cue.entry.frames;
    let clause = a.has(at, Class::Complementizer)
        && frames.has(Frame::Clause)
        && (a.lang == Language::English
            || a.tag(at) == Tag::Sconj
            // ont la certitude que: after a verb that makes it, que opens no relative clause
            || (cue.group.start.saturating_sub(3)..cue.group.start).any(|i| a.has(i, Class::LightVerb)));
    let marker = frames.has(Frame::DeInfinitive) && a.has(at, Class::Of)
        || frames.has(Frame::AInfinitive) && a.word(at) == "à"
        || frames.has(Frame::Infinitive) && a.word(at) == "to";
    let start = if a.word(at) == "selon" && a.has(at + 1, Class::ContentRelative) {
        at + 2
    } else if clause {
        at + 1
    } else if marker && follows_infinitive(a, at) {
        // to resign: the English marker belongs to the infinitive
        if a.word(at) == "to" { at } else { at + 1 }
    } else if frames.takes_preposition(a.word(at)) && (phrase::begins(a, at + 1) || a.opened_at(at + 1).is_some()) {
        let end = phrase::end(a, at + 1, bounds.end, Attach::All)?;
        // An appeal without an owner is no attribution unless the subject of the clause makes it.
        let owner = owner.or_else(|| maker(a, cue, bounds.start, linked))?;
        return finish(cue, at + 1..end, Some(owner));
    } else {
        return None;
    };
    let end = clause_in_phrase(a, cues, start, bounds.end, cue);
    let owner = owner.or_else(|| maker(a, cue, bounds.start, linked));
    finish(cue, start..end, owner)
}

/// *expressed deep concern*: the English verb that makes what the noun names belongs to the cue.
fn with_light_verb(a: &Analysis<'_>, cue: &CueWord) -> CueWord {
    let mut whole = cue.clone();
    if a.lang != Language::English {
        return whole;
    }
    let from = a.sentence(cue.head).start;
    let mut at = cue.group.start;
    while at > from && matches!(a.tag(at - 1), Tag::Det | Tag::Adj) && cue.group.start - at < 3 {
        at -= 1;
    }
    let owned = a.word(at).len() > 1 && matches!(a.word(at), "his" | "her" | "their" | "its" | "my" | "our");
    if at > from && a.is_verb(at - 1) && a.has(at - 1, Class::LightVerb) && !owned {
        let mut first = at - 1;
        while first > from && (a.tag(first - 1).is_auxiliary() || a.tag(first - 1) == Tag::Adv) {
            first -= 1;
        }
        whole.tokens = (first..cue.group.end).collect();
    }
    whole
}

fn finish(cue: &CueWord, content: Range<usize>, source: Option<Range<usize>>) -> Option<Attribution> {
    let found = Found { content: vec![content], pattern: Pattern::Noun, region: None };
    (found.content[0].start < found.content[0].end).then(|| Attribution::new(cue, found, source))
}

fn follows_infinitive(a: &Analysis<'_>, at: usize) -> bool {
    (at + 1..at + 5)
        .find(|&i| !(a.has(i, Class::Negation) || a.has(i, Class::Clitic)))
        .is_some_and(|i| matches!(a.tag(i), Tag::VerbInf | Tag::AuxInf))
}

/// *his claim*, *Mr Smith's claim*, *son appel*: a possessor before the noun.
fn possessor(a: &Analysis<'_>, at: usize, from: usize) -> Option<Range<usize>> {
    let mut i = at.checked_sub(1).filter(|&i| i >= from)?;
    while i > from && matches!(a.tag(i), Tag::Adj | Tag::Num) {
        i -= 1;
    }
    if a.has(i, Class::Possessive) {
        return Some(i..i + 1);
    }
    if matches!(a.word(i), "'s" | "'") && i > from {
        return phrase::subject_before(a, i, from);
    }
    None
}

/// The subject of the clause, when its verb makes the noun (*ont publié des déclarations*, *made a claim*).
fn maker(a: &Analysis<'_>, cue: &CueWord, from: usize, linked: &[Attribution]) -> Option<Range<usize>> {
    let verb_before = (from..cue.group.start).rev().take(8).find(|&i| a.is_verb(i))?;
    let _ = linked;
    // dismissed reports that: they are not the subject's
    if a.lang == Language::English && !a.has(verb_before, Class::LightVerb) {
        return None;
    }
    source::subject_of_clause(a, verb_before + 1, from, cue.group.start)
}

/// The end of a clause inside a noun phrase: before the verb that the noun is the subject of.
fn clause_in_phrase(a: &Analysis<'_>, cues: &CueMap, start: usize, limit: usize, cue: &CueWord) -> usize {
    let end = super::clause::content_end(a, cues, start, limit, true);
    let subject_noun = !(content::reach(a, cue.head).start..cue.group.start).any(|i| a.is_finite(i));
    if !subject_noun {
        return end;
    }
    let mut finite = 0;
    let mut auxiliary = false;
    for at in start..end {
        if a.is_finite(at) {
            let subordinate = (at.saturating_sub(4)..at)
                .any(|i| a.has(i, Class::Subordinator) || a.tag(i) == Tag::Pron && !a.has(i, Class::Clitic));
            if finite > 0 && !subordinate && !auxiliary {
                return trim_end(a, start, at);
            }
            finite += 1;
        }
        auxiliary = matches!(a.tag(at), Tag::AuxFin | Tag::AuxCnd);
    }
    end
}
