//! Kills, starves and crowds real dixit commands, and looks at what is left; `docs/durability.md` says what must hold.
//!
//! The program runs itself as `dixit` (with the feature `faults`), once for each fault: [`plans`] makes every single write
//! of every command the last one of the process, or one that fails; [`kills`] ends commands by `kill -9` at random moments;
//! [`writers`] lets many processes write at once; [`small_disk`] fills a real, small file system.

mod dixit_process;
mod kills;
mod plans;
mod scenario;
mod small_disk;
mod state;
mod writers;

use clap::Parser;
use std::process::ExitCode;

/// What went wrong, for a person.
type Failure = String;

#[derive(Parser, Debug)]
#[command(about, version)]
enum Command {
    /// Makes each write of each command fail in each way.
    Plans(plans::Args),
    /// Ends commands by `kill -9` at random moments.
    Kills(kills::Args),
    /// Lets many processes write to one workspace at once.
    Writers(writers::Args),
    /// Fills a small file system (tmpfs; needs the right to mount).
    SmallDisk,
}

fn main() -> ExitCode {
    let mut args: Vec<_> = std::env::args_os().collect();
    if args.get(1).is_some_and(|first| first == dixit_process::AS_DIXIT) {
        args.remove(1);
        return dixit_process::run(args);
    }
    let result = match Command::parse() {
        Command::Plans(args) => plans::run(&args),
        Command::Kills(args) => kills::run(&args),
        Command::Writers(args) => writers::run(&args),
        Command::SmallDisk => small_disk::run(),
    };
    match result {
        Ok(report) => {
            say(&report);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            say(&format!("FAILED: {failure}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the harness reports to a terminal")]
fn say(text: &str) {
    println!("{text}");
}
