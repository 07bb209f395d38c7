use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::store::{self, Repair, RepairOptions};
use std::path::PathBuf;

/// Bring a damaged workspace back to the last state that its journal proves. Without --yes, says what it would do.
///
/// Lines of the journal after the first damage go; what goes is kept in set-aside/ with the path that it had. Files that
/// another program changed are restored from --from, a sound copy of the workspace (a git checkout, a backup). A
/// file that is nowhere to be had stays as it is and is reported, unless you answer for it with --adopt.
///
/// Example: dixit repair --from ../backup/claims, then the same with --yes
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Another copy of the workspace, to take files from.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// A file whose present bytes you answer for, as `dixit check` names it; may be given again.
    #[arg(long, value_name = "FILE")]
    adopt: Vec<String>,
    /// Do it.
    #[arg(long)]
    yes: bool,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let by = context.reviewer()?;
    let options = RepairOptions { from: args.from.clone(), adopt: args.adopt.clone(), apply: args.yes };
    let keyring = context.environment.keyring();
    let done = store::repair(&context.root()?, &options, keyring, &context.environment.now(), &by)?;
    if context.format == Format::Json {
        print_json(&done)?;
    } else {
        print(&page(&done, args.yes))?;
    }
    let left = done.unproved.len() > done.adopted.len();
    Ok(if done.is_empty() || args.yes && !left { Outcome::Fine } else { Outcome::Look })
}

fn page(done: &Repair, applied: bool) -> String {
    if done.is_empty() {
        return "nothing to repair\n".to_owned();
    }
    let mut page = String::new();
    for damage in &done.damages {
        page.push_str(&format!("damage    journal.jsonl: {damage}\n"));
    }
    if done.dropped > 0 {
        let (proved, dropped) = (done.proved, done.dropped);
        page.push_str(&format!(
            "journal   {proved} event{} proved, {dropped} line{} after them set aside\n",
            render::plural(proved),
            render::plural(dropped)
        ));
    }
    for path in &done.restored {
        page.push_str(&format!("restored  {path}\n"));
    }
    for path in &done.set_aside_files {
        page.push_str(&format!("aside     {path}: only lines that go brought it\n"));
    }
    for path in &done.unproved {
        let adopted = done.adopted.contains(path);
        let what =
            if adopted { "as it is now; you answer for it" } else { "no copy with the right bytes; left as it is" };
        page.push_str(&format!("{}  {path}: {what}\n", if adopted { "adopted " } else { "unproved" }));
    }
    match &done.set_aside {
        Some(place) => page.push_str(&format!("what was there before is in {}\n", place.display())),
        None if !applied => page.push_str("nothing is changed yet; say --yes to do it\n"),
        None => {}
    }
    page
}
