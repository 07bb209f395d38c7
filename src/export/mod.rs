//! Who reads it next? The formats in which checks leave a workspace.
//!
//! A [`Selection`] is what goes out: articles, each with its claims and what people decided on them (a [`Check`]). A
//! [`Format`] turns a selection into bytes. [`FORMATS`] is the registry: the command line and its help read it.
//!
//! The words in exported files are those of the format's own standard, never the names of this program's types, so
//! that a rename inside changes no file outside.

mod atom;
pub(crate) mod chart;
mod claim_review;
mod csv;
pub(crate) mod html;
mod jsonl;
pub mod lint;
#[cfg(feature = "parquet")]
mod parquet;
mod speaker_kind;
mod web_annotation;

use crate::claim::Claim;
use crate::decision::{Event, EventKind, Publication, Rating, Record, Settings, State};
use crate::lang::Language;
use lint::Flaw;

/// What is written out.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The workspace's settings: publisher and rating scale.
    pub settings: Settings,
    /// When it is written, RFC 3339 in UTC.
    pub at: String,
    /// Number and hash of the journal's last event: what a reader can compare with.
    pub journal: (u64, String),
    /// The articles, sorted by short name.
    pub articles: Vec<ArticleChecks>,
}

/// An article, with those of its claims that are written out.
#[derive(Clone, Debug)]
pub struct ArticleChecks {
    /// Its short name.
    pub slug: String,
    /// Its language.
    pub lang: Language,
    /// Whether its text is Markdown.
    pub markdown: bool,
    /// Day of publication, ISO 8601.
    pub date: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it, or where.
    pub source: Option<String>,
    /// Who published it, as its page says.
    pub publisher: Option<String>,
    /// Its address, as its page says.
    pub address: Option<String>,
    /// The revision whose text is shown.
    pub revision: u32,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text.
    pub text_sha256: String,
    /// The claims, in the order of their place.
    pub checks: Vec<Check>,
    /// What happened to the article and to these claims, oldest first.
    pub history: Vec<Event>,
}

/// A claim, and all that was decided on it.
#[derive(Clone, Debug)]
pub struct Check {
    /// The claim.
    pub claim: Claim,
    /// The revision whose text its spans point into.
    pub revision: u32,
    /// Findings, evidence, publication.
    pub record: Record,
    /// Its events, oldest first.
    pub history: Vec<Event>,
}

/// A format, as the registry has it.
#[derive(Debug)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// The media type of its files.
    pub media_type: &'static str,
    /// The ending of their names, without the dot.
    pub extension: &'static str,
    /// Whether it is for the public: then only what is published goes out, unless drafts are asked for.
    pub public: bool,
    /// Writes a selection.
    pub write: fn(&Selection) -> Vec<u8>,
    /// What the format's own rules find wrong with a selection; none for a format that anything fits.
    pub lint: Option<fn(&Selection) -> Vec<Flaw>>,
}

/// Every format, in the order of help texts and menus.
pub static FORMATS: &[Format] = &[
    claim_review::FORMAT,
    html::FORMAT,
    csv::FORMAT,
    jsonl::FORMAT,
    web_annotation::FORMAT,
    #[cfg(feature = "parquet")]
    parquet::FORMAT,
    atom::FORMAT,
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

impl Selection {
    /// All checks with their articles.
    pub fn checks(&self) -> impl Iterator<Item = (&ArticleChecks, &Check)> {
        self.articles.iter().flat_map(|article| article.checks.iter().map(move |check| (article, check)))
    }

    /// Leaves out what was never published. Articles that lose all their claims go too.
    pub fn keep_public(&mut self) {
        for article in &mut self.articles {
            article.checks.retain(Check::is_public);
        }
        self.articles.retain(|article| !article.checks.is_empty());
    }

    /// The house rating of a check, when it has one that the scale knows.
    pub fn rating(&self, check: &Check) -> Option<&Rating> {
        let name = check.record.content.decision.as_ref()?.rating.as_ref()?;
        self.settings.ratings.iter().find(|rating| rating.name == *name)
    }

    /// Where the check is published: the address given when it went out, else the publisher's pattern.
    pub fn address(&self, article: &ArticleChecks, check: &Check) -> Option<String> {
        let noted = check.history.iter().rev().find_map(|event| match &event.what {
            EventKind::Publication { status: Publication::Published, note, .. } if is_address(note) => {
                Some(note.trim().to_owned())
            }
            _ => None,
        });
        noted.or_else(|| {
            let pattern = self.settings.publisher.as_ref()?.check_url.as_ref()?;
            Some(pattern.replace("{claim}", &check.claim.id.0).replace("{article}", &article.slug))
        })
    }
}

impl ArticleChecks {
    /// The article's address: its source, when that is one, else what its page says.
    pub fn address(&self) -> Option<&str> {
        self.source.as_deref().filter(|source| is_address(source)).or(self.address.as_deref())
    }

    /// Who published the article: its source, when that is no address, else what its page says.
    pub fn publisher(&self) -> Option<&str> {
        self.source.as_deref().filter(|source| !is_address(source)).or(self.publisher.as_deref())
    }
}

impl Check {
    /// Whether the check went out at some time.
    pub fn is_public(&self) -> bool {
        self.record.publication.0 != Publication::Unpublished
    }

    /// Whether the decision on the content says what is so: the two states that need evidence.
    pub fn is_settled(&self) -> bool {
        self.record.content.state().needs_evidence()
    }

    /// Its publications, corrections and retractions: status, note, time; oldest first.
    pub fn publications(&self) -> impl DoubleEndedIterator<Item = (Publication, &str, &str)> {
        self.history.iter().filter_map(|event| match &event.what {
            EventKind::Publication { status, note, .. } => Some((*status, note.as_str(), event.at.as_str())),
            _ => None,
        })
    }

    /// When it went out first, and when its publication changed last.
    pub fn published(&self) -> Option<(&str, &str)> {
        let first = self.publications().next()?.2;
        Some((first, self.publications().next_back()?.2))
    }

    /// The day on which the words were said, when the text gives one day.
    pub fn said_on(&self) -> Option<&str> {
        let statement = |when: &&crate::claim::When| when.of == crate::claim::DateOf::Statement;
        self.claim.when.iter().find(statement).map(|when| when.value.as_str()).filter(|value| is_date(value))
    }

    /// Who said it, as readers know them; `None` for nobody, and while it is not certain who is meant.
    pub fn speaker(&self) -> Option<&str> {
        let speaker = self.claim.speaker.as_ref()?;
        match speaker.resolution {
            crate::claim::Resolution::Resolved => speaker.name.as_deref().or(speaker.mention.as_deref()),
            crate::claim::Resolution::Unresolved | crate::claim::Resolution::Narrator => None,
        }
    }

    /// Whether the article itself asserts it.
    pub fn is_narrated(&self) -> bool {
        self.claim.speaker.as_ref().is_some_and(|it| it.resolution == crate::claim::Resolution::Narrator)
    }

    /// The words of the verdict: the house rating's label, else the state of a decided finding.
    fn verdict(&self, selection: &Selection) -> Option<String> {
        let state = self.record.content.state();
        selection
            .rating(self)
            .map(|rating| rating.label.clone())
            .or_else(|| (state.is_decided() && state != State::Dropped).then(|| state.name().to_owned()))
    }
}

/// What a state looks like beside its colour, so that nothing hangs on colour.
pub(crate) fn sign(state: State) -> &'static str {
    match state {
        State::Unverified => "○",
        State::InReview => "◐",
        State::Verified => "✓",
        State::Disputed => "✗",
        State::Unverifiable => "?",
        State::Dropped => "–",
    }
}

/// Whether the words are an absolute http(s) address.
pub fn is_address(words: &str) -> bool {
    let words = words.trim();
    let rest = words.strip_prefix("https://").or_else(|| words.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

/// Whether the words are a day, ISO 8601.
fn is_date(words: &str) -> bool {
    words.len() == 10 && words.parse::<chrono::NaiveDate>().is_ok()
}

/// An IRI for something that has no address: `urn:dixit:claim:7k3a2b`.
fn urn(kind: &str, name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let name: String = name
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("urn:dixit:{kind}:{name}")
}

/// `text` with the characters escaped that HTML and XML give a meaning; what XML 1.0 cannot hold is left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// JSON with two blanks a level and a line feed at the end.
fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut out = serde_json::to_vec_pretty(value).unwrap_or_default();
    out.push(b'\n');
    out
}

#[cfg(test)]
pub(crate) mod tests;
