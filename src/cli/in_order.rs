//! The same work on each of many things as they come: on all cores, the results in order, in bounded memory.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread::{available_parallelism, scope};

/// So many things a core are under way at most, from being read to being written: one that takes long holds up what comes after,
/// and what comes after must not fill the memory.
const AHEAD: usize = 8;

/// Gives each thing of `source` to a worker, of which each thread makes its own, and their results in order to `sink`: those at
/// once that wait for nothing.
///
/// # Errors
/// The first of the source and of the sink; what was handed to the sink before is all that came before.
pub(super) fn in_order<A: Send, B: Send, E: Send, W: FnMut(A) -> B>(
    source: impl Iterator<Item = Result<A, E>> + Send,
    worker: &(impl Fn() -> W + Sync),
    mut sink: impl FnMut(Vec<B>) -> Result<(), E>,
) -> Result<(), E> {
    let workers = available_parallelism().map_or(1, NonZero::get);
    let window = workers * AHEAD;
    let (things, waiting) = sync_channel::<(u64, A)>(window);
    let (done, results) = sync_channel::<(u64, std::thread::Result<B>)>(window);
    // A token for each thing that may be under way.
    let (give, take) = sync_channel::<()>(window);
    for _ in 0..window {
        let _ = give.try_send(());
    }
    let waiting = Mutex::new(waiting);
    let waiting = &waiting;
    scope(move |scope| {
        let reader = scope.spawn(move || {
            for (number, thing) in (0..).zip(source) {
                // Nobody wants more when either fails.
                if take.recv().is_err() || things.send((number, thing?)).is_err() {
                    break;
                }
            }
            Ok(())
        });
        for _ in 0..workers {
            let done = done.clone();
            scope.spawn(move || {
                let mut work = worker();
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, thing)) = next else { return };
                    let result = catch_unwind(AssertUnwindSafe(|| work(thing)));
                    if done.send((number, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (number, result) in &results {
            early.insert(number, result);
            let mut ready = Vec::new();
            while let Some(result) = early.remove(&next) {
                // What panicked there goes on panicking here.
                ready.push(result.unwrap_or_else(|cause| resume_unwind(cause)));
                next += 1;
                let _ = give.try_send(());
            }
            if !ready.is_empty() {
                sink(ready)?; // dropping the channels stops the others
            }
        }
        reader.join().unwrap_or_else(|cause| resume_unwind(cause))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_a_slow_one_holds_up_the_source() {
        let read = AtomicUsize::new(0);
        let furthest = AtomicUsize::new(0);
        let source = (0..5_000usize).inspect(|_| {
            read.fetch_add(1, Ordering::SeqCst);
        });
        let mut seen = Vec::new();
        let worker = || {
            |number: usize| {
                if number == 7 {
                    std::thread::sleep(std::time::Duration::from_millis(200));
                    furthest.store(read.load(Ordering::SeqCst), Ordering::SeqCst);
                }
                number * 2
            }
        };
        in_order(source.map(Ok::<_, ()>), &worker, |ready| {
            seen.extend(ready);
            Ok(())
        })
        .unwrap();
        assert!(seen.iter().enumerate().all(|(at, double)| *double == at * 2) && seen.len() == 5_000);
        let cores = available_parallelism().unwrap().get();
        assert!(furthest.load(Ordering::SeqCst) <= 7 + cores * AHEAD + 2, "{furthest:?}");
    }

    #[test]
    fn errors_of_source_and_sink_end_the_work() {
        let failing = (0..1_000).map(|number| if number == 500 { Err("source") } else { Ok(number) });
        let mut count = 0;
        let result = in_order(failing, &|| |number: i32| number, |ready| {
            count += ready.len();
            Ok(())
        });
        assert_eq!((result, count), (Err("source"), 500));
        let endless = (0u64..).map(Ok);
        assert_eq!(in_order(endless, &|| |number: u64| number, |_| Err("sink")), Err("sink"));
    }

    #[test]
    fn a_panic_goes_on_and_hangs_nothing() {
        let endless = (0u64..).map(Ok::<_, ()>);
        let worker = || |number: u64| assert!(number != 20, "twenty");
        let result = catch_unwind(AssertUnwindSafe(|| in_order(endless, &worker, |_| Ok(()))));
        assert!(result.is_err());
    }
}
