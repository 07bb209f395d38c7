//! A text made ready for attribution: tokens with their tags, folded words, sentences and quotations.

use crate::lang::Language;
use crate::lang::syntax::{Class, ClassSet, Syntax};
use crate::tagging::{Tag, Tagger, by_shape};
use crate::text::{
    ByteSpan, Region, Sentence, Token, TokenKind, fold, is_quotation_mark, quotations, sentences, tokenize,
};
use std::ops::Range;

/// All that the steps of attribution look at. Positions are indices of tokens.
#[derive(Debug)]
pub struct Analysis<'t> {
    /// The text as stored.
    pub text: &'t str,
    /// Its language.
    pub lang: Language,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// One tag a token.
    pub tags: Vec<Tag>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its quotations, by opening mark.
    pub regions: Vec<Region>,
    words: Vec<String>,
    classes: Vec<ClassSet>,
    sentence_of: Vec<u32>,
    region_of: Vec<Option<u32>>,
}

impl<'t> Analysis<'t> {
    /// Analyses `text`; of a text with mark-up, only the words in `prose`, which is in order.
    pub fn new(text: &'t str, lang: Language, prose: Option<&[ByteSpan]>) -> Self {
        let mut tokens = tokenize(text, crate::lang::token_rules(lang));
        if let Some(prose) = prose {
            let mut at = 0;
            tokens.retain(|token| {
                while prose.get(at).is_some_and(|span| span.end <= token.span.start) {
                    at += 1;
                }
                prose.get(at).is_some_and(|span| span.contains(token.span))
            });
        }
        let sentences = sentences(text, &tokens);
        let regions = quotations(text, &tokens, &sentences);
        let mut tags = Vec::with_capacity(tokens.len());
        let mut sentence_of = vec![0; tokens.len()];
        let tagger = Tagger::of(lang);
        for (number, sentence) in sentences.iter().enumerate() {
            if lang.is_generic() {
                tags.extend(tokens[sentence.tokens.clone()].iter().map(|token| by_shape(text, token)));
            } else {
                tagger.tag(text, &tokens, sentence.tokens.clone(), &mut tags);
            }
            for slot in &mut sentence_of[sentence.tokens.clone()] {
                *slot = u32::try_from(number).unwrap_or(u32::MAX);
            }
        }
        let syntax = Syntax::of(lang);
        let words: Vec<String> = tokens.iter().map(|token| fold(token.of(text))).collect();
        let classes = words.iter().map(|word| syntax.classes(word)).collect();
        // Regions come sorted by their opening mark, so an inner one overwrites the one around it.
        let mut region_of = vec![None; tokens.len()];
        for (number, region) in regions.iter().enumerate() {
            for piece in &region.pieces {
                for slot in &mut region_of[piece.clone()] {
                    *slot = u32::try_from(number).ok();
                }
            }
        }
        let mut analysis =
            Analysis { text, lang, tokens, tags, sentences, regions, words, classes, sentence_of, region_of };
        super::verbs::mend(&mut analysis);
        if lang == Language::German {
            super::bracket::mend_names(&mut analysis);
        }
        analysis
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the text has no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The word at `at`, lower case, straight apostrophes; empty past the end.
    pub fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// The word at `at` as written.
    pub fn raw(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    /// The tag at `at`; punctuation past the end.
    pub fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Punct)
    }

    /// Whether the word at `at` belongs to the closed class.
    pub fn has(&self, at: usize, class: Class) -> bool {
        self.classes.get(at).is_some_and(|set| set.has(class))
    }

    /// Whether the token at `at` joins a verb and its inverted pronoun.
    pub fn is_join(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Join)
    }

    /// Whether the token at `at` begins with a capital letter.
    pub fn is_capital(&self, at: usize) -> bool {
        self.raw(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the token at `at` is a finite verb.
    pub fn is_finite(&self, at: usize) -> bool {
        matches!(self.tag(at), Tag::VerbFin | Tag::VerbCnd | Tag::AuxFin | Tag::AuxCnd)
    }

    /// Whether the token at `at` is a verb in any form.
    pub fn is_verb(&self, at: usize) -> bool {
        self.is_finite(at)
            || matches!(self.tag(at), Tag::VerbInf | Tag::VerbPast | Tag::VerbGer | Tag::AuxInf | Tag::AuxPart)
    }

    /// Whether the token at `at` is a mark that opens or closes a quotation region.
    pub fn is_quote_mark(&self, at: usize) -> bool {
        self.tag(at) == Tag::Punct && is_quotation_mark(self.raw(at))
    }

    /// Whether the token at `at` is a comma, colon, semicolon, dash or bracket.
    pub fn is_break(&self, at: usize) -> bool {
        matches!(self.raw(at), "," | ":" | ";" | "—" | "–" | "―" | "-" | "--" | "(" | ")" | "[" | "]")
    }

    /// The number of the sentence of token `at`.
    pub fn sentence_at(&self, at: usize) -> usize {
        self.sentence_of.get(at).map_or(0, |&number| number as usize)
    }

    /// The tokens of the sentence of token `at`.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        self.sentences.get(self.sentence_at(at)).map_or(at..at, |sentence| sentence.tokens.clone())
    }

    /// The innermost quotation that token `at` stands in; the marks of a quotation stand outside of it.
    pub fn region_at(&self, at: usize) -> Option<usize> {
        self.region_of.get(at).copied().flatten().map(|number| number as usize)
    }

    /// The quotation that the mark at `at` opens.
    pub fn opened_at(&self, at: usize) -> Option<usize> {
        let found = self.regions.partition_point(|region| region.open < at);
        self.regions.get(found).filter(|region| region.open == at).map(|_| found)
    }

    /// The quotation that the mark at `at` closes.
    pub fn closed_at(&self, at: usize) -> Option<usize> {
        let inside = self.region_at(at.checked_sub(1)?)?;
        std::iter::successors(Some(inside), |&region| self.regions[region].parent)
            .find(|&region| self.regions[region].close == Some(at))
    }

    /// The bytes of the tokens of `range`; an empty range gives an empty span.
    pub fn span(&self, range: &Range<usize>) -> ByteSpan {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => ByteSpan::new(first.span.start(), last.span.end()),
            _ => ByteSpan::default(),
        }
    }

    /// The words of `range` as written.
    pub fn text_of(&self, range: &Range<usize>) -> &'t str {
        self.span(range).of(self.text)
    }
}
