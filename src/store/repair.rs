//! Repair: a damaged workspace is brought back to the last state that its journal proves.
//!
//! What is taken away is kept in `set-aside/<hash of the old journal>/` with the path that it had. Files are restored from
//! another copy of the workspace when one is given and has the right bytes; what has no right bytes anywhere stays as
//! it is and is named, unless somebody takes responsibility for it ([`Repair::adopt`]).

use super::commit::{HEAD, STAGED, replace, write_head};
use super::workspace::{JOURNAL, read_file, read_journal};
use super::{Change, Keyring, StoreError, Workspace, Writer, disk, io};
use crate::claim::fingerprint::sha256_hex;
use crate::decision::{EventKind, Journal, damages};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Where repair puts what it takes away.
pub(super) const SET_ASIDE: &str = "set-aside";

/// What would be repaired, or was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// What is wrong with the journal.
    pub damages: Vec<String>,
    /// Events that the journal proves.
    pub proved: usize,
    /// Lines after them, which go.
    pub dropped: usize,
    /// Files whose right bytes were found.
    pub restored: Vec<String>,
    /// Files that only the lines that go brought: they go too.
    pub set_aside_files: Vec<String>,
    /// Files whose right bytes are nowhere, or that the journal says were removed.
    pub unproved: Vec<String>,
    /// Unproved files that the reviewer answers for.
    pub adopted: Vec<String>,
    /// Where the old journal and files were put; absent for a plan.
    pub set_aside: Option<PathBuf>,
}

impl Repair {
    /// Whether there is nothing to repair.
    pub fn is_empty(&self) -> bool {
        self.damages.is_empty() && self.restored.is_empty() && self.unproved.is_empty()
    }
}

/// How to repair.
#[derive(Clone, Debug, Default)]
pub struct RepairOptions {
    /// Another copy of the workspace, to take files from.
    pub from: Option<PathBuf>,
    /// Paths in the workspace whose present bytes the reviewer answers for.
    pub adopt: Vec<String>,
    /// Whether to do it; else it is only said.
    pub apply: bool,
}

/// Repairs the workspace at `root`. Without [`RepairOptions::apply`], says what it would do and changes nothing.
///
/// # Errors
/// A workspace in use, what the disk refuses, a path to adopt that is not unproved.
pub fn repair(
    root: &Path,
    options: &RepairOptions,
    keyring: Keyring,
    at: &str,
    by: &str,
) -> Result<Repair, StoreError> {
    let lock = Writer::lock(root)?;
    let text = read_journal(root)?;
    let head = super::commit::read_head(root);
    let journal = Journal::read(&text);
    let mut found = Repair {
        damages: damages(&text, head.as_ref().map(|(number, hash)| (*number, hash.as_str())))
            .iter()
            .map(ToString::to_string)
            .collect(),
        proved: journal.events.len(),
        ..Repair::default()
    };
    found.dropped = text.lines().count() - found.proved;
    let sound = Journal { problem: None, ..journal };
    let workspace = Workspace::with_journal(root, sound)?;
    found.set_aside_files = strays(root, &text, workspace.journal.proved, &workspace);
    let mut restored = Vec::new();
    for (path, hash) in &workspace.files {
        let now = read_file(&root.join(path))?;
        let Some(hash) = hash else {
            if now.is_some() {
                found.unproved.push(path.clone());
            }
            continue;
        };
        let fits = |bytes: &Vec<u8>| sha256_hex(bytes) == *hash;
        if now.as_ref().is_some_and(fits) {
            continue;
        }
        let elsewhere = options.from.iter().map(|from| from.join(path)).chain([root.join(STAGED).join(hash)]);
        let mut right = None;
        for place in elsewhere {
            right = right.or(read_file(&place)?.filter(fits));
        }
        match right {
            Some(bytes) => {
                found.restored.push(path.clone());
                restored.push((path.clone(), bytes));
            }
            None => found.unproved.push(path.clone()),
        }
    }
    if let Some(path) = options.adopt.iter().find(|path| !found.unproved.contains(path)) {
        let message = format!("{path} needs nobody to answer for it; unproved files: {}", list(&found.unproved));
        return Err(StoreError::Refused(message));
    }
    found.adopted.clone_from(&options.adopt);
    let nothing_to_do = found.damages.is_empty() && found.restored.is_empty() && found.adopted.is_empty();
    if !options.apply || nothing_to_do {
        return Ok(found);
    }
    let aside = Path::new(SET_ASIDE).join(&sha256_hex(text.as_bytes())[..12]);
    let keep = |path: &str, bytes: &[u8]| -> Result<(), StoreError> {
        let target = root.join(&aside).join(path);
        let parent = target.parent().unwrap_or(root);
        disk::make_directory(parent).map_err(io("make", parent))?;
        replace(&target, bytes).map_err(io("write", &target))
    };
    // First everything is kept, then anything is changed.
    let strays: Vec<&String> = found.set_aside_files.iter().collect();
    let touched = restored.iter().map(|(path, _)| path).chain(strays.iter().copied());
    for path in [JOURNAL, HEAD].into_iter().chain(touched.map(String::as_str)) {
        if let Some(bytes) = read_file(&root.join(path))? {
            keep(path, &bytes)?;
        }
    }
    for (path, bytes) in &restored {
        let target = root.join(path);
        let parent = target.parent().unwrap_or(root);
        disk::make_directory(parent).map_err(io("make", parent))?;
        replace(&target, bytes).map_err(io("write", &target))?;
    }
    for path in strays {
        let target = root.join(path);
        disk::remove(&target).map_err(io("remove", &target))?;
    }
    let journal = &workspace.journal;
    let proved = &text.as_bytes()[..journal.proved.min(text.len())];
    let path = root.join(JOURNAL);
    replace(&path, proved).map_err(io("write", &path))?;
    write_head(root, journal)?;
    found.set_aside = Some(aside.clone());
    let mut change = Change::new();
    for path in &options.adopt {
        match read_file(&root.join(path))? {
            Some(bytes) => change.write(path.clone(), bytes),
            None => change.remove(path.clone()),
        }
    }
    change.record(EventKind::Repaired {
        dropped: found.dropped as u64,
        restored: found.restored.clone(),
        adopted: found.adopted.clone(),
        set_aside: aside.to_string_lossy().into_owned(),
    });
    let mut writer = Writer::locked(workspace, lock);
    writer.keyring = keyring;
    writer.commit(at, by, change)?;
    Ok(found)
}

/// Files that are there and that only lines after the proved ones name.
fn strays(root: &Path, text: &str, proved: usize, workspace: &Workspace) -> Vec<String> {
    let mut found = std::collections::BTreeSet::new();
    for line in text.get(proved..).unwrap_or_default().lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        let paths = value.get("files").and_then(|files| files.as_object());
        found.extend(paths.into_iter().flat_map(|files| files.keys().cloned()));
    }
    // A forged line may name any path: only files in the workspace's own directories are touched.
    let inside = |path: &String| {
        let mut parts = Path::new(path).components();
        let first = parts.next().is_some_and(|part| part.as_os_str() == "articles" || part.as_os_str() == "evidence");
        first && parts.all(|part| matches!(part, std::path::Component::Normal(_)))
    };
    found.retain(|path| inside(path) && !workspace.files.contains_key(path) && root.join(path).is_file());
    found.into_iter().collect()
}

fn list(paths: &[String]) -> String {
    if paths.is_empty() { "none".to_owned() } else { paths.join(", ") }
}
