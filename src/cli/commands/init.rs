use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::store::Workspace;

/// Make a workspace: a directory of plain files for articles, claims and decisions.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Its directory; "claims" when none is named.
    dir: Option<std::path::PathBuf>,
    /// A name for people.
    #[arg(long, default_value = "claims")]
    name: String,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let root = args.dir.clone().unwrap_or_else(|| context.workspace_or("claims"));
    let by = context.reviewer()?;
    Workspace::init(&root, &args.name, &context.environment.now(), &by)?;
    if context.format == Format::Json {
        print_json(&serde_json::json!({ "workspace": root }))?;
    } else {
        print(&format!("workspace made in {}; add an article with `dixit add FILE`\n", root.display()))?;
    }
    Ok(Outcome::Fine)
}
