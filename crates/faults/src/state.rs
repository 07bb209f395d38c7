//! What a workspace says, as text: two workspaces in the same state give the same.

use crate::Failure;
use dixit::store::{Severity, Workspace};
use std::fs;
use std::path::Path;

/// The state of a workspace that holds nothing.
const NONE: &str = "no workspace";

/// Everything that a reader can learn: events, articles, texts, accepted and pending claims, evidence.
pub(crate) fn state(root: &Path) -> Result<String, Failure> {
    if !root.join("dixit.toml").exists() {
        return Ok(NONE.to_owned());
    }
    let workspace = Workspace::open(root).map_err(|error| error.to_string())?;
    let mut state = String::new();
    let mut files = std::collections::BTreeMap::new();
    for event in &workspace.journal.events {
        let line = serde_json::to_string(&event).map_err(|error| error.to_string())?;
        state.push_str(&line);
        state.push('\n');
        files.extend(event.files.clone());
    }
    for (path, hash) in files {
        let bytes = workspace.read(&path).map_err(|error| error.to_string())?;
        let text = bytes.as_deref().map(String::from_utf8_lossy);
        state.push_str(&format!("{path} {hash:?} {text:?}\n"));
    }
    Ok(state)
}

/// Fails when the workspace is damaged, or holds what does not belong there.
pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    if !root.join("dixit.toml").exists() {
        return Ok(());
    }
    let workspace = Workspace::open(root).map_err(|error| error.to_string())?;
    let problems = workspace.check().map_err(|error| error.to_string())?;
    match problems.iter().find(|problem| problem.severity == Severity::Damage) {
        Some(problem) => Err(format!("{}: {}", problem.place, problem.message)),
        None => Ok(()),
    }
}

/// Copies a workspace; `to` must not exist.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let fail = |error: std::io::Error| format!("cannot copy {}: {error}", from.display());
    fs::create_dir_all(to).map_err(fail)?;
    for entry in fs::read_dir(from).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let target = to.join(entry.file_name());
        if entry.file_type().map_err(fail)?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target).map_err(fail)?;
        }
    }
    Ok(())
}
