use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::store::Severity;

/// Check that nothing waits and nothing is damaged: for continuous integration. Writes nothing.
///
/// Lists pending changes, stale decisions, damage to journal and files, and what the policy of the workspace asks for;
/// the exit code is 1 when there is anything.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {}

pub(crate) fn run(context: &Context, _args: &Args) -> Result<Outcome, CliError> {
    let workspace = context.open()?;
    let problems = workspace.check()?;
    if context.format == Format::Json {
        print_json(&problems)?;
    } else if problems.is_empty() {
        print("all in order\n")?;
    } else {
        let mut text = String::new();
        for problem in &problems {
            let label = match problem.severity {
                Severity::Damage => console::style("damage").red().bold(),
                Severity::Open => console::style("open  ").yellow(),
                Severity::Policy => console::style("policy").magenta(),
            };
            text.push_str(&format!("{label}  {}: {}\n", problem.place, problem.message));
        }
        print(&text)?;
    }
    Ok(if problems.is_empty() { Outcome::Fine } else { Outcome::Look })
}
