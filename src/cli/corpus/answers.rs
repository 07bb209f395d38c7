//! The claims of a portion of articles, in the form of the output.

use super::source::{Articles, Columns, Portion};
use crate::claim::{ClaimSet, ExtractOptions};
use crate::cli::{CliError, stream};
#[cfg(feature = "parquet")]
use crate::columnar;
use serde_json::{Value, json};

/// How answers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON Lines.
    Lines,
    /// Rows of a table.
    #[cfg(feature = "parquet")]
    Rows,
}

/// Answers, written.
pub(super) enum Written {
    Lines(String),
    #[cfg(feature = "parquet")]
    Rows(arrow_array::RecordBatch),
}

/// An article without claims, and why.
pub(super) struct Refused {
    pub(super) place: String,
    pub(super) error: String,
}

/// The answers to a portion.
pub(super) struct Answers {
    pub(super) written: Written,
    pub(super) articles: u64,
    pub(super) claims: u64,
    pub(super) refused: Vec<Refused>,
    pub(super) steps: u64,
}

/// An article's id and claims, or its id and what is wrong; and its place: `line` or `row`, and the number.
struct Answer {
    place: (&'static str, u64),
    result: Result<(Value, ClaimSet), (Value, String)>,
}

pub(super) fn answers(
    portion: Portion,
    columns: Columns<'_>,
    options: ExtractOptions,
    form: Form,
) -> Result<Answers, CliError> {
    let steps = portion.steps;
    let (file, answers, ids) = match portion.articles {
        Articles::Lines { file, first, lines } => {
            let there = (first..).zip(&lines).filter(|(_, line)| !line.trim_ascii().is_empty());
            let answers: Vec<Answer> = there
                .map(|(number, line)| Answer { place: ("line", number), result: stream::claims_of(line, options) })
                .collect();
            (file, answers, None)
        }
        #[cfg(feature = "parquet")]
        Articles::Rows { file, first, rows } => {
            let (answers, ids) = of_rows(&rows, columns, options, first)?;
            (file, answers, Some(ids))
        }
    };
    let _ = columns;
    let refused = answers
        .iter()
        .filter_map(|answer| {
            let (kind, number) = answer.place;
            let (_, error) = answer.result.as_ref().err()?;
            Some(Refused { place: format!("{file}, {kind} {number}"), error: error.clone() })
        })
        .collect();
    let claims = answers.iter().map(|it| it.result.as_ref().map_or(0, |(_, set)| set.claims.len() as u64)).sum();
    Ok(Answers { articles: answers.len() as u64, claims, refused, steps, written: written(answers, ids, form)? })
}

#[cfg(feature = "parquet")]
type Ids = arrow_array::ArrayRef;
#[cfg(not(feature = "parquet"))]
type Ids = std::convert::Infallible;

fn written(answers: Vec<Answer>, ids: Option<Ids>, form: Form) -> Result<Written, CliError> {
    let _ = ids;
    match form {
        Form::Lines => {
            let mut text = String::new();
            for answer in &answers {
                let (kind, number) = answer.place;
                let value = match &answer.result {
                    Ok((id, set)) => stream::answer(id, set),
                    Err((id, error)) => json!({ "id": id, kind: number, "error": error }),
                };
                text.push_str(&value.to_string());
                text.push('\n');
            }
            Ok(Written::Lines(text))
        }
        #[cfg(feature = "parquet")]
        Form::Rows => {
            use arrow_array::StringArray;
            let words = |answer: &Answer| {
                let (Ok((id, _)) | Err((id, _))) = &answer.result;
                (!id.is_null()).then(|| super::source::key(id))
            };
            let ids: Ids =
                ids.unwrap_or_else(|| std::sync::Arc::new(answers.iter().map(words).collect::<StringArray>()));
            let answers: Vec<columnar::Answer> = answers
                .into_iter()
                .map(|answer| answer.result.map(|(_, set)| set).map_err(|(_, error)| error))
                .collect();
            columnar::batch(ids, &answers).map(Written::Rows).map_err(|error| CliError::new(error.to_string()))
        }
    }
}

/// The answers to rows, and the column of their ids.
#[cfg(feature = "parquet")]
fn of_rows(
    rows: &arrow_array::RecordBatch,
    columns: Columns<'_>,
    options: ExtractOptions,
    first: u64,
) -> Result<(Vec<Answer>, Ids), CliError> {
    let default = columnar::Columns::default();
    let articles =
        columnar::articles(rows, columns.unwrap_or(&default)).map_err(|error| CliError::new(error.to_string()))?;
    let ids = articles.ids();
    let answers = (first..).zip(articles.iter()).enumerate().map(|(row, (number, article))| {
        let id = id_at(&ids, row);
        let result = match columnar::answer(&article, &options) {
            Ok(set) => Ok((id, set)),
            Err(error) => Err((id, error)),
        };
        Answer { place: ("row", number), result }
    });
    Ok((answers.collect(), ids))
}

/// The id in a row of a column: a whole number as one, anything else as words.
#[cfg(feature = "parquet")]
pub(super) fn id_at(column: &arrow_array::ArrayRef, row: usize) -> Value {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_cast::cast;
    use arrow_schema::DataType;
    if row >= column.len() || column.is_null(row) {
        return Value::Null;
    }
    let one = column.slice(row, 1);
    if column.data_type().is_integer() {
        let number = |to: &DataType| cast(&one, to).ok();
        if let Some(signed) = number(&DataType::Int64).filter(|it| it.is_valid(0)) {
            return json!(signed.as_primitive::<arrow_array::types::Int64Type>().value(0));
        }
        if let Some(large) = number(&DataType::UInt64).filter(|it| it.is_valid(0)) {
            return json!(large.as_primitive::<arrow_array::types::UInt64Type>().value(0));
        }
    }
    match cast(&one, &DataType::Utf8) {
        Ok(words) if words.is_valid(0) => json!(words.as_string::<i32>().value(0)),
        Ok(_) | Err(_) => Value::Null,
    }
}
