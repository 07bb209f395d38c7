//! HTML: a report that stands alone in one file, to read, to send, to print. The article with its claims underlined,
//! each claim with its two findings and their evidence, and what was done when.
//!
//! No script and nothing fetched. Words from articles and reviewers are escaped, only http(s) addresses become links.

mod text;

use super::{ArticleChecks, Check, Format, Selection, chart, escape, is_address, sign};
use crate::decision::{Event, EventKind, EvidenceStance, FindingRecord, Publication};
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(super) const FORMAT: Format = Format {
    name: "html",
    about: "a report of an article in one file: claims underlined, findings, evidence, timeline",
    media_type: "text/html; charset=utf-8",
    extension: "html",
    public: false,
    write,
    lint: None,
};

const STYLE: &str = concat!(include_str!("html/palette.css"), include_str!("html/report.css"));

/// The words around what is reported, in the article's language where the table has it, else in English.
#[derive(Clone, Copy)]
pub(super) struct Labels {
    column: usize,
}

impl Labels {
    pub(super) fn of(lang: &str) -> Labels {
        Labels { column: ["en", "fr", "de"].iter().position(|code| *code == lang).unwrap_or(0) }
    }

    pub(super) fn get(self, key: &'static str) -> &'static str {
        static TABLE: OnceLock<BTreeMap<&'static str, [&'static str; 3]>> = OnceLock::new();
        let table = TABLE.get_or_init(|| {
            let rows = include_str!("html/labels.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
            rows.filter_map(|row| {
                let mut cells = row.split('\t');
                Some((cells.next()?, [cells.next()?, cells.next()?, cells.next()?]))
            })
            .collect()
        });
        table.get(key).map_or(key, |row| row[self.column])
    }
}

/// Where a report is read: names lead to the pages of the workbench there, and nowhere in a file that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    File,
    Workbench,
}

fn write(selection: &Selection) -> Vec<u8> {
    let lang = selection.articles.first().map_or("en", |article| article.lang.code());
    let title = match selection.articles.as_slice() {
        [only] => only.title.clone().unwrap_or_else(|| only.slug.clone()),
        _ => selection.settings.name.clone(),
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"generator\" content=\"dixit {}\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escape(lang),
        env!("CARGO_PKG_VERSION"),
        escape(&title)
    );
    for article in &selection.articles {
        report(selection, article, article.lang.code(), Place::File, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out.into_bytes()
}

/// The report of one article, its own words in the language `lang`.
pub(crate) fn report(selection: &Selection, article: &ArticleChecks, lang: &str, place: Place, out: &mut String) {
    let labels = Labels::of(lang);
    let title = article.title.as_deref().unwrap_or(&article.slug);
    out.push_str("<article class=\"report\">\n<header>\n");
    let publisher = selection.settings.publisher.as_ref().map_or(selection.settings.name.as_str(), |it| &it.name);
    if !publisher.is_empty() {
        out.push_str(&format!("<p class=\"kicker\">{}</p>\n", escape(publisher)));
    }
    out.push_str(&format!("<h1>{}</h1>\n", escape(title)));
    let mut facts: Vec<String> = Vec::new();
    facts.extend(article.source.as_ref().map(|source| link(source)));
    facts.extend(article.date.as_ref().map(|date| format!("<time>{}</time>", escape(date))));
    facts.push(format!("{} {}", labels.get("revision"), article.revision));
    out.push_str(&format!("<p class=\"facts\">{}</p>\n", facts.join(" · ")));
    out.push_str("</header>\n");
    if !article.checks.is_empty() {
        chart::charts(article, labels, |check| speaker(check, labels), out);
    }
    out.push_str("<div class=\"columns\">\n");
    let places = text::places(article);
    out.push_str(&format!("<section class=\"article\" aria-label=\"{}\">\n<h2>{0}</h2>\n", labels.get("article")));
    out.push_str(&format!("<div class=\"text\" lang=\"{}\" dir=\"auto\">\n", escape(article.lang.code())));
    text::write(article, &places, out);
    out.push_str("</div>\n</section>\n");
    out.push_str(&format!("<section aria-label=\"{}\">\n<h2>{0}</h2>\n<ol class=\"cards\">\n", labels.get("claims")));
    for (index, check) in article.checks.iter().enumerate() {
        card(selection, check, (index + 1, !places[index].is_empty()), labels, place, out);
    }
    out.push_str("</ol>\n</section>\n</div>\n");
    timeline(article, labels, out);
    out.push_str(&format!(
        "<footer>{} {} · {} · {} <code>{}</code> · {} {} <code>{}</code></footer>\n</article>\n",
        labels.get("made"),
        env!("CARGO_PKG_VERSION"),
        escape(&moment(&selection.at)),
        labels.get("text-hash"),
        escape(&article.text_sha256),
        labels.get("journal"),
        selection.journal.0,
        escape(selection.journal.1.get(..16).unwrap_or(&selection.journal.1)),
    ));
}

/// One claim, with its number and whether its words stand in the text shown.
fn card(
    selection: &Selection,
    check: &Check,
    (number, placed): (usize, bool),
    labels: Labels,
    place: Place,
    out: &mut String,
) {
    let claim = &check.claim;
    let state = check.record.content.state();
    let id = escape(&claim.id.0);
    out.push_str(&format!("<li class=\"card {}\" id=\"claim-{id}\">\n<header>", state.name()));
    out.push_str(&format!(
        "<span class=\"index\">{number}</span><span class=\"who\">{}</span>",
        speaker(check, labels)
    ));
    if let Some(role) = claim.speaker.as_ref().and_then(|speaker| speaker.role.as_ref()) {
        out.push_str(&format!("<span class=\"role\">{}</span>", escape(role)));
    }
    if placed {
        out.push_str(&format!("<a class=\"back\" href=\"#text-{id}\">↑ {}</a>", labels.get("back")));
    }
    out.push_str("</header>\n");
    out.push_str(&format!("<blockquote dir=\"auto\">{}</blockquote>\n", escape(&claim.content.text)));
    let mut meta: Vec<String> = vec![match place {
        Place::File => format!("<code>{id}</code>"),
        Place::Workbench => format!("<a href=\"/claim/{id}\"><code>{id}</code></a>"),
    }];
    meta.extend(claim.cue.as_ref().map(|cue| format!("“{}”", escape(&cue.text))));
    meta.extend(check.said_on().map(|day| format!("{} {}", labels.get("said"), escape(day))));
    out.push_str(&format!("<p class=\"meta\">{}</p>\n", meta.join(" · ")));
    if !placed {
        out.push_str(&format!(
            "<p class=\"meta\">{} ({} {})</p>\n",
            labels.get("elsewhere"),
            labels.get("revision"),
            check.revision
        ));
    }
    out.push_str("<dl>\n");
    finding("attribution", &check.record.attribution, check, None, labels, out);
    let rating = selection.rating(check).map(|rating| rating.label.as_str());
    finding("content", &check.record.content, check, rating, labels, out);
    if !check.record.evidence.is_empty() {
        out.push_str(&format!("<dt>{}</dt><dd><ul class=\"evidence\">\n", labels.get("evidence")));
        for evidence in &check.record.evidence {
            let (sign, key) = match evidence.stance {
                EvidenceStance::Supports => ("+", "supports"),
                EvidenceStance::Undermines => ("−", "undermines"),
                EvidenceStance::Context => ("·", "context"),
            };
            out.push_str(&format!(
                "<li><span class=\"stance\"><span aria-hidden=\"true\">{sign}</span> {}</span> {}",
                labels.get(key),
                match evidence.source.strip_prefix("evidence/").filter(|_| place == Place::Workbench) {
                    Some(name) => format!("<a href=\"/evidence/{0}\" download>{0}</a>", escape(name)),
                    None => link(&evidence.source),
                }
            ));
            if let Some(publisher) = &evidence.publisher {
                out.push_str(&format!(" ({})", escape(publisher)));
            }
            if let Some(day) = &evidence.retrieved {
                out.push_str(&format!(", {} {}", labels.get("retrieved"), escape(day)));
            }
            if !is_address(&evidence.source) {
                out.push_str(&format!(", {}", labels.get("file")));
            }
            if let Some(quote) = &evidence.quote {
                out.push_str(&format!("<q>{}</q>", escape(quote)));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul></dd>\n");
    }
    out.push_str("</dl>\n");
    for (status, note, at) in check.publications() {
        let key = match status {
            Publication::Unpublished => continue,
            Publication::Published => "published",
            Publication::Corrected => "corrected",
            Publication::Retracted => "retracted",
        };
        let day = at.get(..10).unwrap_or(at);
        let note = if note.is_empty() { String::new() } else { format!(": {}", link(note)) };
        out.push_str(&format!("<p class=\"notice\"><strong>{}</strong> {}{note}</p>\n", labels.get(key), escape(day)));
    }
    out.push_str("</li>\n");
}

fn finding(
    question: &'static str,
    finding: &FindingRecord,
    check: &Check,
    rating: Option<&str>,
    labels: Labels,
    out: &mut String,
) {
    let state = finding.state();
    out.push_str(&format!(
        "<dt>{}</dt><dd><span class=\"state {}\"><span aria-hidden=\"true\">{}</span> {}</span>",
        labels.get(question),
        state.name(),
        sign(state),
        labels.get(state.name())
    ));
    if let Some(rating) = rating {
        out.push_str(&format!("<span class=\"rating\">{}</span>", escape(rating)));
    }
    if let Some(decision) = &finding.decision {
        if !decision.reason.is_empty() {
            out.push_str(&format!("<p>{}</p>", escape(&decision.reason)));
        }
        out.push_str(&format!("<p class=\"meta\">{} · {}</p>", escape(&decision.by), escape(&moment(&decision.at))));
    }
    if finding.is_stale(Some(&check.claim)) {
        out.push_str(&format!("<p class=\"warning\">⚠ {}</p>", labels.get("stale")));
    }
    if let Some(waiting) = &finding.waiting {
        let state = labels.get(waiting.state.name());
        out.push_str(&format!("<p class=\"warning\">{state}: {}</p>", labels.get("waiting")));
    }
    out.push_str("</dd>\n");
}

fn timeline(article: &ArticleChecks, labels: Labels, out: &mut String) {
    let numbers: BTreeMap<&str, usize> =
        article.checks.iter().enumerate().map(|(index, check)| (check.claim.id.0.as_str(), index + 1)).collect();
    let items: Vec<String> = article.history.iter().filter_map(|event| moment_of(event, &numbers, labels)).collect();
    if items.is_empty() {
        return;
    }
    out.push_str(&format!(
        "<section class=\"timeline\" aria-label=\"{}\">\n<h2>{0}</h2>\n<ol>\n",
        labels.get("timeline")
    ));
    items.iter().for_each(|item| out.push_str(item));
    out.push_str("</ol>\n</section>\n");
}

/// One line of the timeline; none for an event that says nothing of an article.
fn moment_of(event: &Event, numbers: &BTreeMap<&str, usize>, labels: Labels) -> Option<String> {
    let (class, what, why) = match &event.what {
        EventKind::Captured { revision, .. } => ("", format!("{} {revision}", labels.get("captured")), ""),
        EventKind::Accepted { reason, .. } => ("", labels.get("accepted").to_owned(), reason.as_str()),
        EventKind::Rejected { reason, .. } => ("", labels.get("rejected").to_owned(), reason.as_str()),
        EventKind::Marked { question, state, reason, .. } => {
            let question = match question {
                crate::decision::Question::Attribution => "attribution",
                crate::decision::Question::Content => "content",
            };
            let what = format!("{} {} {}", labels.get(question), sign(*state), labels.get(state.name()));
            (state.name(), what, reason.as_str())
        }
        EventKind::Evidence { evidence, .. } => {
            ("", format!("{}: {}", labels.get("added"), link(&evidence.source)), "")
        }
        EventKind::HandMade { reason, .. } => ("", labels.get("hand-made").to_owned(), reason.as_str()),
        EventKind::Edited { reason, .. } => ("", labels.get("edited").to_owned(), reason.as_str()),
        EventKind::Undone { reason, .. } => ("", labels.get("undone").to_owned(), reason.as_str()),
        EventKind::Comment { text, .. } => ("", labels.get("comment").to_owned(), text.as_str()),
        EventKind::Publication { status, note, .. } => {
            let key = match status {
                Publication::Unpublished => "unpublished",
                Publication::Published => "published",
                Publication::Corrected => "corrected",
                Publication::Retracted => "retracted",
            };
            ("", labels.get(key).to_owned(), note.as_str())
        }
        EventKind::Init {}
        | EventKind::KeyAdded { .. }
        | EventKind::KeyRetired { .. }
        | EventKind::Repaired { .. }
        | EventKind::Reference { .. }
        | EventKind::Merged { .. }
        | EventKind::Newer => return None,
    };
    let number = event.what.claim().and_then(|claim| Some((claim, numbers.get(claim.0.as_str())?)));
    let number = number
        .map_or(String::new(), |(claim, number)| format!(" <a href=\"#claim-{}\">[{number}]</a>", escape(&claim.0)));
    let why = if why.is_empty() { String::new() } else { format!(" <span class=\"why\">— {}</span>", link(why)) };
    Some(format!(
        "<li class=\"{class}\"><time datetime=\"{}\">{}</time>{} · {what}{number}{why}</li>\n",
        escape(&event.at),
        escape(&moment(&event.at)),
        escape(&event.by)
    ))
}

fn speaker(check: &Check, labels: Labels) -> String {
    if check.is_narrated() {
        return labels.get("narrator").to_owned();
    }
    let mention = check.claim.speaker.as_ref().and_then(|speaker| speaker.mention.as_ref());
    match (check.speaker(), mention) {
        (Some(name), _) => escape(name),
        (None, Some(mention)) => format!("{} ({})", escape(mention), labels.get("unresolved")),
        (None, None) => labels.get("nobody").to_owned(),
    }
}

/// `2020-10-16 08:20 UTC`
fn moment(at: &str) -> String {
    match (at.get(..10), at.get(11..16), at.ends_with('Z')) {
        (Some(day), Some(time), true) => format!("{day} {time} UTC"),
        _ => at.to_owned(),
    }
}

/// An address as a link, anything else as it is.
fn link(words: &str) -> String {
    let shown = escape(words);
    if is_address(words) {
        format!("<a href=\"{}\" rel=\"noreferrer\">{shown}</a>", escape(words.trim()))
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use crate::decision::State;

    #[test]
    fn every_label_is_there_in_every_language() {
        let table = include_str!("html/labels.tsv");
        let rows: Vec<Vec<&str>> = table.lines().skip(2).map(|row| row.split('\t').collect()).collect();
        assert!(rows.iter().all(|row| row.len() == 4 && row.iter().all(|cell| !cell.is_empty())));
        assert!(rows.windows(2).all(|pair| pair[0][0] < pair[1][0]), "sorted, each key once");
        let sources = [include_str!("html.rs"), include_str!("chart.rs")];
        let asked = sources.iter().flat_map(|source| source.split("labels.get(\"").skip(1));
        for key in asked.filter_map(|rest| rest.split('"').next()) {
            assert!(rows.iter().any(|row| row[0] == key), "{key} is missing in labels.tsv");
        }
        for state in State::ALL {
            assert!(rows.iter().any(|row| row[0] == state.name()));
        }
    }
}
