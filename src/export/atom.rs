//! Atom: a feed of checks, the newest change first. A check that is corrected or retracted comes up again, with what
//! was wrong before everything else. RFC 4287.

use super::{ArticleChecks, Check, Format, Selection, escape, urn};
use crate::decision::Publication;

pub(super) const FORMAT: Format = Format {
    name: "atom",
    about: "an Atom feed of new, corrected and retracted checks",
    media_type: "application/atom+xml",
    extension: "xml",
    public: true,
    write,
    lint: None,
};

fn write(selection: &Selection) -> Vec<u8> {
    let mut entries: Vec<(&str, String)> = selection
        .checks()
        .map(|(article, check)| {
            let (first, last) = check.published().unwrap_or((&selection.at, &selection.at));
            (last, entry(selection, article, check, first, last))
        })
        .collect();
    entries.sort_by(|a, b| b.0.cmp(a.0));
    let publisher = selection.settings.publisher.as_ref();
    let name = match publisher {
        Some(publisher) => &publisher.name,
        None => &selection.settings.name,
    };
    let home = publisher.and_then(|publisher| publisher.url.as_deref());
    // The time of the last change, so that a feed of the same checks has the same bytes.
    let updated = entries.first().map_or(selection.at.as_str(), |entry| entry.0);
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    out.push_str(&format!("  <id>{}</id>\n", escape(&urn("feed", &selection.settings.name))));
    out.push_str(&format!("  <title>{}</title>\n", escape(name)));
    out.push_str(&format!("  <updated>{}</updated>\n", escape(updated)));
    out.push_str(&format!("  <author><name>{}</name>", escape(name)));
    if let Some(home) = home {
        out.push_str(&format!(
            "<uri>{}</uri></author>\n  <link rel=\"alternate\" href=\"{}\"/>\n",
            escape(home),
            escape(home)
        ));
    } else {
        out.push_str("</author>\n");
    }
    out.push_str(&format!("  <generator version=\"{}\">dixit</generator>\n", env!("CARGO_PKG_VERSION")));
    for (_, entry) in entries {
        out.push_str(&entry);
    }
    out.push_str("</feed>\n");
    out.into_bytes()
}

fn entry(selection: &Selection, article: &ArticleChecks, check: &Check, first: &str, last: &str) -> String {
    let claim = &check.claim;
    let status = check.record.publication.0;
    let words = claim.content.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = match check.speaker() {
        Some(speaker) => format!("{speaker}: “{words}”"),
        None => format!("“{words}”"),
    };
    let verdict = check.verdict(selection).filter(|_| status != Publication::Retracted);
    let title = match (&verdict, status) {
        (_, Publication::Retracted) => format!("Retracted: {said}"),
        (Some(verdict), _) => format!("{verdict}: {said}"),
        (None, _) => said.clone(),
    };
    let mut out = format!("  <entry xml:lang=\"{}\">\n", escape(article.lang.code()));
    out.push_str(&format!("    <id>{}</id>\n", escape(&urn("claim", &claim.id.0))));
    out.push_str(&format!("    <title>{}</title>\n", escape(&title)));
    out.push_str(&format!("    <published>{}</published>\n", escape(first)));
    out.push_str(&format!("    <updated>{}</updated>\n", escape(last)));
    if let Some(address) = selection.address(article, check) {
        out.push_str(&format!("    <link rel=\"alternate\" href=\"{}\"/>\n", escape(&address)));
    }
    if let Some(address) = article.address() {
        out.push_str(&format!("    <link rel=\"related\" href=\"{}\"/>\n", escape(address)));
    }
    out.push_str(&format!("    <category term=\"{}\"/>\n", status.name()));
    if let Some(rating) = selection.rating(check).filter(|_| status != Publication::Retracted) {
        out.push_str(&format!(
            "    <category term=\"{}\" label=\"{}\"/>\n",
            escape(&rating.name),
            escape(&rating.label)
        ));
    }
    let mut html = String::new();
    for (status, note, at) in check.publications().rev() {
        if matches!(status, Publication::Corrected | Publication::Retracted) {
            let label = if status == Publication::Corrected { "Corrected" } else { "Retracted" };
            html.push_str(&format!("<p><strong>{label} {}:</strong> {}</p>", at.get(..10).unwrap_or(at), escape(note)));
        }
    }
    html.push_str(&format!("<blockquote>{}</blockquote>", escape(&words)));
    if let Some(decision) = check.record.content.decision.as_ref().filter(|_| status != Publication::Retracted)
        && !decision.reason.is_empty()
    {
        html.push_str(&format!("<p>{}</p>", escape(&decision.reason)));
    }
    out.push_str(&format!("    <content type=\"html\">{}</content>\n  </entry>\n", escape(&html)));
    out
}
