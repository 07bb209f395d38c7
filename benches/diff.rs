//! How long does it take to compare two sets of 10,000 claims? `cargo bench --bench diff`.
//!
//! The claims are made by a fixed rule from words of our own. Of the second set a third is as it was, the rest has another
//! number, another verb, a denial, or is in English; `read` is from the lines of a file to claims, `diff` from there on.

#![expect(clippy::expect_used, reason = "a bench stops at a set that cannot be read")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use dixit::align::{Relation, diff};
use dixit::reference::read;
use std::fmt::Write as _;

fn main() {
    divan::main();
}

const CLAIMS: usize = 10_000;

const PLACES: [(&str, &str); 8] = [
    ("à Alep", "in Aleppo"),
    ("à Moscou", "in Moscow"),
    ("en Norvège", "in Norway"),
    ("au Chili", "in Chile"),
    ("à Goma", "in Goma"),
    ("en Écosse", "in Scotland"),
    ("à Lyon", "in Lyon"),
    ("au Kenya", "in Kenya"),
];
const SUBJECTS: [(&str, &str); 10] = [
    ("Le ministère de la Santé", "The health ministry"),
    ("L'armée", "The army"),
    ("Le principal syndicat de cheminots", "The main railway union"),
    ("La banque centrale", "The central bank"),
    ("La mairie", "The town hall"),
    ("Le parquet", "The prosecutor's office"),
    ("L'opposition", "The opposition"),
    ("La compagnie d'électricité", "The power company"),
    ("Une association de pêcheurs", "A fishermen's association"),
    ("Le gouvernement", "The government"),
];
const DEEDS: [(&str, &str); 9] = [
    ("a fermé {} écoles", "has closed {} schools"),
    ("a libéré {} prisonniers", "has released {} prisoners"),
    ("a annoncé la suppression de {} emplois", "has announced the loss of {} jobs"),
    ("a recensé {} cas de choléra", "has counted {} cases of cholera"),
    ("a vendu {} tonnes de blé", "has sold {} tonnes of wheat"),
    ("a évacué {} habitants", "has evacuated {} residents"),
    ("a saisi {} kilos de cocaïne", "has seized {} kilos of cocaine"),
    ("a planté {} arbres", "has planted {} trees"),
    ("a perdu {} soldats", "has lost {} soldiers"),
];

/// The claims of one side as lines of a reference set.
fn lines(head: bool) -> String {
    let mut out = String::new();
    for i in 0..CLAIMS {
        let (place, subject, deed) =
            (PLACES[i % PLACES.len()], SUBJECTS[i / 8 % SUBJECTS.len()], DEEDS[i / 80 % DEEDS.len()]);
        let count = 11 + (i * 7919) % 9973;
        let french = |count: usize| format!("{} {} {}", subject.0, deed.0.replace("{}", &count.to_string()), place.0);
        let (text, lang) = match (head, i % 6) {
            (true, 2) => (french(count + 100), "fr"),
            (true, 3) => (french(count).replacen(" a ", " n'a pas ", 1), "fr"),
            (true, 4) => (format!("{} {} {}", subject.1, deed.1.replace("{}", &count.to_string()), place.1), "en"),
            (true, 5) => (format!("{}, selon un rapport", french(count)), "fr"),
            _ => (french(count), "fr"),
        };
        let line =
            serde_json::json!({ "id": format!("{}{i}", if head { "h" } else { "b" }), "text": text, "lang": lang });
        let _ = writeln!(out, "{line}");
    }
    out
}

#[divan::bench(sample_count = 5)]
fn read_a_set(bencher: Bencher) {
    let text = lines(false);
    let run = || read("set.jsonl", black_box(text.as_bytes())).expect("a set").claims().claims.len();
    bencher.counter(ItemsCount::new(CLAIMS)).bench_local(run);
}

#[divan::bench(sample_count = 5)]
fn diff_two_sets(bencher: Bencher) {
    let set = |head| read("set.jsonl", lines(head).as_bytes()).expect("a set").claims();
    let (base, head) = (set(false), set(true));
    let found = diff(&base, &head);
    let count = |relation| found.pairs.iter().filter(|pair| pair.relation == relation).count();
    assert!(count(Relation::Identical) >= CLAIMS / 3, "what is equal is found equal");
    assert!(found.pairs.len() * 10 >= CLAIMS * 9, "what changed is paired");
    bencher.counter(ItemsCount::new(CLAIMS)).bench_local(|| diff(black_box(&base), black_box(&head)).pairs.len());
}
