use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::decision::State;
use std::collections::BTreeMap;

/// Count claims by state for every article, and what waits for somebody.
///
/// The exit code is 1 when there are pending changes or stale decisions.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {}

pub(crate) fn run(context: &Context, _args: &Args) -> Result<Outcome, CliError> {
    let workspace = context.open()?;
    let mut rows = Vec::new();
    for slug in workspace.slugs()? {
        let article = workspace.article(&slug)?;
        let accepted = workspace.accepted(&slug)?;
        let pending = workspace.changes(&slug)?.len();
        let mut states: BTreeMap<State, usize> = BTreeMap::new();
        let mut stale = 0;
        for claim in &accepted.claims {
            let record = workspace.ledger.record(&claim.id);
            *states.entry(record.content.state()).or_default() += 1;
            stale += usize::from(record.is_stale(Some(claim)));
        }
        rows.push((slug, article, accepted.claims.len(), states, pending, stale));
    }
    let open = rows.iter().any(|row| row.4 + row.5 > 0);
    if context.format == Format::Json {
        let articles: Vec<serde_json::Value> = rows
            .iter()
            .map(|(slug, article, claims, states, pending, stale)| {
                let states: BTreeMap<&str, usize> = states.iter().map(|(state, count)| (state.name(), *count)).collect();
                serde_json::json!({ "article": slug, "title": article.title, "revision": article.last(), "claims": claims, "content": states, "pending": pending, "stale": stale })
            })
            .collect();
        print_json(&serde_json::json!({ "workspace": workspace.settings.name, "articles": articles }))?;
    } else {
        let mut text = format!(
            "{} · {} article{} · {} event{}\n",
            workspace.settings.name,
            rows.len(),
            render::plural(rows.len()),
            workspace.journal.events.len(),
            render::plural(workspace.journal.events.len())
        );
        for (slug, article, claims, states, pending, stale) in rows {
            let counts: Vec<String> =
                states.iter().map(|(state, count)| format!("{count} {}", render::state(*state))).collect();
            text.push_str(&format!(
                "\n{}  revision {} · {claims} claim{}\n",
                console::style(&slug).bold(),
                article.last(),
                render::plural(claims)
            ));
            if let Some(title) = &article.title {
                text.push_str(&format!("    {title}\n"));
            }
            if !counts.is_empty() {
                text.push_str(&format!("    content: {}\n", counts.join(" · ")));
            }
            if pending > 0 {
                text.push_str(&format!(
                    "    {}\n",
                    console::style(format!("{pending} pending change{}: dixit review {slug}", render::plural(pending)))
                        .yellow()
                ));
            }
            if stale > 0 {
                text.push_str(&format!(
                    "    {}\n",
                    console::style(format!("{stale} stale decision{}: dixit check", render::plural(stale))).yellow()
                ));
            }
        }
        print(&text)?;
    }
    Ok(if open { Outcome::Look } else { Outcome::Fine })
}
