//! Markdown: which lines are prose, and what the front matter says.
//!
//! The text is stored as read, so that offsets stay true; mark-up is skipped, not removed.

use crate::text::ByteSpan;

/// What the front matter of a Markdown file says, key and value as written.
pub type FrontMatter = Vec<(String, String)>;

/// The front matter between two `---` lines at the start, and where the article begins after it, in bytes.
pub fn front_matter(text: &str) -> (FrontMatter, usize) {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return (Vec::new(), 0) };
    let mut at = first.len();
    let mut found = Vec::new();
    for line in lines {
        at += line.len();
        if line.trim_end() == "---" {
            return (found, at);
        }
        if let Some((key, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            found.push((key.trim().to_lowercase(), value));
        }
    }
    (Vec::new(), 0) // never closed: a rule, not front matter
}

/// The runs of text that are prose: code blocks, heading marks, rules, HTML tags, link targets and images are left out.
pub fn prose(text: &str, from: usize) -> Vec<ByteSpan> {
    let mut spans = Vec::new();
    let mut at = from;
    let mut fenced = false;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        let start = at;
        at += line.len();
        let body = line.trim_end();
        let lead = body.len() - body.trim_start().len();
        let marked = &body[lead..];
        if marked.starts_with("```") || marked.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        let rule = marked.len() >= 3 && marked.chars().all(|c| matches!(c, '-' | '*' | '_' | '='));
        if fenced || rule {
            continue;
        }
        let marks = marked.len() - marked.trim_start_matches(['#', '>', ' ']).len();
        inline(text, start + lead + marks, start + body.len(), &mut spans);
    }
    spans
}

/// The prose of one line: `[words](target)` keeps its words, `<tag>` and emphasis marks go.
fn inline(text: &str, start: usize, end: usize, spans: &mut Vec<ByteSpan>) {
    let mut from = start;
    let mut at = start;
    let bytes = text.as_bytes();
    let mut keep = |from: usize, to: usize| {
        if from < to {
            spans.push(ByteSpan::new(from, to));
        }
    };
    while at < end {
        let skip = match bytes[at] {
            b'*' | b'_' | b'`'
                if bytes[at] != b'_'
                    || at == start
                    || bytes[at - 1] == b' '
                    || at + 1 == end
                    || bytes[at + 1] == b' ' =>
            {
                Some((at, at + 1))
            }
            b'!' if bytes.get(at + 1) == Some(&b'[') => Some((at, at + 2)),
            b'[' => Some((at, at + 1)),
            b']' if bytes.get(at + 1) == Some(&b'(') => {
                let close = text[at..end].find(')').map_or(at + 1, |len| at + len + 1);
                Some((at, close))
            }
            b']' => Some((at, at + 1)),
            b'<' if bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') => {
                text[at..end].find('>').map(|len| (at, at + len + 1))
            }
            _ => None,
        };
        match skip {
            Some((cut, next)) => {
                keep(from, cut);
                from = next;
                at = next;
            }
            None => at += 1,
        }
    }
    keep(from, end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        let (_, from) = front_matter(text);
        prose(text, from).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn leaves_mark_up_out() {
        let text = "---\ntitle: \"Un titre\"\ndate: 2020-10-15\n---\n# Titre\n\nLe *maire* a [dit](http://x.fr) oui.\n\n```\ncode\n```\n> Cité<br>\n";
        assert_eq!(front_matter(text).0, [("title".into(), "Un titre".into()), ("date".into(), "2020-10-15".into())]);
        assert_eq!(words(text), ["Titre", "Le ", "maire", " a ", "dit", " oui.", "Cité"]);
    }

    #[test]
    fn an_open_rule_is_no_front_matter() {
        assert_eq!(front_matter("---\nLe maire: oui\n"), (Vec::new(), 0));
    }

    proptest! {
        #[test]
        fn spans_are_inside_and_in_order(text in "[\\PC\n]{0,200}") {
            let (_, from) = front_matter(&text);
            let mut at = from;
            for span in prose(&text, from) {
                prop_assert!(span.start() >= at && span.end() <= text.len());
                prop_assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
                at = span.end();
            }
        }
    }
}
