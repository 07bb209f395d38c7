//! Real `kill -9`, at moments spread over the run of each command.

use crate::Failure;
use crate::dixit_process::{command, done, output};
use crate::plans::{stages, words};
use crate::state::{check, copy, state};
use std::fs;
use std::time::{Duration, Instant};

#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// How many commands are killed.
    #[arg(long, default_value_t = 2000)]
    count: u32,
    /// Seed of the moments.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(crate) fn run(args: &Args) -> Result<String, Failure> {
    let root = tempfile::tempdir().map_err(|error| error.to_string())?;
    let stages = stages(root.path())?;
    let mut lengths = Vec::new();
    for stage in &stages {
        let workspace = root.path().join("timed");
        let _ = fs::remove_dir_all(&workspace);
        copy(&stage.directory, &workspace)?;
        let begin = Instant::now();
        done(&words(&stage.arguments), &output(&workspace, &words(&stage.arguments), None)?)?;
        lengths.push(begin.elapsed());
    }
    let mut random = args.seed;
    let (mut kills, mut late, mut kept) = (0, 0, 0);
    while kills < args.count {
        for (stage, length) in stages.iter().zip(&lengths) {
            if kills >= args.count {
                break;
            }
            let workspace = root.path().join("killed");
            let _ = fs::remove_dir_all(&workspace);
            copy(&stage.directory, &workspace)?;
            let number = kills;
            let at = |what: String| format!("kill {number} of dixit {:?}: {what}", stage.step);
            let mut child = command(&workspace, &words(&stage.arguments))?
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .map_err(|error| error.to_string())?;
            // Numerical Recipes' linear congruential generator: the moments are the same with the same seed.
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            std::thread::sleep(
                length.mul_f64((random >> 40) as f64 / f64::from(1u32 << 24)).min(Duration::from_secs(5)),
            );
            child.kill().map_err(|error| error.to_string())?;
            let status = child.wait().map_err(|error| error.to_string())?;
            if status.code().is_some() {
                late += 1; // it had ended before the kill
            } else {
                kills += 1;
            }
            check(&workspace).map_err(|damage| at(format!("damage: {damage}")))?;
            let now = state(&workspace).map_err(&at)?;
            if now != stage.before && now != stage.after {
                return Err(at(format!("neither before nor after:\n{now}")));
            }
            if status.code().is_some() && now != stage.after {
                return Err(at("it had answered, and its effect is not there".to_owned()));
            }
            kept += u32::from(now == stage.after);
            if now == stage.before {
                done(&words(&stage.arguments), &output(&workspace, &words(&stage.arguments), None)?).map_err(&at)?;
                check(&workspace).map_err(|damage| at(format!("damage after running again: {damage}")))?;
            }
        }
    }
    Ok(format!(
        "{kills} kills ({late} more came too late), {kept} times as after the command: nothing lost, nothing by half"
    ))
}
