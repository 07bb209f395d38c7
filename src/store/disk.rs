//! Every write to a workspace goes through here, one system call a function, so that the order of writes and syncs
//! can be read in one place and each call can be made to fail.
//!
//! With the feature `faults` a [`super::fault::Plan`] decides before each call whether it happens, fails, happens by
//! half, or is the last thing that the process does.

use std::fs::{self, File, OpenOptions};
use std::io;
#[cfg(not(feature = "faults"))]
use std::io::Write;
use std::path::Path;

/// What a call is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call<'a> {
    /// Makes a directory.
    MakeDirectory,
    /// Makes a file, or empties it.
    Create,
    /// Adds bytes at the end of a file.
    Write(&'a [u8]),
    /// Cuts a file to so many bytes.
    Cut(u64),
    /// Makes the bytes of a file durable.
    Sync,
    /// Makes the names in a directory durable.
    SyncDirectory,
    /// Gives a file another name, and replaces what has it.
    Rename(&'a Path),
    /// Removes a file, or an empty directory.
    Remove,
    /// Asks for the lock of a file.
    Lock,
}

#[cfg(not(feature = "faults"))]
#[expect(clippy::unnecessary_wraps, reason = "with the feature `faults` it fails")]
fn before(_path: &Path, _call: Call<'_>) -> io::Result<()> {
    Ok(())
}

/// Writes all bytes, however few the system takes at a time.
#[cfg(not(feature = "faults"))]
fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)
}

#[cfg(feature = "faults")]
use super::fault::{before, write_all};

/// Makes a directory and those above it that are missing; each new name is durable when this returns.
pub(super) fn make_directory(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        make_directory(parent)?;
    }
    before(path, Call::MakeDirectory)?;
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }?;
    sync_directory(parent.unwrap_or(Path::new(".")))
}

/// Makes a file with these bytes, which are durable when this returns; its name is not yet.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    before(path, Call::Create)?;
    let mut file = File::create(path)?;
    before(path, Call::Write(bytes))?;
    write_all(&mut file, bytes)?;
    before(path, Call::Sync)?;
    file.sync_all()
}

/// Adds bytes to the end of a file, made if it is missing; they are durable when this returns. What could not be
/// written whole is taken back.
pub(super) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if !path.exists() {
        before(path, Call::Create)?;
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    let length = file.metadata()?.len();
    let written = before(path, Call::Write(bytes))
        .and_then(|()| write_all(&mut file, bytes))
        .and_then(|()| before(path, Call::Sync))
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // A full disk leaves half a line. When even this fails, the next writer takes the half line back.
        let _ = cut(path, length);
    }
    written
}

/// Opens the file that writers lock, made if it is missing.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    if !path.exists() {
        before(path, Call::Create)?;
    }
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

/// Asks for the lock of a file, and does not wait.
pub(super) fn try_lock(path: &Path, file: &File) -> Result<(), fs::TryLockError> {
    before(path, Call::Lock).map_err(fs::TryLockError::Error)?;
    file.try_lock()
}

/// Cuts a file to its first `length` bytes.
pub(super) fn cut(path: &Path, length: u64) -> io::Result<()> {
    before(path, Call::Cut(length))?;
    let file = OpenOptions::new().write(true).open(path)?;
    file.set_len(length)?;
    before(path, Call::Sync)?;
    file.sync_all()
}

/// Makes the bytes of a file durable that another process may have written.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    before(path, Call::Sync)?;
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Gives a file another name, and replaces what has it. Durable after [`sync_directory`] of both directories.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    before(from, Call::Rename(to))?;
    fs::rename(from, to)
}

/// Removes a file. Durable after [`sync_directory`].
pub(super) fn remove(path: &Path) -> io::Result<()> {
    before(path, Call::Remove)?;
    fs::remove_file(path)
}

/// Removes a directory with the files in it.
pub(super) fn remove_directory(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        remove(&entry?.path())?;
    }
    before(path, Call::Remove)?;
    fs::remove_dir(path)
}

/// Makes the names in a directory durable.
pub(super) fn sync_directory(path: &Path) -> io::Result<()> {
    before(path, Call::SyncDirectory)?;
    File::open(path)?.sync_all()
}
