//! Articles by the thousand: files in, one file out. All cores, the order kept, memory bounded, and what was cut off goes on
//! where it stopped.
//!
//! `source` reads portions of articles, `answers` makes their claims, `output` appends them. The output itself says how far a run
//! came: its ids are compared with those of the articles, so that nothing is doubled or lost whatever happened.

mod answers;
mod output;
#[cfg(feature = "parquet")]
mod parts;
mod source;

pub(super) use source::Corpus;

use super::in_order::in_order;
use super::progress::Progress;
use super::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::claim::ExtractOptions;
use answers::{Answers, Refused, answers};
use output::Output;
use std::io::Write;
use std::path::Path;

/// So many refused articles are shown.
const SHOWN: usize = 10;

/// What came out, and what did not.
#[derive(Default)]
struct Summary {
    articles: u64,
    claims: u64,
    refused: u64,
    shown: Vec<Refused>,
    /// Articles that were answered before, and how many of them were refused then.
    before: u64,
    refused_before: u64,
}

impl Summary {
    fn add(&mut self, answers: &mut Answers) {
        self.articles += answers.articles;
        self.claims += answers.claims;
        self.refused += answers.refused.len() as u64;
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(answers.refused.drain(..).take(room));
    }

    /// The refused articles, for people.
    fn page(&self) -> String {
        let mut page = format!("{} article{} refused:\n", self.refused, render::plural(self.refused as usize));
        for refused in &self.shown {
            page.push_str(&format!("    {}: {}\n", refused.place, refused.error));
        }
        if self.refused > self.shown.len() as u64 {
            let more = self.refused - self.shown.len() as u64;
            page.push_str(&format!("    and {more} more; the output says why in the place of each\n"));
        }
        page
    }
}

/// Extracts the claims of all articles of `corpus` into `out`, or to standard output. `resume` goes on with what is there.
pub(super) fn run(
    context: &Context,
    corpus: &Corpus,
    options: ExtractOptions,
    out: Option<&Path>,
    resume: bool,
) -> Result<Outcome, CliError> {
    let (mut output, existing) = Output::open(out, resume, corpus)?;
    let mut portions = corpus.portions()?;
    let mut summary = Summary::default();
    let mut progress = Progress::new(context, corpus.total(), "articles", out.is_none());
    let first;
    if let Some(existing) = existing {
        let skipped = source::skip(&mut portions, existing, corpus.columns(), &mut progress)?;
        (summary.before, summary.refused_before, first) = (skipped.articles, skipped.refused, skipped.rest);
        progress.begin_at(skipped.steps);
    } else {
        first = portions.next().transpose()?;
    }
    output.begin(first.is_some())?;
    let form = output.form();
    let worker = || |portion| answers(portion, corpus.columns(), options, form);
    in_order(first.into_iter().map(Ok).chain(portions), &worker, |ready| {
        for answers in ready {
            let mut answers = answers?;
            summary.add(&mut answers);
            progress.advance(answers.steps, answers.articles);
            output.write(answers.written)?;
        }
        output.flush()
    })?;
    output.finish()?;
    drop(progress);
    report(context, &summary, out)?;
    Ok(if summary.refused + summary.refused_before == 0 { Outcome::Fine } else { Outcome::Look })
}

fn report(context: &Context, summary: &Summary, out: Option<&Path>) -> Result<(), CliError> {
    if summary.refused > 0 {
        let _ = std::io::stderr().write_all(summary.page().as_bytes());
    }
    let Some(out) = out else { return Ok(()) };
    if context.format == Format::Json {
        return print_json(&serde_json::json!({
            "out": out, "articles": summary.articles, "claims": summary.claims, "refused": summary.refused,
            "articles_before": summary.before, "refused_before": summary.refused_before,
        }));
    }
    let (claims, s) = (summary.claims, render::plural(summary.claims as usize));
    let mut line = format!(
        "{} article{}, {claims} claim{s} written to {}\n",
        summary.articles,
        render::plural(summary.articles as usize),
        out.display()
    );
    if summary.before > 0 {
        let before = format!("; {} were there already", summary.before);
        line.insert_str(line.len() - 1, &before);
    }
    print(&line)
}
