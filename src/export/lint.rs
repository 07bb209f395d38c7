//! Does a ClaimReview follow the rules? Those of schema.org, of Google's guide, and of a newsroom that does not
//! publish more than it knows.
//!
//! Rules on the document itself are in [`document`], which reads any ClaimReview; rules on what was decided are in
//! [`claim_reviews`]. Source of the rules: <https://schema.org/ClaimReview> and
//! <https://developers.google.com/search/docs/appearance/structured-data/factcheck>, read in 2026.

use super::{ArticleChecks, Check, Selection, claim_review, is_address};
use crate::decision::{Publication, State};
use crate::text::fold;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// How bad a flaw is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Readers would be misled, or the document is refused by who reads it.
    Error,
    /// It can be better.
    Warning,
}

/// Something wrong with what goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// How bad.
    pub severity: Severity,
    /// The rule's short name.
    pub rule: &'static str,
    /// The claim's id; empty for a document that comes from elsewhere.
    pub claim: String,
    /// The field, nested ones with dots; empty when it is about the check as a whole.
    pub field: String,
    /// What is wrong, and the mend.
    pub message: String,
}

/// Collects the flaws of one check.
struct Flaws {
    claim: String,
    found: Vec<Flaw>,
}

impl Flaws {
    fn add(&mut self, severity: Severity, rule: &'static str, field: &str, message: impl Into<String>) {
        let (claim, field, message) = (self.claim.clone(), field.to_owned(), message.into());
        self.found.push(Flaw { severity, rule, claim, field, message });
    }

    fn error(&mut self, rule: &'static str, field: &str, message: impl Into<String>) {
        self.add(Severity::Error, rule, field, message);
    }

    fn warn(&mut self, rule: &'static str, field: &str, message: impl Into<String>) {
        self.add(Severity::Warning, rule, field, message);
    }
}

/// The flaws of all checks of a selection, in their order.
pub fn claim_reviews(selection: &Selection) -> Vec<Flaw> {
    let mut all = Vec::new();
    let mut addresses: BTreeMap<String, String> = BTreeMap::new();
    for (article, check) in selection.checks() {
        let mut flaws = Flaws { claim: check.claim.id.0.clone(), found: Vec::new() };
        decided(selection, check, &mut flaws);
        scale(selection, check, &mut flaws);
        let document = claim_review::document(selection, article, check);
        let labels: Vec<&str> = selection.settings.ratings.iter().map(|rating| rating.label.as_str()).collect();
        read(&document, &labels, check.record.publication.0 == Publication::Retracted, &mut flaws);
        places(selection, article, check, &mut addresses, &mut flaws);
        all.extend(flaws.found);
    }
    all
}

/// The flaws of one ClaimReview document from anywhere; `labels` are the words of the publisher's scale.
pub fn document(document: &Value, labels: &[&str]) -> Vec<Flaw> {
    let mut flaws = Flaws { claim: String::new(), found: Vec::new() };
    read(document, labels, false, &mut flaws);
    flaws.found
}

/// What was decided, and whether it may go out.
fn decided(selection: &Selection, check: &Check, flaws: &mut Flaws) {
    let (record, id) = (&check.record, &check.claim.id);
    match record.publication.0 {
        Publication::Unpublished => flaws.warn(
            "draft",
            "creativeWorkStatus",
            format!(
                "this is a draft: it is not published; `dixit publish {id} published --note URL` says that it is out"
            ),
        ),
        Publication::Retracted => flaws.warn(
            "retracted",
            "creativeWorkStatus",
            "the check is retracted: take its ClaimReview off the page, or leave this one there without a rating",
        ),
        Publication::Published | Publication::Corrected => {}
    }
    let state = record.content.state();
    match state {
        State::Unverified | State::InReview => flaws.error(
            "undecided",
            "reviewRating",
            format!("the content is {state}: decide it with `dixit mark {id} --content …`, or retract the check"),
        ),
        State::Dropped => {
            flaws.error(
                "dropped",
                "reviewRating",
                "the claim was dropped as not to be checked: a ClaimReview needs a verdict",
            );
        }
        State::Verified | State::Disputed | State::Unverifiable => {}
    }
    for (question, finding) in [("attribution", &record.attribution), ("content", &record.content)] {
        if finding.is_stale(Some(&check.claim)) {
            flaws.error(
                "stale",
                "",
                format!("the claim has changed since its {question} was decided: look again with `dixit mark {id} --{question} in-review --reason …`"),
            );
        }
        if let Some(waiting) = &finding.waiting {
            let message = format!("{question} {} still waits for its second reader", waiting.state);
            flaws.error("second-reader", "", message);
        }
    }
    match record.attribution.state() {
        State::Disputed => flaws.error(
            "attribution",
            "itemReviewed.author",
            "the finding on `attribution` is disputed: the claim must not go out under this speaker's name",
        ),
        State::Verified => {}
        State::Unverified | State::InReview | State::Unverifiable | State::Dropped => flaws.warn(
            "attribution",
            "itemReviewed.author",
            format!("whether they said it is {}: the document says that they did", record.attribution.state()),
        ),
    }
    let needs_rating = record.publication.0 != Publication::Retracted;
    if let Some(name) = record.content.decision.as_ref().and_then(|decision| decision.rating.as_ref())
        && selection.rating(check).is_none()
    {
        let message = format!("the rating {name:?} is not on the house scale in dixit.toml any more: put it back");
        flaws.error("rating-unknown", "reviewRating", message);
    } else if needs_rating && state.is_decided() && selection.rating(check).is_none() {
        let message =
            "has no rating of the house scale: decide again with --rating, and give it its words in dixit.toml";
        flaws.error("rating-missing", "reviewRating.alternateName", message);
    }
    if let Some(rating) = selection.rating(check)
        && !check.is_settled()
        && rating.value.or(rating.best).or(rating.worst).is_some()
    {
        let message = format!(
            "the rating {:?} has numbers, but the content is {state}: what is not settled has none; they were left out",
            rating.name
        );
        flaws.error("unsettled-numbers", "reviewRating.ratingValue", message);
    }
}

/// The numbers of the scale, also where the document leaves them out.
fn scale(selection: &Selection, check: &Check, flaws: &mut Flaws) {
    let Some(rating) = selection.rating(check).filter(|_| check.is_settled()) else { return };
    let given = [rating.value, rating.best, rating.worst].iter().flatten().count();
    if given != 0 && given != 3 {
        let message = format!(
            "the rating {:?} in dixit.toml has {given} of the three numbers value, best and worst: give all or none",
            rating.name
        );
        flaws.error("numbers-partial", "reviewRating", message);
    }
}

/// Addresses that several documents share, and the domain that they must be on.
fn places(
    selection: &Selection,
    article: &ArticleChecks,
    check: &Check,
    seen: &mut BTreeMap<String, String>,
    flaws: &mut Flaws,
) {
    let Some(address) = selection.address(article, check) else { return };
    if let Some(other) = seen.insert(address.clone(), check.claim.id.0.clone()) {
        let message = format!(
            "claim {other} has the same address: several checks on one page need an anchor each (…#{})",
            check.claim.id
        );
        flaws.error("url-shared", "url", message);
    }
    if article.address() == Some(address.as_str()) {
        let message = "is the address of the article that is checked, not of the check";
        flaws.error("url-of-claim", "url", message);
    }
    let home = selection.settings.publisher.as_ref().and_then(|publisher| publisher.url.as_deref());
    if let (Some(home), Some(host)) = (home.and_then(host), host(&address)) {
        let home = home.strip_prefix("www.").unwrap_or(&home).to_owned();
        if host != home && !host.ends_with(&format!(".{home}")) {
            let message = format!(
                "is on {host}, and the publisher's site is {home}: the check must be on the publisher's domain"
            );
            flaws.error("url-domain", "url", message);
        }
    }
}

/// Hosts of shortened addresses, which readers of ClaimReview do not follow.
const SHORTENERS: [&str; 9] =
    ["bit.ly", "buff.ly", "g.co", "goo.gl", "is.gd", "ow.ly", "t.co", "tinyurl.com", "youtu.be"];

/// The longest `claimReviewed` that a phone shows on few lines (Google's guide), in code points.
const SHORT: usize = 75;

/// The longest rating that is a short phrase; ours.
const PHRASE: usize = 60;

/// The rules that a document can be held against by itself.
fn read(document: &Value, labels: &[&str], retracted: bool, flaws: &mut Flaws) {
    if !document["@context"].as_str().is_some_and(|it| it.trim_end_matches('/').ends_with("://schema.org")) {
        flaws.error("context", "@context", "must be https://schema.org");
    }
    if document["@type"] != "ClaimReview" {
        flaws.error("type", "@type", "must be ClaimReview");
    }
    match text(document, "url") {
        None => flaws.error(
            "url-missing",
            "url",
            "is missing: publish with `--note URL`, or set `check_url` under [publisher] in dixit.toml",
        ),
        Some(url) if !is_address(url) => {
            flaws.error("url-form", "url", format!("{url:?} is no absolute http(s) address"))
        }
        Some(url) => {
            if host(url).is_some_and(|host| SHORTENERS.contains(&host.as_str())) {
                flaws.error("url-short", "url", format!("{url} is a shortened address: give the one that it leads to"));
            }
        }
    }
    claim(document, labels, flaws);
    for field in ["datePublished", "dateModified"] {
        if let Some(date) = text(document, field)
            && !is_moment(date)
        {
            flaws.error("date-form", field, format!("{date:?} is no ISO 8601 date"));
        }
    }
    if text(document, "datePublished").is_none() {
        flaws.warn("date-missing", "datePublished", "is missing: readers want to know how old the check is");
    }
    let author = &document["author"];
    if author.is_null() {
        flaws.error("author-missing", "author", "is missing: name the publisher under [publisher] in dixit.toml");
    } else {
        person_or_body(author, "author", flaws);
        if text(author, "url").is_none() {
            flaws.warn("author-url", "author.url", "is missing: set `url` under [publisher] in dixit.toml");
        }
    }
    item(document, flaws);
    if !retracted {
        rating(&document["reviewRating"], flaws);
    }
}

/// The words of the claim: short, and without the verdict.
fn claim(document: &Value, labels: &[&str], flaws: &mut Flaws) {
    let Some(claim) = text(document, "claimReviewed") else {
        flaws.error("claim-missing", "claimReviewed", "is missing: it is the claim in one short sentence");
        return;
    };
    let length = claim.chars().count();
    if length > SHORT {
        let message = format!("has {length} characters; search results show about {SHORT}");
        flaws.warn("claim-long", "claimReviewed", message);
    }
    if claim.contains("[…]") || claim.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase) {
        let message = "is no whole sentence: readers see it alone, so reword it where it is pasted";
        flaws.warn("claim-fragment", "claimReviewed", message);
    }
    let own = text(&document["reviewRating"], "alternateName");
    let words = format!(" {} ", plain(claim));
    // FAUX : la tour… is a verdict; « il est faux que… » said by the speaker is not, so only the label of this rating
    // counts anywhere, and the other labels of the scale where they open or close the claim.
    let held = |label: &str| words.contains(&format!(" {} ", plain(label)));
    let at_an_end = |label: &str| {
        let label = plain(label);
        words.starts_with(&format!(" {label} ")) || words.ends_with(&format!(" {label} "))
    };
    let known = own.filter(|label| held(label)).or_else(|| labels.iter().copied().find(|label| at_an_end(label)));
    if let Some(label) = known.filter(|label| !plain(label).is_empty()) {
        let message = format!("holds the rating {label:?}: it is the claim alone, without the verdict");
        flaws.error("claim-rating", "claimReviewed", message);
    }
}

/// The claim that is reviewed: by whom, when, where.
fn item(document: &Value, flaws: &mut Flaws) {
    let item = &document["itemReviewed"];
    if item.is_null() {
        flaws.warn("item-missing", "itemReviewed", "is missing: it says who made the claim, when and where");
        return;
    }
    if item["@type"] != "Claim" {
        flaws.error("item-type", "itemReviewed.@type", "must be Claim");
    }
    let author = &item["author"];
    if author.is_null() {
        let message = "is missing: the text names nobody for certain; readers will not see who made the claim";
        flaws.warn("item-author", "itemReviewed.author", message);
    } else {
        person_or_body(author, "itemReviewed.author", flaws);
        let (own, other) = (text(&document["author"], "name"), text(author, "name"));
        if own.is_some() && own.map(plain) == other.map(plain) {
            let message = "is the publisher of the check: nobody reviews their own claims";
            flaws.error("self-review", "itemReviewed.author", message);
        }
    }
    match text(item, "datePublished") {
        None => {
            flaws.warn("item-date", "itemReviewed.datePublished", "is missing: say when the claim was made with --date")
        }
        Some(date) if !is_moment(date) => {
            flaws.error("date-form", "itemReviewed.datePublished", format!("{date:?} is no ISO 8601 date"));
        }
        Some(date) => {
            if let Some(review) = text(document, "datePublished")
                && let (Some(day), Some(review)) = (date.get(..10), review.get(..10))
                && day > review
            {
                let message = format!("{day} is after the check itself ({review})");
                flaws.error("date-order", "itemReviewed.datePublished", message);
            }
        }
    }
    let addresses: Vec<&str> = ["appearance", "firstAppearance"]
        .iter()
        .flat_map(|name| match &item[*name] {
            Value::Array(all) => all.iter().collect(),
            Value::Null => Vec::new(),
            one => vec![one],
        })
        .filter_map(|work| work.as_str().or_else(|| text(work, "url")))
        .collect();
    if addresses.is_empty() {
        let message = "has no address: capture the article with `--source URL`, so that readers find the claim";
        flaws.warn("appearance", "itemReviewed.appearance", message);
    }
    for address in addresses.iter().filter(|address| !is_address(address)) {
        let message = format!("{address:?} is no absolute http(s) address");
        flaws.error("appearance-form", "itemReviewed.appearance", message);
    }
}

/// The rating: words always, numbers all or none and in order.
fn rating(rating: &Value, flaws: &mut Flaws) {
    if rating.is_null() {
        if !flaws.found.iter().any(|flaw| flaw.field.starts_with("reviewRating")) {
            flaws.error("rating-missing", "reviewRating", "is missing");
        }
        return;
    }
    if rating["@type"] != "Rating" {
        flaws.error("rating-type", "reviewRating.@type", "must be Rating");
    }
    match text(rating, "alternateName") {
        None => flaws.error(
            "rating-words",
            "reviewRating.alternateName",
            "is missing: the rating in words is the part that readers see",
        ),
        Some(words) if words.chars().count() > PHRASE => flaws.warn(
            "rating-long",
            "reviewRating.alternateName",
            format!("has {} characters: it is a short word or phrase", words.chars().count()),
        ),
        Some(words) if number(&Value::from(words)).is_some() => flaws.warn(
            "rating-words",
            "reviewRating.alternateName",
            "is a number: readers see it without its scale, so write it in words",
        ),
        Some(_) => {}
    }
    let names = ["worstRating", "ratingValue", "bestRating"];
    let given: Vec<&str> = names.into_iter().filter(|name| !rating[*name].is_null()).collect();
    if given.is_empty() {
        return;
    }
    if given.len() < 3 {
        let message = format!("has {} alone: give all three numbers or none", given.join(" and "));
        flaws.error("numbers-partial", "reviewRating", message);
        return;
    }
    let numbers: Vec<f64> = names.iter().filter_map(|name| number(&rating[*name])).collect();
    let [worst, value, best] = numbers[..] else {
        flaws.error("numbers-form", "reviewRating", "has a worst, value or best that is no number");
        return;
    };
    if worst >= best {
        let message = format!("worst {worst} is not below best {best}: the closer to best, the truer");
        flaws.error("numbers-order", "reviewRating", message);
    } else if value < worst || value > best {
        let message = format!("value {value} is not between worst {worst} and best {best}");
        flaws.error("numbers-order", "reviewRating", message);
    }
    if worst < 1.0 {
        flaws.error(
            "numbers-minimum",
            "reviewRating.worstRating",
            format!("{worst} is below 1, the lowest number allowed"),
        );
    }
}

/// An author is a person or an organisation with a name.
fn person_or_body(author: &Value, field: &str, flaws: &mut Flaws) {
    if !["Person", "Organization", "NewsMediaOrganization"].iter().any(|kind| author["@type"] == *kind) {
        flaws.error("author-type", &format!("{field}.@type"), "must be Person or Organization");
    }
    match text(author, "name") {
        None => flaws.error("author-name", &format!("{field}.name"), "is missing"),
        Some(name) if name.chars().count() > 100 => {
            flaws.warn(
                "author-name",
                &format!("{field}.name"),
                "is longer than 100 characters: it is a name, nothing else",
            );
        }
        Some(_) => {}
    }
}

/// A text that says something.
fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value[field].as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// A number, or a string that holds one.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite())
}

/// Words that compare, without marks.
fn plain(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().map(fold).collect::<Vec<_>>().join(" ")
}

/// An ISO 8601 day, or a moment of it.
fn is_moment(text: &str) -> bool {
    let day = text.get(..10).is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok());
    day && (text.len() == 10
        || chrono::DateTime::parse_from_rfc3339(text).is_ok()
        || text.parse::<chrono::NaiveDateTime>().is_ok())
}

/// The host of an address, in lower case.
fn host(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.to_lowercase())
}
