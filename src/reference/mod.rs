//! What has been checked before? Reference sets: claims with labels, one JSON object a line.
//!
//! A line is `{"id", "text", "title"?, "speaker"?, "date"?, "label"?, "lang"?, "url"?}`; other fields are left alone. A bad
//! line is named and the rest is read.

pub mod import;
mod lines;

pub use lines::{Line, SetLines, parse};

use crate::attribution::{Analysis, Pattern, attributions};
use crate::claim::fingerprint::sha256_hex;
use crate::claim::judgement::{modality, polarity};
use crate::claim::mention::mentions;
use crate::claim::{
    CheckWorthiness, Claim, ClaimId, ClaimSet, Content, DateOf, Extractor, Header, Mention, Provenance, Quotation,
    Resolution, Selector, Speaker, When, date::dates,
};
use crate::cores::in_shares;
use crate::input::{decode, detect_language};
use crate::lang::Language;
use crate::text::{CharSpan, CodePoints};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// One claim that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ReferenceClaim {
    /// Its name in the set.
    pub id: String,
    /// What is claimed.
    pub text: String,
    /// The headline of the check.
    pub title: Option<String>,
    /// Who claimed it.
    pub speaker: Option<String>,
    /// When, ISO 8601.
    pub date: Option<String>,
    /// The verdict.
    pub label: Option<String>,
    /// Language code; detected when it is not there.
    pub lang: Option<String>,
    /// Where the check stands.
    pub url: Option<String>,
}

/// A reference set as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceSet {
    /// Its claims, in the order of the file.
    pub records: Vec<ReferenceClaim>,
    /// The lines that could not be read, with their numbers.
    pub problems: Vec<String>,
}

/// Why a file is no reference set at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It is not text.
    #[error("{path} {error}")]
    Decode {
        /// The file.
        path: String,
        /// What is wrong.
        error: decode::DecodeError,
    },
    /// Two records share an id.
    #[error("{path} line {line}: id {id:?} was there before; give every record its own")]
    DoubleId {
        /// The file.
        path: String,
        /// Number of the second line.
        line: usize,
        /// The id.
        id: String,
    },
    /// No line could be read.
    #[error("{path} has no record that can be read; a line is {{\"id\", \"text\", …}}{}", first.as_ref().map(|problem| format!(" ({problem})")).unwrap_or_default())]
    Nothing {
        /// The file.
        path: String,
        /// The first problem.
        first: Option<String>,
    },
}

/// Reads a reference set; `path` is for messages.
///
/// # Errors
/// Bytes that are no text, an id given twice, a file without a record.
pub fn read(path: &str, bytes: &[u8]) -> Result<ReferenceSet, ReferenceError> {
    if bytes.trim_ascii().is_empty() {
        return Err(ReferenceError::Nothing { path: path.to_owned(), first: None });
    }
    let text = decode::decode(bytes).map_err(|error| ReferenceError::Decode { path: path.to_owned(), error })?.text;
    let mut set = ReferenceSet::default();
    let mut ids = BTreeSet::new();
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<ReferenceClaim>(line) {
            Ok(record) if record.text.trim().is_empty() => {
                set.problems.push(format!("{path} line {number}: the text is empty"))
            }
            Ok(record) => {
                if !ids.insert(record.id.clone()) {
                    return Err(ReferenceError::DoubleId { path: path.to_owned(), line: number, id: record.id });
                }
                set.records.push(record);
            }
            Err(error) => set.problems.push(format!("{path} line {number}: {error}")),
        }
    }
    if set.records.is_empty() {
        return Err(ReferenceError::Nothing { path: path.to_owned(), first: set.problems.first().cloned() });
    }
    Ok(set)
}

impl ReferenceSet {
    /// The records as claims that can be compared with others.
    pub fn claims(&self) -> ClaimSet {
        let all: String = self.records.iter().flat_map(|record| [record.text.as_str(), "\n"]).collect();
        ClaimSet {
            header: Header {
                article: None,
                revision: None,
                text_sha256: sha256_hex(all.as_bytes()),
                lang: "und".to_owned(),
                date: None,
                title: None,
                source: None,
                extractor: Extractor { name: "reference".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
                notes: Vec::new(),
                other: serde_json::Map::new(),
            },
            claims: in_shares(&self.records, |part| part.iter().map(ReferenceClaim::claim).collect()),
        }
    }
}

impl ReferenceClaim {
    /// The language that the record names, or that its words are in.
    pub fn language(&self) -> Language {
        let named = self.lang.as_ref().and_then(|code| code.parse().ok());
        named.or_else(|| detect_language(&self.text).ok()).unwrap_or(Language::English)
    }

    /// The record as a claim over its own text.
    pub fn claim(&self) -> Claim {
        claim(self)
    }
}

fn claim(record: &ReferenceClaim) -> Claim {
    let text = record.text.as_str();
    let lang = record.language();
    let a = Analysis::new(text, lang, None);
    let points = CodePoints::new(text);
    let today = record.date.as_ref().and_then(|date| date.get(..10)).and_then(|date| date.parse().ok());
    let whole = vec![0..a.len()];
    let span = |tokens: &std::ops::Range<usize>| points.chars(text, a.span(tokens));
    let spans = vec![CharSpan::new(0, points.count())];
    let event = dates(&a, 0..a.len(), today).into_iter().map(|date| When {
        of: DateOf::Event,
        text: a.text_of(&date.tokens).to_owned(),
        spans: vec![span(&date.tokens)],
        value: date.value,
    });
    let found = mentions(&a, &whole, &crate::attribution::voices(&a, &[]).1, today);
    Claim {
        id: ClaimId(record.id.clone()),
        speaker: speaker(record, &a, span),
        cue: None,
        content: Content { text: text.to_owned(), spans },
        quotation: Quotation::Indirect,
        polarity: polarity(&a, &whole, None, false),
        modality: modality(&a, &whole, None, Pattern::Clause),
        when: event.collect(),
        mentions: found
            .into_iter()
            .map(|mention| Mention {
                kind: mention.kind,
                text: a.text_of(&mention.tokens).to_owned(),
                value: mention.value,
                spans: vec![span(&mention.tokens)],
            })
            .collect(),
        check_worthiness: CheckWorthiness { score: 0.0, points: Vec::new() },
        revision: None,
        inside: None,
        selector: Selector {
            exact: text.to_owned(),
            prefix: String::new(),
            suffix: String::new(),
            start: 0,
            end: points.count(),
        },
        extractor: Provenance { confidence: 1.0, why: vec!["a record of a reference set".to_owned()] },
        // A set may hold several languages.
        other: [("lang".to_owned(), serde_json::Value::from(lang.code()))].into_iter().collect(),
    }
}

/// Who claimed it: whom the record names, and the words of the text that name a source of most of it.
fn speaker(record: &ReferenceClaim, a: &Analysis<'_>, span: impl Fn(&Range<usize>) -> CharSpan) -> Option<Speaker> {
    let length = |ranges: &[Range<usize>]| ranges.iter().map(Range::len).sum::<usize>();
    let found = attributions(a);
    let widest =
        found.iter().filter(|attribution| !attribution.source.is_empty()).max_by_key(|one| length(&one.content));
    let source = widest.filter(|one| length(&one.content) * 2 >= a.len()).map_or(&[][..], |one| one.source.as_slice());
    let mention = source.iter().map(|range| a.text_of(range)).collect::<Vec<_>>().join(" ");
    let named = record.speaker.is_some();
    (named || !source.is_empty()).then(|| Speaker {
        name: record.speaker.clone(),
        resolution: if named { Resolution::Resolved } else { Resolution::Unresolved },
        mention: (!mention.is_empty()).then_some(mention),
        role: None,
        spans: source.iter().map(span).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_can_and_names_the_rest() {
        let set = read(
            "set.jsonl",
            "{\"id\":\"a\",\"text\":\"La Turquie compte 3 000 soldats.\",\"lang\":\"fr\"}\nrien\n\n{\"id\":\"b\"}\n"
                .as_bytes(),
        )
        .unwrap();
        assert_eq!(set.records.len(), 1);
        assert!(set.problems[0].contains("line 2") && set.problems[1].contains("line 4"));
        let claim = &set.claims().claims[0];
        assert_eq!(claim.mentions.iter().map(|m| m.value.as_str()).collect::<Vec<_>>(), ["TR", "3000"]);
    }

    #[test]
    fn refuses_double_ids_and_nothing() {
        let twice = "{\"id\":\"a\",\"text\":\"x y\"}\n{\"id\":\"a\",\"text\":\"z\"}\n";
        assert!(read("s", twice.as_bytes()).unwrap_err().to_string().contains("line 2"));
        assert!(read("s", b"rien\n").unwrap_err().to_string().contains("no record"));
        assert!(read("s", b"").unwrap_err().to_string().contains("no record"));
    }
}
