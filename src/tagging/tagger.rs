//! Gives every token its tag, from left to right, by the sum of its features' weights.

use super::features::{NO_TAG, Word, describe, each_dynamic, each_static};
use super::{Model, Tag};
use crate::lang::Language;
use crate::text::{Token, TokenKind};
use std::ops::Range;

/// A part-of-speech tagger: a linear model over the features of a word, its neighbours and the tags before it.
#[derive(Clone, Copy, Debug)]
pub struct Tagger<'m> {
    model: Model<'m>,
}

/// A model that the build refuses when it cannot be read.
const fn embedded(bytes: &'static [u8]) -> Tagger<'static> {
    match Model::read(bytes) {
        Ok(model) => Tagger { model },
        Err(_) => panic!("an embedded tagger model cannot be read; train it again with `dixit-train tagger`"),
    }
}

static FRENCH: Tagger<'static> = embedded(include_bytes!("../lang/fr/model/tagger.bin"));
static ENGLISH: Tagger<'static> = embedded(include_bytes!("../lang/en/model/tagger.bin"));

impl Tagger<'static> {
    /// The tagger of `lang`. Its model was read when the program was compiled.
    pub fn of(lang: Language) -> &'static Tagger<'static> {
        match lang {
            Language::French => &FRENCH,
            Language::English => &ENGLISH,
        }
    }
}

impl<'m> Tagger<'m> {
    /// A tagger with another model.
    pub const fn new(model: Model<'m>) -> Tagger<'m> {
        Tagger { model }
    }

    /// Puts the tags of the tokens in `sentence`, a range of `tokens`, at the end of `out`: one tag a token, same
    /// order. A range that reaches beyond the tokens is cut.
    ///
    /// A token that writes two words has one tag: French *du* and *aux* are [`Tag::Adp`], *auquel* is [`Tag::Pron`];
    /// a compound has the tag of its last part. The hyphens of *a-t-il* are [`Tag::Punct`].
    pub fn tag(&self, text: &str, tokens: &[Token], sentence: Range<usize>, out: &mut Vec<Tag>) {
        let end = sentence.end.min(tokens.len());
        let tokens = tokens.get(sentence.start.min(end)..end).unwrap_or(&[]);
        let mut words = Vec::with_capacity(tokens.len());
        describe(text, tokens, &self.model, &mut words);
        out.reserve(tokens.len());
        let (mut previous, mut earlier) = (NO_TAG, NO_TAG);
        for (at, token) in tokens.iter().enumerate() {
            let tag = match token.kind {
                TokenKind::Join | TokenKind::Punct => Tag::Punct,
                TokenKind::Word | TokenKind::Number | TokenKind::Symbol => self.choose(&words, at, previous, earlier),
            };
            out.push(tag);
            // The hyphens of an inversion are no word: the pronoun sees the verb.
            if token.kind != TokenKind::Join {
                earlier = previous;
                previous = tag as u8;
            }
        }
    }

    /// The tag with the highest score; the first of equals.
    fn choose(&self, words: &[Word], at: usize, previous: u8, earlier: u8) -> Tag {
        let mut scores = [0i32; 32];
        each_static(words, at, |key| self.model.add(key, &mut scores));
        each_dynamic(words, at, previous, earlier, |key| self.model.add(key, &mut scores));
        let mut best = Tag::Noun;
        let mut highest = i32::MIN;
        for (tag, score) in Tag::ALL.into_iter().zip(scores) {
            if score > highest {
                (best, highest) = (tag, score);
            }
        }
        best
    }
}
