//! How well does dixit find claims that were checked before?
//!
//! `compare TASK… [--set SET] [--claims N]` runs dixit and other engines side by side. `vary TASK… [--count N]` makes a
//! large set of the tasks' records. `eval TASK…` gives MAP@5 and the time a claim takes. `features TASK…` writes what is compared of each claim and its
//! candidates; `fit TASK…` fits the weights to it and tries them on claims left out. `seed CLAIMS SET` looks French claims up in an English set. A task is a directory
//! with `corpus.jsonl`, `queries-dev.jsonl` and `qrels-dev.tsv`.

mod compare;
mod engines;
mod fit;
mod task;
mod vary;

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
        return Err("usage: dixit-peers compare|vary|fit|eval|features TASK... | seed CLAIMS SET | languages CODE SET"
            .to_owned());
    }
    let mut out = std::io::stdout().lock();
    let fail = |error: std::io::Error| error.to_string();
    if args[0] == "seed" {
        return seed(&args[1], &args[2]);
    }
    if args[0] == "vary" {
        let (tasks, options) = options(&args[1..])?;
        let records: Vec<_> = tasks
            .iter()
            .map(|task| Ok(Task::read(Path::new(task))?.records))
            .collect::<Result<Vec<_>, String>>()?
            .concat();
        return vary::lines(&records, options.count).try_for_each(|line| writeln!(out, "{line}").map_err(fail));
    }
    if args[0] == "languages" {
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        let (index, mut others) = (Index::default(), Vec::new());
        let searcher = Searcher::new(&index);
        engines::each_record(Path::new(&args[2]), |_, record| {
            let lang = searcher.language(&record.text, None).code().to_owned();
            if lang != args[1] {
                others.push(format!("{lang}  {}", record.text));
            }
            *counts.entry(lang).or_default() += 1;
            Ok(())
        })?;
        return writeln!(out, "{}\n{counts:?}", others.join("\n")).map_err(fail);
    }
    if args[0] == "fit" {
        let tasks: Vec<Task> = args[1..].iter().map(|task| Task::read(Path::new(task))).collect::<Result<_, _>>()?;
        return fit::run(&tasks, &mut out).map_err(fail);
    }
    if args[0] == "compare" || args[0] == "one" {
        let single = args[0] == "one";
        let (tasks, options) = options(&args[if single { 2 } else { 1 }..])?;
        let asked: Vec<compare::Asked> = tasks
            .iter()
            .map(|task| compare::Asked { task: task.into(), set: options.set.clone(), claims: options.claims })
            .collect();
        let text = match asked.first() {
            Some(asked) if single => compare::one(&args[1], asked)?.to_string(),
            _ => compare::table(&asked)?,
        };
        return write!(out, "{text}").map_err(fail);
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
            let name = |number: u32| task.records[number as usize].id.as_str();
            let ap = task.average_precision(id, hits.iter().map(|hit| name(hit.number)));
            sum += ap;
            first += f64::from(u8::from(ap > 0.99));
            for hit in hits.iter().filter(|_| dump) {
                let right = task.right.get(id).is_some_and(|right| right.contains(name(hit.number)));
                let values = Feature::ALL.map(|feature| format!("{:.5}", hit.features.get(feature)));
                let (number, right) = (hit.number, u8::from(right));
                writeln!(out, "{}\t{id}\t{number}\t{right}\t{}", task.name, values.join("\t")).map_err(fail)?;
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

/// What may be said beside the tasks.
struct Options {
    set: Option<std::path::PathBuf>,
    claims: Option<usize>,
    count: usize,
}

/// Tasks and options.
fn options(args: &[String]) -> Result<(Vec<&str>, Options), String> {
    let mut options = Options { set: None, claims: None, count: 1_000_000 };
    let mut tasks = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
        let number = |value: &String| value.parse::<usize>().map_err(|_| format!("{value} is no number"));
        match arg.as_str() {
            "--set" => options.set = Some(value()?.into()),
            "--claims" => options.claims = Some(number(value()?)?),
            "--count" => options.count = number(value()?)?,
            task => tasks.push(task),
        }
    }
    Ok((tasks, options))
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
            .map(|hit| {
                let shared: Vec<&str> = hit.shared.iter().map(|shared| shared.term.as_str()).collect();
                format!("{} {:.2} {}", records[hit.number as usize].id, hit.score, shared.join(" "))
            })
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
