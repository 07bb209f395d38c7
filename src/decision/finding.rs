//! The two questions asked of each claim, and the states of their findings.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What is asked of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Did they say it?
    Attribution,
    /// Is it true?
    Content,
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Question::Attribution => "attribution",
            Question::Content => "content",
        })
    }
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody has decided.
    #[default]
    Unverified,
    /// Somebody works on it.
    InReview,
    /// Evidence supports it.
    Verified,
    /// Evidence contradicts it, or credible sources conflict.
    Disputed,
    /// Looked for, cannot be settled.
    Unverifiable,
    /// Not to be checked.
    Dropped,
}

impl State {
    /// All states, in the order in which lists show them.
    pub const ALL: [State; 6] =
        [State::Unverified, State::InReview, State::Verified, State::Disputed, State::Unverifiable, State::Dropped];

    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::Unverified => "unverified",
            State::InReview => "in-review",
            State::Verified => "verified",
            State::Disputed => "disputed",
            State::Unverifiable => "unverifiable",
            State::Dropped => "dropped",
        }
    }

    /// The states that may follow this one. A decided state goes back to review first, never straight to another.
    pub fn moves(self) -> &'static [State] {
        match self {
            State::Unverified => &[State::InReview, State::Dropped],
            State::InReview => &[State::Verified, State::Disputed, State::Unverifiable, State::Dropped],
            State::Verified | State::Disputed | State::Unverifiable => &[State::InReview],
            State::Dropped => &[State::Unverified, State::InReview],
        }
    }

    /// Whether a person has settled the question.
    pub fn is_decided(self) -> bool {
        match self {
            State::Verified | State::Disputed | State::Unverifiable | State::Dropped => true,
            State::Unverified | State::InReview => false,
        }
    }

    /// Whether the state says what is so, and therefore needs evidence.
    pub fn needs_evidence(self) -> bool {
        matches!(self, State::Verified | State::Disputed)
    }

    /// Whether a reason must be given to move from `self` to `next`.
    pub fn needs_reason(self, next: State) -> bool {
        next.is_decided() || self.is_decided()
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a move is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindingError {
    /// The table has no such move.
    #[error("cannot go from {from} to {to}; from {from} the legal moves are: {}", list(from.moves()))]
    IllegalMove {
        /// The present state.
        from: State,
        /// The state asked for.
        to: State,
    },
    /// No reason given.
    #[error("{to} needs a reason; say it with --reason")]
    NoReason {
        /// The state asked for.
        to: State,
    },
    /// No evidence on the claim.
    #[error("{to} needs at least one piece of evidence; add it with --evidence URL-OR-FILE or `dixit evidence`")]
    NoEvidence {
        /// The state asked for.
        to: State,
    },
    /// The second reader is the first.
    #[error("{by} has signed {to} already; the policy asks for a second person")]
    SameReader {
        /// The reviewer.
        by: String,
        /// The state.
        to: State,
    },
    /// A word that names no state.
    #[error("unknown state {name:?}; the states are: {}", list(&State::ALL))]
    UnknownState {
        /// The word.
        name: String,
    },
}

fn list(states: &[State]) -> String {
    states.iter().map(|state| state.name()).collect::<Vec<_>>().join(", ")
}

impl FromStr for State {
    type Err = FindingError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        State::ALL
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or_else(|| FindingError::UnknownState { name: name.to_owned() })
    }
}

/// Checks one move.
///
/// # Errors
/// A move that the table does not have, or that lacks what its state needs.
pub fn check_move(from: State, to: State, reason: &str, evidence: usize) -> Result<(), FindingError> {
    if !from.moves().contains(&to) {
        return Err(FindingError::IllegalMove { from, to });
    }
    if from.needs_reason(to) && reason.trim().is_empty() {
        return Err(FindingError::NoReason { to });
    }
    if to.needs_evidence() && evidence == 0 {
        return Err(FindingError::NoEvidence { to });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_moves() {
        let table: String = State::ALL.iter().map(|from| format!("{from} -> {}\n", list(from.moves()))).collect();
        insta::assert_snapshot!(table, @r"
        unverified -> in-review, dropped
        in-review -> verified, disputed, unverifiable, dropped
        verified -> in-review
        disputed -> in-review
        unverifiable -> in-review
        dropped -> unverified, in-review
        ");
    }

    #[test]
    fn every_other_move_is_refused() {
        for from in State::ALL {
            for to in State::ALL {
                let legal = from.moves().contains(&to);
                assert_eq!(check_move(from, to, "because", 1).is_ok(), legal, "{from} to {to}");
            }
        }
    }

    #[test]
    fn a_move_needs_what_its_state_needs() {
        let refused = |from, to, reason, evidence| check_move(from, to, reason, evidence).unwrap_err().to_string();
        assert!(refused(State::InReview, State::Verified, "", 1).contains("needs a reason"));
        assert!(refused(State::InReview, State::Disputed, "x", 0).contains("evidence"));
        assert!(refused(State::Verified, State::InReview, " ", 1).contains("needs a reason"));
        assert!(refused(State::Verified, State::Disputed, "x", 1).contains("legal moves are: in-review"));
        assert_eq!(check_move(State::Unverified, State::InReview, "", 0), Ok(()));
    }
}
