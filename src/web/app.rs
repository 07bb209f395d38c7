//! What all requests share.

use super::guesses::Guesses;
use super::server::Options;
use super::session::Sessions;
use super::snapshot::Snapshot;
use crate::store::{StoreError, Writer};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::watch;

/// Readers begin again so often when somebody writes while they read.
const TRIES: u32 = 50;

pub(super) struct App {
    pub(super) options: Options,
    pub(super) sessions: Sessions,
    pub(super) guesses: Guesses,
    /// Whether only this machine can reach the address.
    pub(super) loopback: bool,
    /// Lines of the journal, as last seen; a change wakes the windows.
    pub(super) lines: watch::Sender<u64>,
    snapshot: RwLock<Arc<Snapshot>>,
    /// One request reads the workspace anew, the others wait for it.
    reading: Mutex<()>,
}

impl App {
    pub(super) fn new(options: Options, loopback: bool) -> Result<App, StoreError> {
        let snapshot = Arc::new(patiently(|| Snapshot::read(&options.root, None))?);
        let (lines, _) = watch::channel(snapshot.lines());
        let snapshot = RwLock::new(snapshot);
        Ok(App {
            options,
            sessions: Sessions::default(),
            guesses: Guesses::default(),
            loopback,
            lines,
            snapshot,
            reading: Mutex::default(),
        })
    }

    /// The workspace as it is now: what was read last, unless the journal or the settings have changed since.
    pub(super) fn snapshot(&self) -> Result<Arc<Snapshot>, StoreError> {
        let held = || self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone();
        if held().is_current() {
            return Ok(held());
        }
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let last = held();
        if last.is_current() {
            return Ok(last);
        }
        let new = Arc::new(patiently(|| Snapshot::read(&self.options.root, Some(&last)))?);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = new.clone();
        self.lines.send_if_modified(|lines| std::mem::replace(lines, new.lines()) != new.lines());
        Ok(new)
    }

    /// The workspace, locked for a change.
    pub(super) fn writer(&self) -> Result<Writer, StoreError> {
        let mut writer = Writer::open(&self.options.root)?;
        writer.keyring = self.options.keyring.clone();
        Ok(writer)
    }

    /// Now, RFC 3339.
    pub(super) fn now(&self) -> String {
        (self.options.now)()
    }
}

/// Reads, and again when a writer came in between.
fn patiently<T>(read: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut result = read();
    for _ in 0..TRIES {
        match result {
            Err(StoreError::Superseded { .. }) => result = read(),
            _ => break,
        }
    }
    result
}
