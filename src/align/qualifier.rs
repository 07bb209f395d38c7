//! Which words limit or soften a claim? *tous*, *au moins*, *environ*, *peut-être*, *nearly*.
//!
//! The words are in `qualifiers.tsv`, one value for what means the same in each language; a star after a dictionary
//! form stands for all its forms. The words that carry no content of their own are in `function_words.tsv`, those that
//! carry little in `light_words.tsv`.

use super::unit::Form;
use std::sync::Arc;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// What a qualifying phrase does to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// It softens: *environ*, *perhaps*.
    Hedge,
    /// It says how far the claim goes: *tous*, *at least*.
    Scope,
    /// It says that what follows is not so: *without*, *refuser de*.
    Negation,
    /// It says that something may, must or is meant to be: *pourrait*, *plans to*.
    Modality,
    /// Nothing: the words look like one of the others and are none, *not only*.
    Nothing,
}

/// A phrase found in a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Qualifier {
    pub(super) effect: Effect,
    /// The same for phrases of the same meaning, in any language.
    pub(super) value: &'static str,
    /// The first word of the phrase, as an index into the words looked at, and how many words it has.
    pub(super) at: usize,
    pub(super) len: usize,
}

/// The lists of all languages.
pub(super) struct Qualifiers {
    /// By language and first word, longest phrase first.
    phrases: BTreeMap<(&'static str, &'static str), Vec<Phrase>>,
    function_words: BTreeSet<(&'static str, &'static str)>,
    light_words: BTreeSet<(&'static str, &'static str)>,
}

struct Phrase {
    /// The words; one with a star is a dictionary form.
    words: Vec<&'static str>,
    effect: Effect,
    value: &'static str,
}

impl Qualifiers {
    /// The lists, read on first use.
    pub(super) fn get() -> &'static Qualifiers {
        static LISTS: OnceLock<Qualifiers> = OnceLock::new();
        LISTS.get_or_init(|| {
            let mut phrases: BTreeMap<(&str, &str), Vec<Phrase>> = BTreeMap::new();
            for row in include_str!("qualifiers.tsv").lines().skip(1) {
                let mut cells = row.split('\t');
                let (Some(lang), Some(words), Some(effect), Some(value)) =
                    (cells.next(), cells.next(), cells.next(), cells.next())
                else {
                    continue;
                };
                let effect = match effect {
                    "hedge" => Effect::Hedge,
                    "scope" => Effect::Scope,
                    "negation" => Effect::Negation,
                    "modality" => Effect::Modality,
                    "none" => Effect::Nothing,
                    _ => continue,
                };
                let words = split(lang, words);
                if let Some(&first) = words.first() {
                    phrases.entry((lang, first.trim_end_matches('*'))).or_default().push(Phrase {
                        words,
                        effect,
                        value,
                    });
                }
            }
            for list in phrases.values_mut() {
                list.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
            }
            let list = |table: &'static str| table.lines().skip(1).filter_map(|row| row.split_once('\t')).collect();
            let function_words = list(include_str!("function_words.tsv"));
            Qualifiers { phrases, function_words, light_words: list(include_str!("light_words.tsv")) }
        })
    }

    /// Whether `word` (lower case, straight apostrophes) carries no content of its own in `lang`.
    pub(super) fn is_function_word(&self, lang: &str, word: &str) -> bool {
        self.function_words.contains(&(lang, word))
    }

    /// Whether one of the dictionary forms that a word may come from says little in `lang`: *faire*, *already*.
    pub(super) fn is_light(&self, lang: &str, lemmas: &[String]) -> bool {
        lemmas.iter().any(|lemma| self.light_words.contains(&(lang, lemma.as_str())))
    }

    /// The qualifying phrases among `words`, in order, the longest at each place.
    pub(super) fn find(&self, lang: &str, words: &[Arc<Form>]) -> Vec<Qualifier> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let lists = words[at].lemmas.iter().filter_map(|lemma| self.phrases.get(&(lang, lemma.as_str())));
            let here = |phrase: &&Phrase| {
                phrase.words.iter().enumerate().all(|(i, pattern)| {
                    words.get(at + i).is_some_and(|form| match pattern.strip_suffix('*') {
                        Some(lemma) => form.lemmas.iter().any(|known| known == lemma),
                        None => form.word == *pattern,
                    })
                })
            };
            let phrase = lists.flatten().filter(here).max_by_key(|phrase| phrase.words.len());
            match phrase {
                Some(phrase) => {
                    let len = phrase.words.len();
                    found.push(Qualifier { effect: phrase.effect, value: phrase.value, at, len });
                    at += len;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// The words of a phrase of the list, as tokens are cut: a French word that is elided keeps its apostrophe.
fn split(lang: &str, phrase: &'static str) -> Vec<&'static str> {
    let mut words = Vec::new();
    for word in phrase.split(' ') {
        match word.find('\'') {
            Some(at) if lang == "fr" && at + 1 < word.len() => words.extend([&word[..=at], &word[at + 1..]]),
            Some(_) | None => words.push(word),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(lang: &str, text: &str) -> Vec<(Effect, &'static str)> {
        let lang: crate::lang::Language = lang.parse().unwrap();
        let words = crate::align::unit::Words::read(text, lang, &mut Default::default());
        Qualifiers::get().find(lang.code(), &words.forms).into_iter().map(|found| (found.effect, found.value)).collect()
    }

    #[test]
    fn the_lists_are_sorted_and_whole() {
        let tables = [
            (include_str!("qualifiers.tsv"), 4),
            (include_str!("function_words.tsv"), 2),
            (include_str!("light_words.tsv"), 2),
        ];
        for (table, columns) in tables {
            let rows: Vec<&str> = table.lines().skip(1).collect();
            for row in &rows {
                assert_eq!(row.split('\t').count(), columns, "{row}");
                assert!(matches!(row.split('\t').next(), Some("de" | "en" | "fr")), "{row}");
                assert!(
                    matches!(row.split('\t').nth(2), None | Some("hedge" | "modality" | "negation" | "none" | "scope")),
                    "{row}"
                );
            }
            let mut sorted: Vec<Vec<&str>> = rows.iter().map(|row| row.split('\t').collect()).collect();
            sorted.sort();
            sorted.dedup();
            assert_eq!(sorted, rows.iter().map(|row| row.split('\t').collect::<Vec<_>>()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_phrase_means_the_same_in_both_languages() {
        assert_eq!(values("fr", "toutes les écoles"), [(Effect::Scope, "all")]);
        assert_eq!(values("en", "all schools"), [(Effect::Scope, "all")]);
        assert_eq!(values("fr", "il refusa de partir"), [(Effect::Negation, "negator")]);
        assert_eq!(
            values("fr", "l'ensemble des combattants est peut-être parti"),
            [(Effect::Scope, "all"), (Effect::Hedge, "perhaps")]
        );
    }
}
