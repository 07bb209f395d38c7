use crate::align;
use crate::claim::{ClaimSet, ExtractOptions, extract, format};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::input::Document;
use crate::reference;
use crate::store::Workspace;
use std::path::Path;

/// Compare two claim sets: what is new, gone, reworded, or changed in a detail.
///
/// BASE and HEAD are claims files (.json), reference sets (.jsonl), an article of the workspace (its accepted claims)
/// or one of its revisions (ARTICLE@2). The exit code is 0 when nothing differs and 1 otherwise.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The older side.
    base: String,
    /// The newer side.
    head: String,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let (base, base_bad) = load(context, &args.base)?;
    let (head, head_bad) = load(context, &args.head)?;
    let diff = align::diff(&base, &head);
    for problem in base_bad.iter().chain(&head_bad) {
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("warning: {problem}\n"));
    }
    if context.format == Format::Json {
        print_json(&diff)?;
    } else {
        print(&render::diff_page(&diff, &base, &head))?;
    }
    let fine = diff.is_empty() && base_bad.is_empty() && head_bad.is_empty();
    Ok(if fine { Outcome::Fine } else { Outcome::Look })
}

/// The claim set that the words name, and the lines of a reference set that could not be read.
fn load(context: &Context, name: &str) -> Result<(ClaimSet, Vec<String>), CliError> {
    let path = Path::new(name);
    if path.is_file() {
        let bytes = std::fs::read(path).map_err(|error| CliError::new(format!("cannot read {name}: {error}")))?;
        if path.extension().is_some_and(|ext| ext == "jsonl") {
            let set = reference::read(name, &bytes).map_err(|error| CliError::new(error.to_string()))?;
            return Ok((set.claims(), set.problems));
        }
        return Ok((format::read(name, &bytes).map_err(|error| CliError::new(error.to_string()))?.set, Vec::new()));
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
    let document = Document {
        date: article.date.as_ref().and_then(|date| date.parse().ok()),
        title: article.title.clone(),
        prose: article.markdown.then(|| {
            let (_, from) = crate::input::prose::front_matter(&text);
            crate::input::prose::prose(&text, from)
        }),
        ..Document::new(text, article.lang)
    };
    Ok((extract(&document, &ExtractOptions { narrator: article.narrator }), Vec::new()))
}
