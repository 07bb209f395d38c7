//! What went wrong, claim by claim, for people to read.

use super::{Judged, Spans, score};
use crate::text::CharSpan;
use serde::Serialize;
use std::fmt::Write as _;

/// What kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Annotated and not found.
    Missed,
    /// Found and not annotated.
    Spurious,
    /// Found with other first or last words.
    WrongBoundary,
    /// Found with another source.
    WrongSpeaker,
}

impl Kind {
    /// The kind in words.
    pub fn describe(self) -> &'static str {
        match self {
            Kind::Missed => "missed",
            Kind::Spurious => "spurious",
            Kind::WrongBoundary => "wrong boundary",
            Kind::WrongSpeaker => "wrong speaker",
        }
    }
}

/// One error.
#[derive(Clone, Debug, Serialize)]
pub struct Error {
    /// The document.
    pub document: String,
    /// What kind it is.
    pub kind: Kind,
    /// The annotated words that are at stake, in code points; empty for a spurious claim.
    pub wanted: Vec<CharSpan>,
    /// The words found instead; empty for a missed one.
    pub found: Vec<CharSpan>,
}

/// The errors of a document, by place.
pub fn errors(judged: &Judged) -> Vec<Error> {
    let pairs = score::matched(judged, false);
    let error = |kind, wanted: &[CharSpan], found: &[CharSpan]| Error {
        document: judged.id.clone(),
        kind,
        wanted: wanted.to_vec(),
        found: found.to_vec(),
    };
    let mut out = Vec::new();
    for (gold, pair) in judged.gold.iter().zip(&pairs) {
        match pair.and_then(|place| judged.found.get(place)) {
            None => out.push(error(Kind::Missed, &gold.content, &[])),
            Some(found) => {
                if found.content != gold.content {
                    out.push(error(Kind::WrongBoundary, &gold.content, &found.content));
                }
                if !same_source(gold, found) {
                    out.push(error(Kind::WrongSpeaker, &gold.source, &found.source));
                }
            }
        }
    }
    for (place, found) in judged.found.iter().enumerate() {
        if !pairs.contains(&Some(place)) {
            out.push(error(Kind::Spurious, &[], &found.content));
        }
    }
    out.sort_by_key(|error| error.wanted.iter().chain(&error.found).map(|span| span.start).min());
    out
}

fn same_source(gold: &Spans, found: &Spans) -> bool {
    let shares = gold.tokens[0].iter().any(|token| found.tokens[0].binary_search(token).is_ok());
    shares || gold.source.is_empty() && found.source.is_empty()
}

/// Code points of context on each side.
const CONTEXT: usize = 40;

/// So many code points of one error are shown.
const WIDEST: usize = 220;

/// The words of an error in their context, underlined: `=` where annotation and claim agree, `-` only annotated,
/// `+` only found.
pub fn underlined(text: &[char], error: &Error) -> String {
    let spans = || error.wanted.iter().chain(&error.found);
    let (Some(first), Some(last)) = (spans().map(|s| s.start).min(), spans().map(|s| s.end).max()) else {
        return "(no words)\n".to_owned();
    };
    let from = (first as usize).saturating_sub(CONTEXT);
    let to = (last as usize + CONTEXT).min(text.len()).min(from + WIDEST);
    let holds =
        |spans: &[CharSpan], at: usize| spans.iter().any(|span| (span.start as usize) <= at && at < span.end as usize);
    let mut words = String::new();
    let mut marks = String::new();
    for (at, &c) in text.iter().enumerate().take(to).skip(from) {
        words.push(if c.is_whitespace() || c.is_control() { ' ' } else { c });
        marks.push(match (holds(&error.wanted, at), holds(&error.found, at)) {
            (true, true) => '=',
            (true, false) => '-',
            (false, true) => '+',
            (false, false) => ' ',
        });
    }
    let mut out = String::new();
    let _ = writeln!(out, "    {}", words.trim_end());
    let _ = writeln!(out, "    {}", marks.trim_end());
    out
}
