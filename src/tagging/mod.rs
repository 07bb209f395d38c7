//! What is each word? Part-of-speech tags over the tokens of a sentence.
//!
//! [`Tagger::of`] gives the tagger of a language; its model is a table in the binary that needs no loading.
//! [`features`] says what a word is known by, [`model`] how the table is laid out; `crates/train` makes it.
//!
//! ```
//! use dixit::lang::{Language, token_rules};
//! use dixit::tagging::{Tag, Tagger};
//! use dixit::text::tokenize;
//!
//! let text = "Le maire a démissionné.";
//! let tokens = tokenize(text, token_rules(Language::French));
//! let mut tags = Vec::new();
//! Tagger::of(Language::French).tag(text, &tokens, 0..tokens.len(), &mut tags);
//! assert_eq!(tags, [Tag::Det, Tag::Noun, Tag::AuxFin, Tag::VerbPast, Tag::Punct]);
//! ```

pub mod features;
pub mod model;
mod tagger;

pub use model::{Model, ModelError};
pub use tagger::{Tagger, by_shape};

/// The universal part of speech (Universal Dependencies v2), with the verb forms told apart that matter for
/// finding subjects and complements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tag {
    /// Adjective.
    Adj,
    /// Adposition; French contractions with an article (*du*, *aux*) too.
    Adp,
    /// Adverb.
    Adv,
    /// Auxiliary, finite indicative, imperative or subjunctive.
    AuxFin,
    /// Auxiliary in the conditional (*aurait*).
    AuxCnd,
    /// Auxiliary, infinitive.
    AuxInf,
    /// Auxiliary, participle.
    AuxPart,
    /// Coordinating conjunction.
    Cconj,
    /// Determiner.
    Det,
    /// Interjection.
    Intj,
    /// Common noun.
    Noun,
    /// Numeral.
    Num,
    /// Particle (English *to*, *not*, *'s*).
    Part,
    /// Pronoun.
    Pron,
    /// Proper noun.
    Propn,
    /// Punctuation.
    Punct,
    /// Subordinating conjunction (*que*, *that*).
    Sconj,
    /// Symbol.
    Sym,
    /// Finite verb, indicative, imperative or subjunctive.
    VerbFin,
    /// Finite verb in the conditional (*serait*).
    VerbCnd,
    /// Infinitive.
    VerbInf,
    /// Past participle.
    VerbPast,
    /// Present participle, gerund.
    VerbGer,
    /// Anything else.
    X,
}

impl Tag {
    /// Every tag, in the order of its number.
    pub const ALL: [Tag; 24] = [
        Tag::Adj,
        Tag::Adp,
        Tag::Adv,
        Tag::AuxFin,
        Tag::AuxCnd,
        Tag::AuxInf,
        Tag::AuxPart,
        Tag::Cconj,
        Tag::Det,
        Tag::Intj,
        Tag::Noun,
        Tag::Num,
        Tag::Part,
        Tag::Pron,
        Tag::Propn,
        Tag::Punct,
        Tag::Sconj,
        Tag::Sym,
        Tag::VerbFin,
        Tag::VerbCnd,
        Tag::VerbInf,
        Tag::VerbPast,
        Tag::VerbGer,
        Tag::X,
    ];

    /// The tag's number, its place in [`Tag::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The tag of that number, if there is one.
    pub fn from_index(index: usize) -> Option<Tag> {
        Tag::ALL.get(index).copied()
    }

    /// The Universal Dependencies part of speech, as written in CoNLL-U.
    pub const fn upos(self) -> &'static str {
        match self {
            Tag::Adj => "ADJ",
            Tag::Adp => "ADP",
            Tag::Adv => "ADV",
            Tag::AuxFin | Tag::AuxCnd | Tag::AuxInf | Tag::AuxPart => "AUX",
            Tag::Cconj => "CCONJ",
            Tag::Det => "DET",
            Tag::Intj => "INTJ",
            Tag::Noun => "NOUN",
            Tag::Num => "NUM",
            Tag::Part => "PART",
            Tag::Pron => "PRON",
            Tag::Propn => "PROPN",
            Tag::Punct => "PUNCT",
            Tag::Sconj => "SCONJ",
            Tag::Sym => "SYM",
            Tag::VerbFin | Tag::VerbCnd | Tag::VerbInf | Tag::VerbPast | Tag::VerbGer => "VERB",
            Tag::X => "X",
        }
    }

    /// Whether the word is a verb or an auxiliary in a finite form.
    pub const fn is_finite(self) -> bool {
        matches!(self, Tag::AuxFin | Tag::AuxCnd | Tag::VerbFin | Tag::VerbCnd)
    }

    /// Whether the word is an auxiliary, in any form.
    pub const fn is_auxiliary(self) -> bool {
        matches!(self, Tag::AuxFin | Tag::AuxCnd | Tag::AuxInf | Tag::AuxPart)
    }

    /// Whether the word is a full verb, in any form.
    pub const fn is_verb(self) -> bool {
        matches!(self, Tag::VerbFin | Tag::VerbCnd | Tag::VerbInf | Tag::VerbPast | Tag::VerbGer)
    }

    /// Whether the word is a common or a proper noun.
    pub const fn is_noun(self) -> bool {
        matches!(self, Tag::Noun | Tag::Propn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_places_in_the_list() {
        for (index, tag) in Tag::ALL.into_iter().enumerate() {
            assert_eq!(tag.index(), index);
            assert_eq!(Tag::from_index(index), Some(tag));
        }
        assert_eq!(Tag::from_index(Tag::ALL.len()), None);
    }
}
