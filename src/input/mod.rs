//! How do we read it? Files and streams become a [`Document`].

use chrono::NaiveDate;

/// One article, as stored: all offsets of its claims point into `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The text, byte for byte as kept in the workspace.
    pub text: String,
    /// The language, a BCP 47 code (`fr`, `en`).
    pub lang: crate::lang::Language,
    /// Day of publication; relative dates (*hier*) are resolved against it.
    pub date: Option<NaiveDate>,
    /// The headline, when it is not part of the text.
    pub title: Option<String>,
    /// Where the article comes from: an address, a publisher, a file name.
    pub source: Option<String>,
}
