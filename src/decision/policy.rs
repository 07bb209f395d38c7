//! The settings of a workspace: its policy, its publisher and its rating scale.

use serde::{Deserialize, Serialize};

/// What the newsroom asks of a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Whether `verified` and `disputed` take effect only when a second person has signed them.
    pub second_reader: bool,
    /// Whether claims that nobody has decided make `dixit check` fail.
    pub all_decided: bool,
    /// Whether a decision must carry a rating of the house scale before it is published.
    pub rating_required: bool,
}

/// One rating of the house scale, and the numbers that ClaimReview has for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The name used on the command line (`misleading`).
    pub name: String,
    /// The words that readers see.
    pub label: String,
    /// `ratingValue`; absent for what is not settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i32>,
    /// `bestRating`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<i32>,
    /// `worstRating`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worst: Option<i32>,
}

/// Who publishes the checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// The name that readers know.
    pub name: String,
    /// The address of its site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address of a published check, with `{claim}` and `{article}` for its claim's id and its article's short name.
    /// A check that was published with an address as its note has that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_url: Option<String>,
}

/// `dixit.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Version of the workspace's layout.
    pub version: u32,
    /// The name of the workspace.
    #[serde(default)]
    pub name: String,
    /// The policy.
    #[serde(default)]
    pub policy: Policy,
    /// Who publishes the checks; what goes out names nobody while it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Publisher>,
    /// The house scale; empty when there is none.
    #[serde(default, rename = "rating", skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
}
