//! Was this checked before? Several reference sets, those of a workspace or others, searched together.

use super::reference::{IndexState, ReferenceFile, ReferenceFileError};
use crate::retrieval::{Answer, Asked, Searcher, answers};
use std::path::{Path, PathBuf};

/// Reference sets that are open.
#[derive(Debug, Default)]
pub struct ReferenceSets {
    sets: Vec<Set>,
}

#[derive(Debug)]
struct Set {
    /// The file's name without `.jsonl`.
    name: String,
    file: ReferenceFile,
}

/// A record that may say the same, and the set it is in.
#[derive(Debug)]
pub struct Found<'s> {
    /// The name of the set.
    pub set: &'s str,
    /// The record, and why.
    pub answer: Answer,
}

impl ReferenceSets {
    /// The name of a set: its file's, without `.jsonl`.
    pub fn name(path: &Path) -> String {
        path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    }

    /// The sets of the workspace in `root`, sorted.
    ///
    /// # Errors
    /// A directory that cannot be listed.
    pub fn of_workspace(root: &Path) -> Result<Vec<PathBuf>, ReferenceFileError> {
        let directory = root.join("reference");
        let fail = |source| ReferenceFileError::Io { what: "list", path: directory.clone(), source };
        let entries = match std::fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(fail(error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(fail)?.path();
            if path.extension().is_some_and(|extension| extension == "jsonl") {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// Opens sets, reading on `threads` threads what their indexes lack.
    ///
    /// # Errors
    /// As [`ReferenceFile::open`].
    pub fn open(paths: &[PathBuf], threads: usize) -> Result<ReferenceSets, ReferenceFileError> {
        let open = |path: &PathBuf| -> Result<Set, ReferenceFileError> {
            Ok(Set { name: ReferenceSets::name(path), file: ReferenceFile::open(path, threads)? })
        };
        Ok(ReferenceSets { sets: paths.iter().map(open).collect::<Result<_, _>>()? })
    }

    /// Opens those of the sets that can be read.
    pub fn readable(paths: &[PathBuf], threads: usize) -> ReferenceSets {
        let one = |path: &PathBuf| ReferenceSets::open(std::slice::from_ref(path), threads).ok();
        ReferenceSets { sets: paths.iter().filter_map(one).flat_map(|one| one.sets).collect() }
    }

    /// What is wrong with lines of the sets.
    pub fn problems(&self) -> Vec<String> {
        let of = |set: &Set| {
            let path = set.file.path.display().to_string();
            set.file.index.problems.iter().map(|problem| format!("{path} {problem}")).collect::<Vec<_>>()
        };
        self.sets.iter().flat_map(of).collect()
    }

    /// What is to be known of indexes that are not up to date.
    pub fn notes(&self) -> Vec<String> {
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
    pub fn records(&self) -> usize {
        self.sets.iter().map(|set| set.file.index.len()).sum()
    }

    /// The number of sets.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// The names of the sets.
    pub fn names(&self) -> Vec<&str> {
        self.sets.iter().map(|set| set.name.as_str()).collect()
    }

    /// Searchers, one a set, for one thread.
    pub fn searchers(&self) -> Vec<Searcher<'_>> {
        self.sets.iter().map(|set| set.file.searcher()).collect()
    }

    /// The `count` best records of all sets for a claim, best first.
    ///
    /// # Errors
    /// A set that cannot be read any more.
    pub fn find<'s>(
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

    /// Whether there is no set.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }
}
