//! How do we read it? Files and streams become a [`Document`].

pub mod decode;
#[cfg(feature = "feed")]
pub mod feed;
#[cfg(feature = "html")]
mod html;
pub mod json_ld;
pub mod prose;
pub mod record;

use crate::lang::{Code, Language, UnknownLanguage};
use crate::text::ByteSpan;
use chrono::NaiveDate;
use decode::{DecodeError, decode};
use serde::{Deserialize, Serialize};

/// One article, as stored: all offsets of its claims point into `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The text, byte for byte as kept in the workspace.
    pub text: String,
    /// The language.
    pub lang: Language,
    /// Day of publication; relative dates (*hier*) are resolved against it.
    pub date: Option<NaiveDate>,
    /// The headline, when it is not part of the text.
    pub title: Option<String>,
    /// Where the article comes from: an address, a publisher, a file name.
    pub source: Option<String>,
    /// The prose of a Markdown text, in order; `None` when all of the text is prose.
    pub prose: Option<Vec<ByteSpan>>,
    /// What was assumed to read it (*read as windows-1252 (guessed)*).
    pub notes: Vec<String>,
    /// What the web page said that the text was taken out of.
    pub page: Option<Page>,
    /// The bytes as given, when the text was taken out of them.
    pub original: Option<Original>,
}

/// What a web page says of the article on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its own (canonical) address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Day of the last change, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<NaiveDate>,
}

/// A file that a text was taken out of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The ending of its name: `html`.
    pub extension: &'static str,
}

/// Which version of a page or feed a server gave, in the server's own words: given back to it, it sends only what is newer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServedVersion {
    /// Where.
    pub address: String,
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    pub modified: Option<String>,
}

impl Document {
    /// A document of plain text with nothing else known of it.
    pub fn new(text: impl Into<String>, lang: Language) -> Document {
        Document {
            text: text.into(),
            lang,
            date: None,
            title: None,
            source: None,
            prose: None,
            notes: Vec::new(),
            page: None,
            original: None,
        }
    }
}

/// What the person who gives the article says of it; what is not said is looked for in the article.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Language code.
    pub lang: Option<Language>,
    /// Day of publication.
    pub date: Option<NaiveDate>,
    /// Headline.
    pub title: Option<String>,
    /// Publisher or address.
    pub source: Option<String>,
    /// Whether the text is Markdown.
    pub markdown: bool,
    /// Whether it is a web page; one that begins like a page is read as one anyway.
    pub html: bool,
    /// The encoding that the server named.
    pub charset: Option<String>,
    /// Where it was fetched, in case the page does not name its own address.
    pub address: Option<String>,
}

/// A larger article is refused: 64 MiB hold forty novels.
pub const SIZE_LIMIT: u64 = 64 << 20;

/// Why an article cannot be read. The caller names the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Not text.
    #[error("{}{}", .0, mend(.0))]
    Decode(#[from] DecodeError),
    /// Too large.
    #[error(
        "is too large: {size} bytes, and the limit for one article is {SIZE_LIMIT}; cut it into articles and use `dixit extract --jsonl`"
    )]
    TooLarge {
        /// Size in bytes.
        size: u64,
    },
    /// Too little text to tell the language.
    #[error("is too short to tell its language; say --lang fr, en, de or another code")]
    UndecidedLanguage,
    /// A language in the front matter that is no code.
    #[error("has in its front matter an {0}")]
    BadLanguage(#[from] UnknownLanguage),
    /// A page without an article.
    #[error(
        "holds no article: {words} words of running text were found on the page; save the page of one article, or give its text"
    )]
    NoArticle {
        /// Words of running text.
        words: usize,
    },
    /// A list of articles.
    #[error("is a feed, not an article; `dixit add` takes its entries (feature `feed`)")]
    Feed,
    /// A page, and a program that reads none.
    #[error("is a web page, and this dixit was built without the feature `html`; give it the text of the article")]
    NoHtml,
    /// A date in the front matter that is none.
    #[error("has the date {value:?} in its front matter; write it as YYYY-MM-DD")]
    BadDate {
        /// The value.
        value: String,
    },
}

/// What helps an article that cannot be read.
fn mend(error: &DecodeError) -> &'static str {
    match error {
        DecodeError::Empty => "; give it an article of at least one sentence",
        DecodeError::Binary { .. } => "; save the article as plain text or Markdown",
        DecodeError::Malformed { .. } => "",
    }
}

/// Whether the bytes begin as a web page does.
pub fn is_page(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..1024).unwrap_or(bytes)).to_lowercase();
    let mut rest = start.trim_start_matches('\u{feff}').trim_start();
    // A comment or an XML declaration may stand first.
    while let Some(after) = ["<!--", "<?xml"].iter().find_map(|open| rest.strip_prefix(open)) {
        rest = after.split_once('>').map_or("", |(_, rest)| rest.trim_start());
    }
    rest.starts_with("<!doctype html") || rest.starts_with("<html") || rest.starts_with("<head")
}

/// Whether the bytes begin as a feed does: `rss`, `feed`, or RDF.
pub fn is_feed(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_lowercase();
    let mut rest = start.trim_start_matches('\u{feff}').trim_start();
    while let Some((open, close)) = [("<!--", "-->"), ("<?", "?>")].into_iter().find(|(open, _)| rest.starts_with(open))
    {
        rest = rest[open.len()..].split_once(close).map_or("", |(_, rest)| rest.trim_start());
    }
    ["<rss", "<feed", "<rdf:rdf", "<atom:feed"].iter().any(|open| rest.starts_with(open))
}

/// Refuses a size before the bytes are read.
///
/// # Errors
/// More than [`SIZE_LIMIT`] bytes.
pub fn check_size(size: u64) -> Result<(), InputError> {
    if size > SIZE_LIMIT { Err(InputError::TooLarge { size }) } else { Ok(()) }
}

/// Makes a document of the bytes of a file.
///
/// # Errors
/// What is no text, too large, or too short to tell its language.
pub fn read(bytes: &[u8], given: Given) -> Result<Document, InputError> {
    check_size(bytes.len() as u64)?;
    if is_feed(bytes) {
        return Err(InputError::Feed);
    }
    if given.html || is_page(bytes) {
        #[cfg(feature = "html")]
        return html::read(bytes, given);
        #[cfg(not(feature = "html"))]
        return Err(InputError::NoHtml);
    }
    let decoded = decode(bytes)?;
    let text = decoded.text;
    let mut notes: Vec<String> = decoded.note.into_iter().collect();
    let (front, from) = if given.markdown { prose::front_matter(&text) } else { (Vec::new(), 0) };
    let field = |name: &str| front.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let date = match (given.date, field("date")) {
        (Some(date), _) => Some(date),
        (None, Some(value)) => {
            Some(value.get(..10).unwrap_or(&value).parse().map_err(|_| InputError::BadDate { value })?)
        }
        (None, None) => None,
    };
    let named = match given.lang {
        Some(lang) => Some(lang),
        None => field("lang").map(|code| code.parse()).transpose()?,
    };
    let lang = match named {
        Some(lang) => lang,
        None => {
            let lang = detect_language(&text[from..])?;
            notes.push(format!("language {lang} (detected)"));
            lang
        }
    };
    let prose = given.markdown.then(|| prose::prose(&text, from));
    Ok(Document {
        lang,
        date,
        title: given.title.or_else(|| field("title")),
        source: given.source.or_else(|| field("source")),
        text,
        prose,
        notes,
        page: None,
        original: None,
    })
}

/// The language of a text of some words; `und` for a script that none of the languages told apart is written in.
///
/// # Errors
/// Fewer than three words, or ten letters where no blanks part the words.
pub fn detect_language(text: &str) -> Result<Language, InputError> {
    // A few paragraphs tell as much as a book; whichlang reads all that it is given.
    let cut = text.char_indices().nth(4_000).map_or(text.len(), |(at, _)| at);
    let sample = &text[..cut];
    let words = sample.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).take(3).count();
    let letters = || sample.chars().filter(|c| c.is_alphabetic());
    if words < 3 && letters().filter(|&c| is_unspaced(c)).count() < 10 {
        return Err(InputError::UndecidedLanguage);
    }
    let read = letters().filter(|&c| is_told_apart(c)).count();
    if read * 2 < letters().count() {
        return Ok(Language::Other(Code::UNDETERMINED));
    }
    let code = match whichlang::detect_language(sample) {
        whichlang::Lang::Ara => "ar",
        whichlang::Lang::Cmn => "zh",
        whichlang::Lang::Deu => "de",
        whichlang::Lang::Eng => "en",
        whichlang::Lang::Fra => "fr",
        whichlang::Lang::Hin => "hi",
        whichlang::Lang::Ita => "it",
        whichlang::Lang::Jpn => "ja",
        whichlang::Lang::Kor => "ko",
        whichlang::Lang::Nld => "nl",
        whichlang::Lang::Por => "pt",
        whichlang::Lang::Rus => "ru",
        whichlang::Lang::Spa => "es",
        whichlang::Lang::Swe => "sv",
        whichlang::Lang::Tur => "tr",
        whichlang::Lang::Vie => "vi",
    };
    code.parse().map_err(InputError::BadLanguage)
}

/// Whether the letter belongs to a script that is written without blanks between words: Han, Kana, Thai.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether the letter belongs to a script of a language that can be told: Latin, Cyrillic, Arabic, Devanagari, Hangul,
/// Han, Kana.
fn is_told_apart(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{24f}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{400}'..='\u{52f}'
            | '\u{600}'..='\u{77f}'
            | '\u{8a0}'..='\u{97f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{3040}'..='\u{318f}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{fb50}'..='\u{feff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_front_matter_and_detects_the_language() {
        let text = "---\ntitle: Un titre\ndate: 2020-10-15\n---\nLe maire a dit que la pluie viendrait demain matin.\n";
        let document = read(text.as_bytes(), Given { markdown: true, ..Given::default() }).unwrap();
        assert_eq!((document.lang, document.title.as_deref()), (Language::French, Some("Un titre")));
        assert_eq!(document.date, NaiveDate::from_ymd_opt(2020, 10, 15));
        assert_eq!(document.notes, ["language fr (detected)"]);
    }

    #[test]
    fn fails_closed() {
        let read = |text: &str| read(text.as_bytes(), Given::default()).unwrap_err().to_string();
        assert!(read("Oui.").contains("too short"));
        assert!(check_size(200 << 20).unwrap_err().to_string().contains("too large"));
        let markdown = Given { markdown: true, ..Given::default() };
        let named = super::read("---\nlang: french\n---\nIl pleut.".as_bytes(), markdown).unwrap_err().to_string();
        assert!(named.contains("\"french\"") && named.contains("fr, en"), "{named}");
    }

    #[test]
    fn tells_scripts_and_languages() {
        for (text, code) in [
            ("El ministro dijo el lunes que el puente quedaba cerrado.", "es"),
            ("市長は月曜日、橋を閉鎖すると発表した。", "ja"),
            ("Мэр сообщил в понедельник, что мост закрыт.", "ru"),
            ("قال رئيس البلدية يوم الاثنين إن الجسر مغلق.", "ar"),
            ("Ο δήμαρχος είπε ότι η γέφυρα έκλεισε.", "und"),
            ("ראש העיר אמר כי הגשר נסגר.", "und"),
        ] {
            assert_eq!(detect_language(text).unwrap().code(), code, "{text}");
        }
    }
}
