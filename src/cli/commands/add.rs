use crate::claim::{ExtractOptions, extract};
use crate::cli::read::{ArticleArgs, document};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::store::{Captured, slug};
use std::path::PathBuf;

/// Capture an article with its claims, or a new revision of one that is there.
///
/// An article is plain text, Markdown or a saved web page; of a page the main text is taken, with what the page says of
/// title, date, authors and address, and its bytes are kept.
///
/// The first time, the claims found become the accepted set. Later, what differs waits beside it as a pending set for
/// `dixit review`; nothing accepted is overwritten, and the exit code is 1.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The article, or `-` for standard input.
    file: PathBuf,
    /// Its short name; made of the file's name when it is not given. The same name again is a new revision.
    #[arg(long = "as", value_name = "SLUG")]
    name: Option<String>,
    #[command(flatten)]
    article: ArticleArgs,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = slug(args.name.as_deref().unwrap_or(&stem));
    let by = context.reviewer()?;
    let mut writer = context.writer()?;
    // A new revision is read as the article was, unless this time something else is said.
    let mut given = args.article.given();
    let mut narrator = args.article.narrator;
    if let Ok(known) = writer.workspace.article(&name) {
        given.lang = given.lang.or(Some(known.lang));
        given.markdown = known.markdown;
        given.title = given.title.or(known.title);
        given.source = given.source.or(known.source);
        given.date = given.date.or_else(|| known.date.and_then(|date| date.parse().ok()));
        narrator |= known.narrator;
    }
    let (document, markdown) = document(&args.file, given, args.article.allows_private())?;
    let set = extract(&document, &ExtractOptions { narrator });
    let captured = writer.capture(&name, &document, markdown, narrator, set, &context.environment.now(), &by)?;
    let (outcome, text, value) = match captured {
        Captured::New { claims } => {
            let text = format!("{name}: captured with {claims} claim{}\n", render::plural(claims));
            (Outcome::Fine, text, serde_json::json!({ "article": name, "revision": 1, "claims": claims, "pending": 0 }))
        }
        Captured::Unchanged { revision } => {
            let text = format!("{name}: nothing new since revision {revision}\n");
            (Outcome::Fine, text, serde_json::json!({ "article": name, "revision": revision, "pending": 0 }))
        }
        Captured::Revised { revision, changes } => {
            let next = if changes == 0 {
                "no claim changed".to_owned()
            } else {
                format!("{changes} pending change{}; look at them with `dixit review {name}`", render::plural(changes))
            };
            let outcome = if changes == 0 { Outcome::Fine } else { Outcome::Look };
            (
                outcome,
                format!("{name}: revision {revision}, {next}\n"),
                serde_json::json!({ "article": name, "revision": revision, "pending": changes }),
            )
        }
    };
    if context.format == Format::Json {
        print_json(&value)?
    } else {
        print(&text)?
    }
    Ok(outcome)
}
