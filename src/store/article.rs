//! What is known of an article: its metadata and the revisions that were captured.

use crate::input::{Document, Page, prose};
use crate::lang::Language;
use crate::text::{fold, without_accents};
use serde::{Deserialize, Serialize};

/// One captured text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// From 1.
    pub number: u32,
    /// The file of its text, beside `article.json`.
    pub file: String,
    /// SHA-256 of the text.
    pub sha256: String,
    /// When it was captured, RFC 3339.
    pub captured_at: String,
    /// The bytes that the text was taken out of (a web page).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<OriginalFile>,
    /// What was assumed to read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Fields that a newer version wrote.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

/// A file that a text was taken out of, kept as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginalFile {
    /// Beside `article.json`.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// `article.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The short name, that of its directory.
    pub slug: String,
    /// Language.
    pub lang: Language,
    /// Whether the text is Markdown.
    #[serde(default)]
    pub markdown: bool,
    /// Day of publication, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Publisher or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What its web page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// Whether the narrator's own statements are claims.
    #[serde(default)]
    pub narrator: bool,
    /// The texts, oldest first.
    pub revisions: Vec<Revision>,
    /// Fields that a newer version wrote.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

impl Article {
    /// The article as extraction reads it, with the text of one of its revisions.
    pub fn document(&self, text: String) -> Document {
        let spans = self.markdown.then(|| {
            let (_, from) = prose::front_matter(&text);
            prose::prose(&text, from)
        });
        Document {
            date: self.date.as_ref().and_then(|date| date.parse().ok()),
            title: self.title.clone(),
            prose: spans,
            ..Document::new(text, self.lang)
        }
    }

    /// The newest revision's number.
    pub fn last(&self) -> u32 {
        self.revisions.last().map_or(0, |revision| revision.number)
    }
}

/// A short name made of a title or file name: lower case ASCII letters, digits and hyphens, at most 48 characters.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in without_accents(&fold(name)).chars() {
        let plain = if c.is_ascii_alphanumeric() { c } else { '-' };
        if plain != '-' || !(out.is_empty() || out.ends_with('-')) {
            out.push(plain);
        }
        if out.len() >= 48 {
            break;
        }
    }
    let trimmed = out.trim_matches('-');
    if trimmed.is_empty() { "article".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Une élection « à suivre », en Été !"), "une-election-a-suivre-en-ete");
        assert_eq!(slug("Œuvres à Łódź : le cœur d’Ærø"), "oeuvres-a-lodz-le-coeur-d-aero");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("新闻"), "article");
    }
}
