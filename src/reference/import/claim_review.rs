//! ClaimReview from anywhere: an object, an array, a `@graph`, the scripts of a page, a DataFeed, JSON Lines.

use super::{Incoming, host};
use crate::input::json_ld::{in_page, is_a, objects};
use serde_json::Value;

/// The records of a text and what could not be read.
pub(super) fn read(text: &str, page: bool) -> (Vec<Incoming>, Vec<String>) {
    let mut problems = Vec::new();
    let values: Vec<Value> = if page {
        in_page(text)
    } else if let Ok(value) = serde_json::from_str(text) {
        vec![value]
    } else {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines
            .filter_map(|(number, line)| match serde_json::from_str(line) {
                Ok(value) => Some(value),
                Err(error) => {
                    problems.push(format!("line {}: {error}", number + 1));
                    None
                }
            })
            .collect()
    };
    let mut records = Vec::new();
    let mut number = 0;
    for value in &values {
        for review in objects(value).into_iter().filter(|it| is_a(it, "ClaimReview")) {
            number += 1;
            match record(review) {
                Some(record) => records.push(record),
                None => problems.push(format!("ClaimReview {number}: it has no claimReviewed")),
            }
        }
    }
    (records, problems)
}

fn record(review: &Value) -> Option<Incoming> {
    let item = &review["itemReviewed"];
    let text = words(&review["claimReviewed"])?;
    let publisher = &review["author"];
    let rating = &review["reviewRating"];
    let url = words(&review["url"]);
    let domain = [url.as_deref(), publisher["url"].as_str()].into_iter().flatten().find_map(host).unwrap_or_default();
    Some(Incoming {
        id: None,
        text,
        title: words(&review["name"]).or_else(|| words(&review["headline"])),
        speaker: name(&item["author"]),
        date: day(&item["datePublished"]),
        lang: words(&review["inLanguage"]).map(|code| code.split('-').next().unwrap_or_default().to_lowercase()),
        url,
        publisher: name(publisher),
        domain,
        rating: words(&rating["alternateName"]).or_else(|| words(&rating["name"])),
        checked: day(&review["dateModified"]).or_else(|| day(&review["datePublished"])),
        raw: review.clone(),
    })
}

/// A text on one line; `None` for nothing.
fn words(value: &Value) -> Option<String> {
    let text = value.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The name of a person or body, given as such or by name; the first of several.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::Array(all) => all.iter().find_map(name),
        Value::Object(_) => words(&value["name"]),
        other => words(other),
    }
}

fn day(value: &Value) -> Option<String> {
    let day = value.as_str()?.get(..10)?;
    day.parse::<chrono::NaiveDate>().is_ok().then(|| day.to_owned())
}
