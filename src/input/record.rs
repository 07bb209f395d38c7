//! A text in a record: a line of JSON Lines or a row of a table, with what the record says of it.

use super::{Document, InputError, detect_language};
use crate::lang::{Language, UnknownLanguage};
use chrono::NaiveDate;

/// What a record says of its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated<'r> {
    /// The language, by code; found out when not given.
    pub lang: Option<&'r str>,
    /// The date, of which the first ten characters count.
    pub date: Option<&'r str>,
    /// The headline.
    pub title: Option<&'r str>,
}

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// A language that is no code.
    #[error(transparent)]
    Language(#[from] UnknownLanguage),
    /// A text whose language cannot be told.
    #[error("the text {0}")]
    Text(#[from] InputError),
    /// A date that is none.
    #[error("date {0:?} is not YYYY-MM-DD")]
    Date(String),
}

/// Makes a document of the text of a record.
///
/// # Errors
/// [`RecordError`]: a language or a date that is none, a text whose language cannot be told.
pub fn document(text: String, stated: &Stated<'_>) -> Result<Document, RecordError> {
    let lang: Language = match stated.lang {
        Some(code) => code.parse()?,
        None => detect_language(&text)?,
    };
    let date: Option<NaiveDate> = match stated.date {
        Some(date) => Some(date.get(..10).unwrap_or(date).parse().map_err(|_| RecordError::Date(date.to_owned()))?),
        None => None,
    };
    Ok(Document { date, title: stated.title.map(str::to_owned), ..Document::new(text, lang) })
}
