use super::*;
use crate::claim::extract as claims_of;
use crate::input::Document;
use crate::lang::Language;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Date32Array, Int64Array, LargeStringArray};
use serde_json::{Map, Value, json};

const TEXT: &str = "« Les trains rouleront, a affirmé mardi Anne Lac, ministre des transports, à 3 000 journalistes. » \
    Selon lui, « le pont ne tiendra pas », et Paul Mur a démenti que la ville ait perdu 12 % de ses bus le 3 mars.";

fn set() -> ClaimSet {
    let date = "2024-03-06".parse().ok();
    claims_of(&Document { date, ..Document::new(TEXT, Language::French) }, &ExtractOptions { narrator: true })
}

/// The value of a column as JSON: a span as `[start, end]`, null fields left out as in the claims file.
fn value(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => json!(array.as_string::<i32>().value(row)),
        DataType::Int32 => json!(array.as_primitive::<Int32Type>().value(row)),
        DataType::Float64 => json!(array.as_primitive::<Float64Type>().value(row)),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            (0..items.len()).map(|item| value(&*items, item)).collect()
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let values: Map<String, Value> =
                fields.iter().zip(columns).map(|(field, it)| (field.name().clone(), value(it, row))).collect();
            match (values.get("start"), values.get("end"), values.len()) {
                (Some(start), Some(end), 2) => json!([start, end]),
                _ => Value::Object(values),
            }
        }
        other => panic!("no column has the type {other}"),
    }
}

/// Nulls and empty lists, which the claims file leaves out in places, are left out everywhere.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(key, value)| (key, bare(value)))
                .filter(|(_, value)| !value.is_null() && *value != json!([]))
                .collect(),
        ),
        Value::Array(items) => items.into_iter().map(bare).collect(),
        plain => plain,
    }
}

#[test]
fn claims_come_back_whole() {
    let mut set = set();
    assert!(set.claims.len() > 2, "{}", set.claims.len());
    assert!(set.claims.iter().any(|it| !it.mentions.is_empty()) && set.claims.iter().any(|it| !it.when.is_empty()));
    set.claims[0].revision = Some(2);
    (set.claims[1].speaker, set.claims[1].cue) = (None, None);
    let claims: Vec<&Claim> = set.claims.iter().collect();
    let array = claims::array(&claims).unwrap();
    for (row, claim) in claims.iter().enumerate() {
        assert_eq!(bare(value(&array, row)), bare(serde_json::to_value(claim).unwrap()), "claim {}", claim.id);
    }
}

#[test]
fn an_article_a_row_with_what_is_wrong_in_its_place() {
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![7, 8, 9, 10]));
    let texts = LargeStringArray::from(vec![Some(TEXT), None, Some("Il pleut."), Some(TEXT)]);
    let langs = StringArray::from(vec![Some("fr"), Some("fr"), Some("french"), None]);
    // 2024-03-06
    let dates = Date32Array::from(vec![Some(19_788), None, None, None]);
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("url", ids, true),
        ("body", Arc::new(texts) as ArrayRef, true),
        ("lang", Arc::new(langs) as ArrayRef, true),
        ("date", Arc::new(dates) as ArrayRef, true),
    ])
    .unwrap();
    let columns = Columns { id: "url".to_owned(), text: "body".to_owned(), ..Columns::default() };
    let out = extract(&batch, &columns, &ExtractOptions { narrator: true }).unwrap();
    assert_eq!(out.schema(), schema(&DataType::Int64).unwrap());
    let rows: Vec<Value> = (0..4).map(|row| value(out.column(3), row)).collect();
    let expected: Vec<Value> = set().claims.iter().map(|it| bare(serde_json::to_value(it).unwrap())).collect();
    assert_eq!(bare(rows[0].clone()), json!(expected));
    assert!(rows[1].is_null() && rows[2].is_null() && rows[3].is_array());
    assert_eq!(value(out.column(1), 3), "fr");
    let errors: Vec<Value> = (0..4).map(|row| value(out.column(2), row)).collect();
    assert_eq!(errors[1], "there is no text");
    assert!(errors[2].as_str().unwrap().contains("\"french\"") && errors[0].is_null() && errors[3].is_null());
    assert_eq!(out.column(0).as_primitive::<arrow_array::types::Int64Type>().values(), &[7, 8, 9, 10]);
}

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    let column: ArrayRef = Arc::new(StringArray::from(vec!["a"]));
    let batch = RecordBatch::try_from_iter([("key", column.clone()), ("text", column)]).unwrap();
    let error = extract(&batch, &Columns::default(), &ExtractOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "there is no column \"id\"; there are key, text");
}

#[test]
fn a_column_of_lists_is_no_text() {
    let set = set();
    let column = batch(Arc::new(StringArray::from(vec!["a"])), &[Ok(set)]).unwrap();
    let columns = Columns { text: "claims".to_owned(), ..Columns::default() };
    assert!(matches!(articles(&column, &columns), Err(ColumnarError::NoText { .. })));
}
