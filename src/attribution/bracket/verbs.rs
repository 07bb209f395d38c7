//! Verbs that report, with all that belongs to them: *teilte … mit*, *hat … angekündigt*, *wurde … berichtet*, *gab …
//! bekannt*.

use super::view::{Kind, Shape, View};
use crate::lang::syntax::Class;
use crate::lang::{CueEntry, Lexicon, Modality, Tense, VerbForm};
use crate::tagging::Tag;

/// Where the finite verb of the cue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// First or second in its clause.
    Second,
    /// At the end of a subordinate clause.
    Final,
    /// None: an infinitive with *zu*.
    Infinitive,
}

/// A cue and its place.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    pub(super) entry: &'static CueEntry,
    /// Its tokens, in order.
    pub(super) tokens: Vec<usize>,
    /// The item of its finite verb, or of the infinitive.
    pub(super) verb: usize,
    /// The segment of that item.
    pub(super) segment: usize,
    pub(super) form: Form,
    pub(super) passive: bool,
    pub(super) negated: bool,
}

/// The cue whose main verb is item `k`.
pub(super) fn cue_at(v: &View<'_, '_>, k: usize) -> Option<Cue> {
    if !v.is_word(k) || v.is_capital(k) && !(k == 0 && v.a.is_verb(v.token(k))) {
        return None;
    }
    let lexicon = Lexicon::of(v.a.lang);
    let forms = lexicon.forms(v.word(k));
    if forms.is_empty() || is_attributive(v, k) {
        return None;
    }
    let segment = v.segment_of(k)?;
    let mut best: Option<Cue> = None;
    for form in forms {
        let Some(found) = reading(v, lexicon, k, segment, form) else { continue };
        // zum Ausdruck bringen before bringen, mitteilen before teilen
        if best.as_ref().is_none_or(|old| found.tokens.len() > old.tokens.len()) {
            best = Some(found);
        }
    }
    best
}

/// *der angekündigte Streik* has another form, but *ein betont ruhiger Ton* has not.
fn is_attributive(v: &View<'_, '_>, k: usize) -> bool {
    matches!(v.tag(k), Tag::Adj | Tag::Adv) && k > 0 && v.has(k - 1, Class::Determiner) && !v.is_finite(k)
}

fn reading(v: &View<'_, '_>, lexicon: &'static Lexicon, k: usize, segment: usize, form: &VerbForm) -> Option<Cue> {
    let mut tokens = vec![v.token(k)];
    let items = v.segments[segment].items.clone();
    if let Some(particle) = form.particle {
        tokens.push(v.token(particle_after(v, k, segment, particle)?));
    }
    let (entry, words) = entry_of(v, lexicon, k, segment, form.lemma)?;
    tokens.extend(words);
    let (verb, place, passive) = match form.tense {
        Tense::PastParticiple => participle(v, lexicon, k, segment, &mut tokens)?,
        Tense::Infinitive if v.is_zu_infinitive(k) => (k, Form::Infinitive, false),
        Tense::Infinitive => {
            let modal = (items.start..k).rev().find(|&i| v.has(i, Class::Modal) && !v.is_capital(i));
            if let Some(modal) = modal {
                // Er sollte wissen: what ought to be known is not said to be
                let ought = v.has(modal, Class::HomographSubjunctive) || v.word(modal) == "sollte";
                if ought && entry.modality == Modality::Belief {
                    return None;
                }
                tokens.push(v.token(modal));
                (modal, Form::Second, false)
            } else if v.has(k + 1, Class::Modal) && items.contains(&(k + 1)) {
                tokens.push(v.token(k + 1));
                (k + 1, Form::Final, false)
            } else {
                return None;
            }
        }
        Tense::PresentParticiple => return None,
        _ => {
            // sagen after a modal, berichtet after an auxiliary: another reading has them
            if matches!(form.tense, Tense::Present) && v.is_zu_infinitive(k)
                || v.word(k).ends_with("en") && (items.start..k).any(|i| v.has(i, Class::Modal) && !v.is_capital(i))
            {
                return None;
            }
            let governed = form.tense == Tense::Present
                && lexicon.forms(v.word(k)).iter().any(|other| other.tense == Tense::PastParticiple)
                && participle(v, lexicon, k, segment, &mut Vec::new()).is_some();
            // waren nicht näher bezeichnete „Mängel“: a participle before its noun, and the verb of the clause before it
            let attributive = v.segments[segment].finite.is_some_and(|finite| {
                finite < k
                    && (v.word(k).ends_with("te") || v.word(k).ends_with("ten"))
                    && (v.is_capital(k + 1) || v.quote(k + 1).is_some())
                    && !(finite + 1..k).any(|i| v.has(i, Class::Coordinator))
            });
            if governed || attributive {
                return None;
            }
            (k, place_of(v, k, segment), false)
        }
    };
    tokens.sort_unstable();
    tokens.dedup();
    let negated = items.clone().any(|i| negates(v, i, verb, place));
    Some(Cue { entry, tokens, verb, segment: v.segment_of(verb)?, form: place, passive, negated })
}

/// Whether item `i` denies the verb: not before a finite verb in second place, nor before an adjective with its noun (*ein
/// nicht genannter Vertreter*), nor *nicht nur*.
fn negates(v: &View<'_, '_>, i: usize, verb: usize, place: Form) -> bool {
    let adjective = v.tag(i + 1) == Tag::Adj && v.is_capital(i + 2) && v.has(i.wrapping_sub(1), Class::Determiner);
    let reaches = place != Form::Second || i > verb;
    let only = v.has(i + 1, Class::LimitedDenial);
    v.has(i, Class::DenyingAdverb) && reaches && !adjective && !only
}

/// Whether the finite verb `k` stands at the end of a subordinate clause.
fn place_of(v: &View<'_, '_>, k: usize, segment: usize) -> Form {
    let shape = v.segments[segment].shape;
    let subordinate = matches!(shape, Shape::That | Shape::Question | Shape::As | Shape::Relative | Shape::Adverbial);
    if subordinate && v.ends_clause(k) { Form::Final } else { Form::Second }
}

/// Where the particle of the verb `k` stands: at the end of its clause.
fn particle_after(v: &View<'_, '_>, k: usize, segment: usize, particle: &str) -> Option<usize> {
    let ends = |i: usize| {
        !v.is_word(i + 1) && v.quote(i + 1).is_none()
            || v.quote(i + 1).is_some()
            || v.has(i + 1, Class::Coordinator)
            || v.has(i + 1, Class::Complementizer)
            || v.tag(i + 1) == Tag::Adp && !v.is_capital(i + 1)
    };
    let here = v.segments[segment].items.end;
    // An aside or a relative clause may part the two: teilte der Konzern, der sparen muss, am Montag mit
    let last = v.segments[segment + 1..]
        .iter()
        .take(4)
        .take_while(|next| next.shape != Shape::Main && !matches!(v.mark(next.mark), ";" | ":" | "."))
        .last()
        .map_or(here, |next| next.items.end);
    let found = (k + 1..last).filter(|&i| v.word(i) == particle && ends(i));
    let found: Vec<usize> = found.collect();
    // The last one of the own segment, or else the first after it.
    found.iter().rev().copied().find(|&i| i < here).or_else(|| {
        found
            .into_iter()
            .find(|&i| !v.is_word(i + 1) && (v.mark(i.wrapping_sub(1)) == "," || i + 1 < last || i + 1 == last))
    })
}

/// The row of the lexicon for the verb `k`, and the tokens of its further words.
fn entry_of(
    v: &View<'_, '_>,
    lexicon: &'static Lexicon,
    k: usize,
    segment: usize,
    lemma: &str,
) -> Option<(&'static CueEntry, Vec<usize>)> {
    let items = v.segments[segment].items.clone();
    let mut phrases: Vec<&'static CueEntry> = lexicon.phrases_of(lemma).collect();
    phrases.sort_by_key(|entry| std::cmp::Reverse(entry.lemma.split(' ').count()));
    for entry in phrases {
        let words: Vec<&str> = entry.lemma.split(' ').collect();
        let Some((_, others)) = words.split_last() else { continue };
        // The words stand in order, other words may part them: sich überraschend bereit erklärt.
        let mut found = Vec::new();
        let mut from = items.start;
        for word in others {
            let Some(place) = (from..items.end).find(|&i| i != k && v.word(i) == *word) else { break };
            // der Ansicht: an article stands beside its noun
            if v.has(place, Class::Determiner)
                && others.last().is_none_or(|last| last != word)
                && v.word(place + 1) != others[found.len() + 1]
            {
                let Some(next) =
                    (place + 1..items.end).find(|&i| v.word(i) == *word && v.word(i + 1) == others[found.len() + 1])
                else {
                    break;
                };
                found.push(v.token(next));
                from = next + 1;
                continue;
            }
            found.push(v.token(place));
            from = place + 1;
        }
        // nahm der Minister, Karl Weber, Stellung: the noun of the phrase stands behind an apposition
        if let ([noun], []) = (others, found.as_slice())
            && v.segments[segment].shape == Shape::Main
        {
            let behind = v.segments[segment + 1..].iter().take(3).take_while(|next| next.shape == Shape::Bare);
            let last = behind.filter(|next| v.mark(next.mark) == ",").last().map(|next| next.items.end - 1);
            found.extend(last.filter(|&i| v.word(i) == *noun && v.is_capital(i)).map(|i| v.token(i)));
        }
        if found.len() == others.len() {
            return Some((entry, found));
        }
    }
    lexicon.verb(lemma).map(|entry| (entry, Vec::new()))
}

/// The auxiliary of the participle `k`: its finite item and form, and whether the two are a passive; further auxiliaries
/// are added to `tokens`.
fn participle(
    v: &View<'_, '_>,
    lexicon: &Lexicon,
    k: usize,
    segment: usize,
    tokens: &mut Vec<usize>,
) -> Option<(usize, Form, bool)> {
    let items = v.segments[segment].items.clone();
    let auxiliary = |i: usize| {
        v.is_word(i)
            && !v.is_capital(i) | (i == 0)
            && lexicon.forms(v.word(i)).iter().any(|form| matches!(form.lemma, "haben" | "sein" | "werden"))
    };
    let passive = |i: usize| lexicon.forms(v.word(i)).iter().any(|form| form.lemma == "werden");
    // mitgeteilt hatte, zitiert wird, berichtet worden war
    let mut next = k + 1;
    let mut further = Vec::new();
    while next < items.end && (auxiliary(next) || v.has(next, Class::Modal) || v.word(next) == "worden") {
        further.push(next);
        next += 1;
    }
    let closes = next >= items.end
        || v.items[next].kind != Kind::Word
        || v.has(next, Class::Coordinator)
        || v.tag(next) == Tag::Adp
        || v.has(next, Class::Complementizer);
    let voice = further.iter().any(|&i| passive(i));
    let finite = further.last().copied().filter(|&i| v.is_finite(i) || v.a.is_finite(v.token(i)));
    let shape = v.segments[segment].shape;
    if let Some(finite) = finite
        && !matches!(shape, Shape::Main)
    {
        tokens.extend(further.iter().map(|&i| v.token(i)));
        return Some((finite, Form::Final, voice));
    }
    if !closes {
        return None;
    }
    let second = (items.start..k).rev().find(|&i| auxiliary(i) && (v.is_finite(i) || v.a.is_finite(v.token(i))));
    let second = second.or_else(|| {
        // Der Minister hat, wie erwartet, angekündigt
        let earlier = v.segments[..segment].iter().rev().take(3);
        let mut earlier = earlier.filter(|earlier| earlier.shape == Shape::Main).filter_map(|earlier| earlier.finite);
        // wird Karl Weber, der Leiter, zitiert: a participle that looks like the present
        let own = v.segments[segment].shape == Shape::Bare
            || v.segments[segment].finite == Some(k) && v.segments[segment].items.len() <= 2;
        earlier.next().filter(|&i| own && auxiliary(i) && !v.ends_clause(i))
    })?;
    tokens.push(v.token(second));
    tokens.extend(further.iter().map(|&i| v.token(i)));
    let voice = voice || passive(second);
    Some((second, Form::Second, voice))
}
