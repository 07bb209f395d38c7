//! This program run as `dixit`, with or without a fault.

use crate::Failure;
use dixit::store::fault::{self, Fault, Plan};
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode, Output, Stdio};

/// The first argument that makes this program be dixit.
pub(crate) const AS_DIXIT: &str = "as-dixit";

/// Names the fault and the number of the call, `kill:17`.
const PLAN: &str = "DIXIT_FAULT";

/// Names the file that gets the number of calls made.
const CALLS: &str = "DIXIT_CALLS";

#[expect(clippy::disallowed_methods, reason = "a plan comes to the process through its environment")]
pub(crate) fn run(args: Vec<OsString>) -> ExitCode {
    let plan = std::env::var(PLAN).ok().and_then(|text| {
        let (name, at) = text.split_once(':')?;
        let (_, fault) = Fault::ALL.into_iter().find(|(known, _)| *known == name)?;
        Some(Plan { at: at.parse().ok()?, fault })
    });
    fault::inject(plan);
    let code = dixit::cli::run(args);
    if let Ok(path) = std::env::var(CALLS) {
        let _ = std::fs::write(path, fault::calls().to_string());
    }
    code
}

/// A dixit command in `directory`, at a fixed time, signed by Ana.
pub(crate) fn command(directory: &Path, args: &[&str]) -> Result<Command, Failure> {
    let program = std::env::current_exe().map_err(|error| format!("where is this program? {error}"))?;
    let mut command = Command::new(program);
    command
        .arg(AS_DIXIT)
        .args(["--color", "never", "--reviewer", "Ana"])
        .args(args)
        .current_dir(directory)
        .env("DIXIT_NOW", "2026-01-02T03:04:05Z")
        .env_remove(PLAN)
        .env_remove(CALLS)
        .stdin(Stdio::null());
    Ok(command)
}

/// Runs a command to its end, or to the fault's.
pub(crate) fn output(directory: &Path, args: &[&str], plan: Option<(&str, u64)>) -> Result<Output, Failure> {
    let mut command = command(directory, args)?;
    if let Some((name, at)) = plan {
        command.env(PLAN, format!("{name}:{at}"));
    }
    command.output().map_err(|error| format!("cannot run dixit {args:?}: {error}"))
}

/// Runs a command that must do its work (exit code 0 or 1), and counts its writes.
pub(crate) fn counted(directory: &Path, args: &[&str]) -> Result<u64, Failure> {
    let counter = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let output = command(directory, args)?.env(CALLS, counter.path()).output().map_err(|error| error.to_string())?;
    done(args, &output)?;
    let text = std::fs::read_to_string(counter.path()).map_err(|error| error.to_string())?;
    text.trim().parse().map_err(|error| format!("dixit {args:?} counted {text:?}: {error}"))
}

/// Whether a command did its work; the error says what it printed.
pub(crate) fn done(args: &[&str], output: &Output) -> Result<(), Failure> {
    match output.status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(format!("dixit {args:?}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr))),
    }
}
