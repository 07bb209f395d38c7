//! What is on the page beside the article: navigation, notices, boxes, lists of other articles.
//!
//! Only what is small beside the whole is taken away: a class on the element that holds the article means nothing.

use dom_query::{Document, NodeRef};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The words of `clutter.tsv`, by kind.
fn words(kind: &str) -> &'static BTreeSet<&'static str> {
    static TABLE: OnceLock<BTreeMap<&'static str, BTreeSet<&'static str>>> = OnceLock::new();
    static NONE: BTreeSet<&'static str> = BTreeSet::new();
    let table = TABLE.get_or_init(|| {
        let mut table: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in include_str!("clutter.tsv").lines().filter(|row| !row.starts_with('#')).skip(1) {
            if let Some((kind, word)) = row.split_once('\t') {
                table.entry(kind).or_default().insert(word);
            }
        }
        table
    });
    table.get(kind).unwrap_or(&NONE)
}

/// Elements that are never part of an article's words.
const NEVER: &str = "script, style, noscript, template, iframe, object, embed, svg, canvas, button, input, select, \
     textarea, audio, video, figcaption";

/// Elements that are no part of an article unless they hold it: a form around the whole page, a page hidden under a
/// dialogue that was open when it was saved.
const RARELY: &str = "form, dialog, nav, aside, menu, [hidden], [aria-hidden=\"true\"], [role=\"navigation\"], \
     [role=\"complementary\"], [role=\"contentinfo\"], [role=\"banner\"], [role=\"search\"], [role=\"dialog\"], \
     [role=\"alert\"], body > header, body > footer, article footer, main > footer";

/// What holds at least this share of the page's paragraph text is the article itself, whatever it is called.
const LARGE: f64 = 0.4;

/// What holds at most this share can be a box or a teaser.
const SMALL: f64 = 0.2;

/// The longest appeal to subscribe or to give, in words.
const APPEAL: usize = 80;

/// The fewest words of a paragraph that is taken for a repetition.
const REPEATED: usize = 6;

/// Of more paragraphs than any article has, none is compared with all others: time stays in proportion to the page.
const COMPARED: usize = 2_000;

/// Takes the clutter out of the page.
pub(super) fn remove(page: &Document) {
    page.select(NEVER).remove();
    let whole = paragraph_length(&page.root()).max(1);
    let is_large = |node: &NodeRef<'_>| paragraph_length(node) as f64 >= LARGE * whole as f64;
    // The entries of a ticker are small each, and together the article. Those of one parent are counted once.
    let mut counted = BTreeMap::new();
    let mut is_entry = |node: &NodeRef<'_>| {
        let kind =
            |it: &NodeRef<'_>| (it.node_name().unwrap_or_default().to_string(), it.attr_or("class", "").to_string());
        let Some(parent) = node.parent().filter(|_| !is_teaser(node)) else { return false };
        let own = kind(node);
        let together = counted.entry((parent.id, own.clone())).or_insert_with(|| {
            parent.children_it(false).filter(|it| kind(it) == own).map(|it| paragraph_length(&it)).sum::<usize>()
        });
        *together as f64 >= LARGE * whole as f64
    };
    for node in page.select(RARELY).nodes().iter().filter(|node| !(is_large(node) && holds_article(node))) {
        node.remove_from_parent();
    }
    for node in page.select("body [class], body [id]").nodes() {
        if node.parent().is_none() || node.has_name("article") || node.has_name("main") {
            continue;
        }
        let names = names(node);
        let boxed = names.iter().any(|name| words("box").contains(name.as_str())) && !holds_article(node);
        let named = names.iter().any(|name| words("class").contains(name.as_str()));
        if boxed || named && !is_large(node) && !is_entry(node) {
            node.remove_from_parent();
        }
    }
    for node in page.select("article, li").nodes().iter().filter(|node| is_teaser(node)) {
        if paragraph_length(node) as f64 <= SMALL * whole as f64 {
            node.remove_from_parent();
        }
    }
    for node in page.select("div, section, aside, figure, p").nodes() {
        let is_appeal = short_text(node).is_some_and(|text| is_appeal(&text));
        if is_appeal && paragraph_length(node) as f64 <= SMALL * whole as f64 {
            node.remove_from_parent();
        }
    }
    // Readability would turn such a link into plain words.
    page.select("a[href^=\"javascript:\"]").set_attr("href", "#");
    for node in page.select("[style]").nodes() {
        let style: String = node.attr_or("style", "").to_lowercase().split_whitespace().collect();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            node.remove_from_parent();
        }
    }
}

/// Bytes of the text in paragraphs below the element.
fn paragraph_length(node: &NodeRef<'_>) -> usize {
    let below = node.descendants_it().filter(|it| it.has_name("p"));
    below.map(|it| it.text().len()).sum::<usize>() + if node.has_name("p") { node.text().len() } else { 0 }
}

/// Whether the headline or the marked body lies below the element.
fn holds_article(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|it| {
        it.has_name("h1")
            || it.has_name("article")
            || it.attr("itemprop").is_some_and(|prop| prop.contains("articleBody"))
    })
}

/// The words of the class and id: `article__related-links` has `article`, `related` and `links`.
fn names(node: &NodeRef<'_>) -> Vec<String> {
    let names = format!("{} {}", node.attr_or("class", ""), node.attr_or("id", ""));
    let mut parts = String::with_capacity(names.len() + 8);
    let mut before = ' ';
    for c in names.chars() {
        // camelCase
        if c.is_uppercase() && before.is_lowercase() {
            parts.push(' ');
        }
        parts.extend(c.to_lowercase());
        before = c;
    }
    parts.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether an element announces another article: its heading is a link to another page.
fn is_teaser(node: &NodeRef<'_>) -> bool {
    let heading = node.descendants_it().find(|it| matches!(it.node_name().as_deref(), Some("h2" | "h3" | "h4")));
    let leads_away = |it: &NodeRef<'_>| it.has_name("a") && it.attr("href").is_some_and(|href| !href.contains('#'));
    heading.is_some_and(|heading| {
        let inside = heading.descendants_it().find(leads_away).is_some_and(|link| link.text() == heading.text());
        inside || heading.ancestors_it(Some(3)).take_while(|it| it.id != node.id).any(|it| leads_away(&it))
    })
}

/// The text of an element that is no longer than an appeal; one that is longer is not read to its end.
fn short_text(node: &NodeRef<'_>) -> Option<String> {
    let mut text = String::new();
    for part in node.descendants_it().filter(NodeRef::is_text) {
        text.push_str(&part.text());
        if text.split_whitespace().nth(APPEAL).is_some() {
            return None;
        }
    }
    Some(text)
}

/// Whether a short text asks its reader to subscribe, to sign up or to give: two phrases of that kind, and nobody quoted.
fn is_appeal(text: &str) -> bool {
    if text.contains(['«', '“', '„', '"']) {
        return false;
    }
    let folded = text.to_lowercase().replace('’', "'");
    words("appeal").iter().filter(|phrase| folded.contains(**phrase)).nth(1).is_some()
}

/// Takes out what stands in another paragraph too: sentences that the page shows large, beside their own place.
pub(super) fn drop_pull_quotes(found: &mut Vec<super::Paragraph>) {
    if found.len() > COMPARED {
        return;
    }
    let plain: Vec<String> = found.iter().map(|paragraph| super::plain(&paragraph.text)).collect();
    let mut at = 0;
    found.retain(|paragraph| {
        at += 1;
        let own = &plain[at - 1];
        let short = paragraph.heading || super::count_words(&paragraph.text) < REPEATED;
        short || !plain.iter().any(|other| other.len() > own.len() && other.contains(own.as_str()))
    });
}

/// Whether a line above the text says when it was changed or how long it takes to read.
pub(super) fn is_time_line(text: &str) -> bool {
    let folded = text.to_lowercase();
    words("time").iter().any(|phrase| folded.contains(phrase))
}

/// Whether a paragraph of the article is no part of it: a label, or a pointer to another article.
pub(super) fn is_label(text: &str, linked: usize) -> bool {
    let folded = text.to_lowercase().replace('’', "'");
    let plain = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
    if words("phrase").contains(plain) || words("opening").contains(plain) {
        return true;
    }
    let mostly_linked = linked * 10 >= text.len() * 4;
    // A paragraph that is a link and nothing else points away; long ones can be a sentence that is linked.
    let whole_link = linked * 10 >= text.len() * 9 && text.len() < 160;
    whole_link || mostly_linked && words("opening").iter().any(|opening| plain.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let rows: Vec<&str> = include_str!("clutter.tsv").lines().filter(|row| !row.starts_with('#')).skip(1).collect();
        let mut unique = rows.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), rows.len(), "a row twice");
        for row in rows {
            let (kind, word) = row.split_once('\t').unwrap();
            assert!(
                ["appeal", "box", "class", "phrase", "opening", "time"].contains(&kind) && word == word.to_lowercase(),
                "{row}"
            );
        }
    }

    #[test]
    fn a_class_on_the_article_means_nothing() {
        let page = Document::from(
            "<body class='has-sidebar'><div class='social-layout'><p>Le pont est fermé depuis lundi, dit le maire.</p></div><div class='socialShare'><p>Partager</p></div></body>",
        );
        remove(&page);
        assert!(page.text().contains("pont") && !page.text().contains("Partager"));
    }
}
