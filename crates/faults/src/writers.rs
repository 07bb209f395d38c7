//! Many processes that write to one workspace at once, some of them killed while they hold the lock.

use crate::Failure;
use crate::dixit_process::{command, done, output};
use crate::scenario::{STEPS, arguments, sources};
use crate::state::check;
use dixit::decision::EventKind;
use dixit::store::Workspace;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// How many write at the same time.
    #[arg(long, default_value_t = 8)]
    processes: usize,
    /// Events that each of them writes, each with a command of its own.
    #[arg(long, default_value_t = 2000)]
    events: usize,
    /// One command in so many is killed while it works; 0 for none.
    #[arg(long, default_value_t = 0)]
    kill_one_in: usize,
}

pub(crate) fn run(args: &Args) -> Result<String, Failure> {
    let root = tempfile::tempdir().map_err(|error| error.to_string())?;
    sources(root.path())?;
    let workspace = root.path().join("shared");
    std::fs::create_dir(&workspace).map_err(|error| error.to_string())?;
    for step in &STEPS[..2] {
        let words = arguments(&workspace, step)?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        done(&words, &output(&workspace, &words, None)?)?;
    }
    let opened = Workspace::open(&workspace).map_err(|error| error.to_string())?;
    let claims = opened.claims().map_err(|error| error.to_string())?;
    let claim = claims.keys().next().map(ToString::to_string).ok_or("the article has no claim")?;
    let begin = Instant::now();
    let written: Vec<Result<Written, Failure>> = std::thread::scope(|scope| {
        let writer = |number| {
            let (workspace, claim) = (&workspace, &claim);
            scope.spawn(move || write(workspace, claim, number, args))
        };
        let threads: Vec<_> = (0..args.processes).map(writer).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a writer panicked".to_owned())))
            .collect()
    });
    let elapsed = begin.elapsed();
    let mut acknowledged = BTreeSet::new();
    let (mut slowest, mut first, mut last) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for writer in written {
        let (sources, times) = writer?;
        acknowledged.extend(sources);
        slowest = slowest.max(times.iter().copied().max().unwrap_or_default());
        let part = times.len().div_ceil(20);
        first += mean(&times[..part]) / args.processes as u32;
        last += mean(&times[times.len() - part..]) / args.processes as u32;
    }
    check(&workspace)?;
    let opened = Workspace::open(&workspace).map_err(|error| error.to_string())?;
    let mut present = BTreeSet::new();
    for event in &opened.journal.events {
        if let EventKind::Evidence { evidence, .. } = &event.what
            && !present.insert(evidence.source.clone())
        {
            return Err(format!("{} is there twice", evidence.source));
        }
    }
    if let Some(lost) = acknowledged.difference(&present).next() {
        return Err(format!("{lost} was acknowledged and is not there"));
    }
    let events = present.len();
    Ok(format!(
        "{} processes, {} events acknowledged, {events} present, chain intact; {:.2} ms an event over all; a command with its \
         wait took {:.0} ms in the first twentieth, {:.0} ms in the last, {:.0} ms the slowest",
        args.processes,
        acknowledged.len(),
        elapsed.as_secs_f64() * 1000.0 / events.max(1) as f64,
        first.as_secs_f64() * 1000.0,
        last.as_secs_f64() * 1000.0,
        slowest.as_secs_f64() * 1000.0,
    ))
}

/// What was acknowledged to a writer, and how long each command took.
type Written = (Vec<String>, Vec<Duration>);

fn mean(times: &[Duration]) -> Duration {
    times.iter().sum::<Duration>() / times.len().max(1) as u32
}

/// One writer: a command an event.
fn write(workspace: &Path, claim: &str, number: usize, args: &Args) -> Result<Written, Failure> {
    let mut acknowledged = Vec::new();
    let mut times = Vec::new();
    for event in 0..args.events {
        let source = format!("https://example.org/{number}/{event}");
        let words = ["evidence", claim, &source];
        let begin = Instant::now();
        if args.kill_one_in > 0 && event % args.kill_one_in == args.kill_one_in - 1 {
            let mut child = command(workspace, &words)?
                .stdout(std::process::Stdio::null())
                .spawn()
                .map_err(|error| error.to_string())?;
            std::thread::sleep(Duration::from_millis((event % 17) as u64));
            child.kill().map_err(|error| error.to_string())?;
            child.wait().map_err(|error| error.to_string())?;
            continue;
        }
        done(&words, &output(workspace, &words, None)?)?;
        times.push(begin.elapsed());
        acknowledged.push(source);
    }
    Ok((acknowledged, times))
}
