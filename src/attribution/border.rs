//! How far does an English cue reach? Over the adverbs before it, its *to*, and the preposition that leads to its content:
//! *has also called for*, *is said to*, *criticism of*.

use super::Attribution;
use super::analysis::Analysis;
use crate::lang::Pos;
use crate::lang::syntax::Class;
use crate::tagging::Tag;

/// Puts the words at its borders that belong to it into the cue.
pub(super) fn widen(a: &Analysis<'_>, attribution: &mut Attribution) {
    let Some(pos) = attribution.entry.map(|entry| entry.pos) else { return };
    let (Some(&first), Some(&last)) = (attribution.cue.first(), attribution.cue.last()) else { return };
    let free = |at: usize| {
        let held = |pieces: &[std::ops::Range<usize>]| pieces.iter().any(|piece| piece.contains(&at));
        !held(&attribution.source) && !held(&attribution.content) && a.sentence_at(at) == a.sentence_at(first)
    };
    let mut added = Vec::new();
    if matches!(pos, Pos::Verb | Pos::Phrase) {
        let mut at = first;
        while let Some(before) = at.checked_sub(1)
            && free(before)
            && (is_adverb(a, before) || a.has(before, Class::To) && matches!(a.tag(at), Tag::VerbInf | Tag::AuxInf))
        {
            added.push(before);
            at = before;
        }
    }
    let next = last + 1;
    let leads = attribution.content.iter().any(|piece| piece.start == next + 1)
        && (a.tag(next) == Tag::Adp || a.has(next, Class::To));
    let by_agent =
        a.has(next, Class::Agent) && attribution.source.first().is_some_and(|source| source.start == next + 1);
    if matches!(pos, Pos::Verb | Pos::Phrase | Pos::Noun) && free(next) && (leads || by_agent) {
        added.push(next);
    }
    attribution.cue.extend(added);
    attribution.cue.sort_unstable();
}

/// An adverb that says how or how often somebody speaks; not one that opens a clause.
fn is_adverb(a: &Analysis<'_>, at: usize) -> bool {
    !a.is_capital(at) && (a.has(at, Class::CueAdverb) || a.tag(at) == Tag::Adv && a.word(at).ends_with("ly"))
}
