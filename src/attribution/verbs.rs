//! Which words are verbs after all? The tagger is wrong most often on short sentences; the reporting verbs are known.

use super::analysis::Analysis;
use crate::lang::syntax::Class;
use crate::lang::{Language, Lexicon, Tense};
use crate::tagging::Tag;
use std::ops::Range;

/// Tags a word as a finite verb that the lexicon knows as one, where only a verb can stand: before a subordinate
/// clause (*le parquet rappelle que*), between a quotation and its source (*« ... », analyse l'économiste*), or in a
/// clause that has no other verb.
pub(super) fn mend(a: &mut Analysis<'_>) {
    let lexicon = Lexicon::of(a.lang);
    let mut mended = Vec::new();
    for sentence in &a.sentences {
        let tokens = sentence.tokens.clone();
        let candidates: Vec<usize> = tokens.clone().filter(|&at| may_be_finite(a, lexicon, at)).collect();
        if candidates.is_empty() {
            continue;
        }
        let verbless = !tokens.clone().any(|at| a.is_finite(at) && a.region_at(at).is_none());
        let found = candidates.iter().copied().find(|&at| {
            let alone = verbless && a.region_at(at).is_none() && has_subject(a, at, &tokens);
            leads_to_clause(a, at) || after_quotation(a, at) || alone
        });
        mended.extend(found);
    }
    for at in mended {
        a.tags[at] = Tag::VerbFin;
    }
}

fn may_be_finite(a: &Analysis<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let finite = |tense: Tense| !matches!(tense, Tense::Infinitive | Tense::PastParticiple | Tense::PresentParticiple);
    matches!(a.tag(at), Tag::Noun | Tag::Adj | Tag::Propn | Tag::Adv | Tag::VerbPast | Tag::VerbInf | Tag::X)
        && !a.is_capital(at)
        && lexicon.forms(a.word(at)).iter().any(|form| finite(form.tense))
        && !matches!(a.tag(at.wrapping_sub(1)), Tag::AuxFin | Tag::AuxCnd | Tag::AuxInf | Tag::Adp)
}

/// *que* right after it, and a phrase before.
fn leads_to_clause(a: &Analysis<'_>, at: usize) -> bool {
    a.has(at + 1, Class::Complementizer) && a.tag(at + 1) != Tag::Det && is_nominal(a.tag(at.wrapping_sub(1)))
}

fn after_quotation(a: &Analysis<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let close = if a.raw(before) == "," { before.checked_sub(1) } else { Some(before) };
    close.is_some_and(|close| a.closed_at(close).is_some())
        && matches!(a.tag(at + 1), Tag::Det | Tag::Propn | Tag::Pron)
}

/// A phrase that begins the sentence or follows a quotation, or a clitic, stands right before it, and something follows
/// that a verb can have, or the quotation before is what it has.
fn has_subject(a: &Analysis<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let before = at.wrapping_sub(1);
    let quoted = (sentence.start..at).rev().find(|&i| a.closed_at(i).is_some());
    let start = quoted.map_or(sentence.start, |close| if a.raw(close + 1) == "," { close + 2 } else { close + 1 });
    let follows = matches!(
        a.tag(at + 1),
        Tag::Det | Tag::Adp | Tag::Pron | Tag::Sconj | Tag::Propn | Tag::Num | Tag::Adv | Tag::Part
    ) || a.lang == Language::English && matches!(a.tag(at + 1), Tag::Noun | Tag::Adj);
    at > start
        && (is_nominal(a.tag(before)) || a.has(before, Class::Clitic) && a.tag(before) == Tag::Pron)
        && matches!(a.tag(start), Tag::Det | Tag::Propn | Tag::Num | Tag::Pron | Tag::Adj | Tag::Noun)
        && (quoted.is_some() || at + 2 < sentence.end && follows)
}

fn is_nominal(tag: Tag) -> bool {
    matches!(tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Pron | Tag::Adv | Tag::Num | Tag::X)
}
