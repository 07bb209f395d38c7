//! Noun phrases over items: German writes its nouns with a capital letter, which shows where a phrase ends.

use super::view::{Kind, View};
use crate::lang::Lexicon;
use crate::lang::sense::{Sense, Senses};
use crate::lang::syntax::{Class, Syntax};
use crate::tagging::Tag;
use std::ops::Range;

/// A phrase has at most so many small words before its noun.
const MODIFIERS: usize = 9;

/// So many complements and adverbs of a participle may stand before it.
const COMPLEMENTS: usize = 6;

/// What may follow the noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// A genitive, *von*.
    Of,
    /// Any preposition too: a phrase that nothing else can follow.
    All,
}

/// The end of the phrase that begins at item `k`, at most `limit`.
pub(super) fn end(v: &View<'_, '_>, k: usize, limit: usize, reach: Reach) -> Option<usize> {
    let mut at = core(v, k, limit)?;
    if at == k + 1 && v.is_word(k) && !v.is_capital(k) {
        return Some(at); // a pronoun has no complement
    }
    loop {
        if at >= limit {
            return Some(at);
        }
        let next = if v.items[at].kind == Kind::Aside {
            Some(at + 1)
        } else if is_genitive(v, at) || v.has(at, Class::Of) && v.tag(at) == Tag::Adp {
            let from = if v.has(at, Class::Of) && v.tag(at) == Tag::Adp { at + 1 } else { at };
            // weist Weber von sich: the pronoun goes with the verb
            core(v, from, limit).filter(|_| v.word(from) != "sich")
        } else if v.has(at, Class::PhraseConjunction) && joins(v, at, limit) {
            core(v, at + 1, limit)
        } else if reach == Reach::All && v.tag(at) == Tag::Adp
            || v.tag(at) == Tag::Adp && v.has(at, Class::AttributivePreposition) && belongs(v, at, limit)
        {
            core(v, at + 1, limit).filter(|&end| reach == Reach::All || !is_time(v, at + 1..end))
        } else {
            None
        };
        match next {
            Some(next) if next > at => at = next,
            _ => return Some(at),
        }
    }
}

/// Whether a preposition after the head belongs to it, when an adverbial could stand there too: *der Sprecher im
/// Bundestag* after a role, *am Montag* never.
fn belongs(v: &View<'_, '_>, at: usize, limit: usize) -> bool {
    let lexicon = Lexicon::of(v.a.lang);
    let role = at > 0 && v.is_capital(at - 1) && v.tag(at - 1) != Tag::Propn && lexicon.can_speak(v.word(at - 1));
    role && at + 1 < limit
}

/// Whether what a conjunction joins is a phrase, and no clause.
fn joins(v: &View<'_, '_>, at: usize, limit: usize) -> bool {
    let Some(stop) = core(v, at + 1, limit) else { return false };
    stop >= limit || !v.is_finite(stop)
}

pub(super) fn is_time(v: &View<'_, '_>, items: Range<usize>) -> bool {
    items.into_iter().any(|k| v.has(k, Class::Temporal))
}

/// *des Ministeriums*, *der Polizei* after a noun.
fn is_genitive(v: &View<'_, '_>, k: usize) -> bool {
    let word = v.word(k);
    let case = word.len() > 2 && (word.ends_with("er") || word.ends_with("es"));
    // laut Sergei Voznyak der Sprecher: a person's name has no genitive after it
    let person = word == "der"
        && k > 1
        && v.tag(k - 1) == Tag::Propn
        && Lexicon::of(v.a.lang).given_name(v.word(k - 2)).is_some();
    !person && v.has(k, Class::Genitive)
        || case && v.has(k, Class::Determiner) && !matches!(word, "er" | "es" | "aller" | "vieler")
}

/// One noun with what stands before it, and names after it: *der zuständige Minister Hans Weber*; or a pronoun.
pub(super) fn core(v: &View<'_, '_>, k: usize, limit: usize) -> Option<usize> {
    extended(v, k, limit).or_else(|| plain(v, k, limit))
}

/// A phrase whose participle has complements of its own: *der in Haft sitzende frühere Trainer*, *die das Boot steuernde Anna
/// Weber*.
fn extended(v: &View<'_, '_>, k: usize, limit: usize) -> Option<usize> {
    let complement = |at: usize| {
        v.tag(at) == Tag::Adp && !v.is_capital(at) || v.has(at, Class::Determiner) || v.has(at, Class::Reflexive)
    };
    if !v.has(k, Class::Determiner) || !complement(k + 1) {
        return None;
    }
    let mut at = k + 1;
    for _ in 0..COMPLEMENTS {
        if at >= limit || !v.is_word(at) {
            return None;
        }
        let inflected = ["e", "en", "er", "es", "em"].iter().any(|ending| v.word(at).ends_with(ending));
        let participle = !v.is_capital(at)
            && v.word(at).len() > 4
            && inflected
            && !complement(at)
            && matches!(v.tag(at), Tag::Adj | Tag::VerbGer | Tag::VerbPast);
        if participle && at > k + 1 {
            return plain(v, at, limit);
        }
        at = if v.has(at, Class::Reflexive) || v.tag(at) == Tag::Adv && !v.is_capital(at) {
            at + 1
        } else if v.tag(at) == Tag::Adp || matches!(v.word(at), "als") {
            plain(v, at + 1, limit)?
        } else {
            plain(v, at, limit)?
        };
    }
    None
}

fn plain(v: &View<'_, '_>, k: usize, limit: usize) -> Option<usize> {
    if k >= limit {
        return None;
    }
    let at = k;
    let pronoun = v.has(at, Class::SubjectPronoun)
        || v.has(at, Class::Pronoun)
        || matches!(v.word(at), "sich" | "dies" | "das" | "jemand");
    let determiner = v.has(at, Class::Determiner) || matches!(v.word(at), "dessen" | "deren");
    if v.quote(at).is_some() && at == k {
        return Some(at + 1);
    }
    let steps = if determiner
        || v.tag(at) == Tag::Num
        || matches!(v.tag(at), Tag::Adj | Tag::VerbPast | Tag::VerbGer | Tag::Adv)
        || v.is_capital(at)
    {
        MODIFIERS
    } else if pronoun {
        return Some(at + 1);
    } else {
        1
    };
    for at in k..limit.min(k + steps) {
        if noun_at(v, at) {
            // Mannheims oberster Bürgermeister: the name in the genitive stands in place of an article
            let genitive = at == k
                && v.tag(at) == Tag::Propn
                && v.word(at).ends_with('s')
                && v.tag(at + 1) == Tag::Adj
                && !v.is_capital(at + 1)
                && !v.is_finite(at + 1);
            let inner = genitive.then(|| core(v, at + 1, limit)).flatten();
            return Some(inner.unwrap_or_else(|| names(v, at, limit)));
        }
        // der 23-jährige Sportler: a hyphen inside a word
        let hyphen = v.items[at].kind == Kind::Aside && matches!(v.a.raw(v.token(at)), "-" | "–");
        let small = v.is_word(at) && !v.is_capital(at) || v.tag(at) == Tag::Num || at == k || hyphen;
        let stops = at > k
            && (v.is_finite(at) || v.tag(at) == Tag::Sconj || v.has(at, Class::Coordinator) && v.word(at) != "und");
        if !small || stops || !v.is_word(at) && v.tag(at) != Tag::Num && !hyphen {
            break;
        }
    }
    // dieser, beide, einige: a determiner that stands alone
    (pronoun || determiner && v.has(k, Class::SubjectPronoun)).then_some(k + 1)
}

fn noun_at(v: &View<'_, '_>, k: usize) -> bool {
    if v.quote(k).is_some() {
        return true;
    }
    let first_of_sentence = k == 0;
    v.is_capital(k)
        && !matches!(v.tag(k), Tag::Punct)
        && !(v.has(k, Class::Determiner) && v.word(k).len() < 7)
        && (!first_of_sentence
            || matches!(v.tag(k), Tag::Noun | Tag::Propn | Tag::X)
            || speaks(v, k..k + 1)
            || !v.is_capital(k + 1)
                && !matches!(
                    v.tag(k),
                    Tag::Adj
                        | Tag::Adp
                        | Tag::Adv
                        | Tag::Det
                        | Tag::Pron
                        | Tag::Num
                        | Tag::Sconj
                        | Tag::VerbPast
                        | Tag::VerbGer
                ))
        && v.tag(k) != Tag::Adp
}

/// The end of a row of nouns and names that begins at `k`.
fn names(v: &View<'_, '_>, k: usize, limit: usize) -> usize {
    let mut at = k + 1;
    while at < limit {
        let name = v.is_capital(at) && (v.tag(at) != Tag::Adp) && !v.has(at, Class::Temporal)
            || at == k + 1
                && v.quote(at).is_some_and(|region| is_title(v, region))
                && !v.ends_in(k, Class::StatementNoun);
        let particle = v.has(at, Class::NameParticle)
            && v.is_capital(at + 1)
            && v.tag(at + 1) == Tag::Propn
            && v.tag(at - 1) == Tag::Propn
            && at + 1 < limit
            && !(v.has(at, Class::Of) && Lexicon::of(v.a.lang).given_name(v.word(at - 1)).is_none());
        // Bündnis 90/Die Grünen, Union Générale du Travail
        let joined = v.word(at) == "/" && v.is_capital(at + 1) && at + 1 < limit
            || v.has(at, Class::ForeignParticle) && v.is_capital(at - 1) && v.is_capital(at + 1) && at + 1 < limit;
        let number = v.tag(at) == Tag::Num
            && v.word(at).len() <= 4
            && !v.is_capital(at + 1)
            && (v.tag(at - 1) != Tag::Propn || v.word(at + 1) == "/");
        if name || number {
            at += 1;
        } else if particle || joined {
            at += 2;
        } else {
            break;
        }
    }
    at
}

/// Whether the phrase that begins at `k` can be a subject: nothing shows another case.
pub(super) fn may_be_subject(v: &View<'_, '_>, k: usize) -> bool {
    let word = v.word(k);
    let oblique = v.has(k, Class::Oblique)
        || word.len() > 4
            && v.has(k, Class::Determiner)
            && (word.ends_with("em") || word.ends_with("en") && !matches!(word, "allen"));
    !oblique && !matches!(v.tag(k), Tag::Adp | Tag::Sconj | Tag::Cconj) && !is_feminine_dative(v, k)
}

/// Whether the phrase that begins at `k` shows a dative: *dem Minister*, *der Regierung*.
pub(super) fn is_dative(v: &View<'_, '_>, k: usize) -> bool {
    v.has(k, Class::Determiner) && v.word(k).ends_with("em") || is_feminine_dative(v, k)
}

/// *der Zeitung*, *einer Kommission*: before a feminine noun these are never the subject.
fn is_feminine_dative(v: &View<'_, '_>, k: usize) -> bool {
    v.has(k, Class::FeminineDative)
        && (k + 1..k + 4)
            .take_while(|&i| v.is_word(i) && v.tag(i) != Tag::Adp)
            .find(|&i| v.is_capital(i))
            .is_some_and(|noun| is_feminine(v, noun))
}

/// Whether the ending of a noun tells that it is feminine and singular.
fn is_feminine(v: &View<'_, '_>, k: usize) -> bool {
    let word = v.word(k);
    v.tag(k) != Tag::Propn
        && (v.ends_in(k, Class::FeminineEnding) && !v.ends_in(k, Class::MasculineEnding)
            || Syntax::of(v.a.lang).classes(word).has(Class::FeminineEnding)
            // die Sprecherin beside der Sprecher; but der Verein
            || word.strip_suffix("in").is_some_and(|man| Lexicon::of(v.a.lang).can_speak(man)))
}

/// Whether the noun that heads the phrase names a thing that never speaks: *die Entscheidung*, *das Gesetz*.
pub(super) fn is_thing(v: &View<'_, '_>, items: Range<usize>) -> bool {
    let head = items.clone().find(|&k| v.is_capital(k) && !v.has(k, Class::Determiner));
    head.is_some_and(|k| {
        let abstract_noun = v.ends_in(k, Class::FeminineEnding) && !v.ends_in(k, Class::MasculineEnding);
        (abstract_noun || Senses::of(v.a.lang).has(v.word(k), Sense::Thing)) && !speaks(v, k..k + 1)
    })
}

/// Whether the phrase is a plural and the verb a singular: *Die Mönche beschrieb die Agentur*.
pub(super) fn disagrees(v: &View<'_, '_>, items: Range<usize>, verb: usize) -> bool {
    let lexicon = Lexicon::of(v.a.lang);
    let singular = !v.word(verb).ends_with('n') && v.word(verb) != "sind" && v.a.is_finite(v.token(verb));
    let listed = items.clone().any(|k| v.has(k, Class::Coordinator));
    let head = items.clone().find(|&k| v.is_capital(k) && !v.has(k, Class::Determiner));
    singular
        && !listed
        && v.word(items.start) == "die"
        && head.is_some_and(|k| v.tag(k) == Tag::Noun && !lexicon.can_speak(v.word(k)) && is_plural_role(v, k))
}

/// *Predigern*, *Aktivisten*, *Sprecherinnen*: the plural of a role.
fn is_plural_role(v: &View<'_, '_>, k: usize) -> bool {
    let endings = ["nen", "en", "n", "e"].into_iter();
    endings.filter_map(|ending| v.word(k).strip_suffix(ending)).any(|one| Lexicon::of(v.a.lang).is_role(one))
}

/// Whether the noun that heads the phrase, or the name beside it, can say things: *die Äußerungen Webers* cannot.
pub(super) fn head_speaks(v: &View<'_, '_>, items: Range<usize>) -> bool {
    let noun = |k: usize| {
        // Auch der Sprecher, Ultranationalistische Kreise: the first word of a sentence has its capital letter from there
        let first = matches!(v.tag(k), Tag::Adv | Tag::Adj | Tag::Pron | Tag::Adp | Tag::VerbPast | Tag::Cconj);
        v.is_capital(k) && !v.has(k, Class::Determiner) && !(first && k + 1 < items.end)
    };
    let Some(head) = items.clone().find(|&k| noun(k)) else {
        return speaks(v, items);
    };
    // Webers Wahlsieg: the name in the genitive is not the head
    let genitive = head == items.start
        && head + 1 < items.end
        && v.word(head).ends_with('s')
        && v.tag(head) == Tag::Propn
        && v.tag(head + 1) == Tag::Noun
        && Lexicon::of(v.a.lang).given_name(v.word(head)).is_none();
    if genitive {
        return speaks(v, head + 1..head + 2);
    }
    let name = head + 1 < items.end && v.tag(head + 1) == Tag::Propn && !v.word(head + 1).ends_with('s');
    name || speaks(v, head..head + 1)
}

/// The phrase from `k` with the name, role or aside that is put beside it between commas, as far as `limit`.
pub(super) fn with_apposition(v: &View<'_, '_>, k: usize, limit: usize, reach: Reach) -> Option<Range<usize>> {
    let stop = end(v, k, limit, reach)?;
    Some(appositions(v, k..stop, limit))
}

/// The phrase `head` with what is put beside it between commas, as far as `limit`.
fn appositions(v: &View<'_, '_>, head: Range<usize>, limit: usize) -> Range<usize> {
    let Range { start: k, end: mut stop } = head;
    while v.mark(stop) == "," && stop + 1 < limit {
        let Some(next) = end(v, stop + 1, limit, Reach::All) else { break };
        let closes = next >= limit || v.items[next].kind == Kind::Mark;
        let alone = v.has(stop + 1, Class::SubjectPronoun) || v.tag(stop + 1) == Tag::Pron;
        let names = |items: Range<usize>| {
            items.into_iter().any(|i| v.tag(i) == Tag::Propn || Lexicon::of(v.a.lang).can_speak(v.word(i)))
        };
        if !closes || alone || !names(stop + 1..next) || !names(k..stop) {
            break;
        }
        stop = next;
    }
    k..stop
}

/// The subject among the items of `range`, right of an inverted verb: adverbs, times, objects in other cases and
/// prepositional phrases are stepped over.
pub(super) fn subject_after(v: &View<'_, '_>, range: Range<usize>, limit: usize) -> Option<Range<usize>> {
    let mut at = range.start;
    for _ in 0..12 {
        if at >= range.end || v.items[at].kind == Kind::Mark {
            return None;
        }
        if let Some(region) = v.quote(at) {
            // schrieb „Die Zeit“: a title in capitals is a name
            if is_title(v, region) {
                return Some(at..at + 1);
            }
            at += 1;
            continue;
        }
        if v.items[at].kind == Kind::Aside {
            at += 1;
            continue;
        }
        if v.tag(at) == Tag::Adp && !v.is_capital(at) || v.tag(at) == Tag::Adp && at > 0 {
            at = end(v, at + 1, range.end, Reach::Of).unwrap_or(at + 1);
            continue;
        }
        let adverb = v.tag(at) == Tag::Adv && (v.has(at + 1, Class::Determiner) || v.is_capital(at + 1));
        if (adverb || v.has(at, Class::Temporal)) && !v.has(at, Class::Determiner) {
            at += 1;
            continue;
        }
        let Some(stop) = end(v, at, range.end, Reach::Of) else {
            at += 1;
            continue;
        };
        let time = is_time(v, at..stop) && !(at..stop).any(|k| v.tag(k) == Tag::Propn && !v.has(k, Class::Temporal));
        if may_be_subject(v, at) && !time {
            return Some(appositions(v, at..stop, limit));
        }
        // sagte der Zeitung Karl Weber: the name after another case is the subject
        let name = (at + 1..stop).find(|&k| {
            v.tag(k) == Tag::Propn && Lexicon::of(v.a.lang).given_name(v.word(k)).is_some() && is_feminine(v, k - 1)
        });
        if let Some(name) = name {
            return Some(appositions(v, name..stop, limit));
        }
        at = stop.max(at + 1);
    }
    None
}

/// Whether a quotation is a title: it begins with a capital letter, is short and has no verb.
pub(super) fn is_title(v: &View<'_, '_>, region: usize) -> bool {
    let a = v.a;
    let tokens = || a.regions[region].pieces.iter().flat_map(Clone::clone);
    tokens().next().is_some_and(|at| a.is_capital(at))
        && tokens().count() <= 5
        && !tokens().any(|at| a.is_finite(at) || matches!(a.raw(at), "." | "!" | "?"))
}

/// Whether the phrase names somebody or something that can say things: a person, a body, a pronoun for one.
pub(super) fn speaks(v: &View<'_, '_>, items: Range<usize>) -> bool {
    let lexicon = Lexicon::of(v.a.lang);
    let head = |k: usize| {
        let word = v.word(k);
        // Vatikansprecher, EU-Außenbeauftragte: the last part of a compound tells
        v.is_capital(k)
            && (lexicon.can_speak(word)
                || is_plural_role(v, k)
                || lexicon.given_name(word).is_some()
                || word
                    .char_indices()
                    .skip(3)
                    .any(|(place, _)| word.len() >= place + 5 && lexicon.can_speak(&word[place..])))
    };
    let first = items.start;
    items.clone().any(|k| head(k) || v.tag(k) == Tag::Propn && !v.has(k, Class::Temporal))
        || items.len() == 1 && v.has(first, Class::SubjectPronoun) && !matches!(v.word(first), "es" | "das" | "dies")
}

/// The items of a source without the wording in quotation marks that a genitive would draw into it: *laut Ministerium der
/// Verbesserung des „…“*.
pub(super) fn without_wording(v: &View<'_, '_>, items: Range<usize>) -> Range<usize> {
    let wording = |k: usize| {
        let title = |region: usize| {
            let mut words = v.a.regions[region].pieces.iter().flat_map(Clone::clone);
            is_title(v, region) && (!v.has(k - 1, Class::Determiner) || words.all(|at| v.a.tag(at) != Tag::Adp))
        };
        v.quote(k).is_some_and(|region| !title(region)) && (items.start..k).any(|i| v.is_capital(i))
    };
    let Some(first) = items.clone().skip(1).find(|&k| wording(k)) else { return items };
    let mut stop = first;
    while stop > items.start + 1 && v.has(stop - 1, Class::Determiner) {
        stop -= 1;
    }
    items.start..stop
}
