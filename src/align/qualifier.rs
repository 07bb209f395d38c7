//! Which words limit or soften a claim? *tous*, *au moins*, *environ*, *peut-être*, *nearly*.
//!
//! The words are in `qualifiers.tsv`, one value for what means the same in each language; the words that carry no
//! content of their own are in `function_words.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// What a qualifying phrase does to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// It softens: *environ*, *perhaps*.
    Hedge,
    /// It says how far the claim goes: *tous*, *at least*.
    Scope,
    /// It turns something into its opposite: *ne … pas*, *without*.
    Negation,
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
}

struct Phrase {
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
                    _ => continue,
                };
                let words = split(lang, words);
                if let Some(&first) = words.first() {
                    phrases.entry((lang, first)).or_default().push(Phrase { words, effect, value });
                }
            }
            for list in phrases.values_mut() {
                list.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
            }
            let function_words =
                include_str!("function_words.tsv").lines().skip(1).filter_map(|row| row.split_once('\t')).collect();
            Qualifiers { phrases, function_words }
        })
    }

    /// Whether `word` (lower case, straight apostrophes) carries no content of its own in `lang`.
    pub(super) fn is_function_word(&self, lang: &str, word: &str) -> bool {
        self.function_words.contains(&(lang, word))
    }

    /// The qualifying phrases among `words` (lower case, straight apostrophes), in order, the longest at each place.
    pub(super) fn find(&self, lang: &str, words: &[String]) -> Vec<Qualifier> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let phrase = self.phrases.get(&(lang, words[at].as_str())).and_then(|list| {
                list.iter().find(|phrase| {
                    words.get(at..at + phrase.words.len()).is_some_and(|here| here.iter().eq(phrase.words.iter()))
                })
            });
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
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        Qualifiers::get().find(lang, &words).into_iter().map(|found| (found.effect, found.value)).collect()
    }

    #[test]
    fn the_lists_are_sorted_and_whole() {
        for (table, columns) in [(include_str!("qualifiers.tsv"), 4), (include_str!("function_words.tsv"), 2)] {
            let rows: Vec<&str> = table.lines().skip(1).collect();
            for row in &rows {
                assert_eq!(row.split('\t').count(), columns, "{row}");
                assert!(matches!(row.split('\t').next(), Some("en" | "fr")), "{row}");
                assert!(matches!(row.split('\t').nth(2), None | Some("hedge" | "negation" | "scope")), "{row}");
            }
            let mut sorted: Vec<Vec<&str>> = rows.iter().map(|row| row.split('\t').collect()).collect();
            sorted.sort();
            sorted.dedup();
            assert_eq!(sorted, rows.iter().map(|row| row.split('\t').collect::<Vec<_>>()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_phrase_means_the_same_in_both_languages() {
        assert_eq!(values("fr", "au moins 3 000 hommes"), [(Effect::Scope, "at least")]);
        assert_eq!(values("en", "at least 3,000 men"), [(Effect::Scope, "at least")]);
        assert_eq!(
            values("fr", "l' ensemble des combattants est peut-être parti"),
            [(Effect::Scope, "all"), (Effect::Hedge, "perhaps")]
        );
    }
}
