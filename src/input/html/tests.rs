//! The pages of `tests/pages`, each against what a reader takes for its article.

use super::*;
use crate::input;
use similar::{Algorithm, capture_diff_slices};
use std::collections::BTreeMap;
use std::path::Path;

/// What a page holds, by a reader's judgement.
struct Truth {
    fields: BTreeMap<String, String>,
    text: String,
}

fn pages() -> Vec<(String, Vec<u8>, Option<Truth>)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "html"))
        .map(|path| {
            let truth = std::fs::read_to_string(path.with_extension("txt")).unwrap();
            let truth = truth.split_once("---\n").map(|(head, text)| Truth {
                fields: head
                    .lines()
                    .filter_map(|line| line.split_once(": "))
                    .map(|(key, value)| (key.to_owned(), value.to_owned()))
                    .collect(),
                text: text.to_owned(),
            });
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap(), truth)
        })
        .collect();
    pages.sort_by(|a, b| a.0.cmp(&b.0));
    pages
}

/// Words in common, in order; words of the first, of the second.
fn common(found: &str, expected: &str) -> (usize, usize, usize) {
    let (a, b): (Vec<&str>, Vec<&str>) = (found.split_whitespace().collect(), expected.split_whitespace().collect());
    let equal = capture_diff_slices(Algorithm::Myers, &a, &b)
        .iter()
        .filter_map(|op| match op {
            similar::DiffOp::Equal { len, .. } => Some(*len),
            _ => None,
        })
        .sum();
    (equal, a.len(), b.len())
}

fn f1((equal, found, expected): (usize, usize, usize)) -> f64 {
    200.0 * equal as f64 / (found + expected).max(1) as f64
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for `--nocapture`")]
fn pages_are_read_as_a_reader_does() {
    let mut report = String::new();
    let mut wrong = Vec::new();
    let (mut sum, mut read, mut none) = ((0, 0, 0), 0, 0);
    let mut worst: f64 = 100.0;
    for (name, bytes, truth) in pages() {
        let found = input::read(&bytes, Given { html: true, ..Given::default() });
        let Some(truth) = truth else {
            none += 1;
            if !matches!(found, Err(InputError::NoArticle { .. })) {
                wrong.push(format!("{name}: an article was found where there is none"));
            }
            continue;
        };
        let document = match found {
            Ok(document) => document,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        read += 1;
        let words = common(&document.text, &truth.text);
        sum = (sum.0 + words.0, sum.1 + words.1, sum.2 + words.2);
        worst = worst.min(f1(words));
        report.push_str(&format!("{name:28} F1 {:6.2}\n", f1(words)));
        let paragraphs = |text: &str| text.split("\n\n").filter(|it| !it.trim().is_empty()).count();
        if f1(words) >= 99.99 && paragraphs(&document.text) != paragraphs(&truth.text) {
            wrong.push(format!("{name}: {} paragraphs, not {}", paragraphs(&document.text), paragraphs(&truth.text)));
        }
        let page = document.page.unwrap_or_default();
        let said: [(&str, Option<String>); 7] = [
            ("title", document.title),
            ("date", document.date.map(|date| date.to_string())),
            ("modified", page.modified.map(|date| date.to_string())),
            ("authors", (!page.authors.is_empty()).then(|| page.authors.join("; "))),
            ("publisher", page.publisher),
            ("lang", Some(document.lang.code().to_owned())),
            ("address", page.address),
        ];
        for (field, value) in said {
            if truth.fields.contains_key(field) && truth.fields.get(field) != value.as_ref() {
                wrong.push(format!("{name}: {field} is {value:?}, not {:?}", truth.fields.get(field)));
            }
        }
        if let Some(note) = truth.fields.get("note")
            && !document.notes.iter().any(|it| it.contains(note.as_str()))
        {
            wrong.push(format!("{name}: no note {note:?} among {:?}", document.notes));
        }
    }
    println!("{report}{read} pages with an article, {none} without: word-level F1 {:.2}, lowest {worst:.2}", f1(sum));
    assert!(wrong.is_empty(), "{}\n{report}", wrong.join("\n"));
    assert!(read >= 20 && f1(sum) >= 97.0 && worst >= 90.0, "{report}");
}

#[test]
fn a_page_is_known_by_its_start() {
    assert!(input::is_page("\u{feff}\n<!-- x --><!DOCTYPE HTML><p>".as_bytes()));
    assert!(input::is_page(b"<?xml version='1.0'?><html>"));
    assert!(!input::is_page(b"# <html> is a word\n") && !input::is_page(b"<p>a fragment</p>"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn no_page_makes_it_panic(text in "(<(p|div|article|h1|br|a|script|table|td|li)( class=\"[a-z]{0,6}\")?>|</(p|div|article|a|td)>|[a-zé «»&;<>\"'=\n]{0,12}){0,60}") {
        let _ = input::read(text.as_bytes(), Given { html: true, ..Given::default() });
    }
}
