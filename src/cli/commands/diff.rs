use crate::align::{self, ClaimDiff};
use crate::claim::{Claim, ClaimSet, ExtractOptions, Fingerprint, extract, format};
use crate::cli::difference::{Difference, Stale};
use crate::cli::read::{FILE_LIMIT, bytes};
use crate::cli::{CliError, Context, Format, Outcome, print};
use crate::decision::Question;
use crate::reference;
use crate::store::Workspace;
use std::path::{Path, PathBuf};

/// Compare two claim sets: what is new, gone, reworded, changed in a detail, or contradicted.
///
/// BASE and HEAD are claims files (.json), reference sets (.jsonl), an article of the workspace (its accepted claims)
/// or one of its revisions (ARTICLE@2); they may be in different languages. Between revisions, the decisions that go stale are
/// listed too. --format markdown is for a pull request, --format html a page that stands alone. The exit code is 0 when
/// nothing differs and 1 otherwise.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The older side and the newer side.
    #[arg(required = true, num_args = 2..=9, value_names = ["BASE", "HEAD"])]
    sides: Vec<String>,
    /// A folder with a model2vec model: nearness by its embeddings is one more part of each score.
    #[arg(long, value_name = "DIR")]
    embeddings: Option<PathBuf>,
    /// Take the arguments that git gives an external diff program; the exit code is 0 (see docs/git-diff-driver.md).
    #[arg(long)]
    git_driver: bool,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let (base, head) = match (args.git_driver, args.sides.as_slice()) {
        (true, [path, old, _, _, new, ..]) => {
            (load_file(path, old).map(|found| (old, found))?, load_file(path, new).map(|found| (new, found))?)
        }
        (true, _) => {
            return Err(CliError::new(
                "--git-driver takes the seven arguments that git gives an external diff program",
            ));
        }
        (false, [base, head]) => {
            (load(context, base).map(|found| (base, found))?, load(context, head).map(|found| (head, found))?)
        }
        (false, _) => return Err(CliError::new("give two sides: dixit diff BASE HEAD")),
    };
    let ((base_name, (base, base_bad)), (head_name, (head, head_bad))) = (base, head);
    let diff = compared(&base, &head, args.embeddings.as_deref())?;
    for problem in base_bad.iter().chain(&head_bad) {
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("warning: {problem}\n"));
    }
    let fine = diff.is_empty() && base_bad.is_empty() && head_bad.is_empty();
    let stale =
        if args.git_driver { Vec::new() } else { stale(context, (base_name, &base), (head_name, &head), &diff)? };
    let (base_name, head_name) = if args.git_driver {
        let path = args.sides.first().cloned().unwrap_or_default();
        (format!("a/{path}"), format!("b/{path}"))
    } else {
        (base_name.clone(), head_name.clone())
    };
    let difference = Difference { base_name, head_name, base, head, diff, stale };
    match context.format {
        Format::Json => {
            let mut value = serde_json::to_value(&difference.diff).map_err(|error| CliError::new(error.to_string()))?;
            if let Some(object) = value.as_object_mut()
                && !difference.stale.is_empty()
            {
                object.insert("stale".to_owned(), serde_json::json!(difference.stale));
            }
            print(&format::layout(&value))?;
        }
        Format::Markdown => print(&difference.markdown())?,
        Format::Html => print(&difference.html())?,
        Format::Text if args.git_driver => {
            print(&format!("{} → {}\n{}\n", difference.base_name, difference.head_name, difference.text()))?;
        }
        Format::Text => print(&difference.text())?,
    }
    // git takes another exit code for a failure of the program.
    Ok(if fine || args.git_driver { Outcome::Fine } else { Outcome::Look })
}

#[cfg(feature = "embed")]
fn compared(base: &ClaimSet, head: &ClaimSet, folder: Option<&Path>) -> Result<ClaimDiff, CliError> {
    let Some(folder) = folder else { return Ok(align::diff(base, head)) };
    let model = align::Embeddings::open(folder).map_err(|error| CliError::new(error.to_string()))?;
    Ok(align::diff_with(base, head, &model))
}

#[cfg(not(feature = "embed"))]
fn compared(base: &ClaimSet, head: &ClaimSet, folder: Option<&Path>) -> Result<ClaimDiff, CliError> {
    match folder {
        Some(_) => Err(CliError::new(
            "this dixit was built without embeddings; build it with `cargo install --path . --features embed`",
        )),
        None => Ok(align::diff(base, head)),
    }
}

/// The decisions on the claims of one revision that another revision of the same article makes stale.
fn stale(
    context: &Context,
    (base_name, base): (&str, &ClaimSet),
    (head_name, head): (&str, &ClaimSet),
    diff: &ClaimDiff,
) -> Result<Vec<Stale>, CliError> {
    let slug = |name: &str| name.split_once('@').map_or(name, |(slug, _)| slug).to_owned();
    let (one, two) = (slug(base_name), slug(head_name));
    if one != two || Path::new(base_name).is_file() || Path::new(head_name).is_file() {
        return Ok(Vec::new());
    }
    let workspace = context.open()?;
    let mut found = Vec::new();
    for claim in workspace.accepted(&one)?.claims {
        let record = workspace.ledger.record(&claim.id);
        for question in [Question::Attribution, Question::Content] {
            let Some(decision) = record.finding(question).decision.as_ref().filter(|one| one.state.is_decided()) else {
                continue;
            };
            let judged = |claim: &&Claim| Fingerprint::of(claim) == decision.fingerprint;
            let Some(before) = base.claims.iter().find(judged) else { continue };
            if head.claims.iter().any(|claim| judged(&claim)) {
                continue;
            }
            let pair = diff.pairs.iter().find(|pair| pair.base == before.id);
            found.push(Stale {
                claim: claim.id.clone(),
                question: question.to_string(),
                state: decision.state.name(),
                words: before.content.text.clone(),
                relation: pair.map_or("removed", |pair| pair.relation.name()),
            });
        }
    }
    Ok(found)
}

/// A side that git hands over: `/dev/null` for a file that is not there, otherwise a copy whose name may say nothing.
fn load_file(path: &str, copy: &str) -> Result<(ClaimSet, Vec<String>), CliError> {
    if copy == "/dev/null" || copy == "nul" {
        return Ok((reference::ReferenceSet::default().claims(), Vec::new()));
    }
    read_file(path, copy)
}

/// Reads a claims file or, by the name `path`, a reference set.
fn read_file(path: &str, copy: &str) -> Result<(ClaimSet, Vec<String>), CliError> {
    let is_set = Path::new(path).extension().is_some_and(|ext| ext == "jsonl");
    let limit = if is_set { FILE_LIMIT } else { format::SIZE_LIMIT as u64 };
    let bytes = bytes(Path::new(copy), limit, "cut it into smaller sets")?;
    if is_set {
        let set = reference::read(path, &bytes).map_err(|error| CliError::new(error.to_string()))?;
        return Ok((set.claims(), set.problems));
    }
    Ok((format::read(path, &bytes).map_err(|error| CliError::new(error.to_string()))?.set, Vec::new()))
}

/// The claim set that the words name, and the lines of a reference set that could not be read.
fn load(context: &Context, name: &str) -> Result<(ClaimSet, Vec<String>), CliError> {
    let path = Path::new(name);
    if path.is_file() {
        return read_file(name, name);
    }
    let (slug, revision) = match name.split_once('@') {
        Some((slug, number)) => {
            let number: u32 = number
                .parse()
                .map_err(|_| CliError::new(format!("{name}: a revision is a number, as in ARTICLE@2")))?;
            (slug, Some(number))
        }
        None => (name, None),
    };
    let root = context.root().map_err(|_| {
        CliError::new(format!("{name} is no file, and there is no workspace that could have such an article"))
    })?;
    let workspace = Workspace::open(&root)?;
    let article = workspace.article(slug)?;
    let Some(revision) = revision else { return Ok((workspace.accepted(slug)?, Vec::new())) };
    // The claims of a revision are extracted anew, so that two revisions are compared by one extractor.
    let text = workspace.text(&article, revision)?;
    let document = article.document(text);
    Ok((extract(&document, &ExtractOptions { narrator: article.narrator }), Vec::new()))
}
