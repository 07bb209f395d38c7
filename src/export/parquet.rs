//! Parquet: one row a claim with everything known of it, in typed, nested columns, for Polars, DuckDB, Spark.

use super::{Check, Format, Selection};
use crate::columnar::build::{NEVER_NULL, NULLABLE, lists, name, optional_structs, optional_words, structs, words};
use crate::columnar::{claims, parquet::encode};
use crate::decision::{Decision, Evidence, FindingRecord};
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::ArrowError;
use std::sync::Arc;

pub(super) const FORMAT: Format = Format {
    name: "parquet",
    about: "typed, nested columns for Polars, DuckDB and Spark: one row a claim",
    media_type: "application/vnd.apache.parquet",
    extension: "parquet",
    public: false,
    write,
    lint: None,
};

fn write(selection: &Selection) -> Vec<u8> {
    // Columns of equal length are written to memory: neither fails.
    rows(selection).ok().and_then(|rows| encode(&rows).ok()).unwrap_or_default()
}

fn rows(selection: &Selection) -> Result<RecordBatch, ArrowError> {
    let each = || selection.checks();
    let checks: Vec<&Check> = each().map(|(_, check)| check).collect();
    let claims: Vec<_> = checks.iter().map(|check| &check.claim).collect();
    let verdicts = checks.iter().map(|check| check.verdict(selection));
    let publication: StringArray = checks.iter().map(|check| Some(check.record.publication.0.name())).collect();
    let notes = checks.iter().map(|check| &check.record.publication.1);
    let url = each().map(|(article, check)| selection.address(article, check).filter(|_| check.is_public()));
    let columns = vec![
        ("article", words(each().map(|(article, _)| &article.slug)), NEVER_NULL),
        ("title", optional_words(each().map(|(article, _)| article.title.as_deref())), NULLABLE),
        ("date", optional_words(each().map(|(article, _)| article.date.as_deref())), NULLABLE),
        ("lang", optional_words(each().map(|(article, _)| Some(article.lang.code()))), NULLABLE),
        ("source", optional_words(each().map(|(article, _)| article.source.as_deref())), NULLABLE),
        ("text_sha256", words(each().map(|(article, _)| &article.text_sha256)), NEVER_NULL),
        ("claim", Arc::new(claims::array(&claims)?), NEVER_NULL),
        ("label", optional_words(verdicts), NULLABLE),
        ("attribution", finding(&checks, |check| &check.record.attribution)?, NEVER_NULL),
        ("content", finding(&checks, |check| &check.record.content)?, NEVER_NULL),
        ("evidence", lists(checks.iter().map(|check| check.record.evidence.as_slice()), evidence)?, NEVER_NULL),
        (
            "publication",
            Arc::new(structs(
                vec![("status", Arc::new(publication), NEVER_NULL), ("note", words(notes), NEVER_NULL)],
                None,
            )?),
            NEVER_NULL,
        ),
        ("url", optional_words(url), NULLABLE),
    ];
    Ok(RecordBatch::from(structs(columns, None)?))
}

/// State, and the decision with who, when, why.
fn finding(checks: &[&Check], of: fn(&Check) -> &FindingRecord) -> Result<ArrayRef, ArrowError> {
    let each = || checks.iter().map(|check| of(check));
    let state: StringArray = each().map(|it| Some(it.state().name())).collect();
    let stale: BooleanArray = checks.iter().map(|check| Some(of(check).is_stale(Some(&check.claim)))).collect();
    let part = |part: fn(&Decision) -> &String| optional_words(each().map(|it| it.decision.as_ref().map(part)));
    let rating = each().map(|it| it.decision.as_ref().and_then(|it| it.rating.as_deref()));
    let decision = optional_structs(
        vec![
            ("by", part(|it| &it.by), NULLABLE),
            ("at", part(|it| &it.at), NULLABLE),
            ("reason", part(|it| &it.reason), NULLABLE),
            ("rating", optional_words(rating), NULLABLE),
        ],
        each().map(|it| it.decision.is_some()).collect::<NullBuffer>(),
    )?;
    let fields: Vec<(&str, ArrayRef, bool)> = vec![
        ("state", Arc::new(state), NEVER_NULL),
        ("stale", Arc::new(stale), NEVER_NULL),
        ("decision", decision, NULLABLE),
    ];
    Ok(Arc::new(structs(fields, None)?))
}

fn evidence(evidence: &[&Evidence]) -> Result<ArrayRef, ArrowError> {
    let each = || evidence.iter().copied();
    let stance: StringArray = each().map(|it| Some(name(it.stance))).collect();
    let word = |get: fn(&Evidence) -> Option<&String>| optional_words(each().map(get));
    let fields: Vec<(&str, ArrayRef, bool)> = vec![
        ("source", words(each().map(|it| &it.source)), NEVER_NULL),
        ("stance", Arc::new(stance), NEVER_NULL),
        ("quote", word(|it| it.quote.as_ref()), NULLABLE),
        ("publisher", word(|it| it.publisher.as_ref()), NULLABLE),
        ("retrieved", word(|it| it.retrieved.as_ref()), NULLABLE),
        ("sha256", word(|it| it.sha256.as_ref()), NULLABLE),
    ];
    Ok(Arc::new(structs(fields, None)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::selection;
    use arrow_array::cast::AsArray;

    #[test]
    fn a_reader_gets_every_row_back() {
        let selection = selection();
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, &write(&selection)).unwrap();
        let reader = ::parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(file, 1024).unwrap();
        let read: Vec<RecordBatch> = reader.collect::<Result<_, _>>().unwrap();
        assert_eq!(read, [rows(&selection).unwrap()]);
        let content = read[0].column_by_name("content").unwrap().as_struct().column_by_name("state").unwrap();
        let states: Vec<_> = content.as_string::<i32>().iter().flatten().collect();
        assert!(states.contains(&"verified") && states.contains(&"disputed") && states.contains(&"unverified"));
    }
}
