//! Where in the article? Spans, tokens, sentences and quotation regions.
//!
//! Inside dixit a place in a text is a [`ByteSpan`]; files and other programs see [`CharSpan`]s, which count
//! Unicode code points. [`CodePoints`] converts between the two.

pub mod quotation;
pub mod sentence;
pub mod span;
pub mod token;

pub use quotation::{Region, is_quotation_mark, quotations};
pub use sentence::{Sentence, sentences};
pub use span::{ByteSpan, CharSpan, CodePoints};
pub use token::{Token, TokenKind, TokenRules, fold, is_apostrophe, tokenize, without_accents};
