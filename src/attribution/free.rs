//! Quotations that no cue goes with.

use super::Attribution;
use super::analysis::Analysis;
use super::pattern::Pattern;
use super::phrase::{self, Attach};
use crate::lang::Language;
use crate::tagging::Tag;
use std::ops::Range;

/// For each token, whether some content holds it.
pub(super) fn covered(a: &Analysis<'_>, linked: &[Attribution]) -> Vec<bool> {
    let mut covered = vec![false; a.len()];
    for piece in linked.iter().flat_map(|found| &found.content) {
        covered[piece.clone()].fill(true);
    }
    covered
}

/// Quotations that no cue took and that are too long or too free-standing to be scare quotes or titles.
pub(super) fn free_quotations(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let covered = covered(a, linked);
    // For each paragraph with a cue, where the first content of its attributions begins.
    let mut first_content: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for found in linked.iter() {
        if let (Some(&cue), Some(piece)) = (found.cue.first(), found.content.first()) {
            let first = first_content.entry(a.sentences[a.sentence_at(cue)].paragraph).or_insert(piece.start);
            *first = piece.start.min(*first);
        }
    }
    // For each paragraph, the last attribution that a quotation is the content of.
    let mut direct: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for (index, found) in linked.iter().enumerate() {
        if let (Some(&cue), true) = (found.cue.first(), found.pattern == Pattern::AfterQuotation) {
            direct.insert(a.sentences[a.sentence_at(cue)].paragraph, index);
        }
    }
    let mut free = Vec::new();
    for (number, region) in a.regions.iter().enumerate() {
        let Some(first) = region.pieces.first() else { continue };
        if region.parent.is_some() || covered.get(first.start).copied().unwrap_or(true) {
            continue;
        }
        let words = region.pieces.iter().flat_map(|piece| piece.clone()).filter(|&i| a.tag(i) != Tag::Punct).count();
        let finite = region.pieces.iter().flat_map(|piece| piece.clone()).any(|i| a.is_finite(i));
        let starts = a.sentence(region.open).start == region.open || a.raw(region.open.wrapping_sub(1)) == ":";
        let close = region.close.unwrap_or_else(|| region.outer().end);
        let ends =
            close + 1 >= a.sentence(close.min(a.len().saturating_sub(1))).end || matches!(a.raw(close + 1), "." | "");
        let paragraph = a.sentences[a.sentence_at(region.open)].paragraph;
        let spoken_before = [Some(paragraph), paragraph.checked_sub(1)]
            .into_iter()
            .flatten()
            .any(|near| first_content.get(&near).is_some_and(|&start| start < region.open));
        if a.lang == Language::English
            && words >= 2
            && let Some(&begun) = direct.get(&paragraph)
            && let Some(old) =
                linked.get_mut(begun).filter(|old| old.content.last().is_some_and(|p| p.end <= region.open))
            && (starts || a.closed_at(region.open.wrapping_sub(1)).is_some())
        {
            // “A,” said Ann. “B.”: the same speech goes on
            old.content.extend(region.pieces.iter().cloned());
        } else if starts
            && ends
            && (finite && words >= 3 && (spoken_before || region.dialogue) || introduced(a, region.open).is_some())
        {
            let mut quotation = Attribution::free(number, region.pieces.clone());
            quotation.source.extend(introduced(a, region.open));
            free.push(quotation);
        }
    }
    linked.extend(free);
}

/// *Une rescapée, Yamina Ouali : « ... »*: the phrase before a colon, alone in its sentence, that names somebody.
fn introduced(a: &Analysis<'_>, open: usize) -> Option<Range<usize>> {
    let colon = open.checked_sub(1).filter(|&i| a.raw(i) == ":")?;
    let start = a.sentence(colon).start;
    let found = phrase::with_apposition(a, start, colon, Attach::All).filter(|found| found.end == colon)?;
    let lexicon = crate::lang::Lexicon::of(a.lang);
    let speaks = found.clone().any(|i| a.tag(i) == Tag::Propn || lexicon.is_role(a.word(i)));
    (speaks && !found.clone().any(|i| a.is_finite(i))).then_some(found)
}
