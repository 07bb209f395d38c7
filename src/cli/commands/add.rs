use crate::claim::{ExtractOptions, extract};
use crate::cli::read::ArticleArgs;
#[cfg(not(feature = "fetch"))]
use crate::cli::read::take;
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::input::{Document, Given};
use crate::store::{Captured, Workspace, Writer, slug};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Capture an article with its claims, or a new revision of one that is there; or what is new in a feed.
///
/// An article is plain text, Markdown or a saved web page; of a page the main text is taken, with what the page says of
/// title, date, authors and address, and its bytes are kept.
///
/// The first time, the claims found become the accepted set. Later, what differs waits beside it as a pending set for
/// `dixit review`; nothing accepted is overwritten, and the exit code is 1.
///
/// A feed (RSS or Atom, a file or an address) is a list of articles: entries that are new or have changed since are
/// captured, each as an article. What the feed holds in full is taken from it; other entries are fetched (feature `fetch`). feeds/NAME.tsv
/// in the workspace remembers what was seen, and which version of the feed: a server that has nothing newer sends nothing. The exit code is 1 when an entry could not be read; it is tried again the next time.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The article or feed, or `-` for standard input.
    pub(crate) file: PathBuf,
    /// Its short name; made of the file's name when it is not given. The same name again is a new revision. Of a feed, the name
    /// under which its entries are remembered.
    #[arg(long = "as", value_name = "SLUG")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) article: ArticleArgs,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let by = context.reviewer()?;
    #[cfg(feature = "fetch")]
    let taken = match crate::cli::feed::take(context, args)? {
        Some(taken) => taken,
        None => return crate::cli::feed::unchanged(context, args),
    };
    #[cfg(not(feature = "fetch"))]
    let taken = take(context, &args.file, &args.article)?;
    #[cfg(feature = "feed")]
    if crate::input::is_feed(&taken.bytes) {
        return crate::cli::feed::add(context, args, &taken, &by);
    }
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = slug(args.name.as_deref().unwrap_or(&stem));
    let mut writer = context.writer()?;
    let (given, narrator) = as_before(&writer.workspace, &name, &args.article);
    let (document, markdown) = taken.document(given)?;
    let added = capture(context, &mut writer, &name, &document, markdown, narrator, &by)?;
    if context.format == Format::Json {
        print_json(&added.value)?
    } else {
        print(&added.text)?
    }
    Ok(added.outcome)
}

/// What is said of an article: it is read as it was, unless this time something else is said.
pub(crate) fn as_before(workspace: &Workspace, name: &str, article: &ArticleArgs) -> (Given, bool) {
    let mut given = article.given();
    let mut narrator = article.narrator;
    if let Ok(known) = workspace.article(name) {
        given.lang = given.lang.or(Some(known.lang));
        given.markdown = known.markdown;
        given.title = given.title.or(known.title);
        given.source = given.source.or(known.source);
        given.date = given.date.or_else(|| known.date.and_then(|date| date.parse().ok()));
        narrator |= known.narrator;
    }
    (given, narrator)
}

/// What capturing an article came to, for people and for programs.
pub(crate) struct Added {
    pub(crate) outcome: Outcome,
    pub(crate) text: String,
    pub(crate) value: Value,
}

/// Captures an article under a short name.
pub(crate) fn capture(
    context: &Context,
    writer: &mut Writer,
    name: &str,
    document: &Document,
    markdown: bool,
    narrator: bool,
    by: &str,
) -> Result<Added, CliError> {
    let set = extract(document, &ExtractOptions { narrator });
    let captured = writer.capture(name, document, markdown, narrator, set, &context.environment.now(), by)?;
    Ok(match captured {
        Captured::New { claims } => Added {
            outcome: Outcome::Fine,
            text: format!("{name}: captured with {claims} claim{}\n", render::plural(claims)),
            value: json!({ "article": name, "revision": 1, "claims": claims, "pending": 0 }),
        },
        Captured::Unchanged { revision } => Added {
            outcome: Outcome::Fine,
            text: format!("{name}: nothing new since revision {revision}\n"),
            value: json!({ "article": name, "revision": revision, "pending": 0 }),
        },
        Captured::Revised { revision, changes } => {
            let next = if changes == 0 {
                "no claim changed".to_owned()
            } else {
                format!("{changes} pending change{}; look at them with `dixit review {name}`", render::plural(changes))
            };
            Added {
                outcome: if changes == 0 { Outcome::Fine } else { Outcome::Look },
                text: format!("{name}: revision {revision}, {next}\n"),
                value: json!({ "article": name, "revision": revision, "pending": changes }),
            }
        }
    })
}
