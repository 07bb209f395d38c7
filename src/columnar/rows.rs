//! Which article does a row hold? The columns by name, read as text whatever their type.

use super::ColumnarError;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray, cast::AsArray};
use arrow_cast::{can_cast_types, cast};
use arrow_schema::{DataType, Schema};

/// How the columns are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The article's id, of any type; it comes back as it is.
    pub id: String,
    /// The article's text.
    pub text: String,
    /// The language code; need not be there.
    pub lang: String,
    /// The day of publication, as text, date or timestamp; need not be there.
    pub date: String,
    /// The headline; need not be there.
    pub title: String,
}

impl Default for Columns {
    fn default() -> Columns {
        let [id, text, lang, date, title] = ["id", "text", "lang", "date", "title"].map(str::to_owned);
        Columns { id, text, lang, date, title }
    }
}

impl Columns {
    /// Says that `field` of an article (`text`, `date`) lies in `column`.
    ///
    /// # Errors
    /// No field is called so.
    pub fn set(&mut self, field: &str, column: &str) -> Result<(), ColumnarError> {
        let name = match field {
            "id" => &mut self.id,
            "text" => &mut self.text,
            "lang" => &mut self.lang,
            "date" => &mut self.date,
            "title" => &mut self.title,
            _ => return Err(ColumnarError::NoField(field.to_owned())),
        };
        column.clone_into(name);
        Ok(())
    }

    /// The columns of `schema` that are read, by place and in ascending order.
    ///
    /// # Errors
    /// There is no `id` or no `text`.
    pub fn places(&self, schema: &Schema) -> Result<Vec<usize>, ColumnarError> {
        let find = |name: &String| schema.fields().iter().position(|field| field.name() == name);
        let missing = |name: &String| {
            let there = schema.fields().iter().map(|field| field.name().clone()).collect();
            ColumnarError::NoColumn { name: name.clone(), there }
        };
        let mut places = vec![
            find(&self.id).ok_or_else(|| missing(&self.id))?,
            find(&self.text).ok_or_else(|| missing(&self.text))?,
        ];
        places.extend([&self.lang, &self.date, &self.title].into_iter().filter_map(find));
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }
}

/// The type in which ids of a type come out: words in any encoding are plain text, so that files of several writers go together.
pub(super) fn plain_type(id: &DataType) -> DataType {
    match id {
        DataType::LargeUtf8 | DataType::Utf8View => DataType::Utf8,
        DataType::Dictionary(_, value) => plain_type(value),
        other => other.clone(),
    }
}

/// A row: an article with what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Article<'b> {
    /// Its text; `None` where the column is null.
    pub text: Option<&'b str>,
    /// Its language code.
    pub lang: Option<&'b str>,
    /// Its day of publication, as text.
    pub date: Option<&'b str>,
    /// Its headline.
    pub title: Option<&'b str>,
}

/// The articles of a batch.
#[derive(Debug, Clone)]
pub struct Articles {
    ids: ArrayRef,
    text: StringArray,
    lang: Option<StringArray>,
    date: Option<StringArray>,
    title: Option<StringArray>,
}

impl Articles {
    /// Their ids.
    pub fn ids(&self) -> ArrayRef {
        self.ids.clone()
    }

    /// The articles, in the order of the rows.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Article<'_>> {
        (0..self.text.len()).map(|row| self.get(row))
    }

    /// The article in a row, which must be there.
    pub fn get(&self, row: usize) -> Article<'_> {
        Article {
            text: at(&self.text, row),
            lang: self.lang.as_ref().and_then(|column| at(column, row)),
            date: self.date.as_ref().and_then(|column| at(column, row)),
            title: self.title.as_ref().and_then(|column| at(column, row)),
        }
    }
}

fn at(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

/// The articles of `batch`, whose columns are called as `columns` says.
///
/// # Errors
/// A column that is missing, or that cannot be read as text.
pub fn articles(batch: &RecordBatch, columns: &Columns) -> Result<Articles, ColumnarError> {
    columns.places(&batch.schema())?;
    let words = |name: &str| -> Result<Option<StringArray>, ColumnarError> {
        let Some(column) = batch.column_by_name(name) else { return Ok(None) };
        let found = column.data_type();
        if found.is_nested() || !can_cast_types(found, &DataType::Utf8) {
            return Err(ColumnarError::NoText { name: name.to_owned(), found: found.clone() });
        }
        Ok(Some(cast(column, &DataType::Utf8)?.as_string().clone()))
    };
    let missing = |name: &str| ColumnarError::NoColumn { name: name.to_owned(), there: Vec::new() };
    Ok(Articles {
        ids: {
            let ids = batch.column_by_name(&columns.id).ok_or_else(|| missing(&columns.id))?;
            cast(ids, &plain_type(ids.data_type()))?
        },
        text: words(&columns.text)?.ok_or_else(|| missing(&columns.text))?,
        lang: words(&columns.lang)?,
        date: words(&columns.date)?,
        title: words(&columns.title)?,
    })
}
