//! Turns of a conversation: *NAME: what they said*, in interviews, debates and live tickers.

use super::Attribution;
use super::analysis::Analysis;
use super::clause::trim_end;
use super::pattern::Pattern;
use crate::tagging::Tag;
use std::ops::Range;

/// A name before a colon has at most so many tokens.
const NAME: usize = 6;

/// So many turns make a conversation, in which the words need no quotation marks.
const CONVERSATION: usize = 3;

/// The turns of a text that no attribution covers, in order.
pub(super) fn turns(a: &Analysis<'_>, linked: &[Attribution]) -> Vec<Attribution> {
    let mut taken = vec![false; a.sentences.len()];
    for attribution in linked {
        for &cue in &attribution.cue {
            if let Some(slot) = taken.get_mut(a.sentence_at(cue)) {
                *slot = true;
            }
        }
    }
    let mut found: Vec<(Attribution, bool)> = Vec::new();
    let mut first = 0;
    while first < a.sentences.len() {
        let paragraph = a.sentences[first].paragraph;
        let last = (first..a.sentences.len()).take_while(|&i| a.sentences[i].paragraph == paragraph).last();
        let last = last.unwrap_or(first);
        let tokens = a.sentences[first].tokens.start..a.sentences[last].tokens.end;
        if !taken[first]
            && let Some(turn) = turn(a, tokens)
        {
            found.push(turn);
        }
        first = last + 1;
    }
    let conversation = found.len() >= CONVERSATION;
    found.into_iter().filter(|(_, quoted)| *quoted || conversation).map(|(turn, _)| turn).collect()
}

/// The turn that a paragraph is, and whether its words stand in quotation marks.
fn turn(a: &Analysis<'_>, paragraph: Range<usize>) -> Option<(Attribution, bool)> {
    let colon = (paragraph.start..paragraph.end.min(paragraph.start + NAME + 1)).find(|&i| a.raw(i) == ":")?;
    let name = paragraph.start..colon;
    let is_name = !name.is_empty()
        && name.clone().all(|i| a.is_capital(i) || a.tag(i) == Tag::Adp || a.raw(i) == ".")
        && a.is_capital(name.start)
        && name.clone().any(|i| a.tag(i) == Tag::Propn || all_capitals(a.raw(i)));
    if !is_name || colon + 1 >= paragraph.end {
        return None;
    }
    let region = a.opened_at(colon + 1);
    let content = match region {
        Some(region) => a.regions[region].pieces.clone(),
        None => vec![colon + 1..trim_end(a, colon + 1, paragraph.end)],
    };
    let attribution = Attribution {
        source: vec![name],
        cue: vec![colon],
        entry: None,
        content,
        region,
        pattern: Pattern::Turn,
        negated: false,
        score: None,
    };
    Some((attribution, region.is_some()))
}

fn all_capitals(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
}
