//! The answers as Arrow record batches, made as they are read.

use crate::article::{Article, Settings};
use crate::capsule;
use crate::error::refused;
use crate::many::{Next, Rows, Source};
use crate::pool::{Ahead, Pool};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray, StructArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use dixit::columnar::{self, Answer};
use pyo3::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A batch has so many rows at most, or so many bytes of text and one row: a thread makes all of it.
const ROWS: usize = 256;
const BYTES: usize = 1 << 20;

/// So many batches a thread are under way at most.
const AHEAD: usize = 3;

/// The columns that an extraction has as Arrow record batches; `id` is the type of the ids, such as `pyarrow.int64()`, and text
/// when not given.
///
/// >>> import dixit
/// >>> dixit.claims_schema()
/// <ClaimsSchema id, lang, error, claims>
#[pyfunction]
#[pyo3(signature = (id=None))]
pub(crate) fn claims_schema(id: Option<&Bound<'_, PyAny>>) -> PyResult<ClaimsSchema> {
    let id = id.map_or(Ok(DataType::Utf8), capsule::data_type)?;
    Ok(ClaimsSchema { schema: columnar::schema(&id).map_err(refused)? })
}

/// A schema for Arrow's readers: `pyarrow.schema(dixit.claims_schema())`.
#[pyclass(frozen, module = "dixit")]
pub(crate) struct ClaimsSchema {
    schema: SchemaRef,
}

#[pymethods]
impl ClaimsSchema {
    /// Arrow's PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        capsule::schema(py, &*self.schema)
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.schema.fields().iter().map(|field| field.name().as_str()).collect();
        format!("<ClaimsSchema {}>", names.join(", "))
    }
}

/// The type of a claim.
pub(crate) fn claim_type() -> PyResult<Schema> {
    let none: StructArray = columnar::claims::array(&[]).map_err(refused)?;
    match arrow_array::Array::data_type(&none) {
        DataType::Struct(fields) => Ok(Schema::new(fields.clone())),
        other => Err(refused(format!("a claim is no struct but {other}"))),
    }
}

/// The articles of one batch of answers.
pub(crate) enum Chunk {
    /// Of Python's own, with their ids.
    Articles(Vec<Option<String>>, Vec<Article>),
    /// Rows of a batch.
    Rows(Arc<Rows>, Range<usize>),
}

impl Chunk {
    fn answers(&self, settings: &Settings) -> Vec<Answer> {
        match self {
            Chunk::Articles(_, articles) => articles.iter().map(|article| article.answer(settings)).collect(),
            Chunk::Rows(rows, range) => range.clone().map(|row| settings.answer(rows.articles.get(row))).collect(),
        }
    }

    fn ids(&self) -> ArrayRef {
        match self {
            Chunk::Articles(ids, _) => Arc::new(ids.iter().map(Option::as_deref).collect::<StringArray>()),
            Chunk::Rows(rows, range) => rows.articles.ids().slice(range.start, range.len()),
        }
    }

    fn batch(&self, settings: &Settings, schema: &SchemaRef, raise: bool) -> Result<RecordBatch, ArrowError> {
        let answers = self.answers(settings);
        if raise && let Some(reason) = answers.iter().find_map(|answer| answer.as_ref().err()) {
            return Err(ArrowError::ComputeError(reason.clone()));
        }
        // Ids of several types come out as the first.
        let ids = cast(&self.ids(), schema.field(0).data_type())?;
        columnar::batch(ids, &answers).map_err(|error| ArrowError::ExternalError(Box::new(error)))
    }
}

/// Reads a source, batch by batch.
pub(crate) struct Batches {
    source: Source,
    schema: SchemaRef,
    ahead: Ahead<Chunk, Result<RecordBatch, ArrowError>>,
}

impl Batches {
    /// Begins to read; the first article is looked at to know what ids are.
    pub(crate) fn start(
        py: Python<'_>,
        mut source: Source,
        settings: Settings,
        threads: usize,
        raise: bool,
    ) -> PyResult<Batches> {
        let first = source.next(py)?;
        let id = match &first {
            Some(Next::Row(rows, _)) => rows.articles.ids().data_type().clone(),
            Some(Next::Article(..)) | None => DataType::Utf8,
        };
        first.into_iter().for_each(|first| source.put_back(first));
        let schema = columnar::schema(&id).map_err(refused)?;
        let columns = Arc::clone(&schema);
        let pool = Pool::new(threads, move |chunk: Chunk| chunk.batch(&settings, &columns, raise))?;
        Ok(Batches { source, schema, ahead: Ahead::new(pool, threads * AHEAD) })
    }
}

/// The articles of the next batch, with their bytes of text.
fn chunk(source: &mut Source, py: Python<'_>) -> PyResult<Option<(Chunk, usize)>> {
    let Some(first) = source.next(py)? else { return Ok(None) };
    let mut size = first.size();
    let name = |id: Option<Py<PyAny>>| id.map(|id| id.bind(py).str().map(|id| id.to_string())).transpose();
    let mut chunk = match first {
        Next::Article(id, article) => Chunk::Articles(vec![name(id)?], vec![article]),
        Next::Row(rows, row) => Chunk::Rows(rows, row..row + 1),
    };
    for _ in 1..ROWS {
        if size >= BYTES {
            break;
        }
        // An error of the source comes when it is asked again.
        let Some(next) = source.next_or_later(py) else { break };
        let more = next.size();
        match (&mut chunk, next) {
            (Chunk::Articles(ids, articles), Next::Article(id, article)) => {
                ids.push(name(id)?);
                articles.push(article);
            }
            (Chunk::Rows(rows, range), Next::Row(of, row)) if Arc::ptr_eq(rows, &of) => range.end = row + 1,
            (_, other) => {
                source.put_back(other);
                break;
            }
        }
        size += more;
    }
    Ok(Some((chunk, size)))
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (source, ahead) = (&mut self.source, &mut self.ahead);
        let next = Python::try_attach(|py| ahead.next(py, |py| chunk(source, py)));
        match next {
            Some(Ok(batch)) => batch,
            Some(Err(error)) => Some(Err(ArrowError::ExternalError(Box::new(error)))),
            None => Some(Err(ArrowError::ComputeError("Python is ending".to_owned()))),
        }
    }
}

impl RecordBatchReader for Batches {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}
