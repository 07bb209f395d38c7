//! Tokens a second of each stage, on the texts of `corpus/`: `cargo bench --bench stages`.
//!
//! A stage is timed with what it needs made ready beforehand, except where it cannot be had apart: `analyse` is
//! tokens, sentences, quotations and tags; `extract` is everything from a text to its claim set.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench stops at a corpus that cannot be read")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use dixit::attribution::{Analysis, attributions, voices};
use dixit::claim::{ExtractOptions, extract};
use dixit::input::{Given, read};
use dixit::lang::{Language, token_rules};
use dixit::tagging::Tagger;
use dixit::text::{quotations, sentences, tokenize};
use std::fs;

fn main() {
    divan::main();
}

/// The texts of the corpus in one language, without header, marks and footer.
fn texts(lang: Language) -> Vec<String> {
    let folder = format!("{}/corpus/{}", env!("CARGO_MANIFEST_DIR"), lang.code());
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.expect("a folder entry").path())
        .collect();
    paths.sort();
    let body = |path: &std::path::PathBuf| {
        let file = fs::read_to_string(path).expect("a text");
        let text = file.split("\n---\n").nth(1).expect("a body between two rules");
        let mut plain = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            plain.push_str(&rest[..open]);
            rest = rest[open..].split_once(':').map_or("", |(_, after)| after);
        }
        plain.push_str(rest);
        plain.replace('}', "")
    };
    paths.iter().map(body).collect()
}

const LANGUAGES: [Language; 3] = [Language::French, Language::English, Language::German];

fn tokens_of(texts: &[String], lang: Language) -> ItemsCount {
    ItemsCount::new(texts.iter().map(|text| tokenize(text, token_rules(lang)).len()).sum::<usize>())
}

#[divan::bench(args = LANGUAGES)]
fn tokens(bencher: Bencher, lang: Language) {
    let texts = texts(lang);
    let run = || texts.iter().map(|text| tokenize(black_box(text), token_rules(lang)).len()).sum::<usize>();
    bencher.counter(tokens_of(&texts, lang)).bench_local(run);
}

#[divan::bench(args = LANGUAGES)]
fn sentences_and_quotations(bencher: Bencher, lang: Language) {
    let texts = texts(lang);
    let ready: Vec<_> = texts.iter().map(|text| (text, tokenize(text, token_rules(lang)))).collect();
    bencher.counter(tokens_of(&texts, lang)).bench_local(|| {
        let split = |(text, tokens): &(&String, Vec<_>)| {
            let found = sentences(text, tokens);
            quotations(text, tokens, &found).len()
        };
        ready.iter().map(split).sum::<usize>()
    });
}

#[divan::bench(args = LANGUAGES)]
fn tags(bencher: Bencher, lang: Language) {
    let texts = texts(lang);
    let tagger = Tagger::of(lang);
    let ready: Vec<_> = texts
        .iter()
        .map(|text| {
            let tokens = tokenize(text, token_rules(lang));
            let sentences = sentences(text, &tokens);
            (text, tokens, sentences)
        })
        .collect();
    bencher.counter(tokens_of(&texts, lang)).bench_local(|| {
        let mut tags = Vec::new();
        for (text, tokens, sentences) in &ready {
            for sentence in sentences {
                tagger.tag(text, tokens, sentence.tokens.clone(), &mut tags);
            }
        }
        tags.len()
    });
}

#[divan::bench(args = LANGUAGES)]
fn analyse(bencher: Bencher, lang: Language) {
    let texts = texts(lang);
    let run = || texts.iter().map(|text| Analysis::new(black_box(text), lang, None).len()).sum::<usize>();
    bencher.counter(tokens_of(&texts, lang)).bench_local(run);
}

#[divan::bench(args = LANGUAGES)]
fn attribute(bencher: Bencher, lang: Language) {
    let texts = texts(lang);
    let ready: Vec<_> = texts.iter().map(|text| Analysis::new(text, lang, None)).collect();
    bencher.counter(tokens_of(&texts, lang)).bench_local(|| {
        let link = |analysis: &Analysis<'_>| voices(analysis, &attributions(analysis)).0.len();
        ready.iter().map(link).sum::<usize>()
    });
}

#[divan::bench(args = LANGUAGES)]
fn extract_all(bencher: Bencher, lang: Language) {
    let texts = texts(lang);
    let given = Given { lang: Some(lang), ..Given::default() };
    let documents: Vec<_> =
        texts.iter().map(|text| read(text.as_bytes(), given.clone()).expect("a document")).collect();
    let options = ExtractOptions { narrator: false };
    bencher
        .counter(tokens_of(&texts, lang))
        .bench_local(|| documents.iter().map(|document| extract(document, &options).claims.len()).sum::<usize>());
}
