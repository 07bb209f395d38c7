//! A matching task: claims to look up, a set to look them up in, and which records are right.

use dixit::reference::{ReferenceClaim, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A task as its directory holds it: `corpus.jsonl`, `queries-dev.jsonl`, `qrels-dev.tsv`.
pub(crate) struct Task {
    /// The name of its directory.
    pub(crate) name: String,
    /// The reference set.
    pub(crate) records: Vec<ReferenceClaim>,
    /// Id and text of each claim to look up.
    pub(crate) queries: Vec<(String, String)>,
    /// The records that are right, by claim.
    pub(crate) right: BTreeMap<String, BTreeSet<String>>,
}

impl Task {
    /// Reads the task in `directory`.
    pub(crate) fn read(directory: &Path) -> Result<Task, String> {
        let file = |name: &str| {
            let path = directory.join(name);
            std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
        };
        let records = read("corpus.jsonl", &file("corpus.jsonl")?).map_err(|error| error.to_string())?.records;
        let queries = String::from_utf8_lossy(&file("queries-dev.jsonl")?)
            .lines()
            .filter_map(|line| {
                let value: serde_json::Value = serde_json::from_str(line).ok()?;
                Some((value["id"].as_str()?.to_owned(), value["text"].as_str()?.to_owned()))
            })
            .collect();
        let mut right: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in String::from_utf8_lossy(&file("qrels-dev.tsv")?).lines() {
            let Some((query, record)) = line.split_once('\t') else { return Err(format!("bad pair {line:?}")) };
            right.entry(query.to_owned()).or_default().insert(record.to_owned());
        }
        let name = directory.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Task { name, records, queries, right })
    }

    /// The same without the set and the claims, to judge by.
    pub(crate) fn without_records(self) -> Task {
        Task { records: Vec::new(), queries: Vec::new(), ..self }
    }

    /// Average precision of the first five ids for one claim.
    pub(crate) fn average_precision<'r>(&self, query: &str, ranked: impl Iterator<Item = &'r str>) -> f64 {
        let Some(right) = self.right.get(query) else { return 0.0 };
        let (mut found, mut sum) = (0.0, 0.0);
        for (place, id) in ranked.take(5).enumerate() {
            if right.contains(id) {
                found += 1.0;
                sum += found / (place as f64 + 1.0);
            }
        }
        sum / right.len() as f64
    }
}
