use super::evidence::parse;
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::decision::{EvidenceStance, Question, State};
use crate::store::Mark;

/// Decide on a claim: did they say it (attribution), and is it true (content)?
///
/// unverified → in-review → verified, disputed, unverifiable or dropped; a decided state goes back to in-review with a
/// reason, never straight to another. verified and disputed need evidence.
///
/// Example: dixit mark 7k3 --content in-review, then
/// dixit mark 7k3 --content disputed --reason "the minutes say otherwise" --evidence minutes.pdf
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The first letters of the claim's id.
    claim: String,
    /// Did they say it? Say a state.
    #[arg(long, value_name = "STATE")]
    attribution: Option<State>,
    /// Is it true? Say a state.
    #[arg(long, value_name = "STATE")]
    content: Option<State>,
    /// Why; it goes into the journal.
    #[arg(long, default_value = "")]
    reason: String,
    /// A rating of the house scale in dixit.toml.
    #[arg(long)]
    rating: Option<String>,
    /// An address or a file; may be given again.
    #[arg(long, value_name = "URL-OR-FILE")]
    evidence: Vec<String>,
    /// What that evidence does to the claim; else it supports what is verified and undermines what is disputed.
    #[arg(long, value_name = "STANCE")]
    stance: Option<String>,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let by = context.reviewer()?;
    let mut writer = context.writer()?;
    let (_, claim) = writer.workspace.claim(&args.claim)?;
    let mut findings = Vec::new();
    findings.extend(args.attribution.map(|state| (Question::Attribution, state)));
    findings.extend(args.content.map(|state| (Question::Content, state)));
    let disputed = findings.iter().any(|(_, state)| *state == State::Disputed);
    let natural = if disputed { EvidenceStance::Undermines } else { EvidenceStance::Supports };
    let stance = match &args.stance {
        Some(word) => parse(word)?,
        None => natural,
    };
    let today = context.environment.today();
    let evidence = args
        .evidence
        .iter()
        .map(|source| crate::decision::Evidence {
            source: source.clone(),
            stance,
            quote: None,
            publisher: None,
            retrieved: Some(today.clone()),
            sha256: None,
        })
        .collect();
    writer.mark(
        &claim.id,
        Mark { findings, reason: args.reason.clone(), rating: args.rating.clone(), evidence },
        &context.environment.now(),
        &by,
    )?;
    let record = writer.workspace.ledger.record(&claim.id);
    if context.format == Format::Json {
        print_json(
            &serde_json::json!({ "claim": claim.id, "attribution": record.attribution.state(), "content": record.content.state() }),
        )?;
    } else {
        print(&format!("{}  {}\n", claim.id, render::findings(record, Some(&claim))))?;
    }
    Ok(Outcome::Fine)
}
