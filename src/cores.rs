//! The same work on each of many things, on all cores, the results in order.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{available_parallelism, scope};

/// Fewer things are not worth another core.
const SHARE: usize = 500;

/// What `make` makes of each share of `things`, one result after the other: `make` gets a share and answers as many results as
/// it has things. Of few things the share is all of them.
pub(crate) fn in_shares<A: Sync, T: Send>(things: &[A], make: impl Fn(&[A]) -> Vec<T> + Sync) -> Vec<T> {
    let cores = available_parallelism().map_or(1, NonZero::get);
    let share = things.len().div_ceil(cores).max(SHARE);
    if things.len() <= share {
        return make(things);
    }
    let make = &make;
    scope(|scope| {
        let parts: Vec<_> = things.chunks(share).map(|part| scope.spawn(move || make(part))).collect();
        // What panicked there goes on panicking here.
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|cause| resume_unwind(cause))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let numbers: Vec<usize> = (0..5_003).collect();
        let doubled = in_shares(&numbers, |part| part.iter().map(|n| n * 2).collect());
        assert!(doubled.iter().enumerate().all(|(at, double)| *double == at * 2) && doubled.len() == numbers.len());
        assert!(in_shares(&[] as &[usize], <[usize]>::to_vec).is_empty());
    }
}
