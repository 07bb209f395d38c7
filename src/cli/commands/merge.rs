use crate::cli::read::{FILE_LIMIT, bytes};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::decision::Ledger;
use crate::store;
use std::path::PathBuf;

/// Merge another copy of the workspace into this one: both histories are kept, conflicts are shown, not resolved.
///
/// Where both sides decided a finding differently, neither decision counts until somebody marks it again. Claims come
/// together one by one; one that both changed otherwise stays as it is here, and the other's is a pending change. Where
/// both captured a new text of an article, the one here stays and the other is set aside.
///
/// In git, let dixit merge the journals of two branches:
///
///   git config merge.dixit.driver "dixit merge --driver %A %B"
///   git config merge.dixit-head.driver true
///   echo "journal.jsonl merge=dixit" >> .gitattributes
///   echo "journal.head merge=dixit-head" >> .gitattributes
///
/// and look at `dixit check` after a merge.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The other copy.
    #[arg(required_unless_present = "driver")]
    other: Option<PathBuf>,
    /// As git's merge driver: merge the journal THEIRS into the file OURS.
    #[arg(long, num_args = 2, value_names = ["OURS", "THEIRS"], conflicts_with = "other")]
    driver: Option<Vec<PathBuf>>,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let by = context.reviewer()?;
    let now = context.environment.now();
    if let Some([ours, theirs]) = args.driver.as_deref() {
        let read = |path: &PathBuf| {
            let bytes = bytes(path, FILE_LIMIT, "no journal is so long")?;
            String::from_utf8(bytes).map_err(|_| CliError::new(format!("{} is not UTF-8", path.display())))
        };
        let keyring = context.environment.keyring();
        let sign = |journal: &crate::decision::Journal| keyring.signer_of(&Ledger::replay(&journal.events, false), &by);
        let merged = store::merge_journals(&read(ours)?, &read(theirs)?, sign, &now, &by)?;
        std::fs::write(ours, merged)
            .map_err(|error| CliError::new(format!("cannot write {}: {error}", ours.display())))?;
        return Ok(Outcome::Fine);
    }
    let Some(other) = &args.other else { return Err(CliError::new("say which copy to merge")) };
    let done = context.writer()?.merge(other, &now, &by)?;
    if context.format == Format::Json {
        print_json(&done)?;
    } else if done.events == 0 {
        print("nothing to merge: this copy holds all that the other does\n")?;
    } else {
        let mut page = format!(
            "{} event{} merged, {} file{} taken\n",
            done.events,
            render::plural(done.events),
            done.taken.len(),
            render::plural(done.taken.len())
        );
        for conflict in &done.conflicts {
            page.push_str(&format!("{}  {conflict}\n", console::style("conflict").yellow()));
        }
        print(&page)?;
    }
    Ok(if done.conflicts.is_empty() { Outcome::Fine } else { Outcome::Look })
}
