//! What a request got wrong. Each way of asking can say it in its own words: the command line as it stands here, the
//! workbench in the visitor's language.

use crate::claim::ClaimId;
use crate::claim::by_hand::ByHandError;
use crate::decision::Publication;

/// Why the store does not do what it was asked; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A change without its reason.
    #[error("say why with --reason; it goes into the journal")]
    NoReason,
    /// A mark that moves no finding.
    #[error("nothing to mark; say --attribution STATE or --content STATE")]
    NothingToMark,
    /// A rating that the house scale does not have.
    #[error("unknown rating {rating:?}; the house scale has: {known}")]
    UnknownRating {
        /// The rating asked for.
        rating: String,
        /// The ratings there are.
        known: String,
    },
    /// A publication status that cannot follow the present one.
    #[error("cannot go from {} to {}; publish first, then correct or retract", from.name(), to.name())]
    PublicationMove {
        /// The present status.
        from: Publication,
        /// The status asked for.
        to: Publication,
    },
    /// A claim that nobody has decided cannot be published.
    #[error("claim {claim} has no decision on its content yet; `dixit mark` it first")]
    NotDecided {
        /// The claim.
        claim: ClaimId,
    },
    /// A correction or retraction that does not say what was wrong.
    #[error("say what was wrong with --note; readers and the journal keep it")]
    NoNote,
    /// A comment without words.
    #[error("an empty comment says nothing")]
    NoComment,
    /// Evidence that is neither an address nor a file.
    #[error("evidence {given:?} is neither an http(s) address nor a file")]
    NoSuchEvidence {
        /// What was given.
        given: String,
    },
    /// No pending set.
    #[error("nothing is pending for {article}")]
    NothingPending {
        /// The article.
        article: String,
    },
    /// A claim without an open change.
    #[error("claim {claim} has no open change in {article}; `dixit review` lists them")]
    NoOpenChange {
        /// The claim.
        claim: ClaimId,
        /// The article.
        article: String,
    },
    /// The words are a claim already.
    #[error("claim {claim} has these words already; correct it instead")]
    KnownWords {
        /// The claim.
        claim: ClaimId,
    },
    /// A correction that corrects nothing.
    #[error("nothing differs from the claim as it is")]
    NothingDiffers,
    /// Selected words that are no claim.
    #[error(transparent)]
    ByHand(#[from] ByHandError),
    /// No step of this reviewer can be taken back.
    #[error("there is nothing to take back")]
    NothingToUndo,
    /// A step of somebody else.
    #[error("only the one who decided can take it back; go back to review with a reason instead")]
    NotYours,
    /// Another mark stands on the one to take back.
    #[error("somebody has marked the claim since; look at it again")]
    MarkedSince,
    /// Another change of the claim set stands on the one to take back.
    #[error("the article's claims have changed since; take back the later step first")]
    ChangedSince,
    /// The claim set from before the step is not on this machine any more.
    #[error("the claims from before the step are not kept here any more; correct them by a new decision")]
    NotKept,
}
