use super::reference::indexed;
use crate::cli::read::{FILE_LIMIT, bytes};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::decision::SetChange;
use crate::reference::import::{Columns, Import, ImportOptions, Ratings, import};
use std::path::{Path, PathBuf};

/// Read checks that others published into a reference set: ClaimReview or a table.
///
/// FILE holds ClaimReview (an object, an array, an @graph, JSON Lines, a Data Commons DataFeed, a saved web page) or is a
/// CSV table, with commas, semicolons or tabs. The label of a record comes from the words of its rating, by a table for each
/// publisher, never from its numbers; what the table does not explain is labelled "unmapped" and listed. More rows go into
/// reference/ratings.tsv of the workspace: DOMAIN, RATING, LABEL with tabs between.
///
/// Importing again adds what is new and keeps an old rating as a revision. The exit code is 1 when a rating has changed
/// or has no meaning, or a record cannot be read.
///
/// Example: dixit import checks.csv --as agency --columns text=Claim,rating=Verdict,url=Link
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The file.
    file: PathBuf,
    /// The reference set of the workspace that the checks go into.
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// The file is a table: which column holds what. Fields: id, text, title, speaker, date, rating, lang, url,
    /// publisher, checked. Columns that are named as a field need no map.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    columns: Option<Columns>,
    /// The domain of the publisher, for records that have no address.
    #[arg(long, value_name = "DOMAIN")]
    publisher: Option<String>,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let place = super::reference::place(context, &args.name)?;
    let by = context.reviewer()?;
    let shown = args.file.display();
    let bytes = bytes(&args.file, FILE_LIMIT, "cut it into parts and import each")?;
    let ending = |ends: &str| args.file.extension().is_some_and(|it| it.eq_ignore_ascii_case(ends));
    let options = ImportOptions {
        table: args.columns.is_some() || ending("csv") || ending("tsv"),
        tabs: ending("tsv"),
        columns: args.columns.clone().unwrap_or_default(),
        domain: args.publisher.clone(),
        today: context.environment.today(),
    };
    let mut ratings = Ratings::own();
    let table = context.root()?.join("reference/ratings.tsv");
    if let Some(text) = read_if_there(&table)? {
        ratings.add(&table.display().to_string(), &text).map_err(|error| CliError::new(error.to_string()))?;
    }
    let mut writer = context.writer()?;
    let set = writer.set_to_change(&args.name)?.unwrap_or_default();
    let set =
        String::from_utf8(set).map_err(|error| CliError::new(format!("cannot read {}: {error}", place.display())))?;
    let import =
        import(&bytes, &set, &ratings, &options).map_err(|error| CliError::new(format!("{shown}: {error}")))?;
    let from = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy();
    let (now, records) = (context.environment.now(), import.set.lines().count());
    writer.put_set(&args.name, import.set.clone().into_bytes(), SetChange::Imported, records, &from, &now, &by)?;
    drop(writer);
    indexed(&place);
    if context.format == Format::Json {
        print_json(&import)?;
    } else {
        print(&page(&args.name, &import, &table))?;
    }
    let fine = import.changed.is_empty() && import.unmapped.is_empty() && import.problems.is_empty();
    Ok(if fine { Outcome::Fine } else { Outcome::Look })
}

/// The text of a file, when there is one.
fn read_if_there(path: &Path) -> Result<Option<String>, CliError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CliError::new(format!("cannot read {}: {error}", path.display()))),
    }
}

/// `table` is where people say what ratings mean.
fn page(name: &str, import: &Import, table: &Path) -> String {
    let mut parts = vec![format!("{} new", import.added)];
    for (count, word) in
        [(import.changed.len(), "with another rating"), (import.updated, "updated"), (import.same, "as before")]
    {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    let mut out = format!("{}: {}\n", console::style(name).bold(), parts.join(" · "));
    for changed in &import.changed {
        let side = |(rating, label): &(Option<String>, Option<String>)| {
            format!("{} ({})", rating.as_deref().unwrap_or("no rating"), label.as_deref().unwrap_or("unmapped"))
        };
        let (before, now) = (side(&changed.before), side(&changed.now));
        out.push_str(&format!(
            "~ {}  {before} → {now}\n        {}\n",
            console::style(&changed.id).cyan(),
            changed.text
        ));
    }
    for (domain, rating, count) in &import.unmapped {
        let domain = if domain.is_empty() { "no domain" } else { domain };
        let rating = if rating.is_empty() { "no rating".to_owned() } else { format!("“{rating}”") };
        out.push_str(&format!("unmapped  {domain}  {rating}  {count} record{}\n", render::plural(*count)));
    }
    if !import.unmapped.is_empty() {
        let table = table.display();
        out.push_str(&format!(
            "say what they mean in {table} (DOMAIN, RATING, LABEL with tabs between) and import again\n"
        ));
    }
    for problem in &import.problems {
        out.push_str(&format!("not read  {problem}\n"));
    }
    out
}
