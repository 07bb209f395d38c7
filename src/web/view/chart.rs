//! Charts as inline SVG, each beside the numbers that it shows.

use crate::decision::State;
use crate::web::words::Words;
use maud::{Markup, html};

/// One bar cut by states, widest first to last as lists show them. `of` is the count that fills the width.
pub(in crate::web) fn states(words: &Words, counts: &[usize; State::ALL.len()]) -> Markup {
    let total: usize = counts.iter().sum();
    let spoken: Vec<String> = State::ALL
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(state, count)| format!("{} {}", count, words.t(&format!("state.{}", state.name()))))
        .collect();
    let mut at = 0.0;
    let shares = counts.map(|count| {
        let (start, width) = (at, percent(count, total));
        at += width;
        (start, width)
    });
    html! {
        svg.bar viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=(spoken.join(", ")) {
            @for (state, (start, width)) in State::ALL.iter().zip(shares).filter(|(_, (_, width))| *width > 0.0) {
                rect class={ "f-" (state.name()) } x=(format!("{start:.2}")) y="0" width=(format!("{width:.2}")) height="6" {}
            }
        }
    }
}

/// Bars with names and numbers, the longest filling the width.
pub(in crate::web) fn bars(caption: &str, rows: &[(String, usize)], head: (&str, &str)) -> Markup {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    html! {
        table.bars {
            caption { (caption) }
            thead { tr { th scope="col" { (head.0) } th scope="col" { (head.1) } td {} } }
            tbody {
                @for (name, count) in rows {
                    tr {
                        th scope="row" { (name) }
                        td.number { (count) }
                        td {
                            svg.row viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
                                rect class="f-bar" x="0" y="0" width=(format!("{:.2}", percent(*count, most))) height="4" {}
                            }
                        }
                    }
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}
