//! What does the article say itself? Its own statements: sentences and relative clauses that no attribution holds.

use super::Attribution;
use super::analysis::Analysis;
use super::pattern::Pattern;
use super::source::antecedent_of;
use crate::lang::Language;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use crate::text::Sentence;
use std::ops::Range;

/// A statement has at least so many tokens.
const SHORTEST: usize = 5;

/// So many tokens after a relative pronoun its verb is looked for.
const VERB_REACH: usize = 5;

/// The statements, in tokens, in order: sentences with a verb, outside quotation marks, in no attribution, no
/// question; and relative clauses with the phrase that they tell of (*la guerre qui a éclaté le 27 septembre*), which
/// a report presupposes.
pub fn own_statements(a: &Analysis<'_>, found: &[Attribution]) -> Vec<Range<usize>> {
    let reported = Reported::by(a, found);
    let mut statements = Vec::new();
    for (number, sentence) in a.sentences.iter().enumerate() {
        let relatives = relatives(a, sentence, &reported);
        if !reported.sentences[number]
            && let Some(main) = main_statement(a, sentence, &relatives)
        {
            statements.push(main);
        }
        statements.extend(relatives.into_iter().map(|relative| relative.antecedent.start..relative.end));
    }
    statements
}

/// What attributions hold.
struct Reported {
    /// Sentences that a cue or a content touches.
    sentences: Vec<bool>,
    /// Tokens of contents in which a relative clause is the speaker's.
    tokens: Vec<bool>,
}

impl Reported {
    fn by(a: &Analysis<'_>, found: &[Attribution]) -> Reported {
        let mut reported = Reported { sentences: vec![false; a.sentences.len()], tokens: vec![false; a.len()] };
        for attribution in found {
            for &cue in &attribution.cue {
                if let Some(slot) = reported.sentences.get_mut(a.sentence_at(cue)) {
                    *slot = true;
                }
            }
            for piece in &attribution.content {
                let (first, last) = (a.sentence_at(piece.start), a.sentence_at(piece.end.saturating_sub(1)));
                reported.sentences[first..=last].fill(true);
                // appelant à l'arrêt de la guerre qui a éclaté: a phrase is named by the report, not said
                if attribution.pattern != Pattern::NounPhrase {
                    reported.tokens[piece.clone()].fill(true);
                }
            }
        }
        reported
    }
}

/// A relative clause of the article.
struct Relative {
    antecedent: Range<usize>,
    end: usize,
}

fn relatives(a: &Analysis<'_>, sentence: &Sentence, reported: &Reported) -> Vec<Relative> {
    let tokens = sentence.tokens.clone();
    let states = |&at: &usize| {
        a.has(at, Class::RelativeSubject)
            && a.tag(at) == Tag::Pron
            && a.region_at(at).is_none()
            && !reported.tokens[at]
            && (a.lang == Language::French || a.raw(at.wrapping_sub(1)) == ",")
            && (at + 1..tokens.end.min(at + VERB_REACH)).any(|i| a.is_finite(i))
    };
    let whole = |at: usize| {
        let antecedent = antecedent_of(a, at, tokens.start)?;
        let named = matches!(a.tag(antecedent.start), Tag::Det | Tag::Propn);
        let end = (at + 1..tokens.end)
            .find(|&i| matches!(a.raw(i), "," | ";" | ":" | "." | "…" | "!" | "?" | "—" | "–" | ")"))
            .unwrap_or(tokens.end);
        (named && end - at >= 3).then_some(Relative { antecedent, end })
    };
    tokens.clone().filter(states).filter_map(whole).collect()
}

/// The sentence without its final stop and without a relative clause that ends it.
fn main_statement(a: &Analysis<'_>, sentence: &Sentence, relatives: &[Relative]) -> Option<Range<usize>> {
    let tokens = sentence.tokens.clone();
    let last = tokens.end.checked_sub(1)?;
    if a.raw(last) == "?" {
        return None;
    }
    let mut end = if matches!(a.raw(last), "." | "…") { last } else { tokens.end };
    if let Some(relative) = relatives.last().filter(|relative| relative.end == end) {
        end = relative.antecedent.end;
    }
    let states = (tokens.start..end).any(|i| a.is_finite(i) && a.region_at(i).is_none());
    (states && end - tokens.start >= SHORTEST).then_some(tokens.start..end)
}
