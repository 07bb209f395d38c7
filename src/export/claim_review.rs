//! ClaimReview: schema.org's JSON-LD for fact-checks, one document a claim.
//!
//! What is reviewed is the claim's content (*is it true?*). A correction is a `CorrectionComment`; a retracted check
//! says so and carries no rating any more. Numbers go out only for what is settled, and all three or none.
//! <https://schema.org/ClaimReview>, <https://developers.google.com/search/docs/appearance/structured-data/factcheck>

use super::speaker_kind::SpeakerKind;
use super::{ArticleChecks, Check, Format, Selection, is_address, lint, pretty};
use crate::decision::Publication;
use serde_json::{Map, Value, json};

pub(super) const FORMAT: Format = Format {
    name: "claimreview",
    about: "schema.org ClaimReview as JSON-LD, for search engines: one document a claim",
    media_type: "application/ld+json",
    extension: "json",
    public: true,
    write,
    lint: Some(lint::claim_reviews),
};

/// One document as it is; several as an array, so that each can be pasted into its page.
fn write(selection: &Selection) -> Vec<u8> {
    let mut documents: Vec<Value> =
        selection.checks().map(|(article, check)| document(selection, article, check)).collect();
    if documents.len() == 1 { pretty(&documents.remove(0)) } else { pretty(&Value::Array(documents)) }
}

/// The document of one check.
pub(super) fn document(selection: &Selection, article: &ArticleChecks, check: &Check) -> Value {
    let mut out = Map::new();
    out.insert("@context".to_owned(), json!("https://schema.org"));
    out.insert("@type".to_owned(), json!("ClaimReview"));
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    put("url", selection.address(article, check).map(Value::from));
    let publications: Vec<_> = check.publications().collect();
    if let (Some(first), Some(last)) = (publications.first(), publications.last()) {
        put("datePublished", Some(json!(first.2)));
        put("dateModified", (publications.len() > 1).then(|| json!(last.2)));
    }
    put("author", publisher(selection));
    put("claimReviewed", Some(json!(collapsed(&check.claim.content.text))));
    put("itemReviewed", Some(item(article, check)));
    let status = check.record.publication.0;
    put("reviewRating", if status == Publication::Retracted { None } else { rating(selection, check) });
    let work_status = match status {
        Publication::Unpublished => Some("Draft"),
        Publication::Retracted => Some("Retracted"),
        Publication::Published | Publication::Corrected => None,
    };
    put("creativeWorkStatus", work_status.map(Value::from));
    let corrections: Vec<Value> = publications
        .iter()
        .filter(|(status, ..)| matches!(status, Publication::Corrected | Publication::Retracted))
        .map(|(_, note, at)| json!({ "@type": "CorrectionComment", "text": note, "datePublished": at }))
        .collect();
    put("correction", (!corrections.is_empty()).then_some(Value::Array(corrections)));
    // A file of the workspace has no public address, so only links are cited.
    let citations: Vec<Value> = check
        .record
        .evidence
        .iter()
        .filter(|evidence| is_address(&evidence.source))
        .map(|evidence| {
            let mut work = Map::new();
            work.insert("@type".to_owned(), json!("CreativeWork"));
            work.insert("url".to_owned(), json!(evidence.source));
            if let Some(name) = &evidence.publisher {
                work.insert("publisher".to_owned(), json!({ "@type": "Organization", "name": name }));
            }
            if let Some(quote) = &evidence.quote {
                work.insert("abstract".to_owned(), json!(quote));
            }
            Value::Object(work)
        })
        .collect();
    put("citation", (!citations.is_empty()).then_some(Value::Array(citations)));
    Value::Object(out)
}

/// Who publishes the check.
fn publisher(selection: &Selection) -> Option<Value> {
    let publisher = selection.settings.publisher.as_ref()?;
    let mut author = Map::new();
    author.insert("@type".to_owned(), json!("Organization"));
    author.insert("name".to_owned(), json!(publisher.name));
    if let Some(url) = &publisher.url {
        author.insert("url".to_owned(), json!(url));
    }
    Some(Value::Object(author))
}

/// The claim: who made it, when and where.
fn item(article: &ArticleChecks, check: &Check) -> Value {
    let mut item = Map::new();
    item.insert("@type".to_owned(), json!("Claim"));
    if let Some(name) = check.speaker() {
        let mut author = Map::new();
        author.insert("@type".to_owned(), json!(SpeakerKind::of(name, article.lang).name()));
        author.insert("name".to_owned(), json!(name));
        if let Some(role) = check.claim.speaker.as_ref().and_then(|speaker| speaker.role.as_ref())
            && SpeakerKind::of(name, article.lang) == SpeakerKind::Person
        {
            author.insert("jobTitle".to_owned(), json!(role));
        }
        item.insert("author".to_owned(), Value::Object(author));
    } else if let Some(name) = article.publisher().filter(|_| check.is_narrated()) {
        item.insert("author".to_owned(), json!({ "@type": "Organization", "name": name }));
    }
    if let Some(date) = check.said_on().or(article.date.as_deref()) {
        item.insert("datePublished".to_owned(), json!(date));
    }
    let mut appearance = Map::new();
    appearance.insert("@type".to_owned(), json!("NewsArticle"));
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            appearance.insert(name.to_owned(), value);
        }
    };
    put("url", article.address().map(Value::from));
    put("headline", article.title.as_ref().map(|title| json!(title)));
    put("datePublished", article.date.as_ref().map(|date| json!(date)));
    put("inLanguage", Some(json!(article.lang.code())));
    put("publisher", article.publisher().map(|name| json!({ "@type": "Organization", "name": name })));
    item.insert("appearance".to_owned(), Value::Object(appearance));
    Value::Object(item)
}

/// The rating: its words always, its numbers for what is settled. Without a house rating there is none.
fn rating(selection: &Selection, check: &Check) -> Option<Value> {
    let house = selection.rating(check)?;
    let mut rating = Map::new();
    rating.insert("@type".to_owned(), json!("Rating"));
    rating.insert("alternateName".to_owned(), json!(house.label));
    if let (true, Some(value), Some(worst), Some(best)) = (check.is_settled(), house.value, house.worst, house.best) {
        rating.insert("ratingValue".to_owned(), json!(value));
        rating.insert("bestRating".to_owned(), json!(best));
        rating.insert("worstRating".to_owned(), json!(worst));
    }
    if let Some(decision) = check.record.content.decision.as_ref().filter(|decision| !decision.reason.is_empty()) {
        rating.insert("ratingExplanation".to_owned(), json!(decision.reason));
    }
    Some(Value::Object(rating))
}

/// Words on one line.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
