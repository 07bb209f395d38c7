//! Elements to text: every block is a paragraph, white space is one blank, nothing else is changed.

use super::clutter;
use dom_query::NodeRef;

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 39] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "hgroup",
];

/// A paragraph being read.
#[derive(Default)]
struct Open {
    text: String,
    /// Bytes of `text` inside links.
    linked: usize,
    /// A blank is due before the next word.
    blank: bool,
    /// Line breaks since the last word.
    breaks: usize,
    /// A cell of a table begins before the next word.
    cell: bool,
    /// Whether it is a heading.
    heading: bool,
}

/// A paragraph of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) heading: bool,
    /// Bytes of the text inside links.
    pub(super) linked: usize,
}

/// Every paragraph below an element.
pub(super) fn all(node: &NodeRef<'_>) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut open = Open::default();
    descend(node, Inside::default(), 0, &mut open, &mut found);
    close(&mut open, &mut found);
    found
}

/// The paragraphs below an element, labels and pointers to other articles left out.
pub(super) fn of(node: &NodeRef<'_>) -> Vec<Paragraph> {
    let mut found = all(node);
    found.retain(|paragraph| !clutter::is_label(&paragraph.text, paragraph.linked));
    // A heading with nothing under it headed what was left out.
    let mut kept: Vec<Paragraph> = Vec::new();
    for paragraph in found {
        if paragraph.heading && kept.last().is_some_and(|last| last.heading) {
            kept.pop();
        }
        kept.push(paragraph);
    }
    while kept.last().is_some_and(|last| last.heading) {
        kept.pop();
    }
    kept
}

/// Deeper than any page that a person wrote; what is below is left out rather than the stack overrun.
const DEEPEST: usize = 400;

/// What the words of an element are inside of.
#[derive(Clone, Copy, Default)]
struct Inside {
    link: bool,
    heading: bool,
    /// A table of values: one that has headings or a caption. Others lay the page out.
    table: bool,
}

fn descend(node: &NodeRef<'_>, inside: Inside, depth: usize, open: &mut Open, found: &mut Vec<Paragraph>) {
    if depth > DEEPEST {
        return;
    }
    for child in node.children_it(false) {
        if child.is_text() {
            words(&child.text(), inside, open, found);
        } else if let Some(name) = child.node_name() {
            let name = name.to_lowercase();
            if name == "br" {
                open.breaks += 1;
                continue;
            }
            let cell = inside.table && matches!(name.as_str(), "td" | "th");
            let block = BLOCKS.contains(&name.as_str()) && !cell;
            if block {
                close(open, found);
            }
            open.cell |= cell;
            let is_heading = matches!(name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
            let within = Inside {
                link: inside.link || name == "a",
                heading: inside.heading || is_heading,
                table: inside.table && name != "table" || name == "table" && has_values(&child),
            };
            descend(&child, within, depth + 1, open, found);
            if block {
                close(open, found);
            }
        }
    }
}

fn has_values(table: &NodeRef<'_>) -> bool {
    let holds = |name: &str| table.descendants_it().any(|it| it.has_name(name));
    (holds("th") || holds("caption")) && !holds("table")
}

/// Adds the words of a text node; the white space of HTML becomes one blank, no-break spaces stay.
fn words(text: &str, inside: Inside, open: &mut Open, found: &mut Vec<Paragraph>) {
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => open.blank = true,
            // Soft hyphens and zero-width spaces say where a line may break, and are no letters.
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            _ => {
                if open.breaks > 1 {
                    close(open, found);
                }
                let before = open.text.len();
                if !open.text.is_empty() {
                    if open.breaks == 1 {
                        open.text.push('\n');
                    } else if open.cell {
                        open.text.push('\t');
                    } else if open.blank {
                        open.text.push(' ');
                    }
                }
                (open.blank, open.breaks, open.cell) = (false, 0, false);
                open.text.push(c);
                open.heading |= inside.heading;
                if inside.link {
                    open.linked += open.text.len() - before;
                }
            }
        }
    }
}

fn close(open: &mut Open, found: &mut Vec<Paragraph>) {
    let Open { text, linked, heading, .. } = std::mem::take(open);
    let text = text.trim_matches(|c: char| c.is_whitespace()).to_owned();
    if text.chars().any(char::is_alphanumeric) {
        found.push(Paragraph { text, heading, linked });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn texts(html: &str) -> Vec<String> {
        of(&Document::from(html).root()).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn blocks_are_paragraphs_and_spaces_stay() {
        assert_eq!(
            texts("<div>Un <b>pont</b>\n fermé.<p>«\u{a0}Oui\u{202f}», dit-elle.</p>Fin<br>de vers<br><br>Autre</div>"),
            ["Un pont fermé.", "«\u{a0}Oui\u{202f}», dit-elle.", "Fin\nde vers", "Autre"]
        );
    }

    #[test]
    fn a_row_of_values_is_a_line() {
        assert_eq!(
            texts(
                "<table><caption>Voix</caption><tr><th>Liste</th><th>Voix</th></tr><tr><td>Vaux</td><td> 31 </td></tr></table>"
            ),
            ["Voix", "Liste\tVoix", "Vaux\t31"]
        );
        assert_eq!(
            texts("<table><tr><td>Pêche</td><td>Le pont est fermé.</td></tr></table>"),
            ["Pêche", "Le pont est fermé."]
        );
    }

    #[test]
    fn pointers_elsewhere_are_left_out() {
        assert_eq!(
            texts(
                "<p>Le pont est fermé.</p><p>Lire aussi : <a href=x>Le pont rouvre</a></p><h2>Sur le même sujet</h2><ul><li><a href=y>Autre</a></li></ul>"
            ),
            ["Le pont est fermé."]
        );
    }

    #[test]
    fn a_deep_page_does_not_overrun_the_stack() {
        let html = format!("{}<p>fond</p>", "<div>".repeat(4_000));
        let _ = texts(&html);
    }
}
