//! Polarity and modality: is it said to be so, and how is it put forward?

use super::{Modality, Polarity, Stance};
use crate::attribution::{Analysis, Pattern};
use crate::lang::sense::{Sense, Senses};
use crate::lang::syntax::Class;
use crate::lang::{CueEntry, Frame, Language, Tense};
use crate::tagging::Tag;
use std::ops::Range;

/// Denied by the cue (*démentir*), or by a negation of the content's main clause.
pub fn polarity(a: &Analysis<'_>, content: &[Range<usize>], stance: Option<Stance>, cue_negated: bool) -> Polarity {
    // n'a pas exclu: the denial itself is denied
    let by_cue = stance == Some(Stance::Denying) && !cue_negated;
    if by_cue || content.first().is_some_and(|piece| negated(a, piece)) { Polarity::Denied } else { Polarity::Affirmed }
}

/// Whether the main clause of `piece` is negated: *ne … pas* before any subordinate clause; *ne … que* restricts only.
fn negated(a: &Analysis<'_>, piece: &Range<usize>) -> bool {
    for at in piece.clone() {
        let opens_subordinate = at > piece.start
            && (a.has(at, Class::RelativeSubject) || a.has(at, Class::Subordinator))
            && matches!(a.tag(at), Tag::Pron | Tag::Sconj);
        if opens_subordinate || matches!(a.raw(at), "." | ";") {
            return false;
        }
        // de ne pas aggraver: an infinitive further on is not the main clause
        if a.has(at, Class::NegationOpening) && !(at > piece.start + 1 && a.has(at - 1, Class::InfinitiveMarker)) {
            let completes = |&i: &usize| a.has(i, Class::NegationCompletion) || a.has(i, Class::Restriction);
            let found = (at + 1..piece.end.min(at + 9)).find(completes);
            let before = (piece.start..at).any(|i| a.has(i, Class::NegationSubject));
            return before || found.is_some_and(|i| !a.has(i, Class::Restriction));
        }
        if a.has(at, Class::Denial) && matches!(a.tag(at), Tag::Part | Tag::Adv | Tag::Det | Tag::Pron | Tag::Noun) {
            return true;
        }
    }
    false
}

/// The modality of the cue, changed by what the content's main verb shows: the conditional of hearsay, duty, future.
pub fn modality(a: &Analysis<'_>, content: &[Range<usize>], entry: Option<&CueEntry>, pattern: Pattern) -> Modality {
    if pattern == Pattern::Hearsay {
        return Modality::Hearsay;
    }
    let base = entry.map_or(Modality::Assertion, |entry| entry.modality);
    // called the results "remarkable": the verb asks for nothing here
    if base == Modality::Request && pattern == Pattern::Judgement {
        return Modality::Opinion;
    }
    if base != Modality::Assertion {
        return base;
    }
    // dire à X de rester: a verb that states with a clause asks with an infinitive
    let asks = pattern == Pattern::Infinitive
        && entry.is_some_and(|entry| entry.frames.has(Frame::ObjectInfinitive) && entry.frames.has(Frame::Clause))
        && content.first().is_some_and(|piece| {
            (piece.start.saturating_sub(1)..=piece.start).any(|i| a.has(i, Class::InfinitiveMarker))
        });
    if asks {
        return Modality::Request;
    }
    if pattern == Pattern::Judgement {
        return Modality::Opinion;
    }
    let Some(verb) = content.iter().flat_map(Clone::clone).find(|&i| a.is_finite(i)) else { return base };
    let lexicon = crate::lang::Lexicon::of(a.lang);
    let forms = lexicon.forms(a.word(verb));
    // Laut Polizei soll er geflohen sein: passed on; er soll gehen: asked for
    let passed_on = matches!(pattern, Pattern::Preposition | Pattern::Continued) && is_passed_on(a, verb);
    if passed_on {
        return Modality::Hearsay;
    }
    if a.has(verb, Class::DutyVerb) {
        return Modality::Opinion;
    }
    let conditional = matches!(a.tag(verb), Tag::AuxCnd | Tag::VerbCnd)
        || forms.iter().any(|form| form.tense == Tense::Conditional)
            && forms.iter().all(|form| form.tense == Tense::Conditional);
    if a.lang == Language::French && conditional && pattern == Pattern::Preposition {
        return Modality::Hearsay;
    }
    // wird gebaut: a passive, no future
    let infinitive = || {
        content
            .iter()
            .flat_map(Clone::clone)
            .any(|i| matches!(a.tag(i), Tag::VerbInf | Tag::AuxInf) && !a.has(i - i.min(1), Class::InfinitiveMarker))
    };
    let future = a.has(verb, Class::FutureAuxiliary) && (a.lang != Language::German || infinitive())
        || forms.iter().any(|form| form.tense == Tense::Future)
        || a.lang == Language::French
            && forms.is_empty()
            && a.tag(verb) == Tag::VerbFin
            && ["era", "ira", "eront", "iront", "dra", "dront", "rons", "urra"]
                .iter()
                .any(|end| a.word(verb).ends_with(end));
    if future { Modality::Prediction } else { base }
}

/// Whether a narrator's clause passes on what nobody vouches for: *Le feu serait parti d'un local*.
pub fn is_hearsay(a: &Analysis<'_>, clause: &Range<usize>) -> bool {
    if a.lang == Language::German && clause.clone().find(|&i| a.is_finite(i)).is_some_and(|i| is_passed_on(a, i)) {
        return true;
    }
    match a.lang {
        Language::French => {
            let auxiliary = clause.clone().find(|&i| a.is_finite(i));
            auxiliary.is_some_and(|i| a.tag(i) == Tag::AuxCnd)
        }
        Language::English | Language::German => {
            let senses = Senses::of(a.lang);
            clause.clone().any(|i| senses.has(a.word(i), Sense::Hearsay))
        }
        Language::Other(_) => false,
    }
}

/// *soll*, *sollen*: what is said to be so.
fn is_passed_on(a: &Analysis<'_>, verb: usize) -> bool {
    a.lang == Language::German && matches!(a.word(verb), "soll" | "sollen")
}
