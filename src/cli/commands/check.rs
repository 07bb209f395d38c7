use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::store::{Problem, Severity, StoreError};

/// Check that nothing waits and nothing is damaged: for continuous integration. Writes nothing.
///
/// Lists pending changes, stale decisions, damage to journal and files, and what the policy of the workspace asks for;
/// the exit code is 1 when there is anything.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Look at everything: each damaged line of the journal, moves that are not legal, texts, evidence, places of claims.
    #[arg(long)]
    deep: bool,
    /// A text that `dixit log --anchor` printed: check that the journal up to there is the same.
    #[arg(long, value_name = "TEXT")]
    anchor: Option<String>,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let workspace = context.open()?;
    let mut problems = if args.deep { workspace.check_deep()? } else { workspace.check()? };
    match args.anchor.as_ref().map(|anchor| workspace.check_anchor(anchor)) {
        None | Some(Ok(())) => {}
        Some(Err(error @ StoreError::Anchor { .. })) => problems.insert(
            0,
            Problem { severity: Severity::Damage, place: "journal.jsonl".to_owned(), message: error.to_string() },
        ),
        Some(Err(error)) => return Err(error.into()),
    }
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
