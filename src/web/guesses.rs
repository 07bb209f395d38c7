//! How often may one guess? Wrong tokens of one address are counted, so that nobody tries them by the thousand.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Wrong tokens that an address may give in one [`WINDOW`]: a colleague who mistypes stays far below.
const WRONG: u32 = 10;

/// After so long an address begins anew.
const WINDOW: Duration = Duration::from_secs(60);

/// Addresses that are remembered; the one that began first is forgotten first.
const ADDRESSES: usize = 1000;

/// Who sent a request; `server.rs` puts it there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// Wrong tokens by address: since when, and how many.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    wrong: Mutex<BTreeMap<IpAddr, (Instant, u32)>>,
}

impl Guesses {
    /// Whether the address has given too many wrong tokens of late.
    pub(super) fn is_barred(&self, peer: IpAddr) -> bool {
        self.count(peer, Instant::now()) >= WRONG
    }

    fn count(&self, peer: IpAddr, now: Instant) -> u32 {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.get(&peer).filter(|(since, _)| now.duration_since(*since) < WINDOW).map_or(0, |(_, count)| *count)
    }

    /// Counts a wrong token.
    pub(super) fn add(&self, peer: IpAddr) {
        self.add_at(peer, Instant::now());
    }

    fn add_at(&self, peer: IpAddr, now: Instant) {
        let count = self.count(peer, now);
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.retain(|_, (since, _)| now.duration_since(*since) < WINDOW);
        while wrong.len() >= ADDRESSES && !wrong.contains_key(&peer) {
            let first = wrong.iter().min_by_key(|(_, (since, _))| *since).map(|(address, _)| *address);
            let Some(first) = first else { break };
            wrong.remove(&first);
        }
        wrong.entry(peer).or_insert((now, 0)).1 = count + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_barred_for_a_while_and_no_other() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        for _ in 0..WRONG {
            assert!(guesses.count(one, now) < WRONG);
            guesses.add_at(one, now);
        }
        assert!(guesses.is_barred(one) && !guesses.is_barred(other));
        assert_eq!(guesses.count(one, now + WINDOW), 0);
    }

    #[test]
    fn addresses_are_bounded() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        for number in 0..2000u32 {
            guesses.add_at(IpAddr::from(number.to_be_bytes()), now + Duration::from_millis(number.into()));
        }
        assert!(guesses.wrong.lock().unwrap().len() <= ADDRESSES);
    }
}
