//! Faults on purpose: each write to a workspace can be made the last one of the process, fail, or happen by half.
//!
//! A process has one [`Plan`], set by [`inject`] before it writes. `crates/faults` runs real commands under every plan and
//! looks at what is left. A power cut also takes back what was not synced: the names in a directory in the order in
//! which they were made, as a journaling file system keeps them, and the bytes of files altogether or by half.

use super::disk::Call;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The process ends before the call.
    Kill,
    /// Half of the bytes are written, then the process ends.
    KillHalf,
    /// The process ends and everything that was not synced is lost.
    PowerCut,
    /// The process ends; of what was not synced, the older half is kept.
    PowerCutHalf,
    /// The call fails: no space left on the device. Of a write, half is done.
    DiskFull,
    /// The call fails: permission denied.
    Denied,
    /// The call fails: input/output error.
    Failing,
    /// Every write is interrupted first and then takes a few bytes at a time: nothing fails.
    ShortWrites,
    /// The file system knows no locks.
    NoLocks,
}

impl Fault {
    /// All faults, with the names that a plan gives them.
    pub const ALL: [(&'static str, Fault); 9] = [
        ("kill", Fault::Kill),
        ("kill-half", Fault::KillHalf),
        ("power-cut", Fault::PowerCut),
        ("power-cut-half", Fault::PowerCutHalf),
        ("disk-full", Fault::DiskFull),
        ("denied", Fault::Denied),
        ("failing", Fault::Failing),
        ("short-writes", Fault::ShortWrites),
        ("no-locks", Fault::NoLocks),
    ];

    /// Whether it strikes every call of its kind, not the chosen one.
    pub fn is_everywhere(self) -> bool {
        matches!(self, Fault::ShortWrites | Fault::NoLocks)
    }

    /// Whether the process ends.
    pub fn is_fatal(self) -> bool {
        matches!(self, Fault::Kill | Fault::KillHalf | Fault::PowerCut | Fault::PowerCutHalf)
    }
}

/// Which call fails, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Number of the call, from 1.
    pub at: u64,
    /// What happens then. A disk that is full stays full; the other faults happen once.
    pub fault: Fault,
}

/// What a power cut would take back.
#[derive(Debug)]
enum Unsynced {
    /// Bytes of a file after its first `length` ones.
    Bytes { path: PathBuf, length: u64 },
    /// A name that was not there.
    Made(PathBuf),
    /// A name that another file had; the bytes that the name stood for before, if any.
    Renamed { from: PathBuf, to: PathBuf, replaced: Option<Vec<u8>> },
    /// A file that is gone.
    Removed { path: PathBuf, bytes: Vec<u8> },
}

impl Unsynced {
    fn undo(self) {
        // The process ends here: what cannot be undone is as lost as what was.
        let _ = match self {
            Unsynced::Bytes { path, length } => {
                fs::OpenOptions::new().write(true).open(path).and_then(|file| file.set_len(length))
            }
            Unsynced::Made(path) if path.is_dir() => fs::remove_dir(path),
            Unsynced::Made(path) => fs::remove_file(path),
            Unsynced::Renamed { from, to, replaced } => fs::rename(&to, from).and_then(|()| match replaced {
                Some(bytes) => fs::write(to, bytes),
                None => Ok(()),
            }),
            Unsynced::Removed { path, bytes } => fs::write(path, bytes),
        };
    }

    /// Whether syncing the directory makes it last.
    fn is_name_in(&self, directory: &Path) -> bool {
        let name = match self {
            Unsynced::Bytes { .. } => return false,
            Unsynced::Made(path) | Unsynced::Removed { path, .. } => path,
            Unsynced::Renamed { to, .. } => to,
        };
        name.parent() == Some(directory)
    }
}

struct State {
    plan: Option<Plan>,
    calls: u64,
    unsynced: Vec<Unsynced>,
}

static STATE: Mutex<State> = Mutex::new(State { plan: None, calls: 0, unsynced: Vec::new() });

/// Sets the plan of this process.
pub fn inject(plan: Option<Plan>) {
    if let Ok(mut state) = STATE.lock() {
        state.plan = plan;
    }
}

/// How many calls this process has made.
pub fn calls() -> u64 {
    STATE.lock().map_or(0, |state| state.calls)
}

/// Called before each write.
pub(super) fn before(path: &Path, call: Call<'_>) -> io::Result<()> {
    let Ok(mut state) = STATE.lock() else { return Ok(()) };
    state.calls += 1;
    let due = state.plan.filter(|plan| {
        match plan.fault {
            Fault::NoLocks => call == Call::Lock,
            Fault::ShortWrites => false, // see `write_all`
            Fault::DiskFull if state.calls > plan.at => needs_space(call),
            _ => plan.at == state.calls,
        }
    });
    let Some(plan) = due else {
        remember(&mut state, path, call);
        return Ok(());
    };
    match plan.fault {
        Fault::Kill => std::process::abort(),
        Fault::KillHalf => {
            half(path, call);
            std::process::abort()
        }
        Fault::PowerCut => power_cut(std::mem::take(&mut state.unsynced), 0),
        Fault::PowerCutHalf => {
            let unsynced = std::mem::take(&mut state.unsynced);
            let kept = unsynced.len().div_ceil(2);
            power_cut(unsynced, kept)
        }
        Fault::DiskFull if needs_space(call) => {
            half(path, call);
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        Fault::DiskFull => Ok(()),
        Fault::Denied => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
        Fault::Failing => Err(io::Error::other("input/output error")),
        Fault::NoLocks => Err(io::Error::from(io::ErrorKind::Unsupported)),
        Fault::ShortWrites => Ok(()),
    }
}

/// Writes all bytes to a file; under [`Fault::ShortWrites`] as a system does that takes few at a time.
pub(super) fn write_all(file: &mut fs::File, bytes: &[u8]) -> io::Result<()> {
    let plan = STATE.lock().ok().and_then(|state| state.plan);
    if plan.is_some_and(|plan| plan.fault == Fault::ShortWrites) {
        Short { file, interrupted: false }.write_all(bytes)
    } else {
        file.write_all(bytes)
    }
}

/// A file that is interrupted at every second call and takes at most 100 bytes at the others.
struct Short<'f> {
    file: &'f mut fs::File,
    interrupted: bool,
}

impl Write for Short<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        }
        self.file.write(&bytes[..bytes.len().min(100)])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether the call takes space on the disk.
fn needs_space(call: Call<'_>) -> bool {
    matches!(call, Call::Write(_) | Call::Create | Call::MakeDirectory)
}

/// Writes the first half of what a call would write.
fn half(path: &Path, call: Call<'_>) {
    if let Call::Write(bytes) = call {
        let file = fs::OpenOptions::new().append(true).open(path);
        let _ = file.and_then(|mut file| file.write_all(&bytes[..bytes.len() / 2]));
    }
}

fn power_cut(mut unsynced: Vec<Unsynced>, kept: usize) -> ! {
    for effect in unsynced.drain(kept.min(unsynced.len())..).rev() {
        effect.undo();
    }
    std::process::abort()
}

/// Notes what the call will do, for a power cut after it.
fn remember(state: &mut State, path: &Path, call: Call<'_>) {
    let length = || fs::metadata(path).map_or(0, |file| file.len());
    match call {
        Call::MakeDirectory => state.unsynced.push(Unsynced::Made(path.to_owned())),
        Call::Create if !path.exists() => state.unsynced.push(Unsynced::Made(path.to_owned())),
        Call::Create => {}
        Call::Write(_) => state.unsynced.push(Unsynced::Bytes { path: path.to_owned(), length: length() }),
        // What is cut off was never acknowledged, whether the cut lasts or not.
        Call::Cut(_) | Call::Lock => {}
        Call::Sync => state
            .unsynced
            .retain(|effect| !matches!(effect, Unsynced::Bytes { path: unsynced, .. } if unsynced == path)),
        Call::SyncDirectory => state.unsynced.retain(|effect| !effect.is_name_in(path)),
        Call::Rename(to) => state.unsynced.push(Unsynced::Renamed {
            from: path.to_owned(),
            to: to.to_owned(),
            replaced: fs::read(to).ok(),
        }),
        Call::Remove => {
            if let Ok(bytes) = fs::read(path) {
                state.unsynced.push(Unsynced::Removed { path: path.to_owned(), bytes });
            }
        }
    }
}
