use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::decision::{Evidence, EvidenceStance};

/// Add evidence to a claim: an address, or a file that is stored in the workspace under its hash.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The first letters of the claim's id.
    claim: String,
    /// An http(s) address or a file.
    source: String,
    /// What it does to the claim: supports, undermines or context.
    #[arg(long, default_value = "supports")]
    stance: String,
    /// The words that matter in it.
    #[arg(long)]
    quote: Option<String>,
    /// Who published it.
    #[arg(long)]
    publisher: Option<String>,
    /// Day on which it was seen; today when it is not given.
    #[arg(long, value_name = "DATE")]
    retrieved: Option<chrono::NaiveDate>,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let by = context.reviewer()?;
    let stance = parse(&args.stance)?;
    let mut writer = context.writer()?;
    let (_, claim) = writer.workspace.claim(&args.claim)?;
    let retrieved = args.retrieved.map_or_else(|| context.environment.today(), |date| date.to_string());
    let evidence = Evidence {
        source: args.source.clone(),
        stance,
        quote: args.quote.clone(),
        publisher: args.publisher.clone(),
        retrieved: Some(retrieved),
        sha256: None,
    };
    writer.add_evidence(&claim.id, &evidence, &context.environment.now(), &by)?;
    let pieces = &writer.workspace.ledger.record(&claim.id).evidence;
    if context.format == Format::Json {
        print_json(&serde_json::json!({ "claim": claim.id, "evidence": pieces }))?;
    } else {
        print(&format!(
            "{}: {} of evidence\n",
            claim.id,
            match pieces.len() {
                1 => "1 piece".to_owned(),
                many => format!("{many} pieces"),
            }
        ))?;
    }
    Ok(Outcome::Fine)
}

/// A stance by its name.
pub(crate) fn parse(word: &str) -> Result<EvidenceStance, CliError> {
    match word {
        "supports" => Ok(EvidenceStance::Supports),
        "undermines" => Ok(EvidenceStance::Undermines),
        "context" => Ok(EvidenceStance::Context),
        _ => {
            Err(CliError::new(format!("unknown stance {word:?}"))
                .help("the stances are: supports, undermines, context"))
        }
    }
}
