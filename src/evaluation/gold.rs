//! Annotated documents: one JSON object a line, offsets in code points.

use crate::claim::Quotation;
use crate::text::CharSpan;
use serde::Deserialize;
use std::io::BufRead;

/// An annotated document.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Its name, unique in the file.
    pub id: String,
    /// Its language, by code.
    pub lang: Option<String>,
    /// Its date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its text.
    pub text: String,
    /// Who said what in it.
    pub attributions: Vec<Annotation>,
}

/// One annotated attribution; spans are pairs of code points, half-open.
#[derive(Clone, Debug, Deserialize)]
pub struct Annotation {
    /// Where the source is named; may be empty.
    pub source: Vec<(u32, u32)>,
    /// Where the cue stands; may be empty.
    pub cue: Vec<(u32, u32)>,
    /// The reported words.
    pub content: Vec<(u32, u32)>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    first_person: bool,
}

impl Annotation {
    /// Whether it counts neither way.
    pub fn is_optional(&self) -> bool {
        self.optional || self.first_person
    }

    /// Direct, indirect or mixed, when annotated.
    pub fn quotation(&self) -> Option<Quotation> {
        match self.kind.as_deref()? {
            "direct" => Some(Quotation::Direct),
            "indirect" => Some(Quotation::Indirect),
            "mixed" => Some(Quotation::Mixed),
            _ => None,
        }
    }
}

/// Why annotations cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// The file cannot be read.
    #[error("cannot read line {line}: {error}")]
    Read {
        /// Its number, from 1.
        line: u64,
        /// What the system says.
        error: std::io::Error,
    },
    /// A line is not a document.
    #[error("line {line} is not an annotated document: {error}; it needs id, text and attributions")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// A document comes twice.
    #[error("line {line} has the document {id:?} a second time; each id stands once in a file")]
    Twice {
        /// The number of the second one.
        line: u64,
        /// Its id.
        id: String,
    },
    /// A span is empty or outside the text.
    #[error("document {id:?} has the span [{start}, {end}], but its text has {length} code points")]
    Span {
        /// The document.
        id: String,
        /// Start of the span.
        start: u32,
        /// End of the span.
        end: u32,
        /// Length of the text in code points.
        length: usize,
    },
}

impl Gold {
    /// Source, cue and content of an annotation, checked against a text of `length` code points.
    pub(super) fn spans(&self, annotation: &Annotation, length: usize) -> Result<[Vec<CharSpan>; 3], GoldError> {
        let check = |pairs: &[(u32, u32)]| {
            let span = |&(start, end): &(u32, u32)| {
                if start < end && end as usize <= length {
                    Ok(CharSpan { start, end })
                } else {
                    Err(GoldError::Span { id: self.id.clone(), start, end, length })
                }
            };
            pairs.iter().map(span).collect::<Result<Vec<_>, _>>()
        };
        Ok([check(&annotation.source)?, check(&annotation.cue)?, check(&annotation.content)?])
    }
}

/// Reads every document of a file.
///
/// # Errors
/// A line that cannot be read, is no document, or repeats an id.
pub fn read(input: impl BufRead) -> Result<Vec<Gold>, GoldError> {
    let mut documents = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (line, text) in (1..).zip(input.lines()) {
        let text = text.map_err(|error| GoldError::Read { line, error })?;
        if text.trim().is_empty() {
            continue;
        }
        let gold: Gold = serde_json::from_str(&text).map_err(|error| GoldError::Line { line, error })?;
        if !seen.insert(gold.id.clone()) {
            return Err(GoldError::Twice { line, id: gold.id });
        }
        documents.push(gold);
    }
    Ok(documents)
}
