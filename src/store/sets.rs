//! Reference sets of the workspace: what changes one goes through the journal, so that no set changes without a trace.
//!
//! A set is a file that people may also edit. [`Workspace::check`] names one that is not as the journal knows it, and
//! [`SetChange::Recorded`] is how a person answers for it. The index beside a set is made from it and is no part of the
//! record; `reference/ratings.tsv` is a setting, edited by people.

use super::commit::{Change, Writer};
use super::{StoreError, Workspace, io};
use crate::claim::fingerprint::sha256_hex;
use crate::decision::{EventKind, SetChange};
use std::fs;

/// The path of a set in the workspace.
pub(super) fn path(name: &str) -> String {
    format!("reference/{name}.jsonl")
}

impl Writer {
    /// Puts the bytes of a reference set in place and records who did; nothing where the journal knows these bytes
    /// already. `records` are the lines that can be read, `from` is the file that they came from.
    ///
    /// # Errors
    /// What the disk refuses; then the set is as it was.
    #[expect(clippy::too_many_arguments, reason = "which set, what it holds, what happened, when and by whom")]
    pub fn put_set(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        change: SetChange,
        records: usize,
        from: &str,
        at: &str,
        by: &str,
    ) -> Result<(), StoreError> {
        let known = self.workspace.files.get(&path(name));
        if known.is_some_and(|hash| hash.as_deref() == Some(sha256_hex(&bytes).as_str())) {
            return Ok(());
        }
        let mut step = Change::new();
        step.write(path(name), bytes);
        let (set, from, records) = (name.to_owned(), from.to_owned(), records as u64);
        step.record(EventKind::Reference { set, change, records, from });
        self.commit(at, by, step)
    }

    /// The bytes of a set that is to be changed; none where there is no set.
    ///
    /// # Errors
    /// A set that another program has changed: nobody answers for what it holds.
    pub fn set_to_change(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = self.workspace.read(&path(name))?;
        let known = self.workspace.files.get(&path(name)).cloned().flatten();
        match (&bytes, known) {
            (Some(bytes), Some(known)) if sha256_hex(bytes) != known => Err(StoreError::Refused(format!(
                "the reference set {name} was changed by another program than dixit; restore it, or answer for it with `dixit reference record {name}`"
            ))),
            (Some(_) | None, Some(_) | None) => Ok(bytes),
        }
    }

    /// Takes a reference set out of the workspace. Says whether there was one.
    ///
    /// # Errors
    /// What the disk refuses; then the set is still there.
    pub fn remove_set(&mut self, name: &str, at: &str, by: &str) -> Result<bool, StoreError> {
        if self.workspace.read(&path(name))?.is_none() {
            return Ok(false);
        }
        let mut step = Change::new();
        step.remove(path(name));
        let change = SetChange::Removed;
        step.record(EventKind::Reference { set: name.to_owned(), change, records: 0, from: String::new() });
        self.commit(at, by, step)?;
        Ok(true)
    }
}

impl Workspace {
    /// The reference sets that no event brought, by path in the workspace, sorted.
    pub(super) fn unrecorded_sets(&self) -> Result<Vec<String>, StoreError> {
        let directory = self.root.join("reference");
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(StoreError::Io { what: "list", path: directory, source }),
        };
        let mut found = Vec::new();
        for entry in entries {
            let name = entry.map_err(io("list", &directory))?.file_name().to_string_lossy().into_owned();
            let path = format!("reference/{name}");
            if name.ends_with(".jsonl") && !name.starts_with('.') && !self.files.contains_key(&path) {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }
}
