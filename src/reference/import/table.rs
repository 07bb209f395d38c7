//! CSV with a column map: which column holds what.

use super::{Incoming, host};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The fields that a column may hold.
const FIELDS: [&str; 10] = ["id", "text", "title", "speaker", "date", "rating", "lang", "url", "publisher", "checked"];

/// Field to column, as given: `text=Claim,rating=Verdict`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<String, String>);

impl std::str::FromStr for Columns {
    type Err = String;

    fn from_str(map: &str) -> Result<Self, String> {
        let mut columns = BTreeMap::new();
        for pair in map.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (field, column) =
                pair.split_once('=').ok_or_else(|| format!("{pair:?} is not FIELD=COLUMN, as in text=Claim"))?;
            if !FIELDS.contains(&field.trim()) {
                return Err(format!("unknown field {field:?}; the fields are: {}", FIELDS.join(", ")));
            }
            columns.insert(field.trim().to_owned(), column.trim().to_owned());
        }
        Ok(Columns(columns))
    }
}

/// The name of a column without blanks around it and the mark at the start of a file.
fn plain(name: &str) -> &str {
    name.trim_start_matches('\u{feff}').trim()
}

/// The records of a table and what could not be read; an error when a column is not there.
pub(super) fn read(text: &str, columns: &Columns, tabs: bool) -> Result<(Vec<Incoming>, Vec<String>), String> {
    let open =
        |delimiter: u8| ::csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let wanted = columns.0.get("text").map_or("text", String::as_str);
    let has_text = |delimiter: &u8| {
        let header = open(*delimiter).headers().cloned().unwrap_or_default();
        header.iter().any(|name| plain(name).eq_ignore_ascii_case(wanted))
    };
    // Spreadsheets in French and German write semicolons: the mark that shows the column of the text is meant.
    let usual = if tabs { b'\t' } else { b',' };
    let delimiter = [usual, b';', b'\t'].into_iter().find(has_text).unwrap_or(usual);
    let mut reader = open(delimiter);
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let names: Vec<&str> = header.iter().map(plain).collect();
    let mut places = BTreeMap::new();
    for field in FIELDS {
        let column = columns.0.get(field).map_or(field, String::as_str);
        match names.iter().position(|name| name.eq_ignore_ascii_case(column)) {
            Some(place) => {
                places.insert(field, place);
            }
            None if columns.0.contains_key(field) || field == "text" => {
                return Err(format!(
                    "has no column {column:?} for {field}; it has: {}; say --columns {field}=COLUMN",
                    names.join(", ")
                ));
            }
            None => {}
        }
    }
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                problems.push(error.to_string());
                continue;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |field: &str| {
            let text = row.get(*places.get(field)?)?.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        };
        let Some(text) = cell("text") else {
            problems.push(format!("line {line}: the text is empty"));
            continue;
        };
        let raw: Map<String, Value> =
            names.iter().zip(row.iter()).map(|(name, cell)| ((*name).to_owned(), Value::from(cell))).collect();
        let url = cell("url");
        let publisher = cell("publisher");
        // A publisher may be given by its domain.
        let named =
            publisher.as_deref().filter(|name| name.contains('.') && !name.contains(' ')).map(str::to_lowercase);
        records.push(Incoming {
            id: cell("id"),
            text,
            title: cell("title"),
            speaker: cell("speaker"),
            date: cell("date"),
            lang: cell("lang"),
            domain: named.or_else(|| url.as_deref().and_then(host)).unwrap_or_default(),
            url,
            publisher,
            rating: cell("rating"),
            checked: cell("checked"),
            raw: Value::Object(raw),
        });
    }
    Ok((records, problems))
}
