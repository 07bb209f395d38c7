//! Where do the articles come from? JSON Lines and Parquet, file after file, some articles at a time.

use crate::cli::CliError;
use crate::cli::progress::Progress;
use crate::cli::stream::{Batches, lines_of};
#[cfg(feature = "parquet")]
use crate::columnar::{self, parquet};
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files of articles.
pub(in crate::cli) struct Corpus {
    pub(super) files: Vec<PathBuf>,
    kind: Kind,
}

enum Kind {
    Lines,
    #[cfg(feature = "parquet")]
    Parquet(columnar::Columns),
}

/// What `answers` reads a table by; nothing where none is read.
#[cfg(feature = "parquet")]
pub(super) type Columns<'c> = Option<&'c columnar::Columns>;
#[cfg(not(feature = "parquet"))]
pub(super) type Columns<'c> = Option<&'c std::convert::Infallible>;

/// Some articles, and how far the work is when they are done: bytes of lines, rows of tables.
pub(super) struct Portion {
    pub(super) articles: Articles,
    pub(super) steps: u64,
}

pub(super) enum Articles {
    /// Lines, with the name to call them by and the number of the first.
    Lines { file: Arc<str>, first: u64, lines: Vec<Vec<u8>> },
    /// Rows, the same.
    #[cfg(feature = "parquet")]
    Rows { file: Arc<str>, first: u64, rows: arrow_array::RecordBatch },
}

pub(super) type Portions = Box<dyn Iterator<Item = Result<Portion, CliError>> + Send>;

impl Corpus {
    /// Whether `path` is read as a corpus without being told: Parquet, JSON Lines by its name, a folder.
    pub(in crate::cli) fn is_one(path: &Path) -> bool {
        path != Path::new("-") && (path.is_dir() || ends(path, &["parquet", "jsonl", "ndjson"]))
    }

    /// The articles in a file, in the files of a folder, or on standard input for `-`. `columns` maps the fields of an article to the columns of
    /// Parquet files.
    pub(in crate::cli) fn open(path: &Path, columns: &[(String, String)]) -> Result<Corpus, CliError> {
        let files = files(path)?;
        let tables = files.iter().filter(|file| ends(file, &["parquet"])).count();
        if tables == 0 {
            if !columns.is_empty() {
                return Err(CliError::new("--columns is for Parquet; a line of JSON has id, text, lang, date, title"));
            }
            return Ok(Corpus { files, kind: Kind::Lines });
        }
        if tables < files.len() {
            return Err(CliError::new(format!("{} holds Parquet and other files", path.display()))
                .help("a corpus is of one kind: name one, or put them into two folders"));
        }
        Corpus::of_tables(files, columns)
    }

    #[cfg(feature = "parquet")]
    fn of_tables(files: Vec<PathBuf>, columns: &[(String, String)]) -> Result<Corpus, CliError> {
        let mut names = columnar::Columns::default();
        for (field, column) in columns {
            names.set(field, column).map_err(|error| CliError::new(error.to_string()))?;
        }
        for file in &files {
            let table = parquet::Table::open(file, &names).map_err(wrong)?;
            if let Some((field, column)) = columns.iter().find(|(_, column)| !table.has(column)) {
                return Err(CliError::new(format!("{}: there is no column {column:?}", file.display()))
                    .help(format!("--columns {field}=… names one of: {}", table.names().join(", "))));
            }
        }
        Ok(Corpus { files, kind: Kind::Parquet(names) })
    }

    #[cfg(not(feature = "parquet"))]
    fn of_tables(files: Vec<PathBuf>, _: &[(String, String)]) -> Result<Corpus, CliError> {
        let name = files.first().map(|file| file.display().to_string()).unwrap_or_default();
        Err(CliError::new(format!("{name}: this dixit reads no Parquet"))
            .help("build dixit with `--features parquet`, or give JSON Lines"))
    }

    /// How the columns are called, when it is tables.
    pub(super) fn columns(&self) -> Columns<'_> {
        match &self.kind {
            Kind::Lines => None,
            #[cfg(feature = "parquet")]
            Kind::Parquet(columns) => Some(columns),
        }
    }

    /// How many steps it is: bytes of lines, rows of tables; `None` on standard input.
    pub(super) fn total(&self) -> Option<u64> {
        match &self.kind {
            Kind::Lines => self.files.iter().map(|file| std::fs::metadata(file).ok().map(|it| it.len())).sum(),
            #[cfg(feature = "parquet")]
            Kind::Parquet(columns) => {
                self.files.iter().map(|file| parquet::Table::open(file, columns).ok().map(|it| it.rows())).sum()
            }
        }
    }

    /// The type of the ids of the first file.
    #[cfg(feature = "parquet")]
    pub(super) fn id_type(&self) -> Result<arrow_schema::DataType, CliError> {
        match (&self.kind, self.files.first()) {
            (Kind::Parquet(columns), Some(file)) => Ok(parquet::Table::open(file, columns).map_err(wrong)?.id_type()),
            _ => Ok(arrow_schema::DataType::Utf8),
        }
    }

    /// All articles, in the order of the files.
    pub(super) fn portions(&self) -> Result<Portions, CliError> {
        let files = self.files.clone();
        Ok(match &self.kind {
            Kind::Lines => Box::new(files.into_iter().scan(0, |before, file| Some(lines(&file, before))).flatten()),
            #[cfg(feature = "parquet")]
            Kind::Parquet(columns) => {
                let columns = columns.clone();
                Box::new(files.into_iter().scan(0, move |before, file| Some(rows(&file, &columns, before))).flatten())
            }
        })
    }
}

/// The files of a folder that hold articles, by name; what begins with `.` or `_` is left alone, as other readers do. A file is itself.
fn files(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if path == Path::new("-") || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let io = |error: std::io::Error| CliError::new(format!("cannot read {}: {error}", path.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(io)? {
        let file = entry.map_err(io)?.path();
        let hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '_']));
        if !hidden && ends(&file, &["parquet", "jsonl", "ndjson"]) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(CliError::new(format!("{} is a directory without .parquet or .jsonl files", path.display()))
            .help("name one article, or a folder of such files"));
    }
    Ok(files)
}

fn ends(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|it| endings.iter().any(|ending| it.eq_ignore_ascii_case(ending)))
}

/// The lines of a file. `before` is the size of the files before it, and grows by its own.
fn lines(file: &Path, before: &mut u64) -> Portions {
    let start = *before;
    *before += std::fs::metadata(file).map_or(0, |it| it.len());
    let name: Arc<str> = file.display().to_string().into();
    match lines_of(file) {
        Ok(input) => Box::new(Batches::of(input).map(move |batch| {
            let batch = batch?;
            let articles = Articles::Lines { file: name.clone(), first: batch.first, lines: batch.lines };
            Ok(Portion { articles, steps: start + batch.read })
        })),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

/// The rows of a file, the same.
#[cfg(feature = "parquet")]
fn rows(file: &Path, columns: &columnar::Columns, before: &mut u64) -> Portions {
    let start = *before;
    let name: Arc<str> = file.display().to_string().into();
    let table = match parquet::Table::open(file, columns) {
        Ok(table) => table,
        Err(error) => return Box::new(std::iter::once(Err(wrong(error)))),
    };
    *before += table.rows();
    match table.batches(crate::cli::stream::BATCH) {
        Ok(batches) => Box::new(batches.scan(0, move |read, rows| {
            Some(rows.map_err(wrong).map(|rows| {
                let first = *read + 1;
                *read += rows.num_rows() as u64;
                Portion { articles: Articles::Rows { file: name.clone(), first, rows }, steps: start + *read }
            }))
        })),
        Err(error) => Box::new(std::iter::once(Err(wrong(error)))),
    }
}

#[cfg(feature = "parquet")]
pub(super) fn wrong(error: parquet::TableError) -> CliError {
    CliError::new(error.to_string())
}

impl Portion {
    /// The ids of its articles, as they are compared, each with the number of lines or rows up to it.
    fn keys(&self, columns: Columns<'_>) -> Result<Vec<(String, usize)>, CliError> {
        let _ = columns;
        match &self.articles {
            Articles::Lines { lines, .. } => {
                let there = lines.iter().enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
                Ok(there.map(|(at, line)| (key(&id_of(line)), at + 1)).collect())
            }
            #[cfg(feature = "parquet")]
            Articles::Rows { rows, .. } => {
                let Some(column) = columns.and_then(|columns| rows.column_by_name(&columns.id)) else {
                    return Ok(Vec::new());
                };
                Ok((0..rows.num_rows()).map(|row| (key(&super::answers::id_at(column, row)), row + 1)).collect())
            }
        }
    }

    /// What comes after so many lines or rows.
    fn after(self, count: usize) -> Portion {
        let articles = match self.articles {
            Articles::Lines { file, first, mut lines } => {
                lines.drain(..count.min(lines.len()));
                Articles::Lines { file, first: first + count as u64, lines }
            }
            #[cfg(feature = "parquet")]
            Articles::Rows { file, first, rows } => {
                let count = count.min(rows.num_rows());
                let rows = rows.slice(count, rows.num_rows() - count);
                Articles::Rows { file, first: first + count as u64, rows }
            }
        };
        Portion { articles, ..self }
    }
}

/// The id of a line, as `stream::parse` finds it in a good and in a bad one.
fn id_of(line: &[u8]) -> Value {
    #[derive(Deserialize)]
    struct Named {
        id: Value,
    }
    if line.len() > crate::input::SIZE_LIMIT as usize {
        return Value::Null;
    }
    match serde_json::from_slice::<Named>(line) {
        Ok(named) => named.id,
        Err(_) => {
            serde_json::from_slice::<Value>(line).ok().and_then(|it| it.get("id").cloned()).unwrap_or(Value::Null)
        }
    }
}

/// An id as a word: tables hold one type alone, so 7 and "7" are one.
pub(super) fn key(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// An answer that is there already.
pub(super) struct Existing {
    pub(super) key: String,
    pub(super) refused: bool,
}

/// What was passed over.
pub(super) struct Skipped {
    pub(super) articles: u64,
    pub(super) refused: u64,
    pub(super) steps: u64,
    /// What of the last portion was not answered yet, when anything follows.
    pub(super) rest: Option<Portion>,
}

/// Passes over the articles that have an answer, holding each id against the answer's.
pub(super) fn skip(
    portions: &mut Portions,
    existing: impl Iterator<Item = Result<Existing, CliError>>,
    columns: Columns<'_>,
    progress: &mut Progress,
) -> Result<Skipped, CliError> {
    let mut existing = existing.peekable();
    let mut skipped = Skipped { articles: 0, refused: 0, steps: 0, rest: None };
    let differs = |number: u64, there: &str, wanted: &str| {
        CliError::new(format!(
            "answer {number} of the output has the id {there:?}, and article {number} has {wanted:?}"
        ))
        .help("the output is of other articles, or they were changed: take another --out, or remove it")
    };
    while let Some(portion) = portions.next().transpose()? {
        let mut passed = 0;
        for (key, end) in portion.keys(columns)? {
            let Some(there) = existing.next().transpose()? else {
                return Ok(Skipped { rest: Some(portion.after(passed)), ..skipped });
            };
            if there.key != key {
                return Err(differs(skipped.articles + 1, &there.key, &key));
            }
            skipped.articles += 1;
            skipped.refused += u64::from(there.refused);
            passed = end;
        }
        skipped.steps = portion.steps;
        progress.advance(portion.steps, 0);
        if existing.peek().is_none() {
            skipped.rest = portions.next().transpose()?;
            return Ok(skipped);
        }
    }
    match existing.next().transpose()? {
        Some(there) => Err(differs(skipped.articles + 1, &there.key, "no article follows")),
        None => Ok(skipped),
    }
}
