//! Sources: whose words a cue reports.

use super::analysis::Analysis;
use super::cue::{CueWord, Form};
use super::phrase::{self, Attach};
use crate::lang::Language;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// The subject right of an inverted verb (*a déclaré à la presse la préfète, Agnès Morvan*; *said Pat Caddell*).
///
/// Adverbs, times and prepositional adverbials between the verb and its subject are stepped over.
pub(super) fn inverted_subject(a: &Analysis<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
    let mut at = from;
    for _ in 0..6 {
        if at >= limit {
            return None;
        }
        if matches!(a.tag(at), Tag::Adv) || a.has(at, Class::Temporal) && !a.is_capital(at) {
            at += 1;
        } else if a.raw(at) == "," && at > from {
            at += 1; // a déclaré, mardi, le maire
        } else if a.tag(at) == Tag::Det && is_time_phrase(a, at) {
            at = phrase::end(a, at, limit, Attach::Of)?;
        } else if a.tag(at) == Tag::Adp && a.has(at, Class::AdverbialPreposition)
            || a.tag(at) == Tag::Adp && is_set_adverbial(a, at)
        {
            let next = phrase::end(a, at + 1, limit, Attach::Of)?;
            // peste au contraire Théo: a name right after the adverbial's noun is the subject, when nothing follows
            // and confie à l'AFP Martine Delbos: a given name begins the subject
            let name = (at + 2..next).find(|&i| {
                let given = || crate::lang::Lexicon::of(a.lang).given_name(a.word(i)).is_some();
                a.tag(i) == Tag::Propn
                    && (a.tag(i - 1) == Tag::Noun
                        || a.tag(i - 1) == Tag::Propn && given() && a.tag(i + 1) == Tag::Propn)
            });
            let last = next >= limit || a.tag(next) == Tag::Punct;
            at = name.filter(|_| last).unwrap_or(next);
        } else {
            break;
        }
    }
    // The subject of an inversion is a name, a described person, a pronoun that can follow.
    let starts = match a.tag(at) {
        Tag::Det | Tag::Propn => true,
        Tag::Noun | Tag::Adj | Tag::Num => a.lang == Language::English || a.is_capital(at),
        Tag::Pron => {
            !a.has(at, Class::RelativeSubject) && !a.has(at, Class::Clitic) && !a.has(at, Class::Complementizer)
        }
        _ => false,
    };
    if !starts {
        return None;
    }
    let found = phrase::with_apposition(a, at, limit, Attach::Of)?;
    // A finite verb right after would make the phrase the subject of that verb.
    (!a.is_finite(found.end)).then_some(found)
}

/// *de son côté*, *au micro de Radio Cité*
fn is_set_adverbial(a: &Analysis<'_>, at: usize) -> bool {
    a.has(at, Class::Of) && matches!(a.word(at + 1), "son" | "leur" | "sa")
}

fn is_time_phrase(a: &Analysis<'_>, at: usize) -> bool {
    let noun = (at + 1..at + 4).find(|&i| a.has(i, Class::Temporal) || matches!(a.tag(i), Tag::Noun | Tag::Propn));
    noun.is_some_and(|i| a.has(i, Class::Temporal))
        && !(at + 1..at + 3).any(|i| a.tag(i) == Tag::Propn && a.is_capital(i))
}

/// The named place or body behind *on*: *indique-t-on à Bercy*, *apprend-on de source judiciaire*.
pub(super) fn behind_on(a: &Analysis<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
    let mut at = from;
    while at < limit
        && (a.tag(at) == Tag::Adv || a.has(at, Class::Temporal) || matches!(a.word(at), "auprès" | "côté" | "du"))
    {
        at += 1;
    }
    let introduces = matches!(a.word(at), "à" | "au" | "aux" | "de" | "d'" | "chez" | "dans" | "des" | "du" | "auprès" | "par") ||
        // du côté de, auprès de: the words before were stepped over
        at > from && matches!(a.word(at - 1), "du" | "côté" | "auprès");
    if !introduces {
        return None;
    }
    let start = if a.tag(at) == Tag::Adp || a.has(at, Class::Of) || a.has(at, Class::To) { at + 1 } else { at };
    phrase::end(a, start, limit, Attach::All).map(|end| start..end)
}

/// The agent of a passive: *qualifié de « finale » par les supporters*.
pub(super) fn agent(a: &Analysis<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
    let by = (from..limit.min(from + 25)).find(|&i| a.has(i, Class::Agent) && a.tag(i) == Tag::Adp)?;
    phrase::with_apposition(a, by + 1, limit, Attach::All).filter(|found| {
        // par erreur, by mistake: an agent has a determiner or a name
        matches!(a.tag(found.start), Tag::Det | Tag::Propn | Tag::Pron) || found.clone().any(|i| a.tag(i) == Tag::Propn)
    })
}

/// A pronoun that is the subject of the verb group beginning at `group`.
pub(super) fn pronoun_before(a: &Analysis<'_>, group: usize, from: usize) -> Option<Range<usize>> {
    let mut at = group.checked_sub(1).filter(|&i| i >= from)?;
    while at > from && (a.tag(at) == Tag::Adv && !a.is_capital(at) || is_addressed(a, at)) {
        at -= 1;
    }
    if a.tag(at) != Tag::Pron && !is_subject_pronoun(a, at) {
        return None;
    }
    if a.has(at, Class::RelativeSubject) && a.word(at) != "that" || a.has(at, Class::RelativeObject) {
        return None;
    }
    if a.has(at, Class::Reflexive) && !is_subject_pronoun(a, at) || is_addressed(a, at) {
        return None;
    }
    // l'un d'eux, some of them
    if at >= from + 2 && a.has(at - 1, Class::Of) {
        return phrase::subject_before(a, at + 1, from);
    }
    Some(at..at + 1)
}

/// *les forestiers nous promettent*: a French pronoun that its verb does not agree with is no subject.
pub(super) fn is_addressed(a: &Analysis<'_>, at: usize) -> bool {
    let endings: &[&str] = match a.word(at) {
        "nous" => &["ons", "mes"],
        "vous" => &["ez", "tes"],
        _ => return false,
    };
    let verb = (at + 1..at + 4).find(|&i| a.is_finite(i));
    a.lang == Language::French && verb.is_some_and(|i| !endings.iter().any(|ending| a.word(i).ends_with(ending)))
}

fn is_subject_pronoun(a: &Analysis<'_>, at: usize) -> bool {
    a.has(at, Class::SubjectPronoun)
}

/// The antecedent when the subject is a relative pronoun: *X, qui a dirigé*, *Trump, who called it*.
pub(super) fn antecedent(a: &Analysis<'_>, group: usize, from: usize) -> Option<Range<usize>> {
    let mut at = group.checked_sub(1).filter(|&i| i >= from)?;
    while at > from && a.tag(at) == Tag::Adv {
        at -= 1;
    }
    if !a.has(at, Class::RelativeSubject) {
        return None;
    }
    antecedent_of(a, at, from)
}

/// The phrase that the relative pronoun at `relative` goes back to.
pub(super) fn antecedent_of(a: &Analysis<'_>, relative: usize, from: usize) -> Option<Range<usize>> {
    let mut stop = relative;
    if stop > from && a.raw(stop - 1) == "," {
        stop -= 1;
    }
    // The nearest phrase, with its apposition: « ..., sourit Louise Maréchal, la directrice sportive de Vernoux, qui prédit
    let whole = (from..stop)
        .rev()
        .take(40)
        .take_while(|&i| !a.is_finite(i) && !matches!(a.raw(i), ":" | ";" | "."))
        .filter(|&i| phrase::begins(a, i))
        .filter(|&i| phrase::with_apposition(a, i, stop, Attach::All).is_some_and(|found| found.end == stop))
        .last();
    whole.map(|start| start..stop).map(|found| clip_adposition(a, found, from))
}

/// A phrase found from its right end may begin inside a larger one: take the part after the preposition that a
/// name or determiner begins.
fn clip_adposition(a: &Analysis<'_>, found: Range<usize>, from: usize) -> Range<usize> {
    let _ = from;
    if a.tag(found.start) == Tag::Adp { found.start + 1..found.end } else { found }
}

/// Whether the cue can have no subject of its own.
pub(super) fn shares_subject(cue: &CueWord) -> bool {
    matches!(cue.form, Form::Infinitive | Form::Gerund)
}

/// The subject of the last finite verb before `at` in the clause, or else of the next one after it.
pub(super) fn subject_of_clause(a: &Analysis<'_>, at: usize, from: usize, limit: usize) -> Option<Range<usize>> {
    let own_region = a.region_at(at);
    let before = (from..at)
        .rev()
        .filter(|&i| a.is_finite(i) && a.region_at(i) == own_region)
        .find_map(|verb| subject_of_verb(a, verb, from, limit));
    before.or_else(|| {
        (at + 1..limit)
            .filter(|&i| a.is_finite(i) && a.region_at(i) == own_region)
            .take(1)
            .find_map(|verb| subject_of_verb(a, verb, at + 1, limit))
    })
}

/// The subject of the finite verb at `verb`, clitics and negation before it stepped over.
fn subject_of_verb(a: &Analysis<'_>, verb: usize, from: usize, limit: usize) -> Option<Range<usize>> {
    if a.is_join(verb + 1) {
        return Some(verb + 2..verb + 3);
    }
    let mut group = verb;
    while group > from
        && (a.has(group - 1, Class::Negation) || a.has(group - 1, Class::Clitic) && !is_subject_pronoun(a, group - 1))
    {
        group -= 1;
    }
    let _ = limit;
    pronoun_before(a, group, from)
        .or_else(|| antecedent(a, group, from))
        .or_else(|| phrase::subject_before(a, group, from))
}

/// So many tokens an English subject has at most with all that explains it.
const WHOLE: usize = 30;

/// The end of an English subject after its verb with what explains it: *said Ann Lee, 61, who lives nearby*.
pub(super) fn explained(a: &Analysis<'_>, end: usize, limit: usize) -> usize {
    let segment_end = |from: usize| {
        (from..limit)
            .find(|&i| matches!(a.raw(i), "," | "." | ";" | ":" | "!" | "?" | "—" | "–" | "--") || a.is_quote_mark(i))
    };
    let mut end = end;
    if a.has(end, Class::RelativeSubject)
        && let Some(stop) = segment_end(end)
    {
        end = stop;
    }
    while a.raw(end) == "," {
        let next = end + 1;
        let explains = matches!(a.tag(next), Tag::Det | Tag::Num | Tag::Noun | Tag::Propn)
            || matches!(a.word(next), "who" | "whose" | "which");
        let Some(stop) = segment_end(next).filter(|_| explains && !a.has(next, Class::Temporal)) else { break };
        if a.is_quote_mark(stop) || stop - end > WHOLE {
            break;
        }
        end = stop;
    }
    end
}

/// The whole of an English clause before its verb, when it is one phrase with what explains it: *the latest poll
/// released Friday*, *Ann Lee, a lawyer,*.
pub(super) fn whole_before(a: &Analysis<'_>, verb: usize, from: usize) -> Option<Range<usize>> {
    let mut start = from;
    while start < verb && (a.tag(start) == Tag::Cconj || a.tag(start) == Tag::Punct && !a.is_quote_mark(start)) {
        start += 1;
    }
    let mut end = verb;
    while end > start && (a.tag(end - 1) == Tag::Adv || a.has(end - 1, Class::Temporal) && end > start + 1) {
        end -= 1;
    }
    if end > start + 1 && a.raw(end - 1) == "on" {
        end -= 1;
    }
    if end == 0 || a.has(end - 1, Class::Determiner) || a.tag(end - 1) == Tag::Det {
        return None;
    }
    let commas = (start..end).filter(|&i| a.raw(i) == ",").count();
    let closed = end > start && a.raw(end - 1) == ",";
    if closed {
        end -= 1;
    }
    let mut explaining = 0;
    for at in start..end {
        if matches!(a.word(at), "who" | "which" | "that" | "whose") {
            explaining += 1;
        } else if a.is_finite(at) && !matches!(a.tag(at.wrapping_sub(1)), Tag::AuxFin) {
            if explaining == 0 {
                return None;
            }
            explaining -= 1;
        }
        let breaks = matches!(a.tag(at), Tag::Sconj) && !matches!(a.word(at), "of" | "that")
            || matches!(a.raw(at), ";" | ":" | "?" | "!")
            || a.is_quote_mark(at);
        if breaks {
            return None;
        }
    }
    let nominal = matches!(a.tag(start), Tag::Det | Tag::Propn | Tag::Noun | Tag::Adj | Tag::Num)
        && !a.has(start, Class::Temporal)
        && !a.has(start + 1, Class::Temporal);
    let paired = if commas == 0 { true } else { closed && commas % 2 == 0 };
    (nominal && paired && start < end && end - start <= WHOLE).then_some(start..end)
}
