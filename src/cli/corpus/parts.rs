//! A Parquet file that grows: it cannot be appended to, so it is written in parts, each whole or not there, which at the end
//! are put together without being read again. A run that was cut off leaves the parts, and the next one goes on after them.

use super::output::{Answered, in_use, is_there};
use super::source::{Existing, key, wrong};
use crate::cli::CliError;
use crate::columnar::parquet::{self, Writer};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// So many articles a part, which is also a row group: what a kill can cost, against what a reader has to look at.
const ARTICLES: usize = 4_000;

/// A part ends when it has taken so much memory, whatever its articles are.
const MEMORY: usize = 64 << 20;

pub(super) struct Parts {
    out: PathBuf,
    /// `OUT.parts`.
    folder: PathBuf,
    /// Locked while parts are written.
    lock: Option<File>,
    id: DataType,
    /// The parts that are whole, in order.
    whole: Vec<PathBuf>,
    current: Option<Part>,
    changed: bool,
}

struct Part {
    writer: Writer,
    path: PathBuf,
    rows: usize,
}

impl Parts {
    pub(super) fn open(out: &Path, resume: bool, id: DataType) -> Result<(Parts, Answered), CliError> {
        let mut name = out.as_os_str().to_owned();
        name.push(".parts");
        let folder = PathBuf::from(name);
        let mut parts =
            Parts { out: out.to_owned(), folder, lock: None, id, whole: Vec::new(), current: None, changed: false };
        let (made, begun) = (out.exists(), parts.folder.exists());
        if (made || begun) && !resume {
            return Err(is_there(if made { out } else { &parts.folder }));
        }
        if !made && !begun {
            return Ok((parts, None));
        }
        if begun {
            parts.take_lock()?;
        }
        // What was put together holds all parts; they stay when a kill comes right after.
        parts.whole = if made { vec![out.to_owned()] } else { parts.found()? };
        let files = parts.whole.clone();
        Ok((parts, Some(Box::new(files.into_iter().flat_map(|file| answered(&file))))))
    }

    /// Gets ready to write, when anything follows.
    pub(super) fn begin(&mut self, more: bool) -> Result<(), CliError> {
        let made = self.whole.first().is_some_and(|first| *first == self.out);
        if made && !more {
            return self.clear();
        }
        if self.lock.is_none() {
            fs::create_dir_all(&self.folder).map_err(self.fails("make"))?;
            self.take_lock()?;
        }
        if made {
            self.clear_parts()?;
            let first = self.part(0);
            fs::rename(&self.out, &first).map_err(self.fails("write"))?;
            self.whole = vec![first];
        }
        self.changed = true;
        Ok(())
    }

    pub(super) fn write(&mut self, rows: &RecordBatch) -> Result<(), CliError> {
        if rows.num_rows() == 0 {
            return Ok(());
        }
        if self.current.is_none() {
            let path = self.part(self.whole.len());
            let writer = Writer::create(&half(&path), &rows.schema()).map_err(wrong)?;
            self.current = Some(Part { writer, path, rows: 0 });
        }
        if let Some(part) = &mut self.current {
            part.writer.write(rows).map_err(wrong)?;
            part.rows += rows.num_rows();
            if part.rows >= ARTICLES || part.writer.memory() > MEMORY {
                self.close()?;
            }
        }
        Ok(())
    }

    /// Makes the current part one that is whole.
    fn close(&mut self) -> Result<(), CliError> {
        if let Some(part) = self.current.take() {
            part.writer.finish().map_err(wrong)?;
            fs::rename(half(&part.path), &part.path).map_err(self.fails("write"))?;
            self.whole.push(part.path);
        }
        Ok(())
    }

    /// Puts the parts together.
    pub(super) fn finish(mut self: Box<Self>) -> Result<(), CliError> {
        if !self.changed {
            return Ok(());
        }
        self.close()?;
        let whole = self.folder.join("whole.new");
        let schema = crate::columnar::schema(&self.id).map_err(|error| CliError::new(error.to_string()))?;
        parquet::join(&self.whole, &schema, &whole).map_err(wrong)?;
        fs::rename(&whole, &self.out).map_err(self.fails("write"))?;
        self.clear()
    }

    /// Removes the parts and their folder.
    fn clear(&mut self) -> Result<(), CliError> {
        if !self.folder.exists() {
            return Ok(());
        }
        self.clear_parts()?;
        let lock = self.folder.join(LOCK);
        self.lock = None;
        fs::remove_file(&lock).and_then(|()| fs::remove_dir(&self.folder)).map_err(self.fails("remove"))
    }

    fn clear_parts(&self) -> Result<(), CliError> {
        for entry in fs::read_dir(&self.folder).map_err(self.fails("read"))? {
            let path = entry.map_err(self.fails("read"))?.path();
            if path.extension().is_some_and(|it| it == "parquet" || it == "new") {
                fs::remove_file(path).map_err(self.fails("remove"))?;
            }
        }
        Ok(())
    }

    fn take_lock(&mut self) -> Result<(), CliError> {
        let file = File::create(self.folder.join(LOCK)).map_err(self.fails("write"))?;
        file.try_lock().map_err(|_| in_use(&self.out))?;
        self.lock = Some(file);
        Ok(())
    }

    /// The parts on disk: 0, 1, 2 and so on to the first that is missing.
    fn found(&self) -> Result<Vec<PathBuf>, CliError> {
        Ok((0..).map(|number| self.part(number)).take_while(|path| path.exists()).collect())
    }

    fn part(&self, number: usize) -> PathBuf {
        self.folder.join(format!("part-{number:06}.parquet"))
    }

    fn fails(&self, what: &'static str) -> impl Fn(std::io::Error) -> CliError {
        let shown = self.folder.display().to_string();
        move |error| CliError::new(format!("cannot {what} {shown}: {error}"))
    }
}

const LOCK: &str = "lock";

/// What a part is called until it is whole.
fn half(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// The answers in a file.
fn answered(file: &Path) -> Box<dyn Iterator<Item = Result<Existing, CliError>>> {
    match parquet::answered(file) {
        Ok(batches) => Box::new(batches.flat_map(|batch| {
            match batch {
                Ok((ids, refused)) => (0..ids.len())
                    .map(|row| {
                        let key = key(&super::answers::id_at(&ids, row));
                        Ok(Existing { key, refused: refused.is_valid(row) })
                    })
                    .collect::<Vec<_>>(),
                Err(error) => vec![Err(wrong(error))],
            }
        })),
        Err(error) => Box::new(std::iter::once(Err(wrong(error)))),
    }
}
