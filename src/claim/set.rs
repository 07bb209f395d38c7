//! The claim set: one run's claims over one text, with a header that says of what and by whom.

use super::{Claim, ClaimId};
use serde::{Deserialize, Serialize};

/// The program that made a claim set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extractor {
    /// `dixit`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// What a claim set is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The article's short name in its workspace; absent outside of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The revision of the article, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// SHA-256 of the text in UTF-8, lower-case hexadecimal.
    pub text_sha256: String,
    /// Language code.
    pub lang: String,
    /// Day of publication, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where the article comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who made the set.
    pub extractor: Extractor,
    /// What could not be done in full, and why (*text has no date: relative dates stay unresolved*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Fields that dixit does not know: kept as they are.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

/// The claims of one text, in the order of their place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimSet {
    /// What it is about.
    pub header: Header,
    /// The claims, sorted by place.
    pub claims: Vec<Claim>,
}

impl ClaimSet {
    /// Puts the claims in the order of files: by first word, the longer claim before those nested in it, then
    /// by id. While a set is mixed (see [`Claim::revision`]) the places of two revisions are compared as numbers.
    pub fn sort(&mut self) {
        self.claims.sort_by(|a, b| place(a).cmp(&place(b)));
    }

    /// The claim called `id`.
    pub fn get(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == *id)
    }
}

/// What claims are sorted by.
pub(super) fn place(claim: &Claim) -> (u32, std::cmp::Reverse<u32>, &ClaimId) {
    (claim.selector.start, std::cmp::Reverse(claim.selector.end), &claim.id)
}
