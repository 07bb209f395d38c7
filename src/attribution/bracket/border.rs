//! Where a reported clause ends in a German sentence.

use super::verbs::{self, Form};
use super::view::{Shape, View};
use crate::lang::syntax::Class;

/// The item where the content that begins at item `open` ends; the cue stands in segment `cue`, and `second` says that its
/// clause is a main one.
pub(super) fn content_end(v: &View<'_, '_>, open: usize, cue: usize, second: bool) -> usize {
    let own = v.segment_of(open).unwrap_or(cue);
    for index in own + 1..v.segments.len() {
        let segment = &v.segments[index];
        let mark = v.mark(segment.mark);
        if mark == ";" || mark == ":" && v.quote(segment.items.start).is_some() {
            return segment.mark;
        }
        if mark != "," {
            continue;
        }
        let first = v.opening(&segment.items);
        let coordinated = first > segment.items.start;
        // Der Mann, der sagte, dass er krank sei, wurde verhaftet: the verb of the outer clause
        if segment.finite == Some(segment.items.start)
            && segment.shape == Shape::Main
            && !v.has(segment.items.start, Class::Subjunctive)
            && !matches!(v.segments[index - 1].shape, Shape::Adverbial)
        {
            return segment.mark;
        }
        // ..., und kündigte an, dass: the next cue of the same speaker; a main clause of the article
        let next_verb = segment.finite.is_some_and(|k| k == first)
            || coordinated
                && segment.shape == Shape::Main
                && !segment.finite.is_some_and(|k| v.has(k, Class::Subjunctive));
        let reports = segment.finite.is_some_and(|k| verbs::cue_at(v, k).is_some_and(|cue| cue.form == Form::Second));
        if coordinated
            && next_verb
            && (reports || segment.finite.is_some_and(|k| k == first && !v.has(k, Class::Subjunctive)))
            && second
        {
            return segment.mark;
        }
    }
    // und sagte weiter: without a comma
    let mut at = open + 1;
    while at < v.items.len() {
        if v.has(at, Class::Coordinator)
            && v.is_finite(at + 1)
            && !v.ends_clause(at + 1)
            && second
            && !v.has(at + 1, Class::Subjunctive)
            && v.word(at) != "aber"
        {
            return at;
        }
        at += 1;
    }
    v.items.len()
}
