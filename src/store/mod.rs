//! Where does it live on disk? The workspace: a directory of plain files that git merges well.
//!
//! ```text
//! dixit.toml                     settings: policy, rating scale
//! articles/<slug>/article.json   what is known of the article, and its revisions
//! articles/<slug>/r1.txt         the text of revision 1, as stored
//! articles/<slug>/r1.html        the bytes that the text was taken out of, when it came as a web page
//! articles/<slug>/claims.json    the accepted claim set
//! articles/<slug>/pending.json   the proposed one, while there is one
//! articles/<slug>/removed.json   claims that were published and are in the article no more, when there are any
//! feeds/<name>.tsv               the entries of a feed that were added
//! evidence/<sha256>.<ext>        evidence files
//! reference/<name>.jsonl         reference sets; <name>.jsonl.index beside one, which can always be made anew
//! reference/ratings.tsv          what ratings of publishers mean, edited by people
//! journal.jsonl                  every event, hash-chained
//! set-aside/<hash>/              what a repair or a merge took away
//! journal.head                   number and hash of the last acknowledged event
//! .undo/<sha256>                 claim sets from before the last resolved changes, on this machine alone
//! ```
//!
//! The journal line is the commit point. A change first writes its files to `.staged/` under their hashes, then
//! appends the event that names them, then moves them into place. What was cut off before the line is dropped by the
//! next writer, what was cut off after it is finished; a reader between the two reads the staged file.

mod article;
mod by_hand;
mod capture;
mod check;
mod commit;
mod decide;
mod disk;
#[cfg(feature = "faults")]
pub mod fault;
mod feed;
mod keyring;
mod merge;
mod merge_claims;
mod outgoing;
mod pending;
mod proof;
mod reference;
mod reference_sets;
mod refusal;
mod repair;
mod sets;
mod undo;
mod workspace;

pub use article::{Article, OriginalFile, Revision, slug};
pub use capture::Captured;
pub use check::{Problem, Severity};
pub use commit::{Change, Writer};
pub use decide::Mark;
pub use feed::{SeenEntries, SeenEntry};
pub use keyring::Keyring;
pub use merge::{Merged, merge_journals};
pub use pending::{OpenChange, open_changes};
pub use reference::{IndexState, ReferenceFile, ReferenceFileError, index_path};
pub use reference_sets::{Found, ReferenceSets};
pub use refusal::Refusal;
pub use repair::{Repair, RepairOptions, repair};
pub use workspace::{Workspace, sha256_file};

use crate::claim::format::{FormatError, Version};
use crate::claim::id::IdError;
use crate::decision::{FindingError, JournalProblem, KeyId};
use std::path::{Path, PathBuf};

/// What can go wrong with a workspace.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No workspace here or above.
    #[error("no workspace in {} or above it; make one with `dixit init`, or name one with --workspace", path.display())]
    NotFound {
        /// Where the search began.
        path: PathBuf,
    },
    /// A line of what was seen of a feed.
    #[error("{}:{line}: a line is an entry's id, its SHA-256 and its article, with tabs between; restore the file, or remove the line, and the entry is new", path.display())]
    Feed {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// There is one already.
    #[error("{} is a workspace already", path.display())]
    Exists {
        /// The directory.
        path: PathBuf,
    },
    /// A journal without its settings.
    #[error("{} has a journal but no dixit.toml; restore dixit.toml from git or a backup", path.display())]
    NoSettings {
        /// The directory.
        path: PathBuf,
    },
    /// A file that is larger than dixit reads.
    #[error("{} is too large: {size} bytes, and the limit is {limit}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file system gives no locks.
    #[error("cannot lock {}: {source}; this file system has no locks, and without them two writers destroy each other's work: keep the workspace on a disk with locks, and bring copies together with `dixit merge`", path.display())]
    NoLocks {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The disk refused.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The journal is not the one that an anchor was made of.
    #[error("{}: does not hold what {anchor} was made of: the journal was written anew, or is another one", path.display())]
    Anchor {
        /// The file.
        path: PathBuf,
        /// The anchor.
        anchor: String,
    },
    /// Another process has written since this one began to read.
    #[error("{} was written to by another dixit while this one was reading; run the command again", path.display())]
    Superseded {
        /// The workspace.
        path: PathBuf,
    },
    /// Another process writes.
    #[error("another dixit is writing to {} and did not finish within {seconds} s; try again when it is done", path.display())]
    Locked {
        /// The workspace.
        path: PathBuf,
        /// How long this one waited.
        seconds: u64,
    },
    /// The settings cannot be read.
    #[error("{}: {message}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// Line and mend.
        message: String,
    },
    /// A newer dixit wrote to the journal.
    #[error("{} line {line} was written by a newer dixit, and writing after it could contradict it; update dixit", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Number of the line.
        line: u64,
    },
    /// The journal is damaged: nothing is written until it is mended.
    #[error("{}: {problem}", path.display())]
    Journal {
        /// The file.
        path: PathBuf,
        /// The damage.
        problem: JournalProblem,
    },
    /// A claims file of the workspace cannot be read.
    #[error("{}{}", .0, if .0.is_damage() { "; `dixit repair --from COPY` takes it from another copy of the workspace, when that has the bytes that the journal names" } else { "" })]
    Format(#[from] FormatError),
    /// A claims file that a newer dixit wrote.
    #[error("{} has version {version}, which a newer dixit wrote, and writing it back would lose what that added; update dixit", path.display())]
    NewerFile {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: Version,
    },
    /// `article.json` cannot be read.
    #[error("{}: {message}; restore it from git or a backup", path.display())]
    Article {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// No such article.
    #[error("no article {slug:?} in this workspace; it has: {known}")]
    UnknownArticle {
        /// The name asked for.
        slug: String,
        /// The names there are.
        known: String,
    },
    /// No such revision.
    #[error("article {slug} has no revision {revision}; it has 1 to {last}")]
    UnknownRevision {
        /// The article.
        slug: String,
        /// The revision asked for.
        revision: u32,
        /// The newest one.
        last: u32,
    },
    /// An id that no claim has, or several.
    #[error(transparent)]
    Id(#[from] IdError),
    /// A move that is not legal.
    #[error(transparent)]
    Finding(#[from] FindingError),
    /// The reviewer signs, and the secret key is not on this machine.
    #[error("{reviewer} signs with key {key}, which is not in {}; bring the key file there, or retire the key with `dixit key retire {key}`", place.display())]
    NoKey {
        /// Who.
        reviewer: String,
        /// The key.
        key: KeyId,
        /// Where keys are looked for.
        place: PathBuf,
    },
    /// What the request got wrong.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// Anything else that stands in the way.
    #[error("{0}")]
    Refused(String),
}

/// An [`StoreError::Io`] with its path.
fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Io { what, path, source }
}
