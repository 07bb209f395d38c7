//! What does this language know? Lexicons and small rules, one folder a language.

mod code;
mod concepts;
mod cue;
mod lemma;
mod lexicon;
mod morphology;
mod places;
pub mod sense;
mod stem;
pub mod syntax;
mod time;
mod tokens;

pub use code::Code;
pub use concepts::{ConceptId, Concepts};
pub use cue::{CueEntry, Frame, Frames, Modality, Pos, Stance};
pub use lemma::Lemmas;
pub use lexicon::Lexicon;
pub use morphology::{Tense, VerbForm};
pub use places::{Place, PlaceKind, Places};

pub use stem::stem;
pub use time::{NumberWord, TimeWord, TimeWords};
pub use tokens::token_rules;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// *le*, *il*, *he*.
    Masculine,
    /// *la*, *elle*, *she*.
    Feminine,
}

/// A language that dixit extracts claims from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
    /// German.
    German,
    /// A language that dixit has no folder for: what stands in quotation marks is found, and little else.
    Other(Code),
}

impl Language {
    /// The languages that have a folder, in the order in which help and errors name them.
    pub const ALL: [Language; 3] = [Language::French, Language::English, Language::German];

    /// The ISO 639-1 code; of another language the code that was given.
    pub fn code(&self) -> &str {
        match self {
            Language::French => "fr",
            Language::English => "en",
            Language::German => "de",
            Language::Other(code) => code.as_str(),
        }
    }

    /// Whether the language has no folder, so that claims are found by quotation marks alone.
    pub fn is_generic(self) -> bool {
        matches!(self, Language::Other(_))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Words that are no language code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown language {0:?}: write its code as in BCP 47, such as fr, en, de or es-MX; dixit has rules for fr, en and de, and finds quotations in any other"
)]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Accepts a code with or without region: `fr`, `fr-CA`, `EN_us`, `pt-BR`.
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let primary = code.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        let known = Language::ALL.into_iter().find(|lang| lang.code() == primary);
        known.or_else(|| Code::read(code).map(Language::Other)).ok_or_else(|| UnknownLanguage(code.to_owned()))
    }
}
