//! What do we hold, since when, why? Findings, evidence, and the journal that they are read from.
//!
//! Every decision is an [`Event`]; [`Ledger`] replays events into the present state of each claim. Nothing here reads a
//! clock or a disk.

pub mod damage;
pub mod event;
pub mod evidence;
pub mod finding;
pub mod journal;
pub mod ledger;
pub mod merge;
pub mod policy;
mod reunion;
pub mod signature;

pub use damage::{Damage, damages};
pub use event::{ClaimPart, Event, EventKind, PendingChange, Publication, SetChange};
pub use evidence::{Evidence, EvidenceStance};
pub use finding::{FindingError, Question, State};
pub use journal::{Journal, JournalProblem};
pub use ledger::{Decision, FindingRecord, Key, Ledger, Record, Torn, Touch, TouchKind};
pub use merge::{Merge, MergeError, merge};
pub use policy::{Policy, Publisher, Rating, Settings};
pub use signature::{KeyId, PublicKey, Signer};
