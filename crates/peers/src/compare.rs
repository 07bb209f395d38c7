//! Engines side by side: how well and how fast each finds the records, and what its index costs. Each runs in a process of its own, so
//! that its memory is its own.

use crate::engines::ALL;
use crate::task::Task;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// So many records are asked for.
const COUNT: usize = 20;

/// What is compared.
pub(crate) struct Asked {
    /// The claims, and what is right.
    pub(crate) task: PathBuf,
    /// The set to look in, when it is not the task's.
    pub(crate) set: Option<PathBuf>,
    /// So many claims, spread over the task's.
    pub(crate) claims: Option<usize>,
}

/// A table of all engines for each task.
pub(crate) fn table(asked: &[Asked]) -> Result<String, String> {
    let mut out = String::from(
        "| set | engine | MAP@5 | index s | peak MB | median ms | mean ms | 99 % ms |\n|---|---|---|---|---|---|---|---|\n",
    );
    for asked in asked {
        for (name, _) in ALL {
            let found = in_a_process(name, asked)?;
            let number = |key: &str, digits: usize| {
                found[key].as_f64().map_or("–".to_owned(), |value| format!("{value:.digits$}"))
            };
            out.push_str(&format!(
                "| {}, {} records | {name} | {} | {} | {} | {} | {} | {} |\n",
                asked.task.file_name().unwrap_or_default().to_string_lossy(),
                found["records"],
                number("map", 3),
                number("index", 1),
                number("memory", 0),
                number("median", 2),
                number("mean", 2),
                number("slow", 2),
            ));
        }
    }
    Ok(out)
}

fn in_a_process(engine: &str, asked: &Asked) -> Result<Value, String> {
    let mut command = Command::new(std::env::current_exe().map_err(|error| error.to_string())?);
    command.args(["one", engine]).arg(&asked.task).stderr(Stdio::inherit());
    if let Some(set) = &asked.set {
        command.arg("--set").arg(set);
    }
    if let Some(claims) = asked.claims {
        command.args(["--claims", &claims.to_string()]);
    }
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("{engine} failed on {}", asked.task.display()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{engine}: {error}"))
}

/// Measures one engine in this process.
pub(crate) fn one(engine: &str, asked: &Asked) -> Result<Value, String> {
    let (_, open) = ALL.iter().find(|(name, _)| *name == engine).ok_or("no such engine in this build")?;
    let task = Task::read(&asked.task)?;
    let ids: Vec<String> = task.records.iter().map(|record| record.id.clone()).collect();
    let set = asked.set.clone().unwrap_or_else(|| asked.task.join("corpus.jsonl"));
    let (queries, right) = (task.queries.clone(), task.without_records());
    let start = Instant::now();
    let mut index = open(&set)?;
    let built = start.elapsed().as_secs_f64();
    let memory = peak_memory();
    let step = asked.claims.map_or(1, |claims| queries.len().div_ceil(claims.max(1)).max(1));
    let (mut sum, mut times) = (0.0, Vec::new());
    for (id, text) in queries.iter().step_by(step) {
        let start = Instant::now();
        let found = index.search(text, COUNT)?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        sum += right.average_precision(id, found.iter().filter_map(|at| ids.get(*at as usize)).map(String::as_str));
    }
    let count = times.len().max(1) as f64;
    let mean = times.iter().sum::<f64>() / count;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len() as f64 - 1.0) * share) as usize).copied();
    Ok(json!({
        // Another set has other records at the same places.
        "map": asked.set.is_none().then_some(sum / count),
        "records": records(&set)?, "index": built, "memory": memory,
        "median": at(0.5), "mean": mean, "slow": at(0.99),
    }))
}

fn records(set: &Path) -> Result<usize, String> {
    let mut count = 0;
    crate::engines::each_record(set, |_, _| {
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

/// The most memory that this process had, in megabytes, where the system tells (Linux).
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}
