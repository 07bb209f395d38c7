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

/// Whether a mark stands for a word.
fn is_spoken(mark: &str) -> bool {
    matches!(mark, "%" | "‰" | "&" | "@" | "#" | "*" | "/" | "§")
}

static FRENCH: Tagger<'static> = embedded(include_bytes!("../lang/fr/model/tagger.bin"));
static ENGLISH: Tagger<'static> = embedded(include_bytes!("../lang/en/model/tagger.bin"));
static GERMAN: Tagger<'static> = embedded(include_bytes!("../lang/de/model/tagger.bin"));
static NONE: Tagger<'static> = Tagger { model: Model::EMPTY };

impl Tagger<'static> {
    /// The tagger of `lang`. Its model was read when the program was compiled; for a language without a folder it knows
    /// nothing, and [`by_shape`] tells more.
    pub fn of(lang: Language) -> &'static Tagger<'static> {
        match lang {
            Language::French => &FRENCH,
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Other(_) => &NONE,
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
                TokenKind::Join => Tag::Punct,
                // Marks that are read aloud as words (%, &, @) are for the model; the others are what they look like.
                TokenKind::Punct if !is_spoken(token.of(text)) => Tag::Punct,
                TokenKind::Word | TokenKind::Number | TokenKind::Punct | TokenKind::Symbol => {
                    self.choose(&words, at, previous, earlier)
                }
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

/// The tag that the looks of a token suggest, whatever the language: a mark, a number, a name by its capital letter, or
/// [`Tag::X`].
pub fn by_shape(text: &str, token: &Token) -> Tag {
    match token.kind {
        TokenKind::Join | TokenKind::Punct => Tag::Punct,
        TokenKind::Number => Tag::Num,
        TokenKind::Symbol => Tag::Sym,
        TokenKind::Word if token.of(text).starts_with(char::is_uppercase) => Tag::Propn,
        TokenKind::Word => Tag::X,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::token_rules;
    use crate::text::{sentences, tokenize};
    use proptest::prelude::*;

    fn tags(text: &str, lang: Language) -> Vec<Tag> {
        let tokens = tokenize(text, token_rules(lang));
        let mut out = Vec::new();
        for sentence in sentences(text, &tokens) {
            Tagger::of(lang).tag(text, &tokens, sentence.tokens, &mut out);
        }
        assert_eq!(out.len(), tokens.len());
        out
    }

    /// Sentences of our own, tagged by hand; no treebank holds them.
    #[test]
    fn held_sentences_stay_above_the_floor() {
        for (lang, held) in [
            (Language::French, include_str!("../lang/fr/model/held.tsv")),
            (Language::English, include_str!("../lang/en/model/held.tsv")),
            (Language::German, include_str!("../lang/de/model/held.tsv")),
        ] {
            let (mut right, mut all) = (0, 0);
            let mut wrong = Vec::new();
            for row in held.lines().skip(1) {
                let (text, expected) = row.split_once('\t').unwrap();
                let given: Vec<String> = tags(text, lang).iter().map(|tag| format!("{tag:?}")).collect();
                let expected: Vec<&str> = expected.split(' ').collect();
                assert_eq!(given.len(), expected.len(), "{text}");
                all += given.len();
                right += given.iter().zip(&expected).filter(|(given, expected)| given == expected).count();
                if given != expected {
                    wrong.push(format!("{text}\n  {}", given.join(" ")));
                }
            }
            assert!(right * 100 >= all * 94, "{lang}: {right} of {all}\n{}", wrong.join("\n"));
        }
    }

    #[test]
    fn contractions_are_adpositions_and_articles_are_not() {
        use Tag::{Adp, Adv, AuxFin, Det, Noun, Pron, Punct, VerbPast};
        assert_eq!(tags("Le chef des armées a parlé.", Language::French)[..4], [Det, Noun, Adp, Noun]);
        assert_eq!(tags("Des élections ont déjà été perdues.", Language::French)[..4], [Det, Noun, AuxFin, Adv]);
        assert_eq!(tags("a-t-on appris", Language::French), [AuxFin, Punct, Pron, VerbPast]);
    }

    #[test]
    fn a_range_beyond_the_tokens_is_cut() {
        let text = "Il part.";
        let tokens = tokenize(text, token_rules(Language::French));
        let tagger = Tagger::of(Language::French);
        let mut out = Vec::new();
        tagger.tag(text, &tokens, 2..90, &mut out);
        assert_eq!(out, [Tag::Punct]);
        tagger.tag(text, &tokens, 7..9, &mut out);
        assert_eq!(out.len(), 1);
    }

    proptest! {
        #[test]
        fn every_token_has_a_tag_and_always_the_same(text in "[\\PC\n]{0,80}|([A-Za-zéàÉ'’.,«» -]{0,60})", english: bool) {
            let lang = if english { Language::English } else { Language::French };
            prop_assert_eq!(tags(&text, lang), tags(&text, lang));
        }

        #[test]
        fn a_damaged_model_is_refused_or_tags_all_the_same(cut in 0usize..400, flip in 0usize..4000, bits: u8) {
            let mut bytes = include_bytes!("../lang/fr/model/tagger.bin").to_vec();
            bytes[flip] ^= bits;
            bytes.truncate(bytes.len() - cut);
            if let Ok(model) = Model::read(&bytes) {
                let text = "Le maire a dit qu'il viendrait.";
                let tokens = tokenize(text, token_rules(Language::French));
                let mut out = Vec::new();
                Tagger::new(model).tag(text, &tokens, 0..tokens.len(), &mut out);
                prop_assert_eq!(out.len(), tokens.len());
            }
        }
    }
}
