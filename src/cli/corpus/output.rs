//! Where do the answers go? Appended to a file of JSON Lines, to the parts of a Parquet file, or to standard output.

use super::answers::{Form, Written};
#[cfg(feature = "parquet")]
use super::parts::Parts;
use super::source::{Corpus, Existing, key};
use crate::cli::CliError;
use crate::cli::stream::cannot_write;
use serde::Deserialize;
use serde_json::Value;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Stdout, Write};
use std::path::{Path, PathBuf};

pub(super) enum Output {
    Stdout(BufWriter<Stdout>),
    Lines(Lines),
    #[cfg(feature = "parquet")]
    Parquet(Box<Parts>),
}

/// A file of JSON Lines that grows. It is locked while it does.
pub(super) struct Lines {
    path: PathBuf,
    file: BufWriter<File>,
    /// Up to here it holds whole lines.
    whole: u64,
}

/// The answers that are there, and none where there is no output yet.
pub(super) type Answered = Option<Box<dyn Iterator<Item = Result<Existing, CliError>>>>;

impl Output {
    /// Opens the output. One that is there is refused unless `resume` says to go on with it; nothing of it is changed before
    /// [`Output::begin`].
    pub(super) fn open(out: Option<&Path>, resume: bool, corpus: &Corpus) -> Result<(Output, Answered), CliError> {
        let _ = corpus;
        let Some(path) = out else { return Ok((Output::Stdout(BufWriter::new(std::io::stdout())), None)) };
        if corpus.files.iter().any(|file| file == path) {
            return Err(CliError::new(format!("{} is read and cannot be written to", path.display())));
        }
        if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("parquet")) {
            #[cfg(feature = "parquet")]
            return Parts::open(path, resume, corpus.id_type()?)
                .map(|(parts, existing)| (Output::Parquet(Box::new(parts)), existing));
            #[cfg(not(feature = "parquet"))]
            return Err(CliError::new(format!("{}: this dixit writes no Parquet", path.display()))
                .help("build dixit with `--features parquet`, or name the output .jsonl"));
        }
        let there = path.exists();
        if there && !resume {
            return Err(is_there(path));
        }
        let io = |error: std::io::Error| CliError::new(format!("cannot write {}: {error}", path.display()));
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(io)?;
        file.try_lock().map_err(|_| in_use(path))?;
        let whole = whole_lines(&mut file).map_err(io)?;
        let existing: Answered = if there { Some(answered(path, whole)?) } else { None };
        Ok((Output::Lines(Lines { path: path.to_owned(), file: BufWriter::new(file), whole }), existing))
    }

    /// Gets ready to append, when anything follows: drops what was cut off.
    pub(super) fn begin(&mut self, more: bool) -> Result<(), CliError> {
        let _ = more;
        match self {
            Output::Stdout(_) => Ok(()),
            Output::Lines(lines) => {
                let file = lines.file.get_mut();
                let ready = file.set_len(lines.whole).and_then(|()| file.seek(SeekFrom::End(0)));
                ready
                    .map(drop)
                    .map_err(|error| CliError::new(format!("cannot write {}: {error}", lines.path.display())))
            }
            #[cfg(feature = "parquet")]
            Output::Parquet(parts) => parts.begin(more),
        }
    }

    /// The form in which it takes answers.
    pub(super) fn form(&self) -> Form {
        match self {
            Output::Stdout(_) | Output::Lines(_) => Form::Lines,
            #[cfg(feature = "parquet")]
            Output::Parquet(_) => Form::Rows,
        }
    }

    /// Appends answers.
    pub(super) fn write(&mut self, answers: Written) -> Result<(), CliError> {
        match (self, answers) {
            (Output::Stdout(out), Written::Lines(text)) => out.write_all(text.as_bytes()).map_err(cannot_write),
            (Output::Lines(out), Written::Lines(text)) => out.file.write_all(text.as_bytes()).map_err(cannot_write),
            #[cfg(feature = "parquet")]
            (Output::Parquet(parts), Written::Rows(rows)) => parts.write(&rows),
            #[cfg(feature = "parquet")]
            (Output::Stdout(_) | Output::Lines(_), Written::Rows(_)) | (Output::Parquet(_), Written::Lines(_)) => {
                Err(CliError::new("answers in another form than the output's"))
            }
        }
    }

    /// Hands on what was written.
    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        match self {
            Output::Stdout(out) => out.flush().map_err(cannot_write),
            Output::Lines(out) => out.file.flush().map_err(cannot_write),
            #[cfg(feature = "parquet")]
            Output::Parquet(_) => Ok(()),
        }
    }

    /// Makes the output whole.
    pub(super) fn finish(self) -> Result<(), CliError> {
        match self {
            Output::Stdout(_) => Ok(()),
            Output::Lines(lines) => lines.file.get_ref().sync_all().map_err(cannot_write),
            #[cfg(feature = "parquet")]
            Output::Parquet(parts) => parts.finish(),
        }
    }
}

pub(super) fn is_there(path: &Path) -> CliError {
    CliError::new(format!("{} is there already", path.display()))
        .help("--resume goes on where it stopped; or take another --out, or remove it")
}

pub(super) fn in_use(path: &Path) -> CliError {
    CliError::new(format!("another dixit is writing {}", path.display())).help("wait for it, or take another --out")
}

/// How many bytes of the file are whole lines: what a kill cut off comes after.
fn whole_lines(file: &mut File) -> std::io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut block = vec![0; 1 << 16];
    while end > 0 {
        let length = end.min(block.len() as u64);
        let start = end - length;
        file.seek(SeekFrom::Start(start))?;
        let part = block.get_mut(..length as usize).unwrap_or_default();
        file.read_exact(part)?;
        if let Some(at) = part.iter().rposition(|&byte| byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// The answers in the first `whole` bytes of a file.
fn answered(path: &Path, whole: u64) -> Result<Box<dyn Iterator<Item = Result<Existing, CliError>>>, CliError> {
    #[derive(Deserialize)]
    struct Line {
        id: Value,
        #[serde(default)]
        error: Option<serde::de::IgnoredAny>,
    }
    let shown = path.display().to_string();
    let file = File::open(path).map_err(|error| CliError::new(format!("cannot read {shown}: {error}")))?;
    let lines = BufReader::with_capacity(1 << 16, file.take(whole)).split(b'\n');
    Ok(Box::new((1u64..).zip(lines).map(move |(number, line)| {
        let line = line.map_err(|error| CliError::new(format!("cannot read {shown}: {error}")))?;
        let line: Line = serde_json::from_slice(&line).map_err(|error| {
            CliError::new(format!("{shown}:{number}: not an answer of `dixit extract`: {error}"))
                .help("remove this line and all that follow, then --resume")
        })?;
        Ok(Existing { key: key(&line.id), refused: line.error.is_some() })
    })))
}
