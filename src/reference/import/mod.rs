//! Checks that others published become records of a reference set: ClaimReview and tables.
//!
//! The label of a record comes from the words of its rating, through [`Ratings`]; what no row explains is `unmapped`.
//! Each record keeps what it was made of (`raw`). Importing again never loses a rating: the old one stays in
//! `revisions`.

mod claim_review;
mod ratings;
mod table;

pub use ratings::{Ratings, RatingsError, UNMAPPED};
pub use table::Columns;

use crate::claim::fingerprint::sha256_hex;
use crate::input::decode::decode;
use crate::input::is_page;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A check as its publisher gave it.
#[derive(Clone, Debug, PartialEq)]
struct Incoming {
    id: Option<String>,
    text: String,
    title: Option<String>,
    speaker: Option<String>,
    date: Option<String>,
    lang: Option<String>,
    url: Option<String>,
    publisher: Option<String>,
    /// Where it is published: what ratings are looked up by.
    domain: String,
    rating: Option<String>,
    checked: Option<String>,
    raw: Value,
}

/// How to read a file.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The columns of a table; ones that are named as the fields need no map.
    pub columns: Columns,
    /// Whether the file is a table.
    pub table: bool,
    /// Whether its cells are parted by tabs.
    pub tabs: bool,
    /// The domain of the publisher, where the records name none.
    pub domain: Option<String>,
    /// Today, ISO 8601: until when an old rating held.
    pub today: String,
}

/// Why a file brings nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Not text.
    #[error(transparent)]
    Decode(#[from] crate::input::decode::DecodeError),
    /// A table without a column that is asked for.
    #[error("{0}")]
    Table(String),
    /// No record.
    #[error("holds no check: neither ClaimReview (JSON-LD, JSON Lines, a page, a DataFeed) nor a table; for a table say --columns text=COLUMN{}", first.as_ref().map(|problem| format!(" ({problem})")).unwrap_or_default())]
    Nothing {
        /// The first problem.
        first: Option<String>,
    },
    /// The set that is there has a line that is no record.
    #[error("the set line {line}: {message}; mend it first")]
    Set {
        /// Its number.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// A record whose rating is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The record.
    pub id: String,
    /// The claim.
    pub text: String,
    /// Rating and label before.
    pub before: (Option<String>, Option<String>),
    /// Rating and label now.
    pub now: (Option<String>, Option<String>),
}

/// A set after an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Records that were not there.
    pub added: usize,
    /// Records that are as they were.
    pub same: usize,
    /// Records of which something other than the rating is new.
    pub updated: usize,
    /// Records with another rating.
    pub changed: Vec<Changed>,
    /// Ratings without a meaning: domain, words, how many records.
    pub unmapped: Vec<(String, String, usize)>,
    /// What could not be read.
    pub problems: Vec<String>,
    /// The set, one record a line.
    #[serde(skip)]
    pub set: String,
}

/// Reads the checks in `bytes` into the set whose lines are `set` (empty for a new one).
///
/// # Errors
/// A file without a check, a table without its columns, a set that is damaged.
pub fn import(bytes: &[u8], set: &str, ratings: &Ratings, options: &ImportOptions) -> Result<Import, ImportError> {
    let text = decode(bytes)?.text;
    let (records, problems) = if options.table {
        table::read(&text, &options.columns, options.tabs).map_err(ImportError::Table)?
    } else {
        claim_review::read(&text, is_page(bytes))
    };
    if records.is_empty() {
        return Err(ImportError::Nothing { first: problems.first().cloned() });
    }
    let mut lines: Vec<Map<String, Value>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (number, line) in set.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fail = |message: String| ImportError::Set { line: number + 1, message };
        let record: Map<String, Value> = serde_json::from_str(line).map_err(|error| fail(error.to_string()))?;
        let id = record.get("id").and_then(Value::as_str).ok_or_else(|| fail("it has no id".to_owned()))?;
        places.insert(id.to_owned(), lines.len());
        lines.push(record);
    }
    let mut import = Import { problems, ..Import::default() };
    // A feed repeats a check: what was checked last counts.
    let mut latest: BTreeMap<String, (usize, Map<String, Value>)> = BTreeMap::new();
    for (order, incoming) in records.into_iter().enumerate() {
        let record = line(incoming, ratings, options);
        let id = text_of(&record, "id").unwrap_or_default();
        let newer = |old: &Map<String, Value>| text_of(&record, "checked") >= text_of(old, "checked");
        match latest.get_mut(&id) {
            Some((_, old)) if newer(old) => *old = record,
            Some(_) => {}
            None => {
                latest.insert(id, (order, record));
            }
        }
    }
    let mut records: Vec<(usize, Map<String, Value>)> = latest.into_values().collect();
    records.sort_by_key(|(order, _)| *order);
    for (_, record) in records {
        take(record, &mut lines, &mut places, &mut import, &options.today);
    }
    import.unmapped = unmapped(&lines);
    for line in &lines {
        import.set.push_str(&serde_json::to_string(line).unwrap_or_default());
        import.set.push('\n');
    }
    Ok(import)
}

/// Takes one record into the set.
fn take(
    mut record: Map<String, Value>,
    lines: &mut Vec<Map<String, Value>>,
    places: &mut BTreeMap<String, usize>,
    import: &mut Import,
    today: &str,
) {
    let id = text_of(&record, "id").unwrap_or_default();
    let Some(&place) = places.get(&id) else {
        import.added += 1;
        places.insert(id, lines.len());
        lines.push(record);
        return;
    };
    let old = &lines[place];
    if let Some(revisions) = old.get("revisions") {
        record.insert("revisions".to_owned(), revisions.clone());
    }
    if *old == record {
        import.same += 1;
        return;
    }
    let verdict = |line: &Map<String, Value>| (text_of(line, "rating"), text_of(line, "label"));
    if verdict(old).0 == verdict(&record).0 {
        // A row that was added to the table explains an old rating: no new verdict.
        import.updated += 1;
    } else {
        let (before, now) = (verdict(old), verdict(&record));
        let revision =
            json!({ "until": today, "rating": before.0, "label": before.1, "checked": text_of(old, "checked") });
        match record.get_mut("revisions").and_then(Value::as_array_mut) {
            Some(revisions) => revisions.push(revision),
            None => {
                record.insert("revisions".to_owned(), json!([revision]));
            }
        }
        import.changed.push(Changed { id, text: text_of(&record, "text").unwrap_or_default(), before, now });
    }
    lines[place] = record;
}

/// A record as a line of the set.
fn line(incoming: Incoming, ratings: &Ratings, options: &ImportOptions) -> Map<String, Value> {
    let domain = match (&options.domain, incoming.domain.as_str()) {
        (Some(given), "") => given.clone(),
        (_, found) => found.to_owned(),
    };
    // The same check has the same id at the next import, whatever its rating is then.
    let id = incoming.id.unwrap_or_else(|| {
        let place = incoming.url.as_deref().unwrap_or(&domain);
        let speaker = incoming.speaker.as_deref().unwrap_or_default();
        sha256_hex(json!([place, incoming.text, speaker]).to_string().as_bytes())[..12].to_owned()
    });
    let label = incoming.rating.as_ref().map(|rating| ratings.label(&domain, rating).to_owned());
    let mut line = Map::new();
    let fields = [
        ("id", Some(id)),
        ("text", Some(incoming.text)),
        ("title", incoming.title),
        ("speaker", incoming.speaker),
        ("date", incoming.date),
        ("label", Some(label.unwrap_or_else(|| UNMAPPED.to_owned()))),
        ("lang", incoming.lang),
        ("url", incoming.url),
        ("publisher", incoming.publisher),
        ("domain", (!domain.is_empty()).then_some(domain)),
        ("rating", incoming.rating),
        ("checked", incoming.checked),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            line.insert(name.to_owned(), Value::from(value));
        }
    }
    line.insert("raw".to_owned(), incoming.raw);
    line
}

/// The ratings of the set that no row explains, the most frequent first.
fn unmapped(lines: &[Map<String, Value>]) -> Vec<(String, String, usize)> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| text_of(line, "label").as_deref() == Some(UNMAPPED)) {
        let cell = |name: &str| text_of(line, name).unwrap_or_default();
        *counts.entry((cell("domain"), cell("rating"))).or_default() += 1;
    }
    let mut all: Vec<_> = counts.into_iter().map(|((domain, rating), count)| (domain, rating, count)).collect();
    all.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    all
}

fn text_of(line: &Map<String, Value>, name: &str) -> Option<String> {
    line.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// The host of an address, in lower case and without `www.`.
fn host(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests;
