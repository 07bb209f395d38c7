//! Work handed to threads as it comes, and taken back in order.

use pyo3::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

/// Threads at work. They end when it is dropped.
pub(crate) struct Pool<W, D> {
    work: Sender<(u64, W)>,
    done: Receiver<(u64, D)>,
    /// What was done before something that was given earlier.
    early: BTreeMap<u64, D>,
    given: u64,
    taken: u64,
}

impl<W: Send + 'static, D: Send + 'static> Pool<W, D> {
    /// Starts `threads` threads that do `make`, which does not panic.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(crate) fn new(threads: usize, make: impl Fn(W) -> D + Send + Sync + 'static) -> std::io::Result<Pool<W, D>> {
        let (work, waiting) = channel::<(u64, W)>();
        let (finished, done) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        let make = Arc::new(make);
        for _ in 0..threads {
            let (waiting, finished, make) = (Arc::clone(&waiting), finished.clone(), Arc::clone(&make));
            Builder::new().name("dixit".to_owned()).spawn(move || {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, work)) = next else { return };
                    if finished.send((number, make(work))).is_err() {
                        return;
                    }
                }
            })?;
        }
        Ok(Pool { work, done, early: BTreeMap::new(), given: 0, taken: 0 })
    }

    /// Hands in work.
    pub(crate) fn give(&mut self, work: W) {
        if self.work.send((self.given, work)).is_ok() {
            self.given += 1;
        }
    }

    /// How much was given and not yet taken.
    pub(crate) fn under_way(&self) -> u64 {
        self.given - self.taken
    }

    /// The next in order, when it is done.
    pub(crate) fn ready(&mut self) -> Option<D> {
        self.early.extend(self.done.try_iter());
        let next = self.early.remove(&self.taken)?;
        self.taken += 1;
        Some(next)
    }

    /// Waits until more is done, or the time is over.
    pub(crate) fn wait(&mut self, time: Duration) {
        if let Ok((number, done)) = self.done.recv_timeout(time) {
            self.early.insert(number, done);
        }
    }
}

/// A pool that is kept full from a source, and no fuller than that: memory stays bounded however long the source is.
pub(crate) struct Ahead<W, D> {
    pool: Pool<W, D>,
    /// So many pieces of work may be under way.
    room: u64,
    /// The sizes of those that are, oldest first.
    sizes: VecDeque<usize>,
    /// Their sum.
    size: usize,
    /// Whether the source has come to its end, and with which error.
    ended: bool,
    failed: Option<PyErr>,
}

/// So many bytes of text may be under way, or one piece of work that is larger.
const SIZE: usize = 16 << 20;

/// The source is asked so often for each result at most while there are results: a slow source then holds up nothing, and
/// the threads have work all the same.
const PULLS: usize = 2;

/// Whether the user pressed Ctrl-C is looked after as often.
const PATIENCE: Duration = Duration::from_millis(100);

impl<W: Send + 'static, D: Send + 'static> Ahead<W, D> {
    pub(crate) fn new(pool: Pool<W, D>, room: usize) -> Ahead<W, D> {
        Ahead { pool, room: room as u64, sizes: VecDeque::new(), size: 0, ended: false, failed: None }
    }

    /// The next result in order; `pull` gives work with its size in bytes, and `None` at the end. An error of the source comes
    /// after the results of all that came before it.
    pub(crate) fn next(
        &mut self,
        py: Python<'_>,
        mut pull: impl FnMut(Python<'_>) -> PyResult<Option<(W, usize)>>,
    ) -> PyResult<Option<D>> {
        let mut pulls = 0;
        loop {
            let room = !self.ended && self.pool.under_way() < self.room && (self.size < SIZE || self.sizes.is_empty());
            if (!room || pulls >= PULLS)
                && let Some(done) = self.pool.ready()
            {
                self.size -= self.sizes.pop_front().unwrap_or(0);
                return Ok(Some(done));
            }
            if room {
                pulls += 1;
                match pull(py) {
                    Ok(Some((work, size))) => {
                        self.sizes.push_back(size);
                        self.size += size;
                        self.pool.give(work);
                    }
                    Ok(None) => self.ended = true,
                    Err(error) => (self.ended, self.failed) = (true, Some(error)),
                }
            } else if self.pool.under_way() == 0 {
                return self.failed.take().map_or(Ok(None), Err);
            } else {
                let pool = &mut self.pool;
                py.detach(|| pool.wait(PATIENCE));
                py.check_signals()?;
            }
        }
    }
}
