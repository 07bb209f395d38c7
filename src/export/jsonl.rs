//! JSON Lines: one claim a line with all that is known of it. Each line is also a record of a reference set, so that
//! yesterday's checks are what tomorrow's claims are matched against.

use super::{Format, Selection};
use serde_json::{Map, Value, json};

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    about: "one JSON object a line with everything known of a claim; also a reference set",
    media_type: "application/jsonl",
    extension: "jsonl",
    public: false,
    write,
    lint: None,
};

fn write(selection: &Selection) -> Vec<u8> {
    let mut out = Vec::new();
    for (article, check) in selection.checks() {
        let mut line = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                line.insert(name.to_owned(), value);
            }
        };
        put("id", json!(check.claim.id));
        put("text", json!(check.claim.content.text));
        put("title", json!(article.title));
        put("speaker", json!(check.speaker()));
        put("date", json!(check.said_on().or(article.date.as_deref())));
        put("label", json!(check.verdict(selection)));
        put("lang", json!(article.lang.code()));
        put("url", json!(selection.address(article, check).filter(|_| check.is_public())));
        put("article", json!(article.slug));
        put("source", json!(article.source));
        put("text_sha256", json!(article.text_sha256));
        for (name, finding) in [("attribution", &check.record.attribution), ("content", &check.record.content)] {
            let mut value = Map::new();
            value.insert("state".to_owned(), json!(finding.state()));
            if let Some(decision) = &finding.decision {
                value.insert("by".to_owned(), json!(decision.by));
                value.insert("at".to_owned(), json!(decision.at));
                value.insert("reason".to_owned(), json!(decision.reason));
                if let Some(rating) = &decision.rating {
                    value.insert("rating".to_owned(), json!(rating));
                }
                value.insert("stale".to_owned(), json!(finding.is_stale(Some(&check.claim))));
            }
            put(name, Value::Object(value));
        }
        put("evidence", json!(check.record.evidence));
        let (status, note) = &check.record.publication;
        put("publication", json!({ "status": status, "note": note }));
        put("claim", json!(check.claim));
        out.extend(serde_json::to_vec(&line).unwrap_or_default());
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::Claim;
    use crate::export::tests::selection;

    #[test]
    fn claims_come_back_whole_and_the_file_is_a_reference_set() {
        let selection = selection();
        let bytes = write(&selection);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let read: Vec<Claim> = text
            .lines()
            .map(|line| serde_json::from_value(serde_json::from_str::<Value>(line).unwrap()["claim"].clone()).unwrap())
            .collect();
        let given: Vec<Claim> = selection.checks().map(|(_, check)| check.claim.clone()).collect();
        assert_eq!(read, given);
        let set = crate::reference::read("out.jsonl", &bytes).unwrap();
        assert!(set.problems.is_empty());
        assert_eq!(set.records.iter().filter(|record| record.label.is_some()).count(), 3);
    }
}
