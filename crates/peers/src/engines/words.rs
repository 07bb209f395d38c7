//! Words as plain engines take them: letters and digits in lower case, without function words, stemmed by Snowball.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::BTreeSet;

pub(super) struct Words {
    stop: BTreeSet<&'static str>,
    stemmer: Stemmer,
}

impl Words {
    pub(super) fn english() -> Words {
        let rows = include_str!("../../../../src/align/function_words.tsv").lines();
        Words {
            stop: rows.filter_map(|row| row.strip_prefix("en\t")).collect(),
            stemmer: Stemmer::create(Algorithm::English),
        }
    }

    /// The words that are no function words.
    pub(super) fn content(&self, text: &str) -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.filter(|word| !self.stop.contains(word)).map(str::to_owned).collect()
    }

    /// The stems of those words.
    pub(super) fn stems(&self, text: &str) -> Vec<String> {
        self.content(text).iter().map(|word| self.stemmer.stem(word).into_owned()).collect()
    }
}
