//! How good is the extraction? Claims are held against annotated articles.
//!
//! [`gold`] reads the annotations, [`score`] counts as the published evaluations do (BBC Citron, the Gender Gap
//! Tracker), [`errors`] lists what went wrong, [`reliability`] asks whether the confidence of a claim can be trusted.

pub mod errors;
pub mod gold;
pub mod reliability;
pub mod score;

use crate::claim::{Claim, Modality, Quotation};
use crate::text::CharSpan;
use gold::{Gold, GoldError};
use score::{Scores, Tokens};

/// One document with what was annotated and what was found in it.
#[derive(Debug)]
pub struct Judged {
    /// The name of the document.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What was annotated, by the place of the content.
    pub gold: Vec<Spans>,
    /// What was found.
    pub found: Vec<Spans>,
}

/// Source, cue and content of one attribution, in one form: merged, sorted, marks at the ends of contents left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Spans {
    /// Where the source is named.
    pub source: Vec<CharSpan>,
    /// Where the cue stands.
    pub cue: Vec<CharSpan>,
    /// The reported words.
    pub content: Vec<CharSpan>,
    /// `direct`, `indirect` or `mixed`, when known.
    pub quotation: Option<Quotation>,
    /// How sure the extractor was; 1 for an annotation.
    pub confidence: f64,
    /// Whether the same claim was found before in the document.
    pub again: bool,
    tokens: [Vec<u32>; 3],
}

impl Judged {
    /// Holds `claims` against the annotations of a document. Claims of the modalities in `without` are left out, and
    /// so is a claim that agrees with an optional annotation.
    ///
    /// # Errors
    /// A span of the annotation that is empty or outside the text.
    pub fn new(gold: Gold, claims: &[Claim], without: &[Modality]) -> Result<Judged, GoldError> {
        let chars: Vec<char> = gold.text.chars().collect();
        let tokens = Tokens::of(&chars);
        let mut counted = Vec::new();
        let mut optional = Vec::new();
        for annotation in &gold.attributions {
            let [source, cue, content] = gold.spans(annotation, chars.len())?;
            let spans = Spans::new(&chars, &tokens, source, cue, content, annotation.quotation());
            if annotation.is_optional() { optional.push(spans) } else { counted.push(spans) }
        }
        counted.sort_by(|a, b| (&a.content, &a.cue, &a.source).cmp(&(&b.content, &b.cue, &b.source)));
        let mut found: Vec<Spans> = Vec::new();
        for claim in claims.iter().filter(|claim| !without.contains(&claim.modality)) {
            let source = claim.speaker.as_ref().map_or(&[][..], |speaker| &speaker.spans);
            let cue = claim.cue.as_ref().map_or(&[][..], |cue| &cue.spans);
            let quotation = Some(claim.quotation);
            let mut spans =
                Spans::new(&chars, &tokens, source.to_vec(), cue.to_vec(), claim.content.spans.clone(), quotation);
            if optional.iter().any(|other| spans.agrees_with(other)) {
                continue;
            }
            spans.confidence = claim.extractor.confidence;
            spans.again = found.iter().any(|other| other.same_words(&spans));
            found.push(spans);
        }
        Ok(Judged { id: gold.id, text: gold.text, gold: counted, found })
    }
}

impl Spans {
    fn new(
        chars: &[char],
        tokens: &Tokens,
        source: Vec<CharSpan>,
        cue: Vec<CharSpan>,
        content: Vec<CharSpan>,
        quotation: Option<Quotation>,
    ) -> Spans {
        let source = score::merged(chars, source);
        let cue = score::merged(chars, cue);
        let content = score::bare(chars, score::merged(chars, content));
        let touched = [tokens.touched(&source), tokens.touched(&cue), tokens.touched(&content)];
        Spans { source, cue, content, quotation, confidence: 1.0, again: false, tokens: touched }
    }

    fn same_words(&self, other: &Spans) -> bool {
        self.source == other.source && self.cue == other.cue && self.content == other.content
    }

    /// Whether the contents share half of their tokens.
    fn agrees_with(&self, other: &Spans) -> bool {
        !self.tokens[2].is_empty() && score::jaccard(&self.tokens[2], &other.tokens[2]) >= 0.5
    }
}

/// Counts over all documents.
pub fn scores(documents: &[Judged]) -> Scores {
    Scores::of(documents)
}
