use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::decision::Publication;

/// Say that a check is published, corrected or retracted; what was wrong stays readable.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The first letters of the claim's id.
    claim: String,
    /// The new status.
    #[arg(value_parser = ["published", "corrected", "retracted"])]
    status: String,
    /// Where it is published, or what was wrong.
    #[arg(long, default_value = "")]
    note: String,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let by = context.reviewer()?;
    let status = match args.status.as_str() {
        "published" => Publication::Published,
        "corrected" => Publication::Corrected,
        _ => Publication::Retracted,
    };
    let mut writer = context.writer()?;
    let (_, claim) = writer.workspace.claim_or_removed(&args.claim)?;
    writer.publish(&claim.id, status, &args.note, &context.environment.now(), &by)?;
    if context.format == Format::Json {
        print_json(&serde_json::json!({ "claim": claim.id, "publication": status }))?;
    } else {
        print(&format!("{}: {}\n", claim.id, status.name()))?;
    }
    Ok(Outcome::Fine)
}
