//! Who is at the desk? Sessions: a name, and the secrets that show that a request is theirs.
//!
//! A reviewer gives their name once, when they sign in; every decision takes it from the session. Sessions live in
//! memory: after a restart everybody signs in again.

use crate::claim::fingerprint::sha256_hex;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A session ends so long after it was last used: a working day.
const LIFE: Duration = Duration::from_secs(12 * 60 * 60);

/// Sessions at one time; the one unused longest goes first.
const SESSIONS: usize = 1000;

/// A reviewer who is signed in.
#[derive(Debug)]
pub(super) struct Session {
    /// The name that their decisions carry.
    pub(super) name: String,
    /// What each of their forms carries, and no other site knows.
    pub(super) csrf: String,
}

/// Everybody who is signed in, by the hash of the secret in their cookie.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    all: Mutex<BTreeMap<String, (Instant, Arc<Session>)>>,
}

impl Sessions {
    /// Signs somebody in; gives the secret for the cookie.
    pub(super) fn begin(&self, name: &str) -> String {
        let secret = new_secret();
        let session = Session { name: name.to_owned(), csrf: new_secret() };
        let mut all = held(&self.all);
        let now = Instant::now();
        all.retain(|_, (used, _)| now.duration_since(*used) < LIFE);
        while all.len() >= SESSIONS {
            let oldest = all.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            all.remove(&oldest);
        }
        all.insert(secret_hash(&secret), (now, Arc::new(session)));
        secret
    }

    /// The session of a cookie's secret.
    pub(super) fn find(&self, secret: &str) -> Option<Arc<Session>> {
        let mut all = held(&self.all);
        let (used, session) = all.get_mut(&secret_hash(secret))?;
        let now = Instant::now();
        if now.duration_since(*used) >= LIFE {
            return None;
        }
        *used = now;
        Some(session.clone())
    }

    /// Signs somebody out.
    pub(super) fn end(&self, secret: &str) {
        held(&self.all).remove(&secret_hash(secret));
    }
}

/// The lock's value; a thread that panicked while it held the lock left whole values behind.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A secret that nobody can guess: 32 random bytes of the system, in hexadecimal digits.
///
/// # Panics
/// When the system has no randomness to give, since a guessable secret would be worse.
#[expect(clippy::expect_used, reason = "a guessable secret is worse than no server")]
pub fn new_secret() -> String {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is kept of a secret. The secrets are random and long, so one round of SHA-256 is enough.
pub fn secret_hash(secret: &str) -> String {
    sha256_hex(secret.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_found_by_its_secret_alone() {
        let sessions = Sessions::default();
        let (ana, bob) = (sessions.begin("Ana"), sessions.begin("Bob"));
        assert_eq!(sessions.find(&ana).unwrap().name, "Ana");
        assert_eq!(sessions.find(&bob).unwrap().name, "Bob");
        assert_ne!(sessions.find(&ana).unwrap().csrf, sessions.find(&bob).unwrap().csrf);
        assert!(sessions.find("0").is_none());
        sessions.end(&ana);
        assert!(sessions.find(&ana).is_none());
    }

    #[test]
    fn sessions_are_bounded() {
        let sessions = Sessions::default();
        let first = sessions.begin("first");
        for _ in 0..SESSIONS {
            sessions.begin("more");
        }
        assert!(sessions.find(&first).is_none());
        assert!(held(&sessions.all).len() <= SESSIONS);
    }
}
