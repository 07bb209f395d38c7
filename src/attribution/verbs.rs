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
        let verbless = !has_main_verb(a, &tokens);
        let found = candidates.iter().copied().find(|&at| {
            let alone = verbless && a.region_at(at).is_none() && has_subject(a, at, &tokens);
            leads_to_clause(a, at) || after_quotation(a, at) || after_pronoun(a, at) || alone
        });
        mended.extend(found);
    }
    for at in mended {
        a.tags[at] = Tag::VerbFin;
    }
    // a-t-il averti: a form that can only be a participle
    for at in 0..a.len() {
        let forms = lexicon.forms(a.word(at));
        if a.tag(at) == Tag::VerbFin && !forms.is_empty() && forms.iter().all(|f| f.tense == Tense::PastParticiple) {
            a.tags[at] = Tag::VerbPast;
        }
    }
}

fn may_be_finite(a: &Analysis<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let finite = |tense: Tense| !matches!(tense, Tense::Infinitive | Tense::PastParticiple | Tense::PresentParticiple);
    matches!(a.tag(at), Tag::Noun | Tag::Adj | Tag::Propn | Tag::Adv | Tag::VerbPast | Tag::VerbInf | Tag::X)
        && !a.is_capital(at)
        // his view that; raised questions about
        && !(a.lang == Language::English
            && (a.has(at.wrapping_sub(1), Class::Determiner) || a.tag(at.wrapping_sub(1)) == Tag::VerbPast))
        && lexicon.forms(a.word(at)).iter().any(|form| finite(form.tense))
        && !matches!(a.tag(at.wrapping_sub(1)), Tag::AuxFin | Tag::AuxCnd | Tag::AuxInf | Tag::Adp)
}

/// Whether a clause outside quotations has a finite verb that no relative or subordinate clause claims.
fn has_main_verb(a: &Analysis<'_>, tokens: &Range<usize>) -> bool {
    let mut claimed = 0;
    for at in tokens.clone().filter(|&at| a.region_at(at).is_none()) {
        let opens =
            a.has(at, Class::RelativeSubject) || a.has(at, Class::RelativeObject) || a.has(at, Class::Subordinator);
        if opens && matches!(a.tag(at), Tag::Pron | Tag::Sconj | Tag::Adv) {
            claimed += 1;
        } else if a.is_finite(at) {
            if claimed == 0 {
                return true;
            }
            claimed -= 1;
        }
    }
    false
}

/// *he doubts it*: after a subject pronoun only a verb can stand.
fn after_pronoun(a: &Analysis<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    a.lang == Language::English
        && a.tag(before) == Tag::Pron
        && matches!(a.word(before), "he" | "she" | "they" | "we" | "i" | "who")
        && matches!(a.tag(at), Tag::Noun | Tag::Adj)
}

/// *que* right after it, and a phrase before.
fn leads_to_clause(a: &Analysis<'_>, at: usize) -> bool {
    let next = if a.tag(at + 1) == Tag::Adv { at + 2 } else { at + 1 };
    a.has(next, Class::Complementizer) && a.tag(next) != Tag::Det && is_nominal(a.tag(at.wrapping_sub(1)))
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
        Tag::Det
            | Tag::Adp
            | Tag::Pron
            | Tag::Sconj
            | Tag::Propn
            | Tag::Num
            | Tag::Adv
            | Tag::Part
            | Tag::VerbInf
            | Tag::AuxInf
            | Tag::VerbGer
    ) || a.opened_at(at + 1).is_some()
        || a.lang == Language::English && matches!(a.tag(at + 1), Tag::Noun | Tag::Adj);
    at > start
        && (is_nominal(a.tag(before))
            || a.has(before, Class::Clitic) && a.tag(before) == Tag::Pron
            || a.raw(before) == "," && (start..before).any(|i| a.raw(i) == ","))
        && matches!(a.tag(start), Tag::Det | Tag::Propn | Tag::Num | Tag::Pron | Tag::Adj | Tag::Noun)
        && (quoted.is_some() || at + 2 < sentence.end && follows)
}

fn is_nominal(tag: Tag) -> bool {
    matches!(tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Pron | Tag::Adv | Tag::Num | Tag::X)
}
