//! Did a person have a hand in the claim? The mark of a claim that was made or corrected by somebody.
//!
//! It is the claim's field `person` in files: `{"by": "Ana", "made": true}` for a claim made by hand, `{"by": "Ana",
//! "extracted": "<fingerprint>"}` for one that was corrected, with the fingerprint of what extraction had found.

use super::{Claim, Fingerprint};
use serde::{Deserialize, Serialize};

const FIELD: &str = "person";

/// Who made or corrected a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who did so last.
    pub by: String,
    /// Whether the claim was made by hand; otherwise it was extracted and then corrected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made: bool,
    /// What extraction found, before any correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extracted: Option<Fingerprint>,
}

/// The mark of a claim, if it has one.
pub fn of(claim: &Claim) -> Option<Person> {
    serde_json::from_value(claim.other.get(FIELD)?.clone()).ok()
}

/// Marks a claim.
pub fn mark(claim: &mut Claim, person: &Person) {
    if let Ok(value) = serde_json::to_value(person) {
        claim.other.insert(FIELD.to_owned(), value);
    }
}
