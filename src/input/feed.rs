//! Feeds: RSS 2.0, RSS 1.0 and Atom. What each entry says of an article, and the article when the feed holds it.

use super::{Document, Given, InputError, html};
use chrono::{DateTime, NaiveDate, Utc};
use feed_rs::model;
use sha2::{Digest, Sha256};

/// A feed: its name and its entries, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What it calls itself.
    pub title: Option<String>,
    /// The entries. Feeds have the newest first; here what came first is first.
    pub entries: Vec<Entry>,
}

/// What a feed says of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same for an entry at all times (`guid`, `id`, else made of its link).
    pub id: String,
    /// The article's address.
    pub address: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its day of publication where it was published.
    pub date: Option<NaiveDate>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The article, as HTML, when the feed holds more than its beginning.
    pub content: Option<String>,
    /// Changes when the entry does: SHA-256 of title, time of change, beginning and content.
    pub fingerprint: String,
}

/// A feed that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no RSS or Atom feed that can be read: {0}")]
pub struct FeedError(pub String);

/// Reads a feed. `base` is its address, against which relative links are resolved.
///
/// # Errors
/// What is no feed.
pub fn read(bytes: &[u8], base: Option<&str>) -> Result<Feed, FeedError> {
    let parser = feed_rs::parser::Builder::new().base_uri(base).timestamp_parser(time).build();
    let feed = parser.parse(bytes).map_err(|error| FeedError(error.to_string()))?;
    let title = feed.title.map(|title| line(&title.content));
    let mut entries: Vec<Entry> = feed.entries.into_iter().map(entry).collect();
    entries.reverse();
    Ok(Feed { title, entries })
}

/// A time as the publisher's clock showed it: *hier* is counted from the day over there, not from that of Greenwich.
fn time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let with_zone = DateTime::parse_from_rfc2822(text).or_else(|_| DateTime::parse_from_rfc3339(text));
    if let Ok(time) = with_zone {
        return Some(time.naive_local().and_utc());
    }
    let day: NaiveDate = text.get(..10)?.parse().ok()?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}

fn entry(entry: model::Entry) -> Entry {
    let content = entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
    let summary = entry.summary.map(|summary| summary.content).unwrap_or_default();
    let title = entry.title.map(|title| line(&title.content)).filter(|title| !title.is_empty());
    let changed = entry.updated.map(|time| time.to_rfc3339()).unwrap_or_default();
    let parts = serde_json::json!([title, changed, summary, content]);
    Entry {
        id: entry.id,
        address: address(&entry.links),
        date: entry.published.or(entry.updated).map(|time| time.date_naive()),
        authors: entry
            .authors
            .into_iter()
            .filter_map(|person| person.name)
            .map(|name| line(&name))
            .filter(|name| !name.is_empty())
            .collect(),
        fingerprint: format!("{:x}", Sha256::digest(parts.to_string().as_bytes())),
        title,
        content,
    }
}

/// The link to the article: `alternate`, or one that says nothing of what it is.
fn address(links: &[model::Link]) -> Option<String> {
    let plain = |link: &&model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    links.iter().find(plain).map(|link| link.href.clone())
}

/// Words on one line, without marks and entities.
fn line(text: &str) -> String {
    let plain = if text.contains(['<', '&']) { html::plain_text(text) } else { text.to_owned() };
    plain.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

impl Entry {
    /// The article, when the feed holds it. `given` is what the person says who adds the feed.
    ///
    /// # Errors
    /// [`InputError::NoArticle`] when the feed holds its beginning alone, and what is wrong with it otherwise.
    pub fn document(&self, given: Given) -> Result<Document, InputError> {
        let Some(content) = &self.content else { return Err(InputError::NoArticle { words: 0 }) };
        let page = format!("<!doctype html><meta charset=\"utf-8\"><article>{content}</article>");
        let given = self.given(Given { html: true, charset: None, address: self.address.clone(), ..given });
        let mut document = html::read(page.as_bytes(), given)?;
        if let Some(page) = &mut document.page {
            page.authors.clone_from(&self.authors);
        }
        // What the feed held, not what it was put into.
        if let Some(original) = &mut document.original {
            original.bytes = content.clone().into_bytes();
        }
        Ok(document)
    }

    /// What is said of the article, and what the feed says where nobody else does.
    pub fn given(&self, given: Given) -> Given {
        Given { title: given.title.or_else(|| self.title.clone()), date: given.date.or(self.date), ..given }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::is_feed;

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- ours -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Le Journal de Vaux</title><link>https://journal.example/</link><description>d</description><language>fr</language>
<item><title>Le pont &amp; la route</title><link>https://journal.example/pont</link><guid isPermaLink="false">n2</guid>
<pubDate>Wed, 15 Mar 2023 00:30:00 +0100</pubDate><dc:creator>Ana Ruiz</dc:creator><description>Le début.</description>
<content:encoded><![CDATA[<p>« Le pont restera fermé trois mois », a annoncé lundi la préfète, Agnès Colin, qui s’exprimait devant la presse à Vaux.</p><p>Selon le maire, près de 300 habitants sont isolés.</p>]]></content:encoded></item>
<item><title>Un lien</title><link>https://journal.example/lien</link><guid isPermaLink="true">https://journal.example/lien</guid><description>Le début seul.</description></item>
</channel></rss>"#;

    #[test]
    fn reads_rss_2() {
        let feed = read(RSS.as_bytes(), None).unwrap();
        assert_eq!(feed.title.as_deref(), Some("Le Journal de Vaux"));
        let [link, pont] = feed.entries.as_slice() else { panic!("{feed:?}") };
        assert_eq!((pont.id.as_str(), pont.title.as_deref()), ("n2", Some("Le pont & la route")));
        // The day in France, though it is still the 14th in Greenwich.
        assert_eq!(pont.date, NaiveDate::from_ymd_opt(2023, 3, 15));
        let document = pont.document(Given::default()).unwrap();
        assert!(
            document.text.starts_with("« Le pont restera fermé trois mois »") && document.text.ends_with("isolés.\n")
        );
        assert_eq!((document.lang.code(), document.source.as_deref()), ("fr", Some("https://journal.example/pont")));
        assert_eq!(document.page.unwrap().authors, ["Ana Ruiz"]);
        assert_eq!(Some(document.original.unwrap().bytes), pont.content.clone().map(String::into_bytes));
        assert_eq!(link.address.as_deref(), Some("https://journal.example/lien"));
        assert!(matches!(link.document(Given::default()), Err(InputError::NoArticle { .. })));
    }

    #[test]
    fn reads_atom_and_rss_1() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>urn:a</id><updated>2024-03-12T10:00:00Z</updated>
<entry><title type="html">Une &lt;b&gt;digue&lt;/b&gt;</title><id>urn:e</id><updated>2024-03-12T10:00:00Z</updated><published>2024-03-11T23:30:00-05:00</published>
<link rel="enclosure" href="https://a.example/son.mp3"/><link href="/digue"/><author><name>Paul Mur</name></author></entry></feed>"#;
        let feed = read(atom.as_bytes(), Some("https://a.example/atom.xml")).unwrap();
        let entry = &feed.entries[0];
        assert_eq!(
            (entry.address.as_deref(), entry.title.as_deref()),
            (Some("https://a.example/digue"), Some("Une digue"))
        );
        assert_eq!(
            (entry.date, entry.authors.as_slice()),
            (NaiveDate::from_ymd_opt(2024, 3, 11), &["Paul Mur".to_owned()][..])
        );
        let rss = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://b.example/rss"><title>B</title><link>https://b.example</link><description>b</description></channel>
<item rdf:about="https://b.example/1"><title>Eins</title><link>https://b.example/1</link><dc:date>2024-03-12T08:00:00+01:00</dc:date></item></rdf:RDF>"#;
        let entry = &read(rss.as_bytes(), None).unwrap().entries[0];
        assert_eq!(entry.address.as_deref(), Some("https://b.example/1"));
        assert_eq!(entry.date, NaiveDate::from_ymd_opt(2024, 3, 12));
        assert!(is_feed(atom.as_bytes()) && is_feed(rss.as_bytes()) && is_feed(RSS.as_bytes()));
        assert!(!is_feed(b"<!doctype html><html>") && !is_feed(b"<rs"));
    }

    #[test]
    fn a_changed_entry_has_another_fingerprint() {
        let print = |text: &str| read(text.as_bytes(), None).unwrap().entries.pop().unwrap().fingerprint;
        assert_eq!(print(RSS), print(&RSS.replace("Le début seul.", "Le début, seul.")));
        assert_ne!(print(RSS), print(&RSS.replace("trois mois", "six mois")));
        assert!(read(b"<rss><channel><title>x", None).is_err() && read(b"", None).is_err());
    }
}
