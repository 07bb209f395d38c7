use super::log::line;
use crate::claim::anchor::{Anchor, anchor};
use crate::cli::checked;
use crate::cli::{CliError, Context, Format, Outcome, lookup, print, print_json, render};
use crate::retrieval::Asked;
use crate::store::{ReferenceSets, StoreError};
use crate::text::CodePoints;

/// Show an article with its claims, or one claim with its findings, evidence and history.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// An article's short name, or the first letters of a claim's id.
    what: String,
    /// Say why each claim was extracted.
    #[arg(long)]
    explain: bool,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let workspace = context.open()?;
    if workspace.slugs()?.contains(&args.what) {
        let article = workspace.article(&args.what)?;
        let set = workspace.accepted(&args.what)?;
        let sets = checked::open(&ReferenceSets::of_workspace(&workspace.root)?)?;
        let mut searchers = sets.searchers();
        if context.format == Format::Json {
            let mut before = serde_json::Map::new();
            for claim in &set.claims {
                let best = checked::best(&sets, &mut searchers, Asked::of(claim, article.lang))?;
                if !best.is_null() {
                    before.insert(claim.id.0.clone(), best);
                }
            }
            print_json(&serde_json::json!({ "article": article, "claims": set.claims, "checked_before": before }))?;
            return Ok(Outcome::Fine);
        }
        let mut text = format!(
            "{} · revision {} · {} claim{}\n",
            console::style(&article.slug).bold(),
            article.last(),
            set.claims.len(),
            render::plural(set.claims.len())
        );
        for claim in &set.claims {
            let revision = claim.revision.or(set.header.revision).unwrap_or(1);
            let source = workspace.text(&article, revision)?;
            text.push('\n');
            text.push_str(&render::claim_block(claim, Some(&render::Source::new(&source)), args.explain));
            text.push_str(&format!("        {}\n", render::findings(workspace.ledger.record(&claim.id), Some(claim))));
            if let Some(line) = lookup::column(&sets.find(&mut searchers, Asked::of(claim, article.lang), 1)?, &sets) {
                text.push_str(&format!("        {line}\n"));
            }
        }
        print(&text)?;
        return Ok(Outcome::Fine);
    }
    let (slug, claim) = workspace.claim(&args.what).map_err(|error| match error {
        StoreError::Id(error) => {
            CliError::new(format!("{error}")).help("`dixit list` shows the claims, `dixit status` the articles")
        }
        other => other.into(),
    })?;
    let article = workspace.article(&slug)?;
    let set = workspace.accepted(&slug)?;
    let record = workspace.ledger.record(&claim.id);
    let history: Vec<_> = workspace.journal.history().filter(|event| event.what.claim() == Some(&claim.id)).collect();
    let sets = checked::open(&ReferenceSets::of_workspace(&workspace.root)?)?;
    if context.format == Format::Json {
        let before = checked::best(&sets, &mut sets.searchers(), Asked::of(&claim, article.lang))?;
        print_json(&serde_json::json!({
            "article": slug, "claim": claim, "checked_before": before, "attribution": record.attribution.state(), "content": record.content.state(),
            "stale": record.is_stale(Some(&claim)), "evidence": record.evidence, "publication": record.publication.0, "history": history,
        }))?;
        return Ok(Outcome::Fine);
    }
    let revision = claim.revision.or(set.header.revision).unwrap_or(1);
    let source = workspace.text(&article, revision)?;
    let mut text = render::claim_block(&claim, Some(&render::Source::new(&source)), true);
    text.push_str(&format!("\n{}\n", render::findings(record, Some(&claim))));
    if revision < article.last() {
        let newest = workspace.text(&article, article.last())?;
        let place = match anchor(&claim.selector, Some(&source), &newest) {
            Anchor::Found { .. } => "the same words in the same place".to_owned(),
            Anchor::Moved { span } => format!("the same words, at {}", span.start),
            Anchor::Changed { span, typography } => {
                let words = CodePoints::new(&newest).bytes(&newest, span).of(&newest);
                format!("{} “{words}”", if typography { "set otherwise:" } else { "other words:" })
            }
            Anchor::Ambiguous { places } => format!("{places} places that fit alike"),
            Anchor::Orphaned => "not to be found".to_owned(),
        };
        text.push_str(&format!("  in revision {}: {place}\n", article.last()));
    }
    if let Some(line) = lookup::column(&sets.find(&mut sets.searchers(), Asked::of(&claim, article.lang), 1)?, &sets) {
        text.push_str(&format!("{line}\n"));
    }
    for evidence in &record.evidence {
        let stance = serde_json::to_value(evidence.stance).unwrap_or_default();
        text.push_str(&format!("  evidence ({}): {}\n", stance.as_str().unwrap_or_default(), evidence.source));
        if let Some(quote) = &evidence.quote {
            text.push_str(&format!("      “{quote}”\n"));
        }
    }
    if !history.is_empty() {
        text.push_str("\nhistory\n");
        for event in history {
            text.push_str(&line(event));
        }
    }
    print(&text)?;
    Ok(Outcome::Fine)
}
