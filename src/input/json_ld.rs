//! JSON-LD as pages and feeds carry it: objects in `<script type="application/ld+json">`, alone, in arrays, in a
//! `@graph`; with the slips that publishers make.

use serde_json::Value;

/// Every object in `value`, those of arrays, of `@graph` and of nested members too, outer ones first.
pub fn objects(value: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(all) => open.extend(all.iter().rev()),
            Value::Object(members) => {
                found.push(value);
                open.extend(members.values().rev());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

/// Whether the object is of this schema.org type.
pub fn is_a(object: &Value, kind: &str) -> bool {
    let named = |value: &Value| value.as_str().is_some_and(|name| name.rsplit(['/', ':']).next() == Some(kind));
    match &object["@type"] {
        Value::Array(kinds) => kinds.iter().any(named),
        one => named(one),
    }
}

/// The JSON-LD values in the script elements of a page. What is no JSON is left out.
///
/// Scripts are raw text in HTML: nothing but `</script` ends one, so no parser of the page is needed.
pub fn in_page(html: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = find_ignoring_case(rest, "<script") {
        rest = &rest[at + "<script".len()..];
        let Some(close) = rest.find('>') else { break };
        let attributes = rest[..close].to_ascii_lowercase();
        let body = &rest[close + 1..];
        let end = find_ignoring_case(body, "</script").unwrap_or(body.len());
        if attributes.contains("application/ld+json") {
            found.extend(parse(&body[..end]));
        }
        rest = &body[end..];
    }
    found
}

/// Reads one script: a comment or CDATA around it and raw line ends inside strings are forgiven.
fn parse(script: &str) -> Option<Value> {
    let mut script = script.trim();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")] {
        script = script.strip_prefix(open).map_or(script, str::trim);
        script = script.strip_suffix(close).map_or(script, str::trim);
    }
    let script = script.trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        let flat: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&flat).ok()
    })
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgives_what_publishers_do() {
        let page = "<SCRIPT data-x='1' type=\"application/ld+json\">\n//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"Un\ntitre\"}\n//]]>\n</SCRIPT><script>var a = 1;</script><script type=application/ld+json>{\"@graph\":[{\"@type\":[\"Thing\",\"https://schema.org/ClaimReview\"]}]};</script><script type='application/ld+json'>{oops</script>";
        let values = in_page(page);
        assert_eq!(values.len(), 2);
        assert_eq!(values[0]["headline"], "Un titre");
        let all = objects(&values[1]);
        assert!(all.iter().any(|object| is_a(object, "ClaimReview")) && !is_a(all[0], "ClaimReview"));
    }

    #[test]
    fn an_open_script_ends_with_the_page() {
        assert_eq!(in_page("<script type=application/ld+json>{\"a\":1}").len(), 1);
        assert!(in_page("<script type=application/ld+json").is_empty());
    }
}
