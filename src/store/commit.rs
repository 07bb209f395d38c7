//! Writing: one lock, staged files, one journal line as the commit point.

use super::workspace::{JOURNAL, Workspace};
use super::{StoreError, io};
use crate::claim::fingerprint::sha256_hex;
use crate::decision::{EventKind, Journal, JournalProblem};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// Directory of files that are not in place yet.
pub(super) const STAGED: &str = ".staged";

/// File that remembers the last acknowledged event.
pub(super) const HEAD: &str = "journal.head";

/// Files and events that take effect together.
#[derive(Debug, Default)]
pub struct Change {
    /// By path in the workspace: the bytes, or `None` for a file that goes.
    files: BTreeMap<String, Option<Vec<u8>>>,
    events: Vec<EventKind>,
}

impl Change {
    /// A change of nothing yet.
    pub fn new() -> Change {
        Change::default()
    }

    /// Writes a file.
    pub fn write(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), Some(bytes.into()));
    }

    /// Removes a file.
    pub fn remove(&mut self, path: impl Into<String>) {
        self.files.insert(path.into(), None);
    }

    /// Records an event.
    pub fn record(&mut self, event: EventKind) {
        self.events.push(event);
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

/// A workspace that this process alone may write, until it is dropped.
#[derive(Debug)]
pub struct Writer {
    /// The workspace as it is now.
    pub workspace: Workspace,
    _lock: File,
}

impl Writer {
    /// Locks the workspace at `root`, finishes or drops what a crashed writer left, and opens it.
    ///
    /// # Errors
    /// Another writer that does not finish, no right to write, a damaged journal.
    pub fn open(root: &Path) -> Result<Writer, StoreError> {
        let path = root.join(".lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io("open for writing", &path))?;
        let mut waited = Duration::ZERO;
        while let Err(error) = lock.try_lock() {
            match error {
                fs::TryLockError::WouldBlock if waited < PATIENCE => {
                    let step = Duration::from_millis(20);
                    std::thread::sleep(step);
                    waited += step;
                }
                fs::TryLockError::WouldBlock => {
                    return Err(StoreError::Locked { path: root.to_owned(), seconds: PATIENCE.as_secs() });
                }
                fs::TryLockError::Error(source) => {
                    return Err(StoreError::Io { what: "lock (does this file system know locks?)", path, source });
                }
            }
        }
        recover(root)?;
        Ok(Writer { workspace: Workspace::open(root)?, _lock: lock })
    }

    /// Makes the change durable: when this returns, it survives a crash.
    ///
    /// # Errors
    /// Anything the disk refuses; then nothing of the change is visible.
    pub fn commit(&mut self, at: &str, by: &str, change: Change) -> Result<(), StoreError> {
        if change.is_empty() {
            return Ok(());
        }
        let root = self.workspace.root.clone();
        let staged = root.join(STAGED);
        let mut files: BTreeMap<String, Option<String>> = BTreeMap::new();
        if !change.files.is_empty() {
            fs::create_dir_all(&staged).map_err(io("make", &staged))?;
        }
        for (path, bytes) in &change.files {
            let hash = bytes.as_ref().map(|bytes| sha256_hex(bytes));
            if let (Some(bytes), Some(hash)) = (bytes, &hash) {
                let file = staged.join(hash);
                let mut out = File::create(&file).map_err(io("write", &file))?;
                out.write_all(bytes).and_then(|()| out.sync_all()).map_err(io("write", &file))?;
            }
            files.insert(path.clone(), hash);
        }
        if !change.files.is_empty() {
            sync_directory(&staged)?;
        }
        // All lines go in one write; the files hang on the last, so that a torn write commits nothing of them.
        let mut text = String::new();
        let mut journal: Journal = self.workspace.journal.clone();
        let last = change.events.len().saturating_sub(1);
        for (index, kind) in change.events.into_iter().enumerate() {
            let brought = if index == last { std::mem::take(&mut files) } else { BTreeMap::new() };
            let (event, line) = journal.next(at, by, kind, brought);
            journal.proved += line.len();
            journal.events.push(event);
            text.push_str(&line);
        }
        let path = root.join(JOURNAL);
        let mut out =
            OpenOptions::new().create(true).append(true).open(&path).map_err(io("open for writing", &path))?;
        let before = out.metadata().map_err(io("measure", &path))?.len();
        if let Err(source) = out.write_all(text.as_bytes()).and_then(|()| out.sync_all()) {
            // A full disk leaves half a line: take it back, so that nothing stands that was not acknowledged.
            let _ = out.set_len(before).and_then(|()| out.sync_all());
            return Err(StoreError::Io { what: "write", path, source });
        }
        sync_directory(&root)?;
        install(&root, &journal)?;
        write_head(&root, &journal)?;
        self.workspace = Workspace::open(&root)?;
        Ok(())
    }
}

/// Moves the files of the last event that brought any into place.
fn install(root: &Path, journal: &Journal) -> Result<(), StoreError> {
    let Some(event) = journal.events.iter().rev().find(|event| !event.files.is_empty()) else { return Ok(()) };
    for (path, hash) in &event.files {
        let target = root.join(path);
        match hash {
            Some(hash) => {
                let from = root.join(STAGED).join(hash);
                if !from.exists() {
                    continue; // in place already
                }
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent).map_err(io("make", parent))?;
                }
                fs::rename(&from, &target).map_err(io("move into place", &target))?;
            }
            None if target.exists() => fs::remove_file(&target).map_err(io("remove", &target))?,
            None => {}
        }
        if let Some(parent) = target.parent().filter(|parent| parent.exists()) {
            sync_directory(parent)?;
        }
    }
    Ok(())
}

fn write_head(root: &Path, journal: &Journal) -> Result<(), StoreError> {
    let path = root.join(HEAD);
    let text = format!("{} {}\n", journal.events.len(), journal.head());
    let new = root.join(".journal.head.new");
    let mut file = File::create(&new).map_err(io("write", &new))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io("write", &new))?;
    fs::rename(&new, &path).map_err(io("move into place", &path))?;
    sync_directory(root)
}

/// Finishes what a crashed writer had committed and drops what it had not.
fn recover(root: &Path) -> Result<(), StoreError> {
    let path = root.join(JOURNAL);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(StoreError::Io { what: "read", path, source }),
    };
    let journal = Journal::read(&text);
    match &journal.problem {
        None => {}
        Some(problem) if problem.is_harmless() => {
            let file = OpenOptions::new().write(true).open(&path).map_err(io("open for writing", &path))?;
            file.set_len(journal.proved as u64).and_then(|()| file.sync_all()).map_err(io("cut", &path))?;
        }
        Some(problem) => return Err(StoreError::Journal { path, problem: problem.clone() }),
    }
    if let Some(head) = read_head(root)
        && head > journal.events.len() as u64
    {
        let problem = JournalProblem::Shortened { lines: journal.events.len() as u64, head };
        return Err(StoreError::Journal { path, problem });
    }
    let staged = root.join(STAGED);
    if staged.exists() {
        install(root, &journal)?;
        fs::remove_dir_all(&staged).map_err(io("remove", &staged))?;
    }
    Ok(())
}

/// The number of the last acknowledged event.
pub(super) fn read_head(root: &Path) -> Option<u64> {
    fs::read_to_string(root.join(HEAD)).ok()?.split(' ').next()?.parse().ok()
}

fn sync_directory(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|directory| directory.sync_all()).map_err(io("sync", path))
}
