//! A claim that a person points out: selected words become content, speaker and cue.
//!
//! A selection is snapped to whole words. What a person does not say is worked out as for an extracted claim: modality,
//! polarity, dates, mentions, and who a pronoun stands for.

use super::extract::{Maker, mentioned};
use super::{Claim, Resolution, Speaker};
use crate::attribution::{Analysis, Attribution, Pattern, attributions, voices};
use crate::input::Document;
use crate::text::{CharSpan, CodePoints};
use std::ops::Range;

/// What a person points out. Spans are code points of the document's text, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The reported words.
    pub content: Vec<CharSpan>,
    /// The words that stand for the speaker.
    pub speaker: Vec<CharSpan>,
    /// The reporting words.
    pub cue: Vec<CharSpan>,
    /// Who is meant, where a person says so.
    pub name: Option<String>,
}

/// Why no claim can be made of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ByHandError {
    /// No content.
    #[error("select the words that were said: a claim has a content")]
    NoContent,
    /// A selection beyond the text, or of blanks and mark-up alone.
    #[error("the selection from {} to {} holds no word of the text", span.start, span.end)]
    NoWords {
        /// The selection.
        span: CharSpan,
    },
}

/// Makes the claim, without an id.
///
/// # Errors
/// See [`ByHandError`].
pub fn make(document: &Document, parts: &Parts) -> Result<Claim, ByHandError> {
    if parts.content.is_empty() {
        return Err(ByHandError::NoContent);
    }
    let text = document.text.as_str();
    let analysis = Analysis::new(text, document.lang, document.prose.as_deref());
    let points = CodePoints::new(text);
    let content = words(&analysis, &points, &parts.content)?;
    let source = words(&analysis, &points, &parts.speaker)?;
    let cue: Vec<usize> = words(&analysis, &points, &parts.cue)?.into_iter().flatten().collect();
    let mut found = attributions(&analysis);
    let known = found.iter().find(|one| !cue.is_empty() && one.cue == cue);
    let attribution = Attribution {
        source,
        entry: known.and_then(|one| one.entry),
        pattern: known.map_or(Pattern::Clause, |one| one.pattern),
        negated: known.is_some_and(|one| one.negated),
        region: None,
        score: None,
        cue,
        content,
    };
    found.push(attribution.clone());
    let (mut speakers, names) = voices(&analysis, &found);
    // The text is not asked who speaks when the person has pointed at nobody.
    let voice = speakers.pop().flatten().filter(|_| !attribution.source.is_empty());
    let mentioned = mentioned(&analysis, &names, document.date);
    let maker = Maker { analysis: &analysis, points: &points, mentioned: &mentioned };
    let mut claim = maker.claim(&attribution, voice).ok_or(ByHandError::NoContent)?;
    if let Some(name) = &parts.name {
        let speaker = claim.speaker.get_or_insert_with(|| Speaker {
            name: None,
            resolution: Resolution::Resolved,
            mention: None,
            role: None,
            spans: Vec::new(),
        });
        if speaker.name.as_ref() != Some(name) {
            speaker.role = None; // it was said of somebody else
        }
        speaker.name = Some(name.clone());
        speaker.resolution = Resolution::Resolved;
    }
    claim.extractor.confidence = 1.0;
    claim.extractor.why = vec!["a person pointed it out".to_owned()];
    Ok(claim)
}

/// The words that selections touch, as ranges of tokens in order. Punctuation at the ends of a selection is left out,
/// except for a closing unit or sign that belongs to a number.
fn words(a: &Analysis<'_>, points: &CodePoints, spans: &[CharSpan]) -> Result<Vec<Range<usize>>, ByHandError> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for &span in spans {
        let bytes = points.bytes(a.text, span);
        let first = a.tokens.partition_point(|token| token.span.end() <= bytes.start());
        let last = a.tokens.partition_point(|token| token.span.start() < bytes.end());
        let is_word =
            |at: &usize| a.raw(*at).chars().any(|letter| letter.is_alphanumeric() || letter == '%' || letter == '€');
        let start = (first..last).find(is_word).ok_or(ByHandError::NoWords { span })?;
        let end = (start..last).rev().find(is_word).map_or(start + 1, |at| at + 1);
        ranges.push(start..end);
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::Polarity;
    use crate::claim::{format, validity};
    use crate::lang::Language;
    use proptest::prelude::*;

    const TEXT: &str =
        "Le maire, Paul Roche, était à la mairie lundi. D’après lui, le pont n’a pas été contrôlé depuis 2019.";

    fn at(words: &str) -> CharSpan {
        let byte = TEXT.find(words).unwrap();
        let start = TEXT[..byte].chars().count();
        CharSpan::new(u32::try_from(start).unwrap(), u32::try_from(start + words.chars().count()).unwrap())
    }

    fn document() -> Document {
        Document::new(TEXT, Language::French)
    }

    #[test]
    fn a_selection_is_snapped_to_words() {
        let parts = Parts { content: vec![at("e pont n’a pas été contrôlé depuis 20")], ..Parts::default() };
        let claim = make(&document(), &parts).unwrap();
        assert_eq!(claim.content.text, "le pont n’a pas été contrôlé depuis 2019");
        assert_eq!(claim.polarity, Polarity::Denied);
        assert_eq!(claim.speaker, None);
        assert_eq!(claim.cue, None);
    }

    #[test]
    fn punctuation_at_the_ends_stays_outside() {
        let parts =
            Parts { content: vec![at(", le pont n’a pas été contrôlé depuis 2019.")], ..Parts::default() };
        assert_eq!(make(&document(), &parts).unwrap().content.text, "le pont n’a pas été contrôlé depuis 2019");
    }

    #[test]
    fn speaker_and_cue_are_pointed_at_and_a_name_may_be_said() {
        let parts = Parts {
            content: vec![at("le pont n’a pas été contrôlé")],
            speaker: vec![at("lui")],
            cue: vec![at("D’après")],
            name: Some("Paul Roche".to_owned()),
        };
        let claim = make(&document(), &parts).unwrap();
        let speaker = claim.speaker.unwrap();
        assert_eq!((speaker.name.as_deref(), speaker.mention.as_deref()), (Some("Paul Roche"), Some("lui")));
        assert_eq!(claim.cue.unwrap().text, "D’après");
    }

    #[test]
    fn two_pieces_are_one_content() {
        let parts = Parts { content: vec![at("depuis 2019"), at("le pont")], ..Parts::default() };
        assert_eq!(make(&document(), &parts).unwrap().content.text, "le pont […] depuis 2019");
    }

    #[test]
    fn what_holds_no_word_is_refused() {
        let none = Parts { content: vec![CharSpan::new(5000, 5010)], ..Parts::default() };
        assert!(matches!(make(&document(), &none), Err(ByHandError::NoWords { .. })));
        assert_eq!(make(&document(), &Parts::default()), Err(ByHandError::NoContent));
    }

    proptest! {
        #[test]
        fn any_selection_makes_a_sound_claim_or_is_refused(spans in proptest::collection::vec((0u32..120, 0u32..120), 1..4)) {
            let spans: Vec<CharSpan> = spans.into_iter().map(|(a, b)| CharSpan::new(a, b)).collect();
            let parts = Parts { content: spans.clone(), speaker: spans, ..Parts::default() };
            if let Ok(mut claim) = make(&document(), &parts) {
                claim.id = crate::claim::ClaimId("c1".to_owned());
                prop_assert_eq!(validity::check_anchor(&claim, TEXT), Ok(()));
                let set = format::tests::set(vec![claim]);
                prop_assert!(validity::check(&set).is_ok());
            }
        }
    }
}
