//! Reads the annotated articles of `corpus/` and checks them; `corpus/README.md` describes the marks.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The genres that a header may name.
const GENRES: [&str; 18] = [
    "wire",
    "regional",
    "court",
    "sport",
    "science",
    "interview",
    "live",
    "politics",
    "economy",
    "culture",
    "international",
    "society",
    "health",
    "environment",
    "opinion",
    "weather",
    "accident",
    "none",
];

/// The modalities that a footer may name.
const MODALITIES: [&str; 8] =
    ["assertion", "belief", "opinion", "prediction", "request", "hearsay", "intention", "wish"];

/// The keys of a header, in order.
const KEYS: [&str; 6] = ["id", "lang", "date", "title", "genre", "split"];

/// Words of an article, at least and at most.
const WORDS: std::ops::RangeInclusive<usize> = 150..=600;

/// Why an article is not one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CorpusError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Something in the file breaks a rule of the format.
    #[error("{path}: {what}")]
    Article {
        /// The file.
        path: PathBuf,
        /// Which rule, and where.
        what: String,
    },
}

/// One annotated article, its marks taken out.
#[derive(Debug)]
pub(crate) struct Article {
    header: BTreeMap<&'static str, String>,
    text: String,
    attributions: BTreeMap<u32, Attribution>,
}

#[derive(Debug, Default)]
struct Attribution {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
    speaker: String,
    modality: String,
}

impl Article {
    /// Whether the article is kept for testing.
    pub(crate) fn is_test(&self) -> bool {
        self.header.get("split").is_some_and(|split| split == "test")
    }

    /// The article as a line of the evaluation format.
    pub(crate) fn line(&self) -> Value {
        let attributions: Vec<Value> = self
            .attributions
            .iter()
            .map(|(number, found)| {
                json!({
                    "id": number.to_string(), "source": found.source, "cue": found.cue, "content": found.content,
                    "type": null, "speaker": found.speaker, "modality": found.modality,
                })
            })
            .collect();
        let key = |name: &str| self.header.get(name).cloned().unwrap_or_default();
        json!({
            "id": key("id"), "lang": key("lang"), "date": key("date"), "title": key("title"), "text": self.text,
            "attributions": attributions,
        })
    }
}

/// Reads and checks an article.
///
/// # Errors
/// The first rule that the file breaks.
pub(crate) fn read(path: &Path) -> Result<Article, CorpusError> {
    let file =
        std::fs::read_to_string(path).map_err(|source| CorpusError::Unreadable { path: path.to_owned(), source })?;
    parse(&file).map_err(|what| CorpusError::Article { path: path.to_owned(), what })
}

fn parse(file: &str) -> Result<Article, String> {
    let parts: Vec<&str> = file.strip_prefix("---\n").unwrap_or_default().splitn(3, "---\n").collect();
    let [header, body, footer] = parts[..] else {
        return Err("an article is a header, a text and a footer, each after a line `---`".to_owned());
    };
    let header = read_header(header)?;
    let (text, mut attributions) = unmark(body.trim_matches('\n'))?;
    read_footer(footer, &mut attributions)?;
    for (number, found) in &attributions {
        if found.content.is_empty() {
            return Err(format!("attribution {number} has no content: mark it {{x{number}:...}}"));
        }
        if found.modality.is_empty() {
            return Err(format!("attribution {number} has no line in the footer"));
        }
    }
    let words = text.split_whitespace().count();
    if !WORDS.contains(&words) {
        return Err(format!("{words} words; an article has {} to {}", WORDS.start(), WORDS.end()));
    }
    Ok(Article { header, text, attributions })
}

fn read_header(header: &str) -> Result<BTreeMap<&'static str, String>, String> {
    let mut out = BTreeMap::new();
    let mut lines = header.lines();
    for key in KEYS {
        let line = lines.next().unwrap_or_default();
        let value = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(": "));
        let value = value.ok_or_else(|| format!("the header has {line:?} where `{key}: ...` should stand"))?;
        out.insert(key, value.to_owned());
    }
    if !GENRES.contains(&out["genre"].as_str()) {
        return Err(format!("the genre {:?} is none of {}", out["genre"], GENRES.join(", ")));
    }
    let number: u32 =
        out["id"].rsplit('-').next().and_then(|number| number.parse().ok()).ok_or("the id ends in no number")?;
    let split = if [3, 9, 16].contains(&(number % 100 % 20)) { "test" } else { "train" };
    if out["split"] != split {
        return Err(format!("the split of number {number} is {split}, not {:?}", out["split"]));
    }
    Ok(out)
}

/// The text without marks, and what they mark, in code points.
fn unmark(body: &str) -> Result<(String, BTreeMap<u32, Attribution>), String> {
    let mut text = String::new();
    let mut length = 0;
    let mut open: Vec<(char, Vec<u32>, usize)> = Vec::new();
    let mut attributions: BTreeMap<u32, Attribution> = BTreeMap::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        if c == '{' {
            let (head, after) = rest[1..].split_once(':').ok_or("a brace opens no mark")?;
            let role = head.chars().next().filter(|role| "scx".contains(*role));
            let numbers: Option<Vec<u32>> = head
                .get(1..)
                .map(|n| n.split(',').map(str::parse).collect())
                .and_then(|numbers: Result<_, _>| numbers.ok());
            let (Some(role), Some(numbers)) = (role, numbers) else {
                return Err(format!("{{{head}: is no mark; write {{s1:, {{c1: or {{x1:"));
            };
            open.push((role, numbers, length));
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c == '}' {
            let (role, numbers, start) = open.pop().ok_or("a brace closes no mark")?;
            let marked: String = text.chars().skip(start).collect();
            if marked.trim() != marked || marked.is_empty() {
                return Err(format!("the mark around {marked:?} is empty or begins or ends with a blank"));
            }
            for number in numbers {
                let found = attributions.entry(number).or_default();
                match role {
                    's' => found.source.push((start, length)),
                    'c' => found.cue.push((start, length)),
                    _ => found.content.push((start, length)),
                }
            }
            continue;
        }
        text.push(c);
        length += 1;
    }
    if let Some((role, numbers, _)) = open.last() {
        return Err(format!("the mark {{{role}{}: stays open", numbers[0]));
    }
    Ok((text, attributions))
}

fn read_footer(footer: &str, attributions: &mut BTreeMap<u32, Attribution>) -> Result<(), String> {
    for line in footer.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [number, speaker, modality] = cells[..] else {
            return Err(format!("the footer line {line:?} is not `number | speaker | modality`"));
        };
        if !MODALITIES.contains(&modality) {
            return Err(format!("{modality:?} is no modality: {}", MODALITIES.join(", ")));
        }
        let found = number.parse().ok().and_then(|number: u32| attributions.get_mut(&number));
        let found = found.ok_or_else(|| format!("the footer names attribution {number}, which has no mark"))?;
        found.speaker = speaker.to_owned();
        found.modality = modality.to_owned();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_of_the_corpus_keeps_the_rules() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
        let mut read_so_far = 0;
        for lang in ["de", "en", "fr"] {
            for path in std::fs::read_dir(root.join(lang)).unwrap().map(|entry| entry.unwrap().path()) {
                let article = read(&path).unwrap_or_else(|error| panic!("{error}"));
                let length = article.text.chars().count();
                let spans = article.attributions.values().flat_map(|a| a.source.iter().chain(&a.cue).chain(&a.content));
                assert!(spans.clone().all(|&(start, end)| start < end && end <= length), "{}", path.display());
                read_so_far += 1;
            }
        }
        assert!(read_so_far >= 550);
    }

    #[test]
    fn names_what_is_wrong() {
        let article = |body: &str, footer: &str| {
            let padding = "mot ".repeat(160);
            format!(
                "---\nid: fr-0001\nlang: fr\ndate: 2024-01-01\ntitle: T\ngenre: wire\nsplit: train\n---\n{body} {padding}\n---\n{footer}\n"
            )
        };
        let error = |body: &str, footer: &str| parse(&article(body, footer)).unwrap_err();
        assert_eq!(error("{x1:Oui", ""), "the mark {x1: stays open");
        assert_eq!(error("Oui}", ""), "a brace closes no mark");
        assert_eq!(error("{s1:Il} {c1:dit}", "1 | Il | assertion"), "attribution 1 has no content: mark it {x1:...}");
        assert_eq!(error("{x1:Oui}", ""), "attribution 1 has no line in the footer");
        assert_eq!(
            error("{x1:Oui }", "1 | ? | assertion"),
            "the mark around \"Oui \" is empty or begins or ends with a blank"
        );
        assert!(error("{x1:Oui}", "1 | ? | fait").starts_with("\"fait\" is no modality"));
        let good = parse(&article("{x1,2:Oui}, {c1:dit} {s1:Léa}", "1 | Léa | assertion\n2 | ? | hearsay")).unwrap();
        assert_eq!(good.line()["attributions"][0]["source"], json!([[9, 12]]));
    }
}
