//! CSV: one line a claim, for a spreadsheet. RFC 4180, UTF-8, first line the names.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it: the words come from articles, and
//! anybody can write an article.

use super::{ArticleChecks, Check, Format, Selection};
use crate::decision::{EvidenceStance, FindingRecord};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    about: "a table for spreadsheets: one line a claim",
    media_type: "text/csv; charset=utf-8",
    extension: "csv",
    public: false,
    write,
    lint: None,
};

const COLUMNS: [&str; 32] = [
    "article",
    "title",
    "date",
    "lang",
    "source",
    "claim",
    "speaker",
    "mention",
    "role",
    "cue",
    "stance",
    "quotation",
    "modality",
    "polarity",
    "content",
    "start",
    "end",
    "said_on",
    "check_worthiness",
    "attribution",
    "attribution_by",
    "attribution_at",
    "attribution_reason",
    "content_state",
    "content_by",
    "content_at",
    "content_reason",
    "rating",
    "stale",
    "evidence",
    "publication",
    "url",
];

fn write(selection: &Selection) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for (article, check) in selection.checks() {
        let _ = writer.write_record(row(selection, article, check).iter().map(|cell| harmless(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

fn row(selection: &Selection, article: &ArticleChecks, check: &Check) -> [String; 32] {
    let claim = &check.claim;
    let some = |value: Option<&String>| value.cloned().unwrap_or_default();
    let speaker = claim.speaker.as_ref();
    let cue = claim.cue.as_ref();
    let evidence = check.record.evidence.iter().map(|evidence| {
        let stance = match evidence.stance {
            EvidenceStance::Supports => "supports",
            EvidenceStance::Undermines => "undermines",
            EvidenceStance::Context => "context",
        };
        format!("{stance} {}", evidence.source)
    });
    let [attribution, content] = [&check.record.attribution, &check.record.content].map(finding);
    let [attribution_state, attribution_by, attribution_at, attribution_reason] = attribution;
    let [content_state, content_by, content_at, content_reason] = content;
    [
        article.slug.clone(),
        some(article.title.as_ref()),
        some(article.date.as_ref()),
        article.lang.code().to_owned(),
        some(article.source.as_ref()),
        claim.id.0.clone(),
        some(speaker.and_then(|speaker| speaker.name.as_ref())),
        some(speaker.and_then(|speaker| speaker.mention.as_ref())),
        some(speaker.and_then(|speaker| speaker.role.as_ref())),
        cue.map(|cue| cue.text.clone()).unwrap_or_default(),
        cue.map(|cue| name(cue.stance)).unwrap_or_default(),
        name(claim.quotation),
        name(claim.modality),
        name(claim.polarity),
        claim.content.text.clone(),
        claim.selector.start.to_string(),
        claim.selector.end.to_string(),
        check.said_on().unwrap_or_default().to_owned(),
        format!("{:.2}", claim.check_worthiness.score),
        attribution_state,
        attribution_by,
        attribution_at,
        attribution_reason,
        content_state,
        content_by,
        content_at,
        content_reason,
        selection.rating(check).map(|rating| rating.label.clone()).unwrap_or_default(),
        check.record.is_stale(Some(claim)).to_string(),
        evidence.collect::<Vec<_>>().join(" | "),
        check.record.publication.0.name().to_owned(),
        selection.address(article, check).filter(|_| check.is_public()).unwrap_or_default(),
    ]
}

/// State, who, when, why.
fn finding(record: &FindingRecord) -> [String; 4] {
    let decision = record.decision.as_ref();
    let part = |part: fn(&crate::decision::Decision) -> &String| decision.map(part).cloned().unwrap_or_default();
    [record.state().name().to_owned(), part(|it| &it.by), part(|it| &it.at), part(|it| &it.reason)]
}

/// An enum as files name it.
fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The cell with an apostrophe before what a spreadsheet would run.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::selection;

    #[test]
    fn a_reader_gets_every_cell_back() {
        let selection = selection();
        let bytes = write(&selection);
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let read: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        let rows: Vec<Vec<String>> = selection
            .checks()
            .map(|(article, check)| row(&selection, article, check).iter().map(|cell| harmless(cell)).collect())
            .collect();
        assert_eq!(read, rows);
        assert!(read.len() > 3);
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(harmless("Le pont"), "Le pont");
    }
}
