//! Was this checked before? The reference sets that the command line or the workspace names, searched together.

use super::CliError;
use crate::lang::Language;
use crate::retrieval::{Answer, Asked, Searcher, answers};
use crate::store::{IndexState, ReferenceFile, ReferenceFileError};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Reference sets that are open.
pub(crate) struct Sets {
    sets: Vec<Set>,
}

struct Set {
    /// The file's name without `.jsonl`.
    name: String,
    file: ReferenceFile,
}

/// A record that may say the same, and the set it is in.
pub(crate) struct Found<'s> {
    pub(crate) set: &'s str,
    pub(crate) answer: Answer,
}

impl From<ReferenceFileError> for CliError {
    fn from(error: ReferenceFileError) -> CliError {
        CliError::new(error.to_string())
    }
}

/// The name of a set: its file's, without `.jsonl`.
pub(crate) fn name(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The sets of a workspace, sorted.
pub(crate) fn of_workspace(root: &Path) -> Result<Vec<PathBuf>, CliError> {
    let directory = root.join("reference");
    let entries = match std::fs::read_dir(&directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(CliError::new(format!("cannot list {}: {error}", directory.display()))),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path =
            entry.map_err(|error| CliError::new(format!("cannot list {}: {error}", directory.display())))?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl Sets {
    /// Opens sets.
    pub(crate) fn open(paths: &[PathBuf]) -> Result<Sets, CliError> {
        let open = |path: &PathBuf| -> Result<Set, CliError> {
            Ok(Set { name: name(path), file: ReferenceFile::open(path, threads())? })
        };
        Ok(Sets { sets: paths.iter().map(open).collect::<Result<_, _>>()? })
    }

    /// What is wrong with lines of the sets.
    pub(crate) fn problems(&self) -> Vec<String> {
        let of = |set: &Set| {
            let path = set.file.path.display().to_string();
            set.file.index.problems.iter().map(|problem| format!("{path} {problem}")).collect::<Vec<_>>()
        };
        self.sets.iter().flat_map(of).collect()
    }

    /// What is to be known of indexes that are not up to date.
    pub(crate) fn notes(&self) -> Vec<String> {
        let note = |set: &Set| {
            let path = set.file.path.display();
            let what = match set.file.state {
                IndexState::None | IndexState::Current => return None,
                IndexState::Behind(count) => {
                    format!("the index of {path} lacks {count} new records; they were indexed in memory")
                }
                IndexState::Outdated => {
                    format!("the index of {path} is of another state of the set; it was indexed in memory")
                }
            };
            Some(format!("{what}. `dixit reference index {path}` brings it up to date"))
        };
        self.sets.iter().filter_map(note).collect()
    }

    /// The number of records in all sets.
    pub(crate) fn records(&self) -> usize {
        self.sets.iter().map(|set| set.file.index.len()).sum()
    }

    pub(crate) fn len(&self) -> usize {
        self.sets.len()
    }

    /// The names of the sets.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.sets.iter().map(|set| set.name.as_str()).collect()
    }

    /// Searchers, one a set, for one thread.
    pub(crate) fn searchers(&self) -> Vec<Searcher<'_>> {
        self.sets.iter().map(|set| set.file.searcher()).collect()
    }

    /// The `count` best records of all sets for a claim.
    pub(crate) fn find<'s>(
        &'s self,
        searchers: &mut [Searcher<'_>],
        asked: Asked<'_>,
        count: usize,
    ) -> Result<Vec<Found<'s>>, ReferenceFileError> {
        let mut found = Vec::new();
        for (set, searcher) in self.sets.iter().zip(searchers) {
            let answers = answers(searcher, asked, count, |number| set.file.record(number))?;
            found.extend(answers.into_iter().map(|answer| Found { set: &set.name, answer }));
        }
        // Stable: records of equal score in the order of the sets.
        found.sort_by(|a, b| b.answer.score.total_cmp(&a.answer.score));
        found.truncate(count);
        Ok(found)
    }

    /// The best record that says the same as a claim, for programs; null when none does.
    pub(crate) fn best(&self, searchers: &mut [Searcher<'_>], asked: Asked<'_>) -> Result<Value, ReferenceFileError> {
        let found = self.find(searchers, asked, 1)?;
        let best = found.first().filter(|found| found.answer.is_match());
        Ok(best.map_or(Value::Null, |found| self.value(found)))
    }

    /// A record that was found, for programs.
    pub(crate) fn value(&self, found: &Found<'_>) -> Value {
        let answer = &found.answer;
        let mut value =
            json!({ "id": answer.record.id, "score": answer.score, "relation": answer.relation, "why": answer.why() });
        if self.sets.len() > 1
            && let Some(object) = value.as_object_mut()
        {
            object.insert("set".to_owned(), json!(found.set));
        }
        value
    }
}

/// The language of a code, or what is wrong with it.
pub(crate) fn language(code: Option<&str>) -> Result<Option<Language>, String> {
    code.map(|code| code.parse().map_err(|error: crate::lang::UnknownLanguage| error.to_string())).transpose()
}
