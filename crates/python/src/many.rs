//! Many articles: from whatever Python iterates over, or from Arrow record batches, on all cores, in order.

use crate::article::{Article, Settings, Stated, day};
use crate::capsule::{self, Borrowed, Reader};
use crate::claims::ClaimSet;
use crate::columns::Batches;
use crate::error::{DixitError, refused};
use crate::pool::{Ahead, Pool};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::DataType;
use dixit::claim::ExtractOptions;
use dixit::columnar::{Answer, Articles, Columns, articles};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyString};
use std::collections::{BTreeMap, VecDeque};
use std::num::NonZero;
use std::sync::{Arc, Mutex, TryLockError};

/// So many articles a thread are under way at most when objects are wanted: enough for threads to go on while Python, on a busy
/// machine, waits for its turn.
const AHEAD: usize = 64;

/// Finds the claims in many articles, on all cores.
///
/// An article is a str, or a mapping with "text" and, where known, "id", "lang", "date" and "title"; or a row of a table that
/// speaks Arrow's PyCapsule interface (pyarrow, Polars, DuckDB, pandas), or of an iterable of such batches. `columns` says how
/// columns are called: `{"text": "body"}`. `lang` and `date` hold for articles that state none themselves.
///
/// Iterated over, the result gives a ClaimSet for each article, in order, with the article's `id`; what is wrong with one
/// article comes in its place as a DixitError with `id` and `index` (`errors="raise"` raises it). Given to a reader of
/// Arrow, it is a stream of record batches with the columns id, lang, error and claims. Either way articles are read as
/// results are asked for, and 64 a thread (three batches of 256 as Arrow) are under way at most.
///
/// >>> import dixit
/// >>> articles = [{"id": 7, "text": "« Oui », dit Ana Ruiz."}, {"id": 8, "text": "« Non », dit Bo Li.", "lang": "?"}]
/// >>> for answer in dixit.extract_many(articles, lang="fr"):
/// ...     print(answer.id, answer if isinstance(answer, dixit.DixitError) else answer[0].speaker.name)
/// 7 Ana Ruiz
/// 8 unknown language "?": write its code as in BCP 47, such as fr, en, de or es-MX; dixit has rules for fr, en and de, and finds quotations in any other
#[pyfunction]
#[pyo3(signature = (articles, *, lang=None, date=None, narrator=false, columns=None, threads=None, errors="return"))]
pub(crate) fn extract_many(
    articles: &Bound<'_, PyAny>,
    lang: Option<String>,
    date: Option<&Bound<'_, PyAny>>,
    narrator: bool,
    columns: Option<BTreeMap<String, String>>,
    threads: Option<usize>,
    errors: &str,
) -> PyResult<Extraction> {
    let raise = match errors {
        "return" => false,
        "raise" => true,
        other => return Err(PyValueError::new_err(format!("errors is \"return\" or \"raise\", not {other:?}"))),
    };
    let threads = match threads {
        Some(0) => return Err(PyValueError::new_err("threads is at least 1")),
        Some(threads) => threads,
        None => std::thread::available_parallelism().map_or(1, NonZero::get),
    };
    let stated = Stated { lang, date: date.map(day).transpose()?, title: None };
    let settings = Settings { stated, options: ExtractOptions { narrator } };
    let source = Source::of(articles, named(columns.unwrap_or_default())?)?;
    Ok(Extraction { state: Mutex::new(State::Fresh(Box::new(Fresh { source, settings, threads, raise }))) })
}

/// How the columns are called when some have other names than the fields of an article.
fn named(names: BTreeMap<String, String>) -> PyResult<Columns> {
    let mut columns = Columns::default();
    for (field, name) in names {
        columns.set(&field, &name).map_err(refused)?;
    }
    Ok(columns)
}

/// Where articles come from.
pub(crate) struct Source {
    input: Option<Input>,
    columns: Columns,
    /// The batch that is being read.
    rows: Option<(Arc<Rows>, usize)>,
    /// An article that was looked at and not yet taken.
    held: Option<Next>,
    /// What went wrong, for the next time.
    failed: Option<PyErr>,
}

enum Input {
    Items(Py<PyIterator>),
    Batches(Reader),
    /// One batch and no more.
    Batch(Box<RecordBatch>),
}

/// A batch of articles.
pub(crate) struct Rows {
    pub(crate) articles: Articles,
    ids: Ids,
    len: usize,
}

enum Ids {
    Signed(ArrayRef),
    Unsigned(ArrayRef),
    Words(ArrayRef),
    /// Of a type that has no words.
    Unknown,
}

/// An article of a source.
pub(crate) enum Next {
    /// Of Python's own.
    Article(Option<Py<PyAny>>, Article),
    /// A row of a batch.
    Row(Arc<Rows>, usize),
}

impl Rows {
    fn of(batch: &RecordBatch, columns: &Columns) -> PyResult<Rows> {
        let articles = articles(batch, columns).map_err(refused)?;
        let ids = articles.ids();
        let to = |kind: &DataType| cast(&ids, kind).ok();
        let ids = match ids.data_type() {
            DataType::UInt64 => Some(Ids::Unsigned(ids)),
            kind if kind.is_integer() => to(&DataType::Int64).map(Ids::Signed),
            kind if !kind.is_nested() => to(&DataType::Utf8).map(Ids::Words),
            _ => None,
        };
        Ok(Rows { articles, ids: ids.unwrap_or(Ids::Unknown), len: batch.num_rows() })
    }

    fn id(&self, py: Python<'_>, row: usize) -> PyResult<Option<Py<PyAny>>> {
        match &self.ids {
            Ids::Signed(ids) | Ids::Unsigned(ids) | Ids::Words(ids) if ids.is_null(row) => Ok(None),
            Ids::Signed(ids) => ids.as_primitive::<Int64Type>().value(row).into_py_any(py).map(Some),
            Ids::Unsigned(ids) => ids.as_primitive::<UInt64Type>().value(row).into_py_any(py).map(Some),
            Ids::Words(ids) => ids.as_string::<i32>().value(row).into_py_any(py).map(Some),
            Ids::Unknown => Ok(None),
        }
    }
}

impl Next {
    /// Bytes of text.
    pub(crate) fn size(&self) -> usize {
        match self {
            Next::Article(_, article) => article.text.len(),
            Next::Row(rows, row) => rows.articles.get(*row).text.map_or(0, str::len),
        }
    }
}

impl Source {
    fn of(articles: &Bound<'_, PyAny>, columns: Columns) -> PyResult<Source> {
        let input = match capsule::borrow(articles)? {
            Some(Borrowed::Stream(batches)) => Input::Batches(batches),
            Some(Borrowed::Batch(batch)) => Input::Batch(Box::new(batch)),
            None if articles.is_instance_of::<PyString>() => {
                return Err(PyTypeError::new_err("extract_many takes many articles; for one there is extract"));
            }
            None => Input::Items(articles.try_iter()?.unbind()),
        };
        Ok(Source { input: Some(input), columns, rows: None, held: None, failed: None })
    }

    /// The next article.
    pub(crate) fn next(&mut self, py: Python<'_>) -> PyResult<Option<Next>> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        loop {
            if let Some((rows, row)) = &mut self.rows {
                if *row < rows.len {
                    let next = Next::Row(Arc::clone(rows), *row);
                    *row += 1;
                    return Ok(Some(next));
                }
                self.rows = None;
            }
            let batch = match &mut self.input {
                None => return Ok(None),
                Some(Input::Items(items)) => match items.bind(py).clone().next() {
                    None => None,
                    Some(item) => {
                        let item = item?;
                        // What every other item is needs not be asked whether it is a batch.
                        let plain = item.is_instance_of::<PyDict>() || item.is_instance_of::<PyString>();
                        let batch = if plain { None } else { capsule::borrow_batch(&item)? };
                        match batch {
                            Some(batch) => Some(batch),
                            None => {
                                let (id, article) = Article::of(&item);
                                return Ok(Some(Next::Article(id, article)));
                            }
                        }
                    }
                },
                // Whoever lends the batches may need the interpreter on another thread.
                Some(Input::Batches(batches)) => py.detach(|| batches.next()).transpose().map_err(refused)?,
                Some(Input::Batch(_)) => match self.input.take() {
                    Some(Input::Batch(batch)) => Some(*batch),
                    Some(Input::Items(_) | Input::Batches(_)) | None => None,
                },
            };
            match batch {
                Some(batch) => self.rows = Some((Arc::new(Rows::of(&batch, &self.columns)?), 0)),
                None => self.input = None,
            }
        }
    }

    /// The next article; an error is kept until the next time.
    pub(crate) fn next_or_later(&mut self, py: Python<'_>) -> Option<Next> {
        self.next(py).unwrap_or_else(|error| {
            self.failed = Some(error);
            None
        })
    }

    /// Puts an article back that is to come next.
    pub(crate) fn put_back(&mut self, next: Next) {
        self.held = Some(next);
    }
}

/// The claims of many articles: an iterator of objects, or Arrow record batches for whoever asks for those.
#[pyclass(frozen, module = "dixit")]
pub(crate) struct Extraction {
    state: Mutex<State>,
}

enum State {
    Fresh(Box<Fresh>),
    Objects(Box<Objects>),
    /// Read as record batches.
    Lent,
}

struct Fresh {
    source: Source,
    settings: Settings,
    threads: usize,
    raise: bool,
}

struct Objects {
    source: Source,
    ahead: Ahead<Next, Answer>,
    /// The ids of those under way.
    ids: VecDeque<Option<Py<PyAny>>>,
    /// The number of the next result, from 0.
    index: u64,
    raise: bool,
}

impl Objects {
    fn start(fresh: Fresh) -> PyResult<Objects> {
        let Fresh { source, settings, threads, raise } = fresh;
        let pool = Pool::new(threads, move |next| match &next {
            Next::Article(_, article) => article.answer(&settings),
            Next::Row(rows, row) => settings.answer(rows.articles.get(*row)),
        })?;
        Ok(Objects { source, ahead: Ahead::new(pool, threads * AHEAD), ids: VecDeque::new(), index: 0, raise })
    }

    fn next(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let (source, ids) = (&mut self.source, &mut self.ids);
        let answer = self.ahead.next(py, |py| {
            let Some(mut next) = source.next(py)? else { return Ok(None) };
            ids.push_back(match &mut next {
                Next::Article(id, _) => id.take(),
                Next::Row(rows, row) => rows.id(py, *row)?,
            });
            let size = next.size();
            Ok(Some((next, size)))
        })?;
        let Some(answer) = answer else { return Ok(None) };
        let (id, index) = (self.ids.pop_front().flatten(), self.index);
        self.index += 1;
        match answer {
            Ok(set) => ClaimSet::of(set, id).into_py_any(py).map(Some),
            Err(reason) => {
                let error = DixitError::new_err(reason);
                let value = error.value(py);
                value.setattr("id", id)?;
                value.setattr("index", index)?;
                if self.raise { Err(error) } else { error.into_value(py).into_py_any(py).map(Some) }
            }
        }
    }
}

impl Extraction {
    fn with<T>(&self, act: impl FnOnce(&mut State) -> PyResult<T>) -> PyResult<T> {
        match self.state.try_lock() {
            Ok(mut state) => act(&mut state),
            Err(TryLockError::Poisoned(broken)) => act(&mut broken.into_inner()),
            // As a generator that is entered twice; to wait here would be to wait for ever.
            Err(TryLockError::WouldBlock) => Err(PyValueError::new_err("the extraction is already being read")),
        }
    }
}

#[pymethods]
impl Extraction {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.with(|state| {
            if let State::Fresh(_) = state
                && let State::Fresh(fresh) = std::mem::replace(state, State::Lent)
            {
                *state = State::Objects(Box::new(Objects::start(*fresh)?));
            }
            match state {
                State::Objects(objects) => objects.next(py),
                State::Fresh(_) | State::Lent => {
                    Err(PyRuntimeError::new_err("this extraction is read as Arrow record batches; make another"))
                }
            }
        })
    }

    /// Arrow's PyCapsule interface: record batches with the columns id, lang, error and claims, made as they are read.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        // The interface lets a producer give its own types.
        let _ = requested_schema;
        self.with(|state| match std::mem::replace(state, State::Lent) {
            State::Fresh(fresh) => {
                let Fresh { source, settings, threads, raise } = *fresh;
                capsule::stream(py, Box::new(Batches::start(py, source, settings, threads, raise)?))
            }
            read @ (State::Objects(_) | State::Lent) => {
                *state = read;
                Err(PyRuntimeError::new_err(
                    "this extraction has been read; make another to have it as Arrow record batches",
                ))
            }
        })
    }

    fn __repr__(&self) -> &'static str {
        "<Extraction>"
    }
}
