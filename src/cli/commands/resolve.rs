use crate::claim::{ClaimId, id};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::decision::PendingChange;

/// Accept pending changes: the claims take their new words, and decisions on the old ones go stale.
///
/// Name the claims; --moved takes all those that merely stand in another place, the only bulk step.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The article.
    article: String,
    /// The first letters of claim ids.
    #[arg(required_unless_present = "moved")]
    claims: Vec<String>,
    /// All claims that merely moved.
    #[arg(long)]
    moved: bool,
    /// Why; it goes into the journal.
    #[arg(long)]
    reason: String,
}

pub(crate) fn run(context: &Context, args: &Args, accept: bool) -> Result<Outcome, CliError> {
    let by = context.reviewer()?;
    let mut writer = context.writer()?;
    writer.workspace.article(&args.article)?;
    let open = writer.workspace.changes(&args.article)?;
    let known: Vec<ClaimId> = open.iter().filter_map(|change| change.id().cloned()).collect();
    let mut ids: Vec<ClaimId> = Vec::new();
    for prefix in &args.claims {
        let found = id::resolve_id(prefix, &known).map_err(|error| {
            CliError::new(error.to_string()).help(format!("`dixit review {}` lists the open changes", args.article))
        })?;
        ids.push(found.clone());
    }
    if args.moved {
        ids.extend(
            open.iter().filter(|change| change.kind == PendingChange::Moved).filter_map(|change| change.id().cloned()),
        );
    }
    ids.sort();
    ids.dedup();
    if ids.is_empty() && context.format == Format::Text {
        print("nothing to do\n")?;
        return Ok(Outcome::Fine);
    }
    writer.resolve(&args.article, &ids, accept, &context.environment.now(), &by, &args.reason)?;
    let left = writer.workspace.changes(&args.article)?.len();
    let verb = if accept { "accepted" } else { "rejected" };
    if context.format == Format::Json {
        print_json(&serde_json::json!({ "article": args.article, verb: ids, "left": left }))?;
    } else {
        print(&format!("{} {verb}, {left} left\n", ids.len()))?;
    }
    Ok(Outcome::Fine)
}
