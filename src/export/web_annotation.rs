//! W3C Web Annotation: each claim as an annotation on its article, for annotation clients.
//!
//! The target has a TextQuoteSelector and a TextPositionSelector, which are alternatives to each other; a content in
//! several pieces has one target a piece. Positions count code points of the article's text, as the recommendation asks; a
//! client that counts UTF-16 units is off by one after each character beyond U+FFFF, and finds the words by their quote.
//! <https://www.w3.org/TR/annotation-model/>

use super::{ArticleChecks, Check, Format, Selection, pretty, urn};
use crate::text::{CharSpan, CodePoints};
use serde_json::{Map, Value, json};

pub(super) const FORMAT: Format = Format {
    name: "web-annotation",
    about: "W3C Web Annotations as JSON-LD: each claim pinned to its words",
    media_type: "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
    extension: "json",
    public: false,
    write,
    lint: None,
};

/// So many code points before and after the words, as in the claims file.
const AROUND: u32 = 32;

fn write(selection: &Selection) -> Vec<u8> {
    let mut items = Vec::new();
    for article in &selection.articles {
        let points = CodePoints::new(&article.text);
        items.extend(article.checks.iter().map(|check| annotation(selection, article, check, &points)));
    }
    let name = &selection.settings.name;
    pretty(&json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": urn("annotations", name),
        "type": "AnnotationPage",
        "partOf": { "id": urn("workspace", name), "type": "AnnotationCollection", "label": name, "total": items.len() },
        "startIndex": 0,
        "items": items,
    }))
}

fn annotation(selection: &Selection, article: &ArticleChecks, check: &Check, points: &CodePoints) -> Value {
    let mut out = Map::new();
    let claim = &check.claim;
    out.insert("id".to_owned(), json!(urn("claim", &claim.id.0)));
    out.insert("type".to_owned(), json!("Annotation"));
    let decided = check.record.content.decision.as_ref().or(check.record.attribution.decision.as_ref());
    let motivation = if decided.is_some() { json!(["identifying", "assessing"]) } else { json!("identifying") };
    out.insert("motivation".to_owned(), motivation);
    if let Some(decision) = decided {
        out.insert("creator".to_owned(), json!({ "type": "Person", "name": decision.by }));
        out.insert("modified".to_owned(), json!(decision.at));
    }
    out.insert("generated".to_owned(), json!(selection.at));
    out.insert(
        "generator".to_owned(),
        json!({ "id": "urn:dixit:software", "type": "Software", "name": format!("dixit {}", env!("CARGO_PKG_VERSION")) }),
    );
    out.insert("body".to_owned(), Value::Array(bodies(selection, article, check)));
    let source = article.address().map_or_else(|| urn("article", &article.slug), str::to_owned);
    let pieces = if check.revision == article.revision { claim.content.spans.as_slice() } else { &[] };
    let targets: Vec<Value> = match pieces {
        [] | [_] => {
            let selector = &claim.selector;
            vec![target(&source, &selector.exact, &selector.prefix, &selector.suffix, (selector.start, selector.end))]
        }
        several => several
            .iter()
            .map(|span| {
                let part =
                    |start: u32, end: u32| points.bytes(&article.text, CharSpan::new(start, end)).of(&article.text);
                let (before, after) = (span.start.saturating_sub(AROUND), (span.end + AROUND).min(points.count()));
                let (exact, prefix, suffix) =
                    (part(span.start, span.end), part(before, span.start), part(span.end, after));
                target(&source, exact, prefix, suffix, (span.start, span.end))
            })
            .collect(),
    };
    out.insert("target".to_owned(), if targets.len() == 1 { targets[0].clone() } else { Value::Array(targets) });
    Value::Object(out)
}

/// The words before and after are those of the same paragraph: on the page where the article stands, nothing but its
/// elements parts two paragraphs, and a client that reads it finds no words with line ends between.
fn target(source: &str, exact: &str, prefix: &str, suffix: &str, (start, end): (u32, u32)) -> Value {
    let prefix = prefix.rsplit('\n').next().unwrap_or(prefix);
    let suffix = suffix.split('\n').next().unwrap_or(suffix);
    json!({
        "type": "SpecificResource",
        "source": source,
        "selector": [
            { "type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix },
            { "type": "TextPositionSelector", "start": start, "end": end },
        ],
    })
}

/// What is said of the words: who said them, then what was found.
fn bodies(selection: &Selection, article: &ArticleChecks, check: &Check) -> Vec<Value> {
    let body = |purpose: &str, value: String, language: Option<&str>| {
        let mut body = Map::new();
        body.insert("type".to_owned(), json!("TextualBody"));
        body.insert("purpose".to_owned(), json!(purpose));
        body.insert("value".to_owned(), json!(value));
        body.insert("format".to_owned(), json!("text/plain"));
        if let Some(language) = language {
            body.insert("language".to_owned(), json!(language));
        }
        Value::Object(body)
    };
    let lang = Some(article.lang.code());
    let mut bodies = Vec::new();
    if let Some(speaker) = check.speaker() {
        bodies.push(body("identifying", speaker.to_owned(), lang));
    }
    bodies.push(body("tagging", "claim".to_owned(), Some("en")));
    for (question, finding) in [("attribution", &check.record.attribution), ("content", &check.record.content)] {
        if let Some(decision) = &finding.decision {
            bodies.push(body("classifying", format!("{question}: {}", decision.state), Some("en")));
            if !decision.reason.is_empty() {
                bodies.push(body("assessing", decision.reason.clone(), None));
            }
        }
    }
    if let Some(rating) = selection.rating(check) {
        bodies.push(body("tagging", rating.label.clone(), None));
    }
    for evidence in check.record.evidence.iter().filter(|evidence| super::is_address(&evidence.source)) {
        bodies.push(json!({ "type": "SpecificResource", "source": evidence.source, "purpose": "linking" }));
    }
    bodies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::selection;

    /// What the W3C model asks of an annotation page, restated as a JSON Schema.
    const SCHEMA: &str = include_str!("web_annotation.schema.json");

    #[test]
    fn follows_the_model_and_points_at_the_words() {
        let selection = selection();
        let page: Value = serde_json::from_slice(&write(&selection)).unwrap();
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&page).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let text: Vec<char> = selection.articles[0].text.chars().collect();
        let mut targets = 0;
        for item in page["items"].as_array().unwrap() {
            let list = item["target"].as_array().cloned().unwrap_or_else(|| vec![item["target"].clone()]);
            for target in list {
                let (quote, place) = (&target["selector"][0], &target["selector"][1]);
                let (start, end) = (place["start"].as_u64().unwrap() as usize, place["end"].as_u64().unwrap() as usize);
                assert_eq!(quote["exact"].as_str().unwrap(), text[start..end].iter().collect::<String>());
                assert!(text[..start].iter().collect::<String>().ends_with(quote["prefix"].as_str().unwrap()));
                assert!(text[end..].iter().collect::<String>().starts_with(quote["suffix"].as_str().unwrap()));
                targets += 1;
            }
        }
        assert!(targets >= selection.checks().count());
    }
}
