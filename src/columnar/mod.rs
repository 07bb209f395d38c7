//! How do claims lie in columns? Articles come as Arrow record batches and leave as record batches with their claims.
//!
//! A row in is an article: columns `id` and `text`, and where they are there `lang`, `date` and `title` ([`Columns`] names them).
//! A row out is the answer to it, in the same place: `id` as it came (words of any encoding as plain text), `lang`, `error` (null when all is well) and `claims`, a
//! list of structs with the fields of the claims file, typed, spans as `{start, end}` in code points ([`schema`]).
//! `python` and the Parquet reader build on it; [`claims`] is the mapping.

pub(crate) mod build;
pub mod claims;
#[cfg(feature = "parquet")]
pub mod parquet;
mod rows;

pub use rows::{Article, Articles, Columns, articles};

use crate::claim::{Claim, ClaimSet, ExtractOptions};
use crate::input::record::{Stated, document};
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StringArray, new_empty_array};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// So many bytes of text a batch may hold: offsets in columns are 32 bits wide, and the claims of a text hold its words
/// several times over.
pub const BATCH_LIMIT: usize = 256 << 20;

/// Why a batch cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ColumnarError {
    /// A column that is not there.
    #[error("there is no column {name:?}; there are {}", there.join(", "))]
    NoColumn {
        /// The name looked for.
        name: String,
        /// The names of the columns.
        there: Vec<String>,
    },
    /// A column that holds no words.
    #[error("the column {name:?} holds {found}, not text")]
    NoText {
        /// The column.
        name: String,
        /// What it holds.
        found: DataType,
    },
    /// A field that an article does not have.
    #[error("an article has no field {0:?}; it has id, text, lang, date, title")]
    NoField(String),
    /// Too much text in one batch.
    #[error("the batch holds {size} bytes of text, and the limit is {BATCH_LIMIT}: give fewer rows at a time")]
    TooLarge {
        /// Bytes of text.
        size: usize,
    },
    /// Arrow's own.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

/// The answer to an article: its claims, or what was wrong with it.
pub type Answer = Result<ClaimSet, String>;

/// The columns of the answers to articles whose ids are of the type `id`.
///
/// # Errors
/// None that is known; Arrow checks what it is given.
pub fn schema(id: &DataType) -> Result<SchemaRef, ColumnarError> {
    Ok(batch(new_empty_array(&rows::plain_type(id)), &[])?.schema())
}

/// Answers in columns: `id`, `lang`, `error`, `claims`. `ids` has a value for each answer.
///
/// # Errors
/// Ids that are more or fewer than the answers.
pub fn batch(ids: ArrayRef, answers: &[Answer]) -> Result<RecordBatch, ColumnarError> {
    let sets = || answers.iter().map(|answer| answer.as_ref().ok());
    let all: Vec<&Claim> = sets().flatten().flat_map(|set| &set.claims).collect();
    let claims = claims::array(&all)?;
    let list = ListArray::try_new(
        Arc::new(Field::new_list_field(claims.data_type().clone(), false)),
        OffsetBuffer::from_lengths(sets().map(|set| set.map_or(0, |set| set.claims.len()))),
        Arc::new(claims),
        Some(sets().map(|set| set.is_some()).collect::<NullBuffer>()),
    )?;
    let lang: StringArray = sets().map(|set| set.map(|set| set.header.lang.as_str())).collect();
    let error: StringArray = answers.iter().map(|answer| answer.as_ref().err()).collect();
    let schema = Schema::new(vec![
        Field::new("id", ids.data_type().clone(), true),
        Field::new("lang", DataType::Utf8, true),
        Field::new("error", DataType::Utf8, true),
        Field::new("claims", list.data_type().clone(), true),
    ]);
    Ok(RecordBatch::try_new(Arc::new(schema), vec![ids, Arc::new(lang), Arc::new(error), Arc::new(list)])?)
}

/// The claims of an article, or what is wrong with it.
pub fn answer(article: &Article<'_>, options: &ExtractOptions) -> Answer {
    let Some(text) = article.text else { return Err("there is no text".to_owned()) };
    if text.len() as u64 > crate::input::SIZE_LIMIT {
        return Err(format!("the text is longer than {} bytes; cut it into articles", crate::input::SIZE_LIMIT));
    }
    let stated = Stated { lang: article.lang, date: article.date, title: article.title };
    let document = document(text.to_owned(), &stated).map_err(|error| error.to_string())?;
    Ok(crate::claim::extract(&document, options))
}

/// Extracts the claims of each article of `batch`: as many rows out as in, in the same order.
///
/// # Errors
/// A column that is missing or holds no words, and a batch of more than [`BATCH_LIMIT`] bytes of text. A bad row is no error: its
/// `error` says what is wrong.
pub fn extract(batch: &RecordBatch, columns: &Columns, options: &ExtractOptions) -> Result<RecordBatch, ColumnarError> {
    let rows = articles(batch, columns)?;
    let size = rows.iter().map(|article| article.text.map_or(0, str::len)).sum();
    if size > BATCH_LIMIT {
        return Err(ColumnarError::TooLarge { size });
    }
    let answers: Vec<Answer> = rows.iter().map(|article| answer(&article, options)).collect();
    self::batch(rows.ids(), &answers)
}

#[cfg(test)]
mod tests;
