//! A reference set on disk, with the index beside it.
//!
//! `karabakh.jsonl` may have an index `karabakh.jsonl.index`. The set is the truth: an index of an older state is
//! brought up to date when it is read, one that is damaged or of another format is refused. An index is made by
//! [`ReferenceFile::write_index`] and nothing else; without one the set is indexed in memory.

use super::commit::replace;
use crate::claim::fingerprint::hex;
use crate::reference::{ReferenceClaim, parse};
use crate::retrieval::{ExtendError, Index, IndexError, Searcher, Source};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A piece of a set that one thread reads has at least so many bytes.
const PIECE: u64 = 2 << 20;

/// A reference set that can be searched.
#[derive(Debug)]
pub struct ReferenceFile {
    /// Where it is.
    pub path: PathBuf,
    /// What is found in it.
    pub index: Index,
    /// Whether the index beside it was up to date.
    pub state: IndexState,
    file: Mutex<File>,
}

/// What was beside a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexState {
    /// No index.
    None,
    /// An index of the set as it is.
    Current,
    /// An index of the beginning of the set: so many records came since.
    Behind(usize),
    /// An index of a set that was edited since.
    Outdated,
}

/// Why a reference set cannot be searched.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceFileError {
    /// The disk refused.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The index beside the set cannot be used.
    #[error("{} {error}; make it anew with `dixit reference index {}`", path.display(), set.display())]
    Index {
        /// The index.
        path: PathBuf,
        /// Its set.
        set: PathBuf,
        /// What is wrong.
        error: IndexError,
    },
    /// A double id.
    #[error("{} {error}", path.display())]
    Set {
        /// The set.
        path: PathBuf,
        /// What is wrong.
        error: ExtendError,
    },
    /// No line could be read.
    #[error("{} has no record that can be read; a line is {{\"id\", \"text\", …}}{}", path.display(), first.as_ref().map(|problem| format!(" ({problem})")).unwrap_or_default())]
    Nothing {
        /// The set.
        path: PathBuf,
        /// The first problem.
        first: Option<String>,
    },
    /// The set changed while it was read.
    #[error("{} was changed while it was read; try again", path.display())]
    Changed {
        /// The set.
        path: PathBuf,
    },
}

/// The path of the index of a set.
pub fn index_path(set: &Path) -> PathBuf {
    let mut name = set.as_os_str().to_owned();
    name.push(".index");
    PathBuf::from(name)
}

impl ReferenceFile {
    /// Opens the set in `path` with the index beside it, reading on `threads` threads what the index does not have.
    ///
    /// # Errors
    /// What the disk refuses, an index that cannot be used, a double id, a set without a record.
    pub fn open(path: &Path, threads: usize) -> Result<ReferenceFile, ReferenceFileError> {
        let beside = index_path(path);
        match std::fs::read(&beside) {
            Ok(bytes) => {
                let index = Index::from_bytes(&bytes).map_err(|error| ReferenceFileError::Index {
                    path: beside,
                    set: path.to_owned(),
                    error,
                })?;
                ReferenceFile::with(path, Some(index), threads)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => ReferenceFile::with(path, None, threads),
            Err(source) => Err(ReferenceFileError::Io { what: "read", path: beside, source }),
        }
    }

    /// Opens the set in `path` and indexes it, whatever is beside it.
    ///
    /// # Errors
    /// As [`ReferenceFile::open`].
    pub fn index_anew(path: &Path, threads: usize) -> Result<ReferenceFile, ReferenceFileError> {
        ReferenceFile::with(path, None, threads)
    }

    fn with(path: &Path, known: Option<Index>, threads: usize) -> Result<ReferenceFile, ReferenceFileError> {
        let io = |what| move |source| ReferenceFileError::Io { what, path: path.to_owned(), source };
        let open = || File::open(path).map_err(io("open"));
        let mut file = open()?;
        let metadata = file.metadata().map_err(io("open"))?;
        if metadata.is_dir() {
            return Err(io("read")(std::io::Error::from(std::io::ErrorKind::IsADirectory)));
        }
        let length = metadata.len();
        let mut hasher = Sha256::new();
        let mut state = IndexState::None;
        let mut index = Index::default();
        if let Some(known) = known {
            state = IndexState::Outdated;
            if known.source.bytes <= length {
                hash(&mut file, known.source.bytes, &mut hasher).map_err(io("read"))?;
                let same = hex(&hasher.clone().finalize()) == known.source.sha256;
                let clean =
                    known.source.bytes == length || ends_line(&mut file, known.source.bytes).map_err(io("read"))?;
                if same && clean {
                    state = if known.source.bytes == length { IndexState::Current } else { IndexState::Behind(0) };
                    index = known;
                }
            }
            if state == IndexState::Outdated {
                hasher = Sha256::new();
            }
        }
        let before = index.len();
        if index.source.bytes < length {
            let mut pieces = Vec::new();
            for (start, end) in cut(&mut file, index.source.bytes, length, threads).map_err(io("read"))? {
                let mut piece = open()?;
                piece.seek(SeekFrom::Start(start)).map_err(io("read"))?;
                let piece: BufReader<Take<File>> = BufReader::with_capacity(1 << 16, piece.take(end - start));
                pieces.push((start, piece));
            }
            let from = index.source.bytes;
            index.extend(pieces).map_err(|error| ReferenceFileError::Set { path: path.to_owned(), error })?;
            file.seek(SeekFrom::Start(from)).map_err(io("read"))?;
            hash(&mut file, length - from, &mut hasher).map_err(io("read"))?;
            if index.source.bytes != length {
                return Err(ReferenceFileError::Changed { path: path.to_owned() });
            }
            index.source = Source { sha256: hex(&hasher.finalize()), ..index.source };
            if state != IndexState::Outdated && state != IndexState::None {
                state = IndexState::Behind(index.len() - before);
            }
        }
        if index.is_empty() {
            return Err(ReferenceFileError::Nothing { path: path.to_owned(), first: index.problems.first().cloned() });
        }
        Ok(ReferenceFile { path: path.to_owned(), index, state, file: Mutex::new(file) })
    }

    /// Writes the index beside the set.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn write_index(&self) -> Result<PathBuf, ReferenceFileError> {
        let path = index_path(&self.path);
        replace(&path, &self.index.to_bytes()).map_err(|source| ReferenceFileError::Io {
            what: "write",
            path: path.clone(),
            source,
        })?;
        Ok(path)
    }

    /// A searcher over the set.
    pub fn searcher(&self) -> Searcher<'_> {
        Searcher::new(&self.index)
    }

    /// Record `number` of the index, read from the file.
    ///
    /// # Errors
    /// What the disk refuses, and a file that is not what it was.
    pub fn record(&self, number: u32) -> Result<ReferenceClaim, ReferenceFileError> {
        let changed = || ReferenceFileError::Changed { path: self.path.clone() };
        let (start, length) = self.index.record(number).ok_or_else(changed)?;
        let mut line = vec![0; length as usize];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            let read = file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(&mut line));
            read.map_err(|_| changed())?;
        }
        parse(&line).map_err(|_| changed())
    }
}

/// Hashes the next `length` bytes.
fn hash(file: &mut File, length: u64, hasher: &mut Sha256) -> std::io::Result<()> {
    let mut left = length;
    let mut buffer = vec![0; 1 << 18];
    while left > 0 {
        let want = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = file.read(&mut buffer[..want])?;
        if read == 0 {
            return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof));
        }
        hasher.update(&buffer[..read]);
        left -= read as u64;
    }
    Ok(())
}

/// Whether a line ends at byte `at`, on either side of it.
fn ends_line(file: &mut File, at: u64) -> std::io::Result<bool> {
    let mut around = [0; 2];
    file.seek(SeekFrom::Start(at.saturating_sub(1)))?;
    file.read_exact(&mut around)?;
    Ok(at == 0 || around.contains(&b'\n'))
}

/// Cuts the bytes from `start` to `end` at ends of lines, into as many pieces as there are threads.
fn cut(file: &mut File, start: u64, end: u64, threads: usize) -> std::io::Result<Vec<(u64, u64)>> {
    let count = ((end - start) / PIECE).clamp(1, threads.max(1) as u64);
    let mut pieces = Vec::new();
    let mut from = start;
    for piece in 1..=count {
        let mut to = start + (end - start) / count * piece;
        if piece == count {
            to = end;
        } else if to > from {
            file.seek(SeekFrom::Start(to))?;
            let mut rest = Vec::new();
            BufReader::new(&mut *file).read_until(b'\n', &mut rest)?;
            to = (to + rest.len() as u64).min(end);
        }
        if to > from {
            pieces.push((from, to));
            from = to;
        }
    }
    Ok(pieces)
}
