//! What a page says of itself: JSON-LD first, then OpenGraph and other `meta` elements, then what readers see.

use super::{date, paragraphs, plain};
use crate::input::json_ld::{in_page, is_a, objects};
use crate::lang::Language;
use chrono::NaiveDate;
use dom_query::Document;
use serde_json::Value;

/// What was found, each `None` where the page says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<NaiveDate>,
    pub(super) modified: Option<NaiveDate>,
    pub(super) lang: Option<Language>,
    pub(super) address: Option<String>,
    /// Whether the page says that not all of it may be read for free.
    pub(super) paid: bool,
    /// The article's text as the JSON-LD has it.
    pub(super) body: Option<String>,
}

/// schema.org types of articles, the most telling first.
const ARTICLES: [&str; 10] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Article",
    "Report",
];

/// Reads what the page says. `html` is the page as text, `page` the same parsed, before anything is taken out.
pub(super) fn read(html: &str, page: &Document) -> Metadata {
    let values = in_page(html);
    let all: Vec<&Value> = values.iter().flat_map(|value| objects(value)).collect();
    let canonical = canonical(page);
    let headings: Vec<String> = page.select("h1").iter().map(|it| plain(&it.text())).collect();
    let article = article(&all, canonical.as_deref(), &headings);
    let lang = lang(page, article);
    let publisher = article
        .and_then(|it| name(&it["publisher"], &all))
        .or_else(|| meta(page, &["og:site_name", "application-name"]));
    let title = title(page, article, publisher.as_deref());
    let mut authors = article.map(|it| names(&it["author"], &all)).unwrap_or_default();
    if authors.is_empty() {
        authors = visible_authors(page);
    }
    let stated = |field: &str| article.and_then(|it| it[field].as_str()).and_then(date::machine);
    let address = canonical.or_else(|| article.and_then(place));
    let published = stated("datePublished")
        .or_else(|| meta_date(page, PUBLISHED))
        .or_else(|| visible_date(page, lang, title.as_deref()))
        .or_else(|| address.as_deref().and_then(date::in_address))
        .or_else(|| stated("dateCreated"));
    let modified = stated("dateModified").or_else(|| meta_date(page, MODIFIED));
    let paid = all.iter().any(|it| match &it["isAccessibleForFree"] {
        Value::Bool(free) => !free,
        Value::String(free) => free.eq_ignore_ascii_case("false"),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    });
    let body = article.and_then(body);
    Metadata { title, authors, publisher, published, modified, lang, address, paid, body }
}

/// The object of the article itself: the one of the page's own address, else of its headline, else the first of the most
/// telling type.
fn article<'v>(all: &[&'v Value], canonical: Option<&str>, headings: &[String]) -> Option<&'v Value> {
    let articles = || ARTICLES.iter().flat_map(|kind| all.iter().filter(move |it| is_a(it, kind)).copied());
    let is_own = |it: &&Value| canonical.is_some_and(|address| place(it).is_some_and(|it| is_same_page(&it, address)));
    let is_headed = |it: &&Value| it["headline"].as_str().is_some_and(|title| headings.contains(&plain(title)));
    articles()
        .find(is_own)
        .or_else(|| articles().find(is_headed))
        .or_else(|| articles().find(|it| it["headline"].is_string()))
        .or_else(|| articles().next())
}

/// Whether two addresses are of one page: scheme, *www.*, a slash at the end and what follows the path tell nothing.
fn is_same_page(one: &str, other: &str) -> bool {
    let bare = |address: &str| {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let path = rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/');
        path.strip_prefix("www.").unwrap_or(path).to_owned()
    };
    bare(one) == bare(other)
}

/// The text of the article in the page's JSON-LD, when it is there in full.
fn body(article: &Value) -> Option<String> {
    article["articleBody"].as_str().map(str::to_owned).filter(|it| !it.trim().is_empty())
}

/// The address that an object gives for itself.
fn place(object: &Value) -> Option<String> {
    let main = &object["mainEntityOfPage"];
    [&object["url"], main, &main["@id"], &object["@id"]]
        .into_iter()
        .filter_map(Value::as_str)
        .find(|it| it.starts_with("http"))
        .map(|it| it.split('#').next().unwrap_or(it).to_owned())
}

/// The name of a person or body given by name, as an object, or as a reference to one.
fn name(value: &Value, all: &[&Value]) -> Option<String> {
    names(value, all).into_iter().next()
}

fn names(value: &Value, all: &[&Value]) -> Vec<String> {
    match value {
        Value::Array(several) => several.iter().flat_map(|one| names(one, all)).collect(),
        // An address is a link to a profile, no name.
        Value::String(name) => clean(name).filter(|name| !name.contains("://")).into_iter().collect(),
        Value::Object(_) => match value["name"].as_str().and_then(clean) {
            Some(name) => vec![name],
            None => {
                let named =
                    |it: &&&Value| value["@id"].is_string() && it["@id"] == value["@id"] && it["name"].is_string();
                all.iter().find(named).and_then(|it| it["name"].as_str()).and_then(clean).into_iter().collect()
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// One line, entities resolved; `None` for nothing.
fn clean(text: &str) -> Option<String> {
    let decoded = if text.contains('&') && text.contains(';') {
        Document::fragment(text.to_owned()).text().to_string()
    } else {
        text.to_owned()
    };
    // The no-break spaces of French typography stay.
    let line = decoded.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!line.trim().is_empty()).then_some(line)
}

/// The content of the first `meta` element with one of these names, tried in order.
fn meta(page: &Document, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        page.select(&format!("meta[property=\"{name}\"], meta[name=\"{name}\"], meta[itemprop=\"{name}\"]"))
            .iter()
            .find_map(|it| clean(&it.attr_or("content", "")))
    })
}

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "article:published",
    "datePublished",
    "date",
    "DC.date",
    "DC.date.issued",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "cXenseParse:recs:publishtime",
];

const MODIFIED: &[&str] =
    &["article:modified_time", "og:updated_time", "dateModified", "lastmod", "last-modified", "dcterms.modified"];

fn meta_date(page: &Document, names: &[&str]) -> Option<NaiveDate> {
    names.iter().find_map(|name| meta(page, &[name]).and_then(|value| date::machine(&value)))
}

/// The page's own address.
fn canonical(page: &Document) -> Option<String> {
    let link = page.select("link[rel~=\"canonical\"]").iter().find_map(|it| clean(&it.attr_or("href", "")));
    link.into_iter().chain(meta(page, &["og:url"])).find(|it| it.starts_with("http://") || it.starts_with("https://"))
}

/// The language that the page names.
fn lang(page: &Document, article: Option<&Value>) -> Option<Language> {
    let root = page.select("html");
    let named = ["lang", "xml:lang"].iter().find_map(|name| clean(&root.attr_or(name, "")));
    let stated = article.and_then(|it| it["inLanguage"].as_str()).map(str::to_owned);
    let other = meta(page, &["og:locale", "content-language", "language"]);
    [stated, named, other].into_iter().flatten().find_map(|code| {
        let code = code.split(['-', '_', ',']).next().unwrap_or_default().to_lowercase();
        code.parse().ok()
    })
}

/// The headline: what the page states, without the site's name; the first-level heading where it says more.
fn title(page: &Document, article: Option<&Value>, site: Option<&str>) -> Option<String> {
    let headings: Vec<String> = page.select("h1").iter().filter_map(|it| clean(&it.text())).collect();
    let inside = page.select("article h1, main h1, [itemprop=\"headline\"]").iter().find_map(|it| clean(&it.text()));
    let stated = article
        .and_then(|it| it["headline"].as_str().or_else(|| it["name"].as_str()))
        .and_then(clean)
        .or_else(|| meta(page, &["og:title", "twitter:title", "dc.title", "DC.title"]));
    let stated = stated.map(|title| without_site(&title, site, &headings));
    // A headline for machines is cut at 110 characters; the heading has it whole.
    if let Some(stated) = &stated {
        let cut = stated.trim_end_matches(['…', '.']).trim_end();
        if stated.ends_with('…') || stated.ends_with("...") {
            let whole = headings.iter().find(|it| it.starts_with(cut));
            return Some(whole.unwrap_or(stated).clone());
        }
        // The heading that readers see is the same words with their own typography.
        let same = |it: &&String| plain(it) == plain(stated);
        return Some(headings.iter().find(same).unwrap_or(stated).clone());
    }
    let site_heading = |it: &String| site.is_some_and(|site| plain(it) == plain(site));
    inside.filter(|it| !site_heading(it)).or_else(|| headings.iter().find(|it| !site_heading(it)).cloned()).or_else(
        || {
            let title = page.select("head title").iter().next().and_then(|it| clean(&it.text()))?;
            Some(without_site(&title, site, &headings))
        },
    )
}

/// The title without ` | The Site` or ` - The Site` at its end.
fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    for mark in [" | ", " – ", " — ", " - ", " · ", " • "] {
        if let Some((before, after)) = title.rsplit_once(mark) {
            let is_site = site.is_some_and(|site| plain(site) == plain(after));
            let is_heading = headings.iter().any(|it| plain(it) == plain(before));
            if is_site || is_heading {
                return before.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

/// Authors as readers see them, or in `meta` elements.
fn visible_authors(page: &Document) -> Vec<String> {
    let stated = meta(page, &["author", "article:author", "dc.creator", "DC.creator", "parsely-author"]);
    let stated = stated.filter(|it| !it.contains("://")).into_iter().collect::<Vec<_>>();
    if !stated.is_empty() {
        return stated;
    }
    let marked = [
        "[rel~=\"author\"], [itemprop=\"author\"] [itemprop=\"name\"], .byline, .author, .auteur, .autor",
        "[class*=\"byline\"], [class*=\"author\"], [class*=\"auteur\"], [class*=\"autor\"]",
    ];
    let without = |text: String| {
        let lower = text.to_lowercase();
        let lead = ["par ", "by ", "von "].into_iter().find(|lead| lower.starts_with(lead)).map_or(0, str::len);
        text.get(lead..).unwrap_or(&text).split(['|', '·', ',', '\n']).next().unwrap_or_default().trim().to_owned()
    };
    // A line of more words than a name has is a sentence about somebody.
    let name = |it: String| Some(without(it)).filter(|it| !it.is_empty() && it.split(' ').count() <= 6);
    let found =
        marked.iter().find_map(|names| page.select(names).iter().find_map(|it| clean(&it.text()).and_then(name)));
    found.into_iter().collect()
}

/// The date that readers see: a `time` element near the headline, or words beside it.
fn visible_date(page: &Document, lang: Option<Language>, title: Option<&str>) -> Option<NaiveDate> {
    let times = page.select(
        "[itemprop=\"datePublished\"], time[pubdate], article header time, header time, article time, main time, time",
    );
    let stated = times.iter().find_map(|it| {
        let attribute = it.attr("datetime").or_else(|| it.attr("content"));
        attribute.and_then(|value| date::machine(&value))
    });
    stated
        .or_else(|| times.iter().find_map(|it| date::published(&it.text(), lang)))
        .or_else(|| {
            let beside = "[class*=\"date\"], [class*=\"time\"], [class*=\"publi\"], [class*=\"meta\"], [class*=\"byline\"], [id*=\"date\"]";
            page.select(beside).iter().map(|it| it.text()).filter(|it| it.len() < 300).find_map(|it| date::published(&it, lang))
        })
        .or_else(|| {
            // A line that is no sentence just below or above the headline; the day on top of the page is today's.
            let all = paragraphs::all(&page.root());
            let title = plain(title?);
            let at = all.iter().position(|it| plain(&it.text) == title)?;
            let below = all.get(at + 1..(at + 5).min(all.len()))?;
            let above = all.get(at.saturating_sub(2)..=at)?;
            let short = |it: &&paragraphs::Paragraph| date::is_line(&it.text);
            below.iter().chain(above).filter(short).find_map(|it| date::published(&it.text, lang))
        })
}
