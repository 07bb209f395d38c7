//! Events: everything that ever happened to a workspace, one line of the journal each.

use super::evidence::Evidence;
use super::finding::{Question, State};
use super::signature::{KeyId, PublicKey};
use crate::claim::{ClaimId, Fingerprint};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of a claim in public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Publication {
    /// Not yet.
    #[default]
    Unpublished,
    /// The check is out.
    Published,
    /// It was wrong and says so.
    Corrected,
    /// It was withdrawn.
    Retracted,
}

impl Publication {
    /// The name in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            Publication::Unpublished => "unpublished",
            Publication::Published => "published",
            Publication::Corrected => "corrected",
            Publication::Retracted => "retracted",
        }
    }

    /// The statuses that may follow this one.
    pub fn moves(self) -> &'static [Publication] {
        match self {
            Publication::Unpublished | Publication::Retracted => &[Publication::Published],
            Publication::Published | Publication::Corrected => &[Publication::Corrected, Publication::Retracted],
        }
    }

    /// Whether it has to be said what was wrong.
    pub fn needs_note(self) -> bool {
        match self {
            Publication::Corrected | Publication::Retracted => true,
            Publication::Unpublished | Publication::Published => false,
        }
    }
}

/// What a pending claim set proposes for one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PendingChange {
    /// A claim that was not there.
    Added,
    /// A claim that is gone.
    Removed,
    /// Other words, another speaker, another detail.
    Changed,
    /// The same claim in another place.
    Moved,
}

impl PendingChange {
    /// The name in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            PendingChange::Added => "added",
            PendingChange::Removed => "removed",
            PendingChange::Changed => "changed",
            PendingChange::Moved => "moved",
        }
    }
}

/// A part of a claim that a person can correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimPart {
    /// Who said it.
    Speaker,
    /// The reporting words.
    Cue,
    /// The reported words.
    Content,
}

impl ClaimPart {
    /// The name in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            ClaimPart::Speaker => "speaker",
            ClaimPart::Cue => "cue",
            ClaimPart::Content => "content",
        }
    }
}

/// What became of a reference set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetChange {
    /// It was copied into the workspace.
    Added,
    /// Checks of others were read into it.
    Imported,
    /// A person edited or brought the file and answers for it.
    Recorded,
    /// It was taken out.
    Removed,
}

impl SetChange {
    /// The name in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            SetChange::Added => "added",
            SetChange::Imported => "imported",
            SetChange::Recorded => "recorded",
            SetChange::Removed => "removed",
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum EventKind {
    /// The workspace was made.
    Init {},
    /// A revision of an article was captured; the first brings its accepted claims.
    Captured {
        /// The article.
        article: String,
        /// The revision, from 1.
        revision: u32,
        /// SHA-256 of its text.
        text_sha256: String,
        /// The claims found, with their fingerprints.
        claims: BTreeMap<ClaimId, Fingerprint>,
    },
    /// A pending change was accepted.
    Accepted {
        /// The article.
        article: String,
        /// The claim.
        claim: ClaimId,
        /// The change.
        change: PendingChange,
        /// The claim's fingerprint from now on; absent when it was removed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fingerprint: Option<Fingerprint>,
        /// Why.
        reason: String,
    },
    /// A pending change was rejected.
    Rejected {
        /// The article.
        article: String,
        /// The claim.
        claim: ClaimId,
        /// The change.
        change: PendingChange,
        /// What was proposed, so that it is not proposed again; absent for a removal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fingerprint: Option<Fingerprint>,
        /// Why.
        reason: String,
    },
    /// A finding moved, or a second reader signed it.
    Marked {
        /// The claim.
        claim: ClaimId,
        /// The question answered.
        question: Question,
        /// The state.
        state: State,
        /// Why.
        reason: String,
        /// The house rating.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rating: Option<String>,
        /// The words judged.
        fingerprint: Fingerprint,
    },
    /// Evidence was added.
    Evidence {
        /// The claim.
        claim: ClaimId,
        /// The evidence.
        evidence: Evidence,
    },
    /// Somebody said something.
    Comment {
        /// The claim.
        claim: ClaimId,
        /// What.
        text: String,
    },
    /// A person added a claim that extraction did not find.
    HandMade {
        /// The article.
        article: String,
        /// The claim.
        claim: ClaimId,
        /// Its fingerprint.
        fingerprint: Fingerprint,
        /// Why.
        reason: String,
    },
    /// A person corrected what was extracted.
    Edited {
        /// The article.
        article: String,
        /// The claim.
        claim: ClaimId,
        /// What was corrected, with the words that stood there before.
        was: BTreeMap<ClaimPart, String>,
        /// The claim's fingerprint from now on.
        fingerprint: Fingerprint,
        /// Why.
        reason: String,
    },
    /// A mark, an acceptance or a rejection was taken back by the one who made it: what it said counts no more.
    Undone {
        /// The claim.
        claim: ClaimId,
        /// Hash of the event taken back. A merge gives its line another number, the hash stays.
        undone: String,
        /// The finding that it had moved; absent for a pending change.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<Question>,
        /// Why.
        reason: String,
    },
    /// A reviewer signs from now on: each later event by this name carries a signature.
    KeyAdded {
        /// Who.
        reviewer: String,
        /// The public key.
        public: PublicKey,
    },
    /// A key counts no more: it was lost, or somebody else may know it.
    KeyRetired {
        /// Whose key.
        reviewer: String,
        /// Its id.
        key: KeyId,
        /// Why.
        reason: String,
    },
    /// A damaged workspace was brought back to what its journal proves; the events that were dropped stand in the file
    /// set aside.
    Repaired {
        /// Lines of the journal that went.
        dropped: u64,
        /// Files that were restored from a copy.
        restored: Vec<String>,
        /// Files whose bytes the reviewer answers for.
        adopted: Vec<String>,
        /// Where the old journal and files are, in the workspace.
        set_aside: String,
    },
    /// The lines of a journal that grew apart from this one.
    Merged {
        /// Lines that the two have in common at their beginning.
        base: u64,
        /// The other's lines after those, as they stand there.
        lines: Vec<String>,
    },
    /// The check went out, was corrected or retracted.
    Publication {
        /// The claim.
        claim: ClaimId,
        /// The new status.
        status: Publication,
        /// What was wrong, or where it is published.
        note: String,
    },
    /// A reference set changed.
    Reference {
        /// The set.
        set: String,
        /// What became of it.
        change: SetChange,
        /// Records in it from now on.
        records: u64,
        /// The file that it came from; empty where there is none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        from: String,
    },
    /// An event of a kind that only a newer dixit knows: it is kept and proved, and nothing is written after it.
    #[serde(other)]
    Newer,
}

impl EventKind {
    /// The claim that it is about.
    pub fn claim(&self) -> Option<&ClaimId> {
        match self {
            EventKind::Init {}
            | EventKind::Captured { .. }
            | EventKind::KeyAdded { .. }
            | EventKind::KeyRetired { .. }
            | EventKind::Merged { .. }
            | EventKind::Newer
            | EventKind::Reference { .. }
            | EventKind::Repaired { .. } => None,
            EventKind::Accepted { claim, .. }
            | EventKind::Rejected { claim, .. }
            | EventKind::Marked { claim, .. }
            | EventKind::Evidence { claim, .. }
            | EventKind::Comment { claim, .. }
            | EventKind::HandMade { claim, .. }
            | EventKind::Edited { claim, .. }
            | EventKind::Undone { claim, .. }
            | EventKind::Publication { claim, .. } => Some(claim),
        }
    }
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Number of the line, from 1.
    pub seq: u64,
    /// When, RFC 3339 in UTC, to the second.
    pub at: String,
    /// Who.
    pub by: String,
    /// What.
    pub what: EventKind,
    /// The files that the event brings, by path in the workspace: SHA-256, or `null` for one that it removes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, Option<String>>,
    /// How many lines of the same change still follow; all of a change takes effect, or nothing.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u32,
    /// The key that signed the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyId>,
    /// Hash of the line before; zeros for the first.
    pub prev: String,
    /// SHA-256 of this line without this field and the next.
    pub hash: String,
    /// The signature of `hash`, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sig: Option<String>,
    /// Of a merge: the events that it brought, each once over the whole journal.
    #[serde(skip)]
    pub merged: Vec<Event>,
    /// Of a merge: events that were here already and that the other side took up too, by hash, each with the number of
    /// events brought before it. What they decided after that, they decided knowing it.
    #[serde(skip)]
    pub(super) known_there: Vec<(usize, String)>,
}

impl Event {
    /// The event, and before it those that it brought.
    pub fn with_merged(&self) -> impl Iterator<Item = &Event> {
        self.merged.iter().chain([self])
    }
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}
