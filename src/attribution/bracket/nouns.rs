//! Nouns that hold what was said: *die Behauptung des Händlers, dass ...*, *die Forderung, ... zu*.

use super::Attribution;
use super::border::content_end;
use super::phrase::{self, Reach};
use super::quotations::clause_subject;
use super::view::{Kind, Shape, View};
use crate::attribution::pattern::Pattern;
use crate::lang::syntax::Class;
use crate::lang::{CueEntry, Frame, Lexicon, Pos};
use crate::tagging::Tag;
use std::ops::Range;

/// The attribution that the noun at item `k` makes.
pub(super) fn link(v: &View<'_, '_>, k: usize) -> Option<Attribution> {
    let entry = entry(v, k)?;
    let index = v.segment_of(k)?;
    let items = v.segments[index].items.clone();
    let owner = owner(v, k, items.end);
    let stop = owner.as_ref().map_or(k + 1, |owner| owner.end);
    // die Theorie auf, dass: the rest of the verb may follow
    let verbal = (stop..items.end)
        .all(|i| v.is_word(i) && !v.is_capital(i) && v.tag(i) != Tag::Adp || v.has(i, Class::SeparablePrefix));
    if stop < items.end && !(verbal && items.end - stop <= 3) {
        return None;
    }
    let owner =
        owner.or_else(|| (items.start..k).rev().take(3).find(|&i| v.has(i, Class::Possessive)).map(|i| i..i + 1));
    // Sie vertritt die These, dass: whoever puts it forward
    let owner = owner.or_else(|| {
        let main = v.segments[index].shape == Shape::Main && v.segments[index].finite.is_some_and(|finite| finite < k);
        let subject = main.then(|| clause_subject(v, index)).flatten()?;
        let counted = v.tag(subject.start) == Tag::Num;
        (!subject.contains(&k) && (counted || phrase::speaks(v, subject.clone()))).then_some(subject)
    });
    let next = v.segments.get(index + 1).filter(|next| v.mark(next.mark) == ",")?;
    let open = next.items.start;
    let from = match next.shape {
        Shape::That if entry.frames.has(Frame::Clause) => {
            (open..next.items.end).find(|&i| v.has(i, Class::Complementizer))? + 1
        }
        Shape::Question if entry.frames.has(Frame::Clause) => open,
        Shape::Infinitive if entry.frames.has(Frame::Infinitive) => open,
        Shape::Main
            if entry.frames.has(Frame::Clause)
                && next.finite.is_some_and(|i| i > open && v.has(i, Class::Subjunctive)) =>
        {
            open
        }
        _ => return None,
    };
    let mut end = content_end(v, from, index, true);
    // Die Ankündigung, Fähren zu verkaufen, löste Ärger aus
    if v.segments[..=index].iter().all(|segment| segment.finite.is_none()) {
        let outer = v.segments[index + 2..].iter().find(|outer| outer.finite == Some(outer.items.start));
        end = outer.map_or(end, |outer| outer.mark.min(end));
    }
    while end > from && v.items[end - 1].kind == Kind::Mark {
        end -= 1;
    }
    let content: Vec<Range<usize>> = vec![v.tokens(from..end)];
    (from < end).then(|| Attribution {
        source: owner.into_iter().map(|owner| v.tokens(owner)).collect(),
        cue: vec![v.token(k)],
        entry: Some(entry),
        content,
        region: None,
        pattern: Pattern::Noun,
        negated: false,
        score: None,
    })
}

/// The row of the noun, in the singular or plural.
fn entry(v: &View<'_, '_>, k: usize) -> Option<&'static CueEntry> {
    if !v.is_capital(k) || !matches!(v.tag(k), Tag::Noun | Tag::Propn) {
        return None;
    }
    let lexicon = Lexicon::of(v.a.lang);
    let word = v.word(k);
    let forms =
        [Some(word), word.strip_suffix("en"), word.strip_suffix('e'), word.strip_suffix('s'), word.strip_suffix('n')];
    forms.into_iter().flatten().find_map(|form| {
        let found = lexicon.fixed_at(|i| if i == 0 { form } else { "" });
        found.map(|(entry, _)| entry).filter(|entry| entry.pos == Pos::Noun)
    })
}

/// *des Händlers*, *von Weber*, *ihres Trainers, Greg Poss*
fn owner(v: &View<'_, '_>, k: usize, limit: usize) -> Option<Range<usize>> {
    let stop = phrase::end(v, k, limit, Reach::Of).filter(|&stop| stop > k + 1)?;
    let start = if v.has(k + 1, Class::Of) && v.tag(k + 1) == Tag::Adp { k + 2 } else { k + 1 };
    Some(start..stop)
}
