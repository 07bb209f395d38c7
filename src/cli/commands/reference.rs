use crate::cli::checked::threads;
use crate::cli::progress::Progress;
use crate::cli::read::{FILE_LIMIT, bytes};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::decision::SetChange;
use crate::store::{ReferenceFile, ReferenceSets, index_path};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Keep reference sets: claims that were checked before.
///
/// A set is JSON Lines, one record a line: {"id", "text", "title"?, "speaker"?, "date"?, "label"?, "lang"?, "url"?}. Those
/// of a workspace lie in its directory reference/. An index beside a set (SET.jsonl.index) makes `dixit match` start at
/// once; it can always be made anew, and a set without one is indexed in memory. The journal says who changed a set when;
/// `dixit check` names one that was changed by other means.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand, Debug)]
enum Action {
    /// Copy a reference set into the workspace and index it; records with the ids of a set that is there are not added.
    Add {
        /// The set.
        file: PathBuf,
        /// Its name in the workspace; else the file's.
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
    },
    /// List the reference sets of the workspace.
    List,
    /// Answer for a set that was edited by hand: the journal takes up the file as it is.
    Record {
        /// Its name.
        name: String,
    },
    /// Remove a reference set from the workspace.
    Remove {
        /// Its name.
        name: String,
    },
    /// Make the index of a set, or bring it up to date: records that were added at the end are added to the index.
    Index {
        /// A file, or the name of a set of the workspace; all of them when none is given.
        set: Option<PathBuf>,
    },
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    match &args.action {
        Action::Add { file, name } => add(context, file, name.as_deref()),
        Action::Record { name } => record(context, name),
        Action::List => list(context),
        Action::Remove { name } => remove(context, name),
        Action::Index { set } => index(context, set.as_deref()),
    }
}

/// Where a set of the workspace lies.
pub(super) fn place(context: &Context, name: &str) -> Result<PathBuf, CliError> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
        return Err(CliError::new(format!("{name:?} is no name for a set; use letters, digits, - and _")));
    }
    context.open()?;
    Ok(context.root()?.join("reference").join(format!("{name}.jsonl")))
}

fn add(context: &Context, file: &Path, name: Option<&str>) -> Result<Outcome, CliError> {
    let name = name.map_or_else(|| ReferenceSets::name(file), str::to_owned);
    let place = place(context, &name)?;
    if place.exists() {
        return Err(CliError::new(format!("the workspace has a set {name} already")).help(format!(
            "name it otherwise with --as, or take the old one out with `dixit reference remove {name}`"
        )));
    }
    let by = context.reviewer()?;
    // What cannot be searched is refused before anything is written.
    let bytes = bytes(file, FILE_LIMIT, "match against it by its path")?;
    let set = ReferenceFile::index_anew(file, threads())?;
    let from = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let now = context.environment.now();
    let _sign = Progress::sign(context, format!("indexing {name}"));
    context.writer()?.put_set(&name, bytes, SetChange::Added, set.index.len(), &from, &now, &by)?;
    report(context, &[indexed(&place).unwrap_or(set)])
}

/// The set with a new index beside it. The set itself is recorded and safe: an index that cannot be written is said.
pub(super) fn indexed(place: &Path) -> Option<ReferenceFile> {
    let set = ReferenceFile::index_anew(place, threads());
    match set.and_then(|set| set.write_index().map(|_| set)) {
        Ok(set) => Some(set),
        Err(error) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("warning: no index: {error}\n"));
            None
        }
    }
}

fn record(context: &Context, name: &str) -> Result<Outcome, CliError> {
    let place = place(context, name)?;
    let by = context.reviewer()?;
    let mut writer = context.writer()?;
    if !place.is_file() {
        return Err(CliError::new(format!("the workspace has no set {name}")).help("`dixit reference list` shows them"));
    }
    let bytes = bytes(&place, FILE_LIMIT, "match against it by its path")?;
    let set = ReferenceFile::index_anew(&place, threads())?;
    writer.put_set(name, bytes, SetChange::Recorded, set.index.len(), "", &context.environment.now(), &by)?;
    let stale = index_path(&place).is_file();
    report(context, &[if stale { indexed(&place).unwrap_or(set) } else { set }])
}

fn index(context: &Context, set: Option<&Path>) -> Result<Outcome, CliError> {
    let paths = match set {
        Some(path) if path.is_file() => vec![path.to_owned()],
        Some(name) => {
            let path = place(context, &name.to_string_lossy()).map_err(|_| {
                CliError::new(format!("{} is no file, and no workspace has such a set", name.display()))
            })?;
            vec![path]
        }
        None => ReferenceSets::of_workspace(&context.root()?)?,
    };
    let mut sets = Vec::new();
    for path in &paths {
        let _sign = Progress::sign(context, format!("indexing {}", ReferenceSets::name(path)));
        // An index that cannot be used is replaced: that is what the command is for.
        let set = match ReferenceFile::open(path, threads()) {
            Ok(set) => set,
            Err(crate::store::ReferenceFileError::Index { .. }) => ReferenceFile::index_anew(path, threads())?,
            Err(error) => return Err(error.into()),
        };
        set.write_index()?;
        sets.push(set);
    }
    report(context, &sets)
}

fn list(context: &Context) -> Result<Outcome, CliError> {
    let mut values = Vec::new();
    let mut text = String::new();
    for path in ReferenceSets::of_workspace(&context.root()?)? {
        let set = ReferenceFile::open(&path, threads())?;
        values.push(value(&set));
        text.push_str(&line(&set));
    }
    if context.format == Format::Json {
        print_json(&values)?;
    } else if text.is_empty() {
        print("no reference sets; add one with `dixit reference add FILE.jsonl`\n")?;
    } else {
        print(&text)?;
    }
    Ok(Outcome::Fine)
}

fn remove(context: &Context, name: &str) -> Result<Outcome, CliError> {
    let path = place(context, name)?;
    let by = context.reviewer()?;
    if !context.writer()?.remove_set(name, &context.environment.now(), &by)? {
        return Err(CliError::new(format!("the workspace has no set {name}")).help("`dixit reference list` shows them"));
    }
    let _ = std::fs::remove_file(index_path(&path));
    print(&format!("removed {name}\n"))?;
    Ok(Outcome::Fine)
}

fn report(context: &Context, sets: &[ReferenceFile]) -> Result<Outcome, CliError> {
    for set in sets {
        for problem in &set.index.problems {
            let _ = std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("warning: {} {problem}\n", set.path.display()),
            );
        }
    }
    if context.format == Format::Json {
        print_json(&sets.iter().map(value).collect::<Vec<_>>())?;
    } else {
        print(&sets.iter().map(line).collect::<String>())?;
    }
    let whole = sets.iter().all(|set| set.index.problems.is_empty());
    Ok(if whole { Outcome::Fine } else { Outcome::Look })
}

fn value(set: &ReferenceFile) -> Value {
    json!({
        "name": ReferenceSets::name(&set.path), "records": set.index.len(), "languages": set.index.languages(),
        "indexed": index_path(&set.path).is_file(), "problems": set.index.problems,
    })
}

fn line(set: &ReferenceFile) -> String {
    let count = set.index.len();
    let indexed = if index_path(&set.path).is_file() { "indexed" } else { "without index" };
    let bad = set.index.problems.len();
    let bad = if bad == 0 { String::new() } else { format!(" · {bad} bad line{}", render::plural(bad)) };
    format!(
        "{}  {count} record{} · {} · {indexed}{bad}\n",
        console::style(ReferenceSets::name(&set.path)).bold(),
        render::plural(count),
        set.index.languages().join(", ")
    )
}
