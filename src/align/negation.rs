//! What does a claim deny? Each negation covers the units after it.

use super::qualifier::{Effect, Qualifier};
use super::unit::{Meaning, Unit, Words};
use crate::lang::syntax::{Class, Syntax};

/// So many words after a negation are looked through for what it denies.
const REACH: usize = 9;

/// A negation takes effect on at most so many units: *n'a payé aucun impôt* denies the paying and the tax.
const UNITS: usize = 2;

/// Marks the units that a claim denies, and those that deny others by their own meaning; answers the negating words.
pub(super) fn negate(words: &Words, units: &mut [Unit], qualifiers: &[Qualifier]) -> Vec<usize> {
    let syntax = Syntax::of(words.lang);
    let has = |at: usize, class: Class| at < words.len() && syntax.classes(words.word(at)).has(class);
    // not only, pas seulement, presque jamais
    let looks_only = |at: usize| {
        let effect = |qualifier: &&Qualifier| qualifier.at <= at && at < qualifier.at + qualifier.len;
        qualifiers
            .iter()
            .filter(effect)
            .any(|one| matches!(one.effect, Effect::Nothing | Effect::Hedge) || one.value == "only")
    };
    let mut found = Vec::new();
    // The words of a negation that was counted already: *ne … pas*.
    let mut spent = vec![false; words.len()];
    for at in 0..words.len() {
        if spent[at] || !(has(at, Class::Negation) || has(at, Class::NegationSubject)) {
            continue;
        }
        if looks_only(at) {
            continue;
        }
        if has(at, Class::NegationOpening) {
            let end = (at + 1..words.len().min(at + 10)).find(|&i| words.breaks[i]).unwrap_or(words.len().min(at + 10));
            let completion = (at + 1..end).find(|&i| has(i, Class::NegationCompletion));
            let subject = (at.saturating_sub(6)..at).rev().find(|&i| has(i, Class::NegationSubject) && !spent[i]);
            let only = (at + 1..end).find(|&i| has(i, Class::Restriction));
            let denies = match (completion, only) {
                (Some(_), None) => true,
                (Some(denial), Some(only)) => denial < only,
                // ne cesse, ne saurait
                (None, None) => {
                    subject.is_some()
                        || words
                            .lemmas(at + 1)
                            .iter()
                            .any(|lemma| matches!(lemma.as_str(), "cesser" | "savoir" | "oser" | "pouvoir"))
                }
                (None, Some(_)) => subject.is_some(),
            };
            let tops = completion.into_iter().chain(subject).any(|i| is_superlative(words, i));
            let denies = denies && !tops && !completion.is_some_and(looks_only);
            for i in completion.into_iter().chain(subject) {
                spent[i] = true;
            }
            // n'a jamais touché aucun: each further word of negation goes with the first
            for i in (at + 1..end).filter(|&i| has(i, Class::NegationCompletion)) {
                spent[i] = true;
            }
            if denies {
                found.push(at);
                cover(words, units, at + 1);
            }
            continue;
        }
        let alone = match words.word(at) {
            // Without ne: pas de classe, aucun accord, jamais; more, point and nobody's person are other words.
            "pas" | "aucun" | "aucune" | "jamais" | "ni" | "nul" | "nulle" | "non" => {
                !(at + 1..words.len().min(at + 9)).any(|i| has(i, Class::NegationOpening))
            }
            "plus" | "point" | "personne" | "rien" | "guère" => false,
            _ => true,
        };
        if alone && !is_superlative(words, at) {
            found.push(at);
            cover(words, units, at + 1);
        }
    }
    for qualifier in qualifiers.iter().filter(|one| one.effect == Effect::Negation && one.value == "not") {
        found.push(qualifier.at);
        cover(words, units, qualifier.at + qualifier.len);
    }
    let without = |at: usize| matches!(words.word(at), "sans" | "without" | "ohne");
    if (0..words.len()).any(without) && !found.is_empty()
        || qualifiers.iter().filter(|one| one.effect == Effect::Negation).count() > 1 && (0..words.len()).any(without)
    {
        // Nobody enters without a visa: who enters has one. What is denied in the end takes a reader.
        for unit in units.iter_mut() {
            (unit.negated, unit.in_focus) = (false, false);
        }
        return found;
    }
    // moins bons: less of something is the other way round, unless the other claim has the word too
    for at in 0..units.len().saturating_sub(1) {
        let less = matches!(units[at].form.word.as_str(), "moins" | "less" | "weniger") && units[at].len == 1;
        if less && units[at + 1].at == units[at].at + 1 {
            units[at].negates = at + 1..at + 2;
        }
    }
    for qualifier in qualifiers.iter().filter(|one| one.effect == Effect::Negation && one.value != "not") {
        let after = qualifier.at + qualifier.len;
        let reach = covered(words, units, after);
        let own = units.iter().position(|unit| unit.at <= qualifier.at && qualifier.at < unit.at + unit.len);
        match own {
            Some(own) => {
                // faute de preuves, refuse to: the word is itself a unit, which the other claim may have too
                let reach = reach.start.max(own + 1)..reach.end.max(own + 1);
                units[own].negates = reach;
            }
            None => {
                found.push(qualifier.at);
                cover(words, units, after);
            }
        }
    }
    found
}

/// Whether a word says that nothing goes further: *n'a jamais été aussi élevé*, *no one younger than*, *never been higher*.
fn is_superlative(words: &Words, at: usize) -> bool {
    let end = words.len().min(at + 8);
    let has = |wanted: &[&str]| (at + 1..end).any(|i| wanted.contains(&words.word(i)));
    match words.word(at) {
        "jamais" => has(&["aussi", "autant", "si"]),
        "personne" | "rien" | "aucun" | "aucune" => {
            has(&["aussi", "autant"]) || has(&["plus", "moins"]) && has(&["que", "qu'"])
        }
        "never" | "nobody" | "nothing" | "no" | "none" => {
            let compared = |i: usize| {
                let word = words.word(i);
                let more = word.ends_with("er") || matches!(word, "more" | "less" | "better" | "worse");
                more && (words.word(i + 1) == "than" || matches!(words.word(i - 1), "been" | "be"))
            };
            has(&["so", "as", "such"]) && words.word(at) == "never" || (at + 1..end).any(compared)
        }
        _ => false,
    }
}

/// The indices of the units that a negation before the word `from` covers.
fn covered(words: &Words, units: &[Unit], from: usize) -> std::ops::Range<usize> {
    let end = (from..words.len().min(from + REACH)).find(|&i| i > from && words.breaks[i]);
    let end = end.unwrap_or(words.len().min(from + REACH));
    let first = units.partition_point(|unit| unit.at < from);
    let reach = units[first..].iter().take_while(|unit| unit.at < end);
    let mut count = 0;
    let last = reach.take_while(|unit| {
        let counts = matches!(unit.meaning, Meaning::Word) && unit.weight > 0.5;
        count += usize::from(counts);
        count <= UNITS
    });
    first..first + last.count()
}

fn cover(words: &Words, units: &mut [Unit], from: usize) {
    let reach = covered(words, units, from);
    let mut focus = true;
    for unit in &mut units[reach] {
        unit.negated = !unit.negated;
        if matches!(unit.meaning, Meaning::Word) && unit.weight > 0.5 {
            unit.in_focus = focus;
            focus = false;
        }
    }
}
