//! Evidence: what a decision rests on.

use serde::{Deserialize, Serialize};

/// What a piece of evidence does to the claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceStance {
    /// Speaks for it.
    #[default]
    Supports,
    /// Speaks against it.
    Undermines,
    /// Helps to understand it.
    Context,
}

/// A link or a file, with what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// An address, or the path of a stored file in the workspace.
    pub source: String,
    /// What it does to the claim.
    pub stance: EvidenceStance,
    /// The words that matter in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Day on which it was seen, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<String>,
    /// SHA-256 of a stored file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}
