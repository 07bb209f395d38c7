use crate::claim::Claim;
use crate::cli::checked;
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::decision::State;
use crate::lang::Language;
use crate::retrieval::Asked;
use crate::store::ReferenceSets;
use crate::text::fold;

/// List claims, filtered by state, speaker, language, date or words.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Only this article.
    article: Option<String>,
    /// Only claims of which a finding has this state.
    #[arg(long)]
    state: Option<State>,
    /// Only claims whose decision is stale.
    #[arg(long)]
    stale: bool,
    /// Only claims by speakers whose name holds these words.
    #[arg(long, value_name = "WORDS")]
    speaker: Option<String>,
    /// Only claims of articles in this language.
    #[arg(long, value_name = "CODE")]
    lang: Option<Language>,
    /// Only articles of this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<chrono::NaiveDate>,
    /// Only articles of this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<chrono::NaiveDate>,
    /// Only claims that hold these words.
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let workspace = context.open()?;
    let slugs = match &args.article {
        Some(slug) => vec![workspace.article(slug)?.slug],
        None => workspace.slugs()?,
    };
    let json = context.format == Format::Json;
    // Only programs are told here what was checked before.
    let sets = checked::open(&if json { ReferenceSets::of_workspace(&workspace.root)? } else { Vec::new() })?;
    let mut searchers = sets.searchers();
    let mut text = String::new();
    let mut values = Vec::new();
    for slug in slugs {
        let article = workspace.article(&slug)?;
        let date: Option<chrono::NaiveDate> = article.date.as_ref().and_then(|date| date.parse().ok());
        let in_time = args.since.is_none_or(|since| date.is_some_and(|date| date >= since))
            && args.until.is_none_or(|until| date.is_some_and(|date| date <= until));
        if !in_time || args.lang.is_some_and(|lang| lang != article.lang) {
            continue;
        }
        for claim in workspace.accepted(&slug)?.claims {
            let record = workspace.ledger.record(&claim.id);
            let in_state =
                args.state.is_none_or(|state| record.attribution.state() == state || record.content.state() == state);
            if !in_state || args.stale && !record.is_stale(Some(&claim)) || !matches(args, &claim) {
                continue;
            }
            text.push_str(&format!(
                "{}  {}  {}\n",
                console::style(&claim.id).cyan(),
                console::style(render::speaker(&claim)).bold(),
                render::findings(record, Some(&claim))
            ));
            text.push_str(&format!("        {}\n", shorten(&claim.content.text)));
            values.push(serde_json::json!({
                "article": slug, "claim": claim,
                "attribution": record.attribution.state(), "content": record.content.state(), "stale": record.is_stale(Some(&claim)),
                "checked_before": checked::best(&sets, &mut searchers, Asked::of(&claim, article.lang))?,
            }));
        }
    }
    if json {
        print_json(&values)?
    } else {
        print(&text)?
    }
    Ok(Outcome::Fine)
}

fn matches(args: &Args, claim: &Claim) -> bool {
    let holds =
        |text: &str, words: &Option<String>| words.as_ref().is_none_or(|words| fold(text).contains(&fold(words)));
    holds(&render::speaker(claim), &args.speaker) && holds(&claim.content.text, &args.text)
}

/// One line of at most 88 columns.
fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 88 { line } else { format!("{}…", line.chars().take(87).collect::<String>()) }
}
