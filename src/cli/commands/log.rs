use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::decision::{Event, EventKind};

/// Print the journal: who did what, when and why.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Only what concerns this claim (the first letters of its id).
    claim: Option<String>,
    /// Print the state of the journal as a short text, to be kept where nobody can change it: a commit, a newspaper.
    /// `dixit check --anchor TEXT` compares.
    #[arg(long, conflicts_with = "claim")]
    anchor: bool,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let workspace = context.open()?;
    if let Some(problem) = workspace.journal.problem.as_ref().filter(|problem| !problem.is_harmless()) {
        return Err(CliError::new(format!("journal.jsonl {problem}")));
    }
    if args.anchor {
        match context.format {
            Format::Json => print_json(&serde_json::json!({ "anchor": workspace.anchor() }))?,
            _ => print(&format!("{}\n", workspace.anchor()))?,
        }
        return Ok(Outcome::Fine);
    }
    let wanted = match &args.claim {
        Some(prefix) => Some(
            crate::claim::id::resolve_id(prefix, &workspace.ledger.ids)
                .map_err(|error| CliError::new(error.to_string()))?
                .clone(),
        ),
        None => None,
    };
    let events: Vec<&Event> =
        workspace.journal.history().filter(|event| wanted.is_none() || event.what.claim() == wanted.as_ref()).collect();
    if context.format == Format::Json {
        print_json(&events)?;
    } else {
        print(&events.into_iter().map(line).collect::<String>())?;
    }
    Ok(Outcome::Fine)
}

/// One event as a line or two.
pub(crate) fn line(event: &Event) -> String {
    let (what, reason) = match &event.what {
        EventKind::Init {} => ("made the workspace".to_owned(), ""),
        EventKind::Captured { article, revision, claims, .. } => {
            (format!("captured {article}, revision {revision}, {} claims", claims.len()), "")
        }
        EventKind::Accepted { article, claim, change, reason, .. } => {
            (format!("accepted {claim} of {article} ({})", change.name()), reason.as_str())
        }
        EventKind::Rejected { article, claim, change, reason, .. } => {
            (format!("rejected {claim} of {article} ({})", change.name()), reason.as_str())
        }
        EventKind::Marked { claim, question, state, reason, rating, .. } => {
            let rating = rating.as_ref().map(|rating| format!(", rated {rating}")).unwrap_or_default();
            (format!("marked {claim}: {question} {state}{rating}"), reason.as_str())
        }
        EventKind::Evidence { claim, evidence } => (format!("added evidence to {claim}: {}", evidence.source), ""),
        EventKind::Comment { claim, text } => (format!("commented on {claim}"), text.as_str()),
        EventKind::HandMade { article, claim, reason, .. } => {
            (format!("added {claim} to {article} by hand"), reason.as_str())
        }
        EventKind::Edited { article, claim, was, reason, .. } => {
            let parts: Vec<String> = was.iter().map(|(part, words)| format!("{} was “{words}”", part.name())).collect();
            (format!("corrected {claim} of {article}: {}", parts.join(", ")), reason.as_str())
        }
        EventKind::Undone { claim, undone, question, reason } => {
            let what =
                question.map_or_else(|| "the resolution".to_owned(), |question| format!("the mark of {question}"));
            (format!("took back {what} of {claim} ({})", undone.get(..8).unwrap_or(undone)), reason.as_str())
        }
        EventKind::Newer => ("did what only a newer dixit knows; update dixit to read it".to_owned(), ""),
        EventKind::Merged { base, lines } => {
            (format!("merged {} lines of a journal that grew apart after line {base}", lines.len()), "")
        }
        EventKind::Repaired { dropped, restored, adopted, set_aside } => {
            let list = |what: &str, paths: &[String]| {
                if paths.is_empty() { String::new() } else { format!("; {what} {}", paths.join(", ")) }
            };
            let (restored, adopted) = (list("restored", restored), list("answers for", adopted));
            (format!("repaired: {dropped} lines dropped{restored}{adopted}; what was there is in {set_aside}"), "")
        }
        EventKind::Reference { set, change, records, from } => {
            let count = format!("{records} record{}", crate::cli::render::plural(*records as usize));
            let from = if from.is_empty() { String::new() } else { format!(" from {from}") };
            (format!("{} the reference set {set}: {count}{from}", change.name()), "")
        }
        EventKind::KeyAdded { public, .. } => (format!("signs from now on with key {}", public.id()), ""),
        EventKind::KeyRetired { reviewer, key, reason } => {
            (format!("retired key {key} of {reviewer}"), reason.as_str())
        }
        EventKind::Publication { claim, status, note } => (format!("{} {claim}", status.name()), note.as_str()),
    };
    let mut out = format!(
        "{:>4}  {}  {}  {what}\n",
        event.seq,
        console::style(&event.at).dim(),
        console::style(&event.by).bold()
    );
    if !reason.is_empty() {
        out.push_str(&format!("        “{reason}”\n"));
    }
    out
}
