//! The article's text with its claims underlined.

use super::super::{ArticleChecks, Check, escape};
use crate::input::prose::{front_matter, prose};
use crate::text::{CharSpan, CodePoints};
use std::ops::Range;

/// For each check the places of its words in the article's text, in bytes; none for words that stand in another
/// revision and not exactly once in this one.
pub(super) fn places(article: &ArticleChecks) -> Vec<Vec<Range<usize>>> {
    let points = CodePoints::new(&article.text);
    article.checks.iter().map(|check| place(article, check, &points)).collect()
}

fn place(article: &ArticleChecks, check: &Check, points: &CodePoints) -> Vec<Range<usize>> {
    let selector = &check.claim.selector;
    let shift = if check.revision == article.revision {
        0
    } else {
        let mut found = article.text.match_indices(&selector.exact);
        match (found.next(), found.next()) {
            (Some((byte, _)), None) => i64::from(points.to_char(&article.text, byte)) - i64::from(selector.start),
            _ => return Vec::new(),
        }
    };
    let moved = |at: u32| u32::try_from(i64::from(at) + shift).unwrap_or(0);
    let bytes = |span: &CharSpan| {
        let span = points.bytes(&article.text, CharSpan::new(moved(span.start), moved(span.end)));
        span.start()..span.end()
    };
    check.claim.content.spans.iter().map(bytes).filter(|range| !range.is_empty()).collect()
}

/// A paragraph: its pieces of text, and its level when it is a heading.
struct Paragraph {
    pieces: Vec<Range<usize>>,
    heading: bool,
}

/// Writes the text as paragraphs.
pub(super) fn write(article: &ArticleChecks, places: &[Vec<Range<usize>>], out: &mut String) {
    let mut borders: Vec<usize> = places.iter().flatten().flat_map(|range| [range.start, range.end]).collect();
    borders.sort_unstable();
    borders.dedup();
    // Outer claims first: the longest of those that cover a place.
    let mut order: Vec<usize> = (0..places.len()).filter(|&index| !places[index].is_empty()).collect();
    order.sort_by_key(|&index| {
        let (first, last) = (places[index][0].start, places[index].last().map_or(0, |range| range.end));
        (first, std::cmp::Reverse(last))
    });
    let mut opened = vec![false; places.len()];
    for paragraph in paragraphs(article) {
        let class = if article.markdown { "" } else { " class=\"lines\"" };
        out.push_str(if paragraph.heading { "<h3>" } else { "<p" });
        if !paragraph.heading {
            out.push_str(class);
            out.push('>');
        }
        let end = paragraph.pieces.last().map_or(0, |piece| piece.end);
        let end = article.text.get(..end).unwrap_or("").trim_end().len();
        for piece in paragraph.pieces.iter().map(|piece| piece.start..piece.end.min(end)) {
            let mut at = piece.start;
            let inner = borders.iter().copied().filter(|border| (piece.start + 1..piece.end).contains(border));
            for end in inner.chain([piece.end]).collect::<Vec<_>>() {
                run(article, places, &order, at..end, &mut opened, out);
                at = end;
            }
        }
        out.push_str(if paragraph.heading { "</h3>\n" } else { "</p>\n" });
    }
}

/// A run of text that the same claims cover, with the numbers of those that end here.
fn run(
    article: &ArticleChecks,
    places: &[Vec<Range<usize>>],
    order: &[usize],
    range: Range<usize>,
    opened: &mut [bool],
    out: &mut String,
) {
    let covers = |place: &Range<usize>| place.start < range.end && range.start < place.end;
    let covering: Vec<usize> = order.iter().copied().filter(|&index| places[index].iter().any(covers)).collect();
    for &index in &covering {
        let check = &article.checks[index];
        let id = escape(&check.claim.id.0);
        let anchor = if opened[index] { String::new() } else { format!(" id=\"text-{id}\"") };
        opened[index] = true;
        out.push_str(&format!("<span class=\"claim {}\"{anchor}>", check.record.content.state().name()));
    }
    out.push_str(&escape(article.text.get(range.clone()).unwrap_or("")));
    for &index in covering.iter().rev() {
        out.push_str("</span>");
        if places[index].last().is_some_and(|last| last.end == range.end) {
            let check = &article.checks[index];
            out.push_str(&format!(
                "<a class=\"number {}\" href=\"#claim-{}\">{}</a>",
                check.record.content.state().name(),
                escape(&check.claim.id.0),
                index + 1
            ));
        }
    }
}

/// The paragraphs of the text: blank lines part them; of Markdown the prose alone.
fn paragraphs(article: &ArticleChecks) -> Vec<Paragraph> {
    let text = &article.text;
    let (from, kept) = if article.markdown {
        let from = front_matter(text).1;
        (from, prose(text, from).into_iter().map(|span| span.start()..span.end()).collect())
    } else {
        (0, vec![0..text.len()])
    };
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open = false;
    let mut at = from;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        let whole = at..at + line.len();
        at = whole.end;
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        let heading = article.markdown && line.trim_start().starts_with('#');
        let pieces: Vec<Range<usize>> = kept
            .iter()
            .map(|span: &Range<usize>| span.start.max(whole.start)..span.end.min(whole.end))
            .filter(|piece| piece.start < piece.end)
            .collect();
        if pieces.is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(paragraph) if open && !heading && !paragraph.heading => {
                // The end of the line before parts the words.
                if article.markdown
                    && let Some(last) = paragraph.pieces.last_mut()
                {
                    last.end = last.end.max(whole.start);
                }
                paragraph.pieces.extend(pieces);
            }
            _ => found.push(Paragraph { pieces, heading }),
        }
        open = !heading;
    }
    found
}
