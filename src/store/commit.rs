//! Writing: one lock, staged files, one journal line as the commit point.

use super::workspace::{JOURNAL, Workspace, read_file, read_journal, read_settings};
use super::{Keyring, StoreError, disk, io};
use crate::claim::{fingerprint::sha256_hex, format};
use crate::decision::{EventKind, Journal, JournalProblem, Signer};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(60);

/// Directory of files that are not in place yet.
pub(super) const STAGED: &str = ".staged";

/// File that a writer holds locked.
pub(super) const LOCK: &str = ".lock";

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
    /// The secret keys at hand.
    pub keyring: Keyring,
    /// Whether files of the last change are not all in place yet.
    unfinished: bool,
    _lock: File,
}

impl Writer {
    /// Locks the workspace at `root`, finishes or drops what a crashed writer left, and opens it.
    ///
    /// # Errors
    /// Another writer that does not finish, no right to write, a damaged journal.
    pub fn open(root: &Path) -> Result<Writer, StoreError> {
        read_settings(root)?; // a directory that is no workspace gets no lock file
        let lock = Writer::lock(root)?;
        let journal = recover(root)?;
        Ok(Writer::locked(Workspace::with_journal(root, journal)?, lock))
    }

    /// Takes a lock that is held already.
    pub(super) fn locked(workspace: Workspace, lock: File) -> Writer {
        Writer { workspace, keyring: Keyring::default(), unfinished: false, _lock: lock }
    }

    /// Waits for the lock of the workspace at `root`.
    pub(super) fn lock(root: &Path) -> Result<File, StoreError> {
        let path = root.join(LOCK);
        let lock = disk::open_lock(&path).map_err(io("open for writing", &path))?;
        let (mut waited, mut step) = (Duration::ZERO, Duration::from_millis(1));
        while let Err(error) = disk::try_lock(&path, &lock) {
            match error {
                fs::TryLockError::WouldBlock if waited < PATIENCE => {
                    std::thread::sleep(step);
                    waited += step;
                    step = (step * 2).min(Duration::from_millis(20));
                }
                fs::TryLockError::WouldBlock => {
                    return Err(StoreError::Locked { path: root.to_owned(), seconds: PATIENCE.as_secs() });
                }
                fs::TryLockError::Error(source) => return Err(StoreError::NoLocks { path, source }),
            }
        }
        Ok(lock)
    }

    /// Makes the change durable: when this returns, it survives a crash.
    ///
    /// # Errors
    /// Anything the disk refuses before the journal line is durable; then nothing of the change is visible. What the
    /// disk refuses afterwards (moving files into place) is no error: the change stands, readers see the staged
    /// files, and the next writer finishes the work.
    pub fn commit(&mut self, at: &str, by: &str, change: Change) -> Result<(), StoreError> {
        let signer = self.signer(by)?;
        self.commit_signed(at, by, change, signer.as_ref())
    }

    /// [`Writer::commit`] with this signature.
    pub(super) fn commit_signed(
        &mut self,
        at: &str,
        by: &str,
        change: Change,
        signer: Option<&Signer>,
    ) -> Result<(), StoreError> {
        if change.is_empty() {
            return Ok(());
        }
        self.refuse_newer(&change)?;
        let root = self.workspace.root.clone();
        if self.unfinished {
            recover(&root)?;
            self.unfinished = false;
        }
        let staged = root.join(STAGED);
        let mut files: BTreeMap<String, Option<String>> = BTreeMap::new();
        if !change.files.is_empty() {
            disk::make_directory(&staged).map_err(io("make", &staged))?;
        }
        for (path, bytes) in &change.files {
            let hash = bytes.as_ref().map(|bytes| sha256_hex(bytes));
            if let (Some(bytes), Some(hash)) = (bytes, &hash) {
                let file = staged.join(hash);
                disk::write(&file, bytes).map_err(io("write", &file))?;
            }
            files.insert(path.clone(), hash);
        }
        if !change.files.is_empty() {
            disk::sync_directory(&staged).map_err(io("sync", &staged))?;
        }
        let journal = &mut self.workspace.journal;
        let (events, proved) = (journal.events.len(), journal.proved);
        let lines = journal.append(at, by, change.events, files, signer);
        let path = root.join(JOURNAL);
        let is_new = !path.exists();
        let mut written = disk::append(&path, lines.as_bytes()).map_err(io("write", &path));
        if is_new && written.is_ok() {
            written = disk::sync_directory(&root).map_err(io("sync", &root));
        }
        if written.is_err() {
            journal.take_back(events, proved);
            return written;
        }
        self.unfinished = finish(&root, journal).is_err();
        self.workspace.follow(events);
        Ok(())
    }
}

impl Writer {
    /// Refuses a change that would write over a claims file of a newer version.
    fn refuse_newer(&self, change: &Change) -> Result<(), StoreError> {
        for (path, bytes) in &change.files {
            if !["/claims.json", "/pending.json", "/removed.json"].iter().any(|name| path.ends_with(name)) {
                continue;
            }
            let Some(now) = self.workspace.read(path)? else { continue };
            let newer = format::read(path, &now).ok().and_then(|file| file.newer);
            if let Some(version) = newer.filter(|_| bytes.as_ref() != Some(&now)) {
                return Err(StoreError::NewerFile { path: self.workspace.root.join(path), version });
            }
        }
        Ok(())
    }
}

/// What is left to do once the journal line is durable: files into place, and the head.
fn finish(root: &Path, journal: &Journal) -> Result<(), StoreError> {
    let staged = root.join(STAGED);
    if staged.exists() {
        install(root, journal)?;
        disk::remove_directory(&staged).map_err(io("remove", &staged))?;
    }
    write_head(root, journal)
}

/// Moves the files of the last event that brought any into place.
fn install(root: &Path, journal: &Journal) -> Result<(), StoreError> {
    let Some(event) = journal.events.iter().rev().find(|event| !event.files.is_empty()) else { return Ok(()) };
    let mut touched = BTreeSet::new();
    for (path, hash) in &event.files {
        let target = root.join(path);
        match hash {
            Some(hash) => {
                // What lies under the hash may be the beginning of a file that a crashed writer could not finish.
                let from = root.join(STAGED).join(hash);
                let Some(bytes) = read_file(&from)?.filter(|bytes| sha256_hex(bytes) == *hash) else {
                    continue; // in place already
                };
                if let Some(parent) = target.parent() {
                    disk::make_directory(parent).map_err(io("make", parent))?;
                }
                if event.files.values().flatten().filter(|other| *other == hash).count() > 1 {
                    // Two files of the same bytes share one staged file.
                    replace(&target, &bytes).map_err(io("write", &target))?;
                } else {
                    disk::rename(&from, &target).map_err(io("move into place", &target))?;
                }
            }
            None if target.exists() => disk::remove(&target).map_err(io("remove", &target))?,
            None => {}
        }
        if let Some(parent) = target.parent().filter(|parent| parent.exists()) {
            touched.insert(parent.to_owned());
        }
    }
    touched.iter().try_for_each(|parent| disk::sync_directory(parent).map_err(io("sync", parent)))
}

/// Puts bytes into a file in one step: it has the old ones or the new ones, never a part.
pub(super) fn replace(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".new");
    let new = target.with_file_name(name);
    disk::write(&new, bytes)?;
    disk::rename(&new, target)?;
    disk::sync_directory(target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

pub(super) fn write_head(root: &Path, journal: &Journal) -> Result<(), StoreError> {
    let path = root.join(HEAD);
    let text = format!("{} {}\n", journal.events.len(), journal.head());
    replace(&path, text.as_bytes()).map_err(io("write", &path))
}

/// Finishes what a crashed writer had committed and drops what it had not.
fn recover(root: &Path) -> Result<Journal, StoreError> {
    let path = root.join(JOURNAL);
    let mut journal = Journal::read(&read_journal(root)?);
    match journal.problem.take() {
        None => {}
        Some(problem) if problem.is_harmless() => {
            disk::cut(&path, journal.proved as u64).map_err(io("cut", &path))?;
        }
        Some(problem) => return Err(StoreError::Journal { path, problem }),
    }
    if let Some(newer) = journal.history().find(|event| matches!(event.what, EventKind::Newer)) {
        return Err(StoreError::Newer { path, line: newer.seq });
    }
    let head = read_head(root).map(|(number, _)| number);
    let lines = journal.events.len() as u64;
    if let Some(head) = head.filter(|head| *head > lines) {
        return Err(StoreError::Journal { path, problem: JournalProblem::Shortened { lines, head } });
    }
    if lines > 0 && (head != Some(lines) || root.join(STAGED).exists()) {
        // A line that the crashed writer could not make durable any more is made so before anything hangs on it.
        disk::sync(&path).map_err(io("sync", &path))?;
        disk::sync_directory(root).map_err(io("sync", root))?;
        finish(root, &journal)?;
    }
    Ok(journal)
}

/// Number and hash of the last acknowledged event.
pub(super) fn read_head(root: &Path) -> Option<(u64, String)> {
    let text = fs::read_to_string(root.join(HEAD)).ok()?;
    let (number, hash) = text.trim_end().split_once(' ')?;
    Some((number.parse().ok()?, hash.to_owned()))
}
