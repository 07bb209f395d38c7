use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::export::{self, FORMATS, lint::Flaw, lint::Severity};
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Write checks in a format that others read: for search engines, readers, spreadsheets, annotation clients.
///
/// Formats for the public (claimreview, atom) hold only what `dixit publish` has published; the others hold everything
/// selected. Who publishes is said under [publisher] in dixit.toml, the house scale in its [[rating]] blocks.
///
/// Example: dixit export claimreview 7k3 --lint, then dixit export html depeche --out depeche.html
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The format.
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|it| PossibleValue::new(it.name).help(it.about))))]
    to: String,
    /// Articles by short name, claims by the first letters of their id; everything when none is given.
    #[arg(value_name = "ARTICLE|CLAIM")]
    what: Vec<String>,
    /// Write here instead of to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Take what is not published too, for a look at it before it goes out.
    #[arg(long)]
    draft: bool,
    /// Write nothing; list what the format's rules find wrong. The exit code is 1 when there is an error.
    #[arg(long, conflicts_with = "out")]
    lint: bool,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let format = export::format(&args.to).ok_or_else(|| CliError::new(format!("no format {:?}", args.to)))?;
    let workspace = context.open()?;
    let mut selection = workspace.selection(&args.what, &context.environment.now())?;
    if format.public && !args.draft {
        let hidden: Vec<String> = selection
            .checks()
            .filter(|(_, check)| {
                !check.is_public() && args.what.iter().any(|it| check.claim.id.0.starts_with(it.as_str()))
            })
            .map(|(_, check)| check.claim.id.to_string())
            .collect();
        if !hidden.is_empty() {
            return Err(CliError::new(format!("not published: {}", hidden.join(", "))).help(
                "`dixit publish CLAIM published --note URL` says that a check is out; --draft writes it before",
            ));
        }
        selection.keep_public();
    }
    let flaws = format.lint.map(|lint| lint(&selection)).unwrap_or_default();
    let errors = flaws.iter().filter(|flaw| flaw.severity == Severity::Error).count();
    let outcome = if errors == 0 { Outcome::Fine } else { Outcome::Look };
    if args.lint {
        if format.lint.is_none() {
            return Err(CliError::new(format!("{} has no rules to hold it against", format.name))
                .help("--lint is for claimreview"));
        }
        if context.format == Format::Json {
            print_json(&flaws)?
        } else {
            print(&page(&flaws, selection.checks().count()))?
        }
        return Ok(outcome);
    }
    let bytes = (format.write)(&selection);
    match &args.out {
        Some(path) => {
            std::fs::write(path, &bytes)
                .map_err(|error| CliError::new(format!("cannot write {}: {error}", path.display())))?;
            let count = selection.checks().count();
            print(&format!("{count} claim{} written to {}\n", render::plural(count), path.display()))?;
        }
        None => match String::from_utf8(bytes) {
            Ok(text) => print(&text)?,
            Err(_) if std::io::stdout().is_terminal() => {
                return Err(CliError::new(format!("{} is no text", format.name)).help("say --out FILE"));
            }
            Err(error) => {
                let written = std::io::stdout().lock().write_all(error.as_bytes());
                written.map_err(|error| CliError::new(format!("cannot write to standard output: {error}")))?;
            }
        },
    }
    if errors > 0 {
        let (name, s) = (format.name, render::plural(errors));
        let line =
            format!("warning: {errors} error{s} by the rules of {name}; `dixit export {name} --lint` lists them\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
    Ok(outcome)
}

/// The flaws as a page: errors of a claim, then its warnings.
fn page(flaws: &[Flaw], checks: usize) -> String {
    let mut out = String::new();
    for flaw in flaws {
        let severity = match flaw.severity {
            Severity::Error => console::style("error  ").red().bold(),
            Severity::Warning => console::style("warning").yellow(),
        };
        let field = if flaw.field.is_empty() { String::new() } else { format!("{}: ", flaw.field) };
        let rule = console::style(format!("[{}]", flaw.rule)).dim();
        out.push_str(&format!("{severity}  {}  {field}{} {rule}\n", console::style(&flaw.claim).cyan(), flaw.message));
    }
    let count = |severity| flaws.iter().filter(|flaw| flaw.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    out.push_str(&format!(
        "{checks} document{}: {errors} error{}, {warnings} warning{}\n",
        render::plural(checks),
        render::plural(errors),
        render::plural(warnings)
    ));
    out
}
