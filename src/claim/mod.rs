//! What exactly is asserted? The [`Claim`] and what is known of it.
//!
//! A claim is what people see and files hold: its places are [`CharSpan`]s. It is made from an attribution by
//! `claim::extract`; two claims are compared by `align`; what people decide on a claim is in `decision`.

pub mod anchor;
pub mod by_hand;
pub mod date;
mod extract;
pub mod fingerprint;
pub mod format;
pub mod id;
pub mod judgement;
pub mod mention;
pub mod number;
pub mod person;
mod set;
pub mod validity;
pub mod worthiness;

pub use extract::{ExtractOptions, extract};
pub use fingerprint::Fingerprint;
pub use set::{ClaimSet, Extractor, Header};

pub use crate::lang::{Modality, Stance};

use crate::text::CharSpan;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of a claim: minted once, short, never reused, never computed from words that may be edited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimId(pub String);

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How sure the text makes us of who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// The mention names the speaker, or the article says who is meant.
    Resolved,
    /// The text points to a speaker, but who is meant is not certain.
    Unresolved,
    /// The article itself asserts it.
    Narrator,
}

/// Who said it. A claim whose text names nobody has no speaker at all (`null` in files).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name that the article gives; `null` while `unresolved`.
    pub name: Option<String>,
    /// How the name was found.
    pub resolution: Resolution,
    /// The words that stand for the speaker here (*Ce dernier*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// The role that the article gives (*secrétaire d'État américain*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where the mention stands.
    pub spans: Vec<CharSpan>,
}

/// The reporting words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// The words, joined by blanks where the cue comes in pieces.
    pub text: String,
    /// The dictionary form of the head word (*affirmer*).
    pub lemma: String,
    /// The reporter's distance.
    pub stance: Stance,
    /// Where the words stand.
    pub spans: Vec<CharSpan>,
}

/// The reported words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The words, pieces joined by ` […] `.
    pub text: String,
    /// Where they stand, in order; several when an inserted clause splits them.
    pub spans: Vec<CharSpan>,
}

/// Whose words the content is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quotation {
    /// Every word stands in quotation marks.
    Direct,
    /// No word does.
    Indirect,
    /// Some do.
    Mixed,
}

/// Whether the speaker says that it is so, or that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It is said to be so.
    Affirmed,
    /// It is denied: by the cue (*démentir*) or inside the content (*ne ... pas*).
    Denied,
}

/// What a date belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOf {
    /// The day on which the words were spoken.
    Statement,
    /// The day of what the claim is about.
    Event,
}

/// A date that the claim is about, or on which it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// What the date belongs to.
    pub of: DateOf,
    /// An ISO 8601 date or interval: `2020-10-14`, `2020-10`, `2020-10-01/2020-10-15`, `../2020-10-14`.
    pub value: String,
    /// The words it came from (*hier*).
    pub text: String,
    /// Where they stand.
    pub spans: Vec<CharSpan>,
}

/// What a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MentionKind {
    /// A person.
    Person,
    /// A country, by name, demonym or capital that speaks for it; `value` is its ISO 3166-1 code.
    Country,
    /// Any other place.
    Place,
    /// An organisation.
    Organisation,
    /// A number, with its unit: `value` is `3000`, `15 %`, `2.5e9 EUR`; approximate ones begin with `~`.
    Number,
    /// A date; `value` is ISO 8601.
    Date,
}

/// A person, place, organisation, number or date in the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What it is.
    pub kind: MentionKind,
    /// The words.
    pub text: String,
    /// What two mentions of the same thing share: ISO code, full name, number, ISO date.
    pub value: String,
    /// Where the words stand.
    pub spans: Vec<CharSpan>,
}

/// A named part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// What was seen, in words a person reads: `names a number (3 000)`.
    pub name: String,
    /// What it adds to the score; negative when it speaks against.
    pub value: f64,
}

/// How much the claim is worth a fact-checker's time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckWorthiness {
    /// 0 (nothing to check) to 1.
    pub score: f64,
    /// The points that make it up; their sum, clamped to 0..1, is the score.
    pub points: Vec<Point>,
}

/// Where the claim stands: the W3C text quote and text position selectors in one.
///
/// <https://www.w3.org/TR/annotation-model/#text-quote-selector>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selector {
    /// The words from the first to the last piece of the content, as in the text.
    pub exact: String,
    /// Up to 32 code points before them.
    pub prefix: String,
    /// Up to 32 code points after them.
    pub suffix: String,
    /// Code points before the first word.
    pub start: u32,
    /// Code points before the end of the last word.
    pub end: u32,
}

/// Why the claim was extracted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// 0 to 1.
    pub confidence: f64,
    /// The steps that led here, in words: the cue and its pattern, the source rule, the speaker rule.
    pub why: Vec<String>,
}

/// One attributed, checkable assertion, pinned to its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Minted once.
    pub id: ClaimId,
    /// Who said it; `None` when the text names nobody.
    pub speaker: Option<Speaker>,
    /// The reporting words; `None` for a quotation without any, and for the narrator's statements.
    pub cue: Option<Cue>,
    /// What was said.
    pub content: Content,
    /// Whose words.
    pub quotation: Quotation,
    /// Affirmed or denied.
    pub polarity: Polarity,
    /// How it is put forward.
    pub modality: Modality,
    /// Dates, the statement's first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<When>,
    /// People, places, organisations, numbers, dates in the content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// How much it is worth checking.
    pub check_worthiness: CheckWorthiness,
    /// The revision whose text the spans point into, when it is not the one that the set's header names: a set
    /// is mixed while changes are pending, and where the reviewer kept words that the article has since dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The claim that this one is nested in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<ClaimId>,
    /// Where it stands.
    pub selector: Selector,
    /// Why it was extracted.
    pub extractor: Provenance,
    /// Fields that a newer minor version wrote: kept as they are.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}
