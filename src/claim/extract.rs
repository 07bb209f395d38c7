//! From a document to its claim set.

use super::{
    CheckWorthiness, Claim, ClaimId, ClaimSet, Content, Cue, Extractor, Header, Modality, Polarity, Provenance,
    Quotation, Resolution, Selector, Speaker, Stance,
};
use crate::attribution::{Analysis, Attribution, Voice, attributions, voices};
use crate::input::Document;
use crate::text::{ByteSpan, CharSpan, CodePoints};
use sha2::{Digest, Sha256};
use std::ops::Range;

/// What to extract.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExtractOptions {
    /// Whether the article's own statements are claims too, with the speaker `narrator`.
    pub narrator: bool,
}

/// Extracts the claims of a document, sorted by place. Their ids are `c1`, `c2`, … in that order; a workspace gives
/// them lasting ones.
pub fn extract(document: &Document, options: &ExtractOptions) -> ClaimSet {
    let _ = options;
    let text = document.text.as_str();
    let analysis = Analysis::new(text, document.lang, document.prose.as_deref());
    let found = attributions(&analysis);
    let speakers = voices(&analysis, &found);
    let points = CodePoints::new(text);
    let place = Place { analysis: &analysis, points: &points };
    let mut claims: Vec<Claim> = Vec::with_capacity(found.len());
    for (attribution, voice) in found.iter().zip(speakers) {
        if let Some(claim) = place.claim(attribution, voice, claims.len() + 1) {
            claims.push(claim);
        }
    }
    ClaimSet {
        header: Header {
            article: None,
            revision: None,
            text_sha256: format!("{:x}", Sha256::digest(text.as_bytes())),
            lang: document.lang.code().to_owned(),
            date: document.date.map(|date| date.to_string()),
            title: document.title.clone(),
            source: document.source.clone(),
            extractor: Extractor { name: "dixit".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            notes: document.notes.clone(),
        },
        claims,
    }
}

struct Place<'p, 't> {
    analysis: &'p Analysis<'t>,
    points: &'p CodePoints,
}

impl Place<'_, '_> {
    fn chars(&self, span: ByteSpan) -> CharSpan {
        self.points.chars(self.analysis.text, span)
    }

    fn spans(&self, ranges: &[Range<usize>]) -> Vec<CharSpan> {
        ranges.iter().map(|range| self.chars(self.analysis.span(range))).filter(|span| !span.is_empty()).collect()
    }

    fn claim(&self, attribution: &Attribution, voice: Option<Voice>, number: usize) -> Option<Claim> {
        let a = self.analysis;
        let content_spans: Vec<ByteSpan> =
            attribution.content.iter().map(|range| a.span(range)).filter(|span| !span.is_empty()).collect();
        let (first, last) = (content_spans.first()?, content_spans.last()?);
        let whole = ByteSpan::new(first.start(), last.end());
        let speaker = (!attribution.source.is_empty() || voice.is_some()).then(|| {
            let resolved = voice.as_ref().is_some_and(|voice| voice.name.is_some());
            Speaker {
                name: voice.as_ref().and_then(|voice| voice.name.clone()),
                resolution: if resolved { Resolution::Resolved } else { Resolution::Unresolved },
                mention: attribution.source.first().map(|source| a.text_of(source).to_owned()),
                role: voice.as_ref().and_then(|voice| voice.role.clone()),
                spans: self.spans(&attribution.source),
            }
        });
        let cue_ranges = runs(&attribution.cue);
        let cue = attribution.entry.map(|entry| Cue {
            text: cue_ranges.iter().map(|range| a.text_of(range)).collect::<Vec<_>>().join(" "),
            lemma: entry.lemma.to_owned(),
            stance: entry.stance,
            spans: self.spans(&cue_ranges),
        });
        let denied = cue.as_ref().is_some_and(|cue| cue.stance == Stance::Denying);
        Some(Claim {
            id: ClaimId(format!("c{number}")),
            speaker,
            cue,
            content: Content {
                text: content_spans.iter().map(|span| span.of(a.text)).collect::<Vec<_>>().join(" […] "),
                spans: content_spans.iter().map(|&span| self.chars(span)).collect(),
            },
            quotation: self.quotation(attribution),
            polarity: if denied { Polarity::Denied } else { Polarity::Affirmed },
            modality: attribution.entry.map_or(Modality::Assertion, |entry| entry.modality),
            when: Vec::new(),
            mentions: Vec::new(),
            check_worthiness: CheckWorthiness { score: 0.0, points: Vec::new() },
            inside: None,
            selector: self.selector(whole),
            extractor: Provenance { confidence: 0.5, why: vec![attribution.pattern.describe().to_owned()] },
            other: serde_json::Map::new(),
        })
    }

    /// Direct when every word stands in quotation marks, mixed when some do; marks around an outer claim do not
    /// count for one nested in it.
    fn quotation(&self, attribution: &Attribution) -> Quotation {
        let a = self.analysis;
        let around = attribution
            .cue
            .first()
            .and_then(|&cue| a.region_at(cue))
            .filter(|&region| Some(region) != attribution.region);
        let words = || {
            attribution
                .content
                .iter()
                .flat_map(|piece| piece.clone())
                .filter(|&i| a.raw(i).chars().any(char::is_alphanumeric))
        };
        let depth = |at: usize| {
            let region = a.region_at(at);
            region.is_some() && (region != around || attribution.region == region)
        };
        let (mut quoted, mut plain) = (0, 0);
        for at in words() {
            if depth(at) { quoted += 1 } else { plain += 1 }
        }
        match (quoted, plain) {
            (0, _) => Quotation::Indirect,
            (_, 0) => Quotation::Direct,
            _ => Quotation::Mixed,
        }
    }

    fn selector(&self, span: ByteSpan) -> Selector {
        let text = self.analysis.text;
        let chars = self.chars(span);
        let prefix_start = self.points.to_byte(text, chars.start.saturating_sub(CONTEXT));
        let suffix_end = self.points.to_byte(text, chars.end.saturating_add(CONTEXT));
        Selector {
            exact: span.of(text).to_owned(),
            prefix: text[prefix_start..span.start()].to_owned(),
            suffix: text[span.end()..suffix_end].to_owned(),
            start: chars.start,
            end: chars.end,
        }
    }
}

/// Code points of context kept on each side of a claim.
const CONTEXT: u32 = 32;

/// Neighbouring tokens joined into ranges.
fn runs(tokens: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for &token in tokens {
        match out.last_mut() {
            Some(last) if last.end == token => last.end += 1,
            _ => out.push(token..token + 1),
        }
    }
    out
}
