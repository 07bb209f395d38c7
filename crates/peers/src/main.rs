//! How well does dixit find claims that were checked before?
//!
//! `eval TASK…` gives MAP@5 and the time a claim takes. `features TASK…` writes what is compared of each claim and its
//! candidates, for fitting weights. `seed CLAIMS SET` looks French claims up in an English set. A task is a directory
//! with `corpus.jsonl`, `queries-dev.jsonl` and `qrels-dev.tsv`.

mod task;

/// Prints a line beside the figures on standard output.
macro_rules! say {
    ($($part:tt)*) => {
        let _ = writeln!(std::io::stderr(), $($part)*);
    };
}

use dixit::lang::Language;
use dixit::retrieval::{Feature, Index, Searcher};
use std::io::Write;
use std::path::Path;
use std::time::Instant;
use task::Task;

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.len() < 2 {
        return Err("usage: dixit-peers eval|features TASK... | seed CLAIMS SET".to_owned());
    }
    let mut out = std::io::stdout().lock();
    let fail = |error: std::io::Error| error.to_string();
    if args[0] == "seed" {
        return seed(&args[1], &args[2]);
    }
    for directory in &args[1..] {
        let task = Task::read(Path::new(directory))?;
        let start = Instant::now();
        let index = Index::of(&task.records);
        let built = start.elapsed();
        let mut searcher = Searcher::new(&index);
        let (mut sum, mut first) = (0.0, 0.0);
        let start = Instant::now();
        let dump = args[0] == "features";
        for (id, text) in &task.queries {
            let hits = searcher.search(text, Language::English, if dump { 100 } else { 5 });
            let ap = task.average_precision(id, hits.iter().map(|hit| task.records[hit.number as usize].id.as_str()));
            sum += ap;
            first += f64::from(u8::from(ap > 0.99));
            if dump {
                let claim = |text: &str| {
                    dixit::align::Prepared::new(
                        dixit::reference::ReferenceClaim {
                            id: String::new(),
                            text: text.to_owned(),
                            title: None,
                            speaker: None,
                            date: None,
                            label: None,
                            lang: Some("en".to_owned()),
                            url: None,
                        }
                        .claim(),
                        Some("en"),
                    )
                };
                let query = claim(text);
                for (place, hit) in hits.iter().enumerate() {
                    let record = &task.records[hit.number as usize].id;
                    let right = task.right.get(id).is_some_and(|right| right.contains(record));
                    let aligned = if place < 10 {
                        query.compare(&claim(&task.records[hit.number as usize].text)).score
                    } else {
                        0.0
                    };
                    let mut values: Vec<String> =
                        Feature::ALL.iter().map(|f| format!("{:.5}", hit.features.get(*f))).collect();
                    values.push(format!("{aligned:.5}"));
                    writeln!(out, "{}\t{id}\t{}\t{}\t{}", task.name, hit.number, u8::from(right), values.join("\t"))
                        .map_err(fail)?;
                }
            }
        }
        let n = task.queries.len() as f64;
        say!(
            "{}: MAP@5 {:.4} first {:.4}, index {:.2} s, {:.3} ms a claim",
            task.name,
            sum / n,
            first / n,
            built.as_secs_f64(),
            start.elapsed().as_secs_f64() * 1e3 / n
        );
    }
    Ok(())
}

/// Looks the French contents of the seed article's claims up in the English reference set.
fn seed(claims: &str, set: &str) -> Result<(), String> {
    let file = |path: &str| std::fs::read(path).map_err(|error| format!("cannot read {path}: {error}"));
    let records = dixit::reference::read(set, &file(set)?).map_err(|error| error.to_string())?.records;
    let seed: serde_json::Value = serde_json::from_slice(&file(claims)?).map_err(|error| error.to_string())?;
    let index = Index::of(&records);
    let mut searcher = Searcher::new(&index);
    let notes: Vec<serde_json::Value> =
        String::from_utf8_lossy(&file(set)?).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let (mut pairs, mut good) = (0, 0);
    for claim in seed["claims"].as_array().into_iter().flatten() {
        let (id, text) = (claim["id"].as_str().unwrap_or_default(), claim["content_fr"].as_str().unwrap_or_default());
        let right: Vec<&str> = notes
            .iter()
            .filter(|note| note["note"].as_str().is_some_and(|words| words.contains(id)))
            .filter_map(|note| note["id"].as_str())
            .collect();
        let hits = searcher.search(text, Language::French, 4);
        let shown: Vec<String> = hits
            .iter()
            .map(|hit| format!("{} {:.2} {:?}", records[hit.number as usize].id, hit.score, hit.shared))
            .collect();
        let first = hits.first().is_some_and(|hit| right.contains(&records[hit.number as usize].id.as_str()));
        pairs += usize::from(!right.is_empty());
        good += usize::from(!right.is_empty() && first);
        say!(
            "{} {id} {right:?} {text}\n    {}",
            if right.is_empty() {
                "  "
            } else if first {
                "ok"
            } else {
                "NO"
            },
            shown.join("\n    ")
        );
    }
    say!("first hit right: {good} of {pairs}");
    Ok(())
}
