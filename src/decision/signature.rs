//! Signatures of reviewers: Ed25519 (RFC 8032) over the hash of a journal line.
//!
//! The chain proves that nothing in the journal was changed by somebody who does not write it anew from there on; a
//! signature proves who wrote a line. A reviewer's public key is in the journal itself ([`EventKind::KeyAdded`]), the
//! secret one never is.

use super::event::{Event, EventKind};
use super::ledger::Ledger;
use crate::claim::fingerprint::{hex, sha256_hex};
use ed25519_compact::{KeyPair, Seed, Signature};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A public key, as 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(String);

/// The first 16 hexadecimal digits of the SHA-256 of a public key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(String);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PublicKey {
    /// The key's id.
    pub fn id(&self) -> KeyId {
        KeyId(sha256_hex(self.0.as_bytes())[..16].to_owned())
    }

    /// Whether `sig` is this key's signature of a line's hash.
    pub fn has_signed(&self, hash: &str, sig: &str) -> bool {
        let Some(key) = bytes(&self.0).and_then(|key| ed25519_compact::PublicKey::from_slice(&key).ok()) else {
            return false;
        };
        let Some(sig) = bytes(sig).and_then(|sig| Signature::from_slice(&sig).ok()) else { return false };
        key.verify(message(hash), &sig).is_ok()
    }
}

/// A secret key, and what it can sign.
#[derive(Clone)]
pub struct Signer {
    pair: KeyPair,
}

impl fmt::Debug for Signer {
    /// Does not show the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("key", &self.key()).finish_non_exhaustive()
    }
}

impl Signer {
    /// The key pair of a secret seed of 32 bytes.
    pub fn from_seed(seed: [u8; 32]) -> Signer {
        Signer { pair: KeyPair::from_seed(Seed::new(seed)) }
    }

    /// The key pair of a seed written as 64 hexadecimal digits; `None` when it is no such thing.
    pub fn from_hex(seed: &str) -> Option<Signer> {
        Some(Signer::from_seed(bytes(seed)?.try_into().ok()?))
    }

    /// A fresh seed from the system's randomness, as 64 hexadecimal digits.
    pub fn new_seed() -> String {
        hex(Seed::generate().as_ref())
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(hex(self.pair.pk.as_ref()))
    }

    /// The id of the public key.
    pub fn key(&self) -> KeyId {
        self.public().id()
    }

    /// The signature of a line's hash, as hexadecimal digits. The same hash gives the same signature.
    pub fn sign(&self, hash: &str) -> String {
        hex(self.pair.sk.sign(message(hash), None).as_ref())
    }
}

/// What is signed: the hash, with words before it so that the signature fits nothing but a journal line.
fn message(hash: &str) -> String {
    format!("dixit journal line {hash}")
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    // One way to write it: a digit in upper case is not what was written.
    if !hex.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

/// The lines whose signature is missing or wrong, with the reason. Every reviewer signs from the event on that adds
/// their key, that event included.
pub fn unproved(events: &[Event]) -> Vec<(u64, String)> {
    let mut problems = Vec::new();
    let mut ledger = Ledger::default();
    let history = events.iter().flat_map(|event| event.with_merged().map(move |inner| (event.seq, inner)));
    for (line, event) in history {
        let expected = ledger.key_of(&event.by).cloned();
        ledger.apply(event, false);
        // A key signs its own arrival, which proves that its owner has it, and its own retirement.
        let expected = expected.or_else(|| ledger.key_of(&event.by).cloned());
        let problem = match (&event.key, &event.sig) {
            (None, None) => match expected {
                Some(key) if !matches!(event.what, EventKind::KeyRetired { .. }) => {
                    format!("is by {}, who signs with key {key}, and carries no signature", event.by)
                }
                _ => continue,
            },
            (Some(key), Some(sig)) => match ledger.keys.get(key) {
                None => format!("is signed with key {key}, which this workspace does not know"),
                Some(known) if known.reviewer != event.by => {
                    format!("is by {}, and signed with the key of {}", event.by, known.reviewer)
                }
                Some(known) if !known.public.has_signed(&event.hash, sig) => {
                    "carries a signature that does not fit".to_owned()
                }
                Some(_) if expected.as_ref() != Some(key) => {
                    format!("is signed with key {key}, which was retired before")
                }
                Some(_) => continue,
            },
            (Some(key), None) => format!("names key {key}, and its signature was taken away"),
            (None, Some(_)) => "carries a signature without naming a key".to_owned(),
        };
        problems.push((line, problem));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimId;
    use crate::decision::Journal;
    use std::collections::BTreeMap;

    fn journal(lines: &[(&str, EventKind, Option<&Signer>)]) -> String {
        let mut journal = Journal::default();
        let line = |(by, what, signer): &(&str, EventKind, Option<&Signer>)| {
            journal.append("2026-01-02T03:04:05Z", by, vec![what.clone()], BTreeMap::new(), *signer)
        };
        lines.iter().map(line).collect()
    }

    fn comment() -> EventKind {
        EventKind::Comment { claim: ClaimId("c1".to_owned()), text: "seen".to_owned() }
    }

    fn added(reviewer: &str, signer: &Signer) -> EventKind {
        EventKind::KeyAdded { reviewer: reviewer.to_owned(), public: signer.public() }
    }

    fn problems(text: &str) -> Vec<(u64, String)> {
        let journal = Journal::read(text);
        assert_eq!(journal.problem, None);
        unproved(&journal.events)
    }

    #[test]
    fn signs_from_the_day_the_key_is_there() {
        let ana = Signer::from_seed([7; 32]);
        let text = journal(&[
            ("Ana", comment(), None),
            ("Ana", added("Ana", &ana), Some(&ana)),
            ("Ana", comment(), Some(&ana)),
            ("Bob", comment(), None),
        ]);
        assert_eq!(problems(&text), []);
    }

    #[test]
    fn names_what_nobody_signed() {
        let (ana, eve) = (Signer::from_seed([7; 32]), Signer::from_seed([8; 32]));
        let text = journal(&[
            ("Ana", added("Ana", &ana), Some(&ana)),
            ("Ana", comment(), None),
            ("Ana", comment(), Some(&eve)),
            ("Bob", comment(), Some(&ana)),
        ]);
        let found = problems(&text);
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4]);
        assert!(found[0].1.contains("carries no signature"), "{found:?}");
        assert!(found[1].1.contains("does not know"), "{found:?}");
        assert!(found[2].1.contains("the key of Ana"), "{found:?}");
    }

    #[test]
    fn a_signature_fits_one_line_alone() {
        let ana = Signer::from_seed([7; 32]);
        let text = journal(&[("Ana", added("Ana", &ana), Some(&ana)), ("Ana", comment(), Some(&ana))]);
        let mut events = Journal::read(&text).events;
        events[1].sig = events[0].sig.clone();
        assert_eq!(unproved(&events), [(2, "carries a signature that does not fit".to_owned())]);
        events[1].sig = None;
        assert!(unproved(&events)[0].1.contains("taken away"));
    }

    #[test]
    fn a_retired_key_signs_no_more() {
        let (ana, new) = (Signer::from_seed([7; 32]), Signer::from_seed([9; 32]));
        let retired = EventKind::KeyRetired { reviewer: "Ana".to_owned(), key: ana.key(), reason: "lost".to_owned() };
        let text = journal(&[
            ("Ana", added("Ana", &ana), Some(&ana)),
            ("Ana", retired, None),
            ("Ana", comment(), Some(&ana)),
            ("Ana", added("Ana", &new), Some(&new)),
            ("Ana", comment(), Some(&new)),
        ]);
        let found = problems(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == 3 && found[0].1.contains("retired before"), "{found:?}");
    }
}
