//! Which words changed: gone and new, marked by more than colour.

use crate::align::wording::{Run, runs};
use maud::{Markup, html};

/// Two texts with less in common are shown one below the other, not woven into each other: one word in three.
const WOVEN: usize = 3;

/// `new` with what is gone of `old`.
pub(in crate::web) fn changed(old: &str, new: &str) -> Markup {
    let all = runs(old, new);
    let same: usize = all.iter().map(|run| if let Run::Same(text) = run { text.len() } else { 0 }).sum();
    if same * WOVEN < old.len().min(new.len()) {
        return html! { del { (old) } " " ins { (new) } };
    }
    html! {
        @for run in all {
            @match run {
                Run::Same(text) => { (text) }
                Run::Gone(text) => { del { (text) } }
                Run::New(text) => { ins { (text) } }
            }
        }
    }
}

/// One side of a comparison: its own words, with those that the other side lacks marked.
pub(in crate::web) fn side(old: &str, new: &str, is_old: bool) -> Markup {
    html! {
        @for run in runs(old, new) {
            @match run {
                Run::Same(text) => { (text) }
                Run::Gone(text) => { @if is_old { del { (text) } } }
                Run::New(text) => { @if !is_old { ins { (text) } } }
            }
        }
    }
}
