//! Every write of every command fails once in each way.

use crate::Failure;
use crate::dixit_process::{counted, done, output};
use crate::scenario::{APART, PARTING, STEPS, Step, arguments, sources};
use crate::state::{check, copy, state};
use dixit::store::fault::Fault;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Only this fault (kill, kill-half, power-cut, power-cut-half, disk-full, denied, failing, short-writes, no-locks).
    #[arg(long)]
    fault: Option<String>,
}

/// A command of the scenario, with the workspace before and after.
pub(crate) struct Stage {
    pub(crate) step: Step,
    pub(crate) arguments: Vec<String>,
    pub(crate) directory: PathBuf,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) calls: u64,
}

/// Runs the scenario once without a fault and keeps a copy of the workspace before each command.
pub(crate) fn stages(root: &Path) -> Result<Vec<Stage>, Failure> {
    sources(root)?;
    let live = root.join("live");
    fs::create_dir(&live).map_err(|error| error.to_string())?;
    let mut stages = Vec::new();
    for (number, step) in STEPS.iter().copied().enumerate() {
        let directory = root.join(format!("before-{number}"));
        copy(&live, &directory)?;
        if number == PARTING {
            let grown = root.join("grown");
            copy(&live, &grown)?;
            for step in APART {
                let arguments = arguments(&grown, step)?;
                done(&words(&arguments), &output(&grown, &words(&arguments), None)?)?;
            }
        }
        let arguments = arguments(&live, step)?;
        let before = state(&live)?;
        let calls = counted(&live, &words(&arguments))?;
        check(&live)?;
        stages.push(Stage { step, arguments, directory, before, after: state(&live)?, calls });
    }
    Ok(stages)
}

pub(crate) fn words(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}

pub(crate) fn run(args: &Args) -> Result<String, Failure> {
    let root = tempfile::tempdir().map_err(|error| error.to_string())?;
    let stages = stages(root.path())?;
    let mut report = String::new();
    let mut total = 0;
    for (name, fault) in Fault::ALL {
        if args.fault.as_ref().is_some_and(|wanted| wanted != name) {
            continue;
        }
        let (mut faults, mut kept) = (0u64, 0u64);
        for stage in &stages {
            // What strikes every call strikes each command once.
            for call in 1..=if fault.is_everywhere() { 1 } else { stage.calls } {
                faults += 1;
                kept += u64::from(strike(root.path(), stage, name, fault, call)?);
            }
        }
        total += faults;
        report.push_str(&format!(
            "{name}: {faults} faults, {kept} times as after the command, {} as before\n",
            faults - kept
        ));
    }
    if args.fault.is_none() {
        let faults = repairs(root.path(), &stages)?;
        total += faults;
        report.push_str(&format!("repair: {faults} faults, each mended by a second repair, nothing thrown away\n"));
    }
    if total == 0 {
        return Err("no fault has that name".to_owned());
    }
    Ok(format!("{report}{total} faults over {} commands: nothing lost, nothing by half", stages.len()))
}

/// Runs one command under one fault; says whether the command's effect is there.
fn strike(root: &Path, stage: &Stage, name: &str, fault: Fault, call: u64) -> Result<bool, Failure> {
    let at = |what: &str| format!("{name} at call {call} of dixit {:?}: {what}", stage.step);
    let workspace = root.join("struck");
    let _ = fs::remove_dir_all(&workspace);
    copy(&stage.directory, &workspace)?;
    let words = words(&stage.arguments);
    let struck = output(&workspace, &words, Some((name, call)))?;
    if fault.is_fatal() == struck.status.code().is_some() {
        return Err(at(&format!("ended with {}", struck.status)));
    }
    check(&workspace).map_err(|damage| at(&format!("damage: {damage}")))?;
    let now = state(&workspace).map_err(|error| at(&error))?;
    let kept = now == stage.after;
    if !kept && now != stage.before {
        return Err(at(&format!(
            "neither before nor after:\n{now}\n--- before\n{}\n--- after\n{}",
            stage.before, stage.after
        )));
    }
    let acknowledged = matches!(struck.status.code(), Some(0 | 1));
    if acknowledged && !kept {
        return Err(at("the command said that it was done, and its effect is not there"));
    }
    let said = String::from_utf8_lossy(&struck.stderr);
    if fault == Fault::ShortWrites && !kept {
        return Err(at(&format!("short writes are no reason to refuse: {said}")));
    }
    if fault == Fault::NoLocks && !acknowledged && !said.contains("this file system has no locks") {
        return Err(at(&format!("the refusal does not say why: {said}")));
    }
    if !fault.is_fatal() && !acknowledged && kept {
        return Err(at(&format!("the command refused, and did it: {}", String::from_utf8_lossy(&struck.stderr))));
    }
    // The next writer finishes or drops what is left; then nothing may lie about.
    if !kept {
        let again = output(&workspace, &words, None)?;
        done(&words, &again).map_err(|error| at(&format!("again: {error}")))?;
    } else {
        let next = ["add", "../first.txt", "--as", "other", "--date", "2026-01-02"];
        done(&next, &output(&workspace, &next, None)?).map_err(|error| at(&format!("next: {error}")))?;
    }
    check(&workspace).map_err(|damage| at(&format!("damage after the next command: {damage}")))?;
    let after = state(&workspace)?;
    if !kept && after != stage.after {
        return Err(at("the command run again does not give what it gives without a fault"));
    }
    let left = fs::read_dir(&workspace).map_err(|error| error.to_string())?;
    for entry in left.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == ".staged" {
            return Err(at("the next command left .staged"));
        }
    }
    Ok(kept)
}

/// A repair that is struck can be run again, and what it takes away is kept all the same.
fn repairs(root: &Path, stages: &[Stage]) -> Result<u64, Failure> {
    // Before the publication: the last event brought a file of evidence.
    let published = stages.iter().find(|stage| stage.step.first() == Some(&"publish"));
    let sound = &published.ok_or("the scenario publishes nothing")?.directory;
    let damaged = root.join("damaged");
    copy(sound, &damaged)?;
    let journal = fs::read_to_string(damaged.join("journal.jsonl")).map_err(|error| error.to_string())?;
    let half = journal.replace("undermines", "Undermines");
    let write = |path: &str, text: &str| fs::write(damaged.join(path), text).map_err(|error| error.to_string());
    write("journal.jsonl", &half)?;
    write("articles/pont/claims.json", "{}")?;
    let from = sound.to_string_lossy().into_owned();
    let words = ["repair", "--from", &from, "--yes"];
    let mut faults = 0;
    for (name, _) in Fault::ALL.into_iter().filter(|(_, fault)| !fault.is_everywhere()) {
        let counted_in = root.join("counted");
        let _ = fs::remove_dir_all(&counted_in);
        copy(&damaged, &counted_in)?;
        for call in 1..=counted(&counted_in, &words)? {
            faults += 1;
            let at = |what: &str| format!("{name} at call {call} of dixit repair: {what}");
            let workspace = root.join("struck");
            let _ = fs::remove_dir_all(&workspace);
            copy(&damaged, &workspace)?;
            output(&workspace, &words, Some((name, call)))?;
            done(&words, &output(&workspace, &words, None)?).map_err(|error| at(&error))?;
            check(&workspace).map_err(|damage| at(&damage))?;
            let kept = fs::read_dir(workspace.join("set-aside")).map_err(|error| at(&error.to_string()))?;
            let texts = kept.flatten().map(|entry| fs::read_to_string(entry.path().join("journal.jsonl")));
            if !texts.flatten().any(|text| text == half) {
                return Err(at("the damaged journal was thrown away"));
            }
        }
    }
    Ok(faults)
}
