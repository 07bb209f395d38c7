//! What does this language know? Lexicons and small rules, one folder a language.

mod cue;
mod lexicon;
mod morphology;
mod places;
pub mod sense;
pub mod syntax;
mod time;
mod tokens;

pub use cue::{CueEntry, Frame, Frames, Modality, Pos, Stance};
pub use lexicon::Lexicon;
pub use morphology::{Tense, VerbForm};
pub use places::{Place, PlaceKind, Places};

pub use time::{NumberWord, TimeWord, TimeWords};
pub use tokens::token_rules;

use serde::{Deserialize, Serialize};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French.
    #[serde(rename = "fr")]
    French,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All languages, in the order in which help and errors name them.
    pub const ALL: [Language; 2] = [Language::French, Language::English];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Language::French => "fr",
            Language::English => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language code that dixit has no folder for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language {0:?}; dixit knows fr and en")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Accepts a code with or without region: `fr`, `fr-CA`, `EN_us`.
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let primary = code.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        Language::ALL.into_iter().find(|lang| lang.code() == primary).ok_or_else(|| UnknownLanguage(code.to_owned()))
    }
}
