//! Which words are forms of one word, where no dictionary tells? Snowball stems.

use super::Language;
use crate::text::without_accents;
use rust_stemmers::Algorithm::{English, French, German};
use rust_stemmers::Stemmer;
use std::sync::OnceLock;

/// The stem of a folded word, without accents; the word itself in a language without a stemmer.
pub fn stem(lang: Language, word: &str) -> String {
    static STEMMERS: OnceLock<[Stemmer; 3]> = OnceLock::new();
    let [english, french, german] = STEMMERS.get_or_init(|| [English, French, German].map(Stemmer::create));
    match lang {
        Language::English => without_accents(&english.stem(word)),
        Language::French => without_accents(&french.stem(word)),
        Language::German => without_accents(&german.stem(word)),
        Language::Other(_) => without_accents(word),
    }
}
