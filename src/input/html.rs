//! Web pages: the article on them, and what the page says of it.
//!
//! The page's own marks come first (`articleBody`, `article`); a page without them goes through Readability. Before,
//! what stands beside the article is taken out; after, every block is a paragraph of the text, with no word changed.

mod clutter;
mod date;
mod metadata;
mod paragraphs;

use super::decode::{DecodeError, decode};
use super::{Document, Given, InputError, Original, Page, detect_language};
use crate::lang::Language;
use dom_query::Document as Dom;
use encoding_rs::{Encoding, UTF_8};
use paragraphs::Paragraph;

/// Fewer words of running text are no article.
const FEWEST_WORDS: usize = 25;

/// So many words tell the language better than the page's template does.
const TELLING_WORDS: usize = 50;

/// The words of a piece of HTML, without marks and entities.
#[cfg(feature = "feed")]
pub(super) fn plain_text(html: &str) -> String {
    Dom::fragment(html).text().to_string()
}

/// Reads a page.
///
/// # Errors
/// What is no text, and a page without an article.
pub(super) fn read(bytes: &[u8], given: Given) -> Result<Document, InputError> {
    let (html, mut notes) = decode_page(bytes, given.charset.as_deref())?;
    let page = Dom::from(html.as_str());
    let mut metadata = metadata::read(&html, &page);
    metadata.address = metadata.address.or(given.address);
    let mut found = article(&page, &metadata);
    if let Some(body) = metadata.body.as_deref().filter(|_| count(&found) < FEWEST_WORDS) {
        found = stated(body);
        notes.push("the text is that of the page's JSON-LD: its elements hold none".to_owned());
    }
    let words = count(&found);
    let linked = found.iter().map(|paragraph| paragraph.linked).sum::<usize>();
    let length = found.iter().map(|paragraph| paragraph.text.len()).sum::<usize>();
    // A page of links to articles has little else; one whole sentence at least is told.
    let told = found.iter().any(|paragraph| !paragraph.heading && count_words(&paragraph.text) >= 12);
    if words < FEWEST_WORDS || linked * 2 > length || !told {
        return Err(InputError::NoArticle { words });
    }
    if metadata.paid {
        notes.push("the page says that it is not free to read: the text may be cut".to_owned());
    }
    let text = found.into_iter().map(|paragraph| paragraph.text).collect::<Vec<_>>().join("\n\n") + "\n";
    let lang = match given.lang {
        Some(lang) => lang,
        None => language(&text, words, metadata.lang, &mut notes)?,
    };
    Ok(Document {
        lang,
        date: given.date.or(metadata.published),
        title: given.title.or(metadata.title),
        source: given.source.or_else(|| metadata.address.clone()).or_else(|| metadata.publisher.clone()),
        text,
        prose: None,
        notes,
        page: Some(Page {
            address: metadata.address,
            authors: metadata.authors,
            publisher: metadata.publisher,
            modified: metadata.modified,
        }),
        original: Some(Original { bytes: bytes.to_vec(), extension: "html" }),
    })
}

/// The language that the page names, unless its words are plainly in another: templates name the wrong one.
fn language(
    text: &str,
    words: usize,
    named: Option<Language>,
    notes: &mut Vec<String>,
) -> Result<Language, InputError> {
    let detected = detect_language(text);
    match (named, detected) {
        (Some(named), Ok(detected)) if named != detected && words >= TELLING_WORDS && detected.code() != "und" => {
            notes.push(format!("language {detected} (detected; the page says {named})"));
            Ok(detected)
        }
        (Some(named), _) => Ok(named),
        (None, Ok(detected)) => {
            notes.push(format!("language {detected} (detected)"));
            Ok(detected)
        }
        (None, Err(error)) => Err(error),
    }
}

/// The page as text. A page that is UTF-8 is read so whatever it declares, since no other text happens to be; else what
/// the server or the page declares counts, unless it declares UTF-8, and then the encoding is guessed.
fn decode_page(bytes: &[u8], charset: Option<&str>) -> Result<(String, Vec<String>), DecodeError> {
    if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() {
        let label = charset.map(str::to_owned).or_else(|| declared(bytes));
        let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        if let Some(encoding) = named.filter(|encoding| *encoding != UTF_8) {
            let (text, _, broken) = encoding.decode(bytes);
            if !broken && !text.contains('\0') {
                return Ok((text.into_owned(), vec![format!("read as {} (declared)", encoding.name())]));
            }
        }
        // One damaged letter in a page of UTF-8 does not make it another encoding.
        let text = String::from_utf8_lossy(bytes);
        let damaged = text.matches('\u{fffd}').count();
        let whole = text.chars().filter(|c| !c.is_ascii()).count();
        if damaged * 10 < whole && !text.contains('\0') {
            return Ok((text.into_owned(), vec![format!("read as UTF-8 with {damaged} damaged letters")]));
        }
    }
    let decoded = decode(bytes)?;
    Ok((decoded.text, decoded.note.into_iter().collect()))
}

/// The encoding that a `meta` element near the start names.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(bytes.get(..2048).unwrap_or(bytes)).to_lowercase();
    let at = start.find("charset")? + "charset".len();
    let rest = start[at..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')).collect();
    (!label.is_empty()).then_some(label)
}

/// The paragraphs of a text that the page states in its JSON-LD, which some publishers write with marks.
fn stated(body: &str) -> Vec<Paragraph> {
    if body.contains("</") {
        return paragraphs::of(&Dom::fragment(body.to_owned()).root());
    }
    let lines = body.lines().map(|line| line.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).map(|text| Paragraph { text, heading: false, linked: 0 }).collect()
}

/// What a body must hold of the page's running text to be the article.
const SHARE: f64 = 0.5;

/// The article's paragraphs.
fn article(page: &Dom, metadata: &metadata::Metadata) -> Vec<Paragraph> {
    let lead = lead(page);
    clutter::remove(page);
    let length = |found: &[Paragraph]| found.iter().filter(|it| !it.heading).map(|it| it.text.len()).sum::<usize>();
    let whole = paragraphs::of(&page.root());
    let enough = length(&whole) as f64 * SHARE;
    let title = metadata.title.as_deref().map(plain).unwrap_or_default();
    let marked = ["[itemprop~=\"articleBody\"]", "article", "[role=\"article\"]", "main", "[role=\"main\"]"];
    let own = marked.iter().find_map(|mark| {
        let nodes = page.select(mark);
        // Parts of one body stand side by side; articles inside articles are teasers or comments.
        let parts: Vec<(bool, Vec<Paragraph>)> = nodes
            .nodes()
            .iter()
            .filter(|node| !node.ancestors_it(None).any(|above| nodes.nodes().iter().any(|it| it.id == above.id)))
            .map(|node| (is_headed(node, &title), paragraphs::of(node)))
            .collect();
        if mark.contains("articleBody") {
            let found: Vec<Paragraph> = parts.into_iter().flat_map(|(_, part)| part).collect();
            return (length(&found) as f64 >= enough && length(&found) > 0).then_some(found);
        }
        // Under the page's own headline stands its article, however long the next one is.
        let several = parts.len() > 1;
        let (headed, found) = parts.into_iter().max_by_key(|(headed, part)| (*headed, length(part)))?;
        let large = length(&found) as f64 >= enough || several && headed;
        (large && length(&found) > 0).then_some(found)
    });
    let mut found = own.or_else(|| readable(page)).unwrap_or(whole);
    clutter::drop_pull_quotes(&mut found);
    trim_head(&mut found, metadata);
    if let Some(lead) = lead
        && !found.iter().any(|paragraph| paragraph.text.contains(&lead) || lead.contains(&paragraph.text))
    {
        found.insert(0, Paragraph { text: lead, heading: false, linked: 0 });
    }
    found
}

/// Whether the headline is among the element's headings.
fn is_headed(node: &dom_query::NodeRef<'_>, title: &str) -> bool {
    !title.is_empty() && node.descendants_it().any(|it| it.has_name("h1") && plain(&it.text()) == title)
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What Readability takes for the article.
fn readable(page: &Dom) -> Option<Vec<Paragraph>> {
    let config = dom_smoothie::Config { disable_json_ld: true, ..dom_smoothie::Config::default() };
    let mut reader = dom_smoothie::Readability::new(page.html(), None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    let found = paragraphs::of(&Dom::fragment(article.content).root());
    (!found.is_empty()).then_some(found)
}

/// The summary between headline and body, which often stands outside of the body.
fn lead(page: &Dom) -> Option<String> {
    let marks = "[class*=\"chapo\"], [class*=\"standfirst\"], [class*=\"article-lead\"], [class*=\"article__lead\"], \
         [class*=\"dek\"], [class*=\"subheadline\"], [class*=\"article-intro\"], [class*=\"article__intro\"], p.lead, p.intro, \
         p.summary, h2.subtitle, p.subtitle";
    let found = page.select(marks);
    let mut all = found
        .nodes()
        .iter()
        .filter(|node| !node.ancestors_it(None).any(|it| it.has_name("aside") || it.has_name("nav")));
    all.find_map(|node| {
        let words = node.text().split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        (count_words(&words) >= 6 && words.len() < 900).then_some(words)
    })
}

/// Takes away what stands before the first paragraph of the text: the headline, a section's name, a line of author
/// and date.
fn trim_head(found: &mut Vec<Paragraph>, metadata: &metadata::Metadata) {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = metadata.title.as_deref().map(plain).unwrap_or_default();
    found.retain(|paragraph| !(paragraph.heading && plain(&paragraph.text) == title));
    let body = found.iter().position(|it| !it.heading && count_words(&it.text) >= 15).unwrap_or(0);
    let mut at = 0;
    found.retain(|paragraph| {
        at += 1;
        if at > body {
            return true;
        }
        let words = count_words(&paragraph.text);
        let signed = words <= 14 && metadata.authors.iter().any(|author| paragraph.text.contains(author.as_str()));
        let dated = date::is_line(&paragraph.text) && date::published(&paragraph.text, metadata.lang).is_some();
        let timed = words <= 8 && clutter::is_time_line(&paragraph.text);
        let label = words <= 4 && !paragraph.text.ends_with(['.', '!', '?', '»', '”', '"']);
        !(signed || dated || timed || label || plain(&paragraph.text) == title)
    });
}

fn count(found: &[Paragraph]) -> usize {
    found.iter().map(|paragraph| count_words(&paragraph.text)).sum()
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
#[path = "html/tests.rs"]
mod tests;
