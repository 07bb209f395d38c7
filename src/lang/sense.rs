//! What words mean for judging a claim: where, when to come, how sure, how much of it is a judgement.

use super::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

macro_rules! senses {
    ($($(#[$doc:meta])* $name:ident = $label:literal,)*) => {
        /// A group of words with one use; its words are in `src/lang/<code>/senses.tsv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Sense { $($(#[$doc])* $name,)* }

        impl Sense {
            /// Every sense.
            pub const ALL: &[Sense] = &[$(Sense::$name,)*];

            /// The name of the sense in the data.
            pub fn label(self) -> &'static str {
                match self { $(Sense::$name => $label,)* }
            }

            fn bit(self) -> u32 {
                1 << (self as u32)
            }
        }
    };
}

senses! {
    /// Verbs and participles that put a day into the future: *doit*, *prévue*, *will*, *due*.
    Ahead = "ahead",
    /// Nouns that make a name that of a body: *Committee*, *Fondation*.
    Body = "body",
    /// Words that name a cause: *parce*, *because*.
    Cause = "cause",
    /// Words that compare: *plus*, *record*, *highest*.
    Comparison = "comparison",
    /// Forms of *être*, *be* and verbs like them.
    Copula = "copula",
    /// Words beside which a capital is its government: *avec*, *between*.
    Dealing = "dealing",
    /// Degrees that only a judgement has: *très*, *largely*.
    Degree = "degree",
    /// Verbs of what ought to be: *devoir*, *should*.
    Duty = "duty",
    /// Adjectives and nouns of praise and blame.
    Evaluative = "evaluative",
    /// Verbs and nouns of the speaker's own mind: *espère*, *proud*.
    Feeling = "feeling",
    /// Adverbs that pass on what others say: *allegedly*.
    Hearsay = "hearsay",
    /// Prepositions and nouns that make a city a place: *à*, *near*, *maire*.
    Locative = "locative",
    /// Nouns that a bare number numbers: *article 5*.
    Numbered = "numbered",
    /// Words that deny without a particle: *aucun*, *nobody*, *faux*.
    Negator = "negator",
    /// *pas*, *jamais*: what completes the negation that *ne* begins.
    Particle = "particle",
    /// Nouns that make a name that of a place: *Island*, *rue*.
    Site = "site",
    /// Nouns that make a name that of a thing: *Act*, *traité*.
    Thing = "thing",
}

/// The senses of one language.
#[derive(Debug)]
pub struct Senses {
    words: BTreeMap<&'static str, u32>,
}

impl Senses {
    /// The senses of `lang`, read on first use.
    pub fn of(lang: Language) -> &'static Senses {
        static FRENCH: OnceLock<Senses> = OnceLock::new();
        static ENGLISH: OnceLock<Senses> = OnceLock::new();
        static GERMAN: OnceLock<Senses> = OnceLock::new();
        static OTHER: OnceLock<Senses> = OnceLock::new();
        match lang {
            Language::French => FRENCH.get_or_init(|| Senses::read(include_str!("fr/senses.tsv"))),
            Language::English => ENGLISH.get_or_init(|| Senses::read(include_str!("en/senses.tsv"))),
            Language::German => GERMAN.get_or_init(|| Senses::read(include_str!("de/senses.tsv"))),
            Language::Other(_) => OTHER.get_or_init(|| Senses::read("")),
        }
    }

    fn read(table: &'static str) -> Senses {
        let mut words = BTreeMap::new();
        for (label, list) in table.lines().filter_map(|line| line.split_once('\t')) {
            if let Some(sense) = Sense::ALL.iter().find(|sense| sense.label() == label) {
                for word in list.split_whitespace() {
                    *words.entry(word).or_insert(0) |= sense.bit();
                }
            }
        }
        Senses { words }
    }

    /// Whether the lower-case word has the sense.
    pub fn has(&self, word: &str, sense: Sense) -> bool {
        self.words.get(word).is_some_and(|set| set & sense.bit() != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sense_has_words_in_every_language() {
        let mut known: Vec<&str> = Sense::ALL.iter().map(|sense| sense.label()).collect();
        known.sort_unstable();
        for table in [include_str!("fr/senses.tsv"), include_str!("en/senses.tsv"), include_str!("de/senses.tsv")] {
            let labels: Vec<&str> = table.lines().skip(2).filter_map(|line| line.split('\t').next()).collect();
            assert_eq!(labels, known);
        }
    }
}
