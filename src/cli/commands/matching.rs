use crate::claim::{ClaimSet, ExtractOptions, extract, format};
use crate::cli::checked;
use crate::cli::read::{ArticleArgs, bytes, take};
use crate::cli::{CliError, Context, Format, Outcome, lookup, print, print_json, stream};
use crate::input::Given;
use crate::lang::Language;
use crate::retrieval::Asked;
use crate::store::ReferenceSets;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Look whether a claim was checked before.
///
/// WHAT is the words of a claim, a claims file (.json), an article (a file, or - for standard input), or the short name
/// of an article of the workspace, of which each accepted claim is looked up. Without --reference, the reference sets
/// of the workspace are searched. A record that scores below 0.35 does not say the same: its relation is "unrelated".
///
/// With --jsonl, WHAT is JSON Lines: {"id", "text", "lang"?} in; {"id", "matches": [{"id", "score", "relation", "why"}]}
/// out, in the same order. The exit code is 1 when a line, or a line of a reference set, cannot be read.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The words of a claim, a claims file, an article, or - for standard input.
    what: Option<String>,
    /// A reference set: JSON Lines of {"id", "text", "title"?, "speaker"?, "date"?, "label"?, "lang"?, "url"?}. May be
    /// given several times.
    #[arg(long, value_name = "SET")]
    reference: Vec<PathBuf>,
    /// So many records a claim at most.
    #[arg(long, value_name = "K", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    top: u16,
    /// Read and write JSON Lines.
    #[arg(long)]
    jsonl: bool,
    /// Language of the claim: fr or en. Detected when it is not given.
    #[arg(long, value_name = "CODE")]
    lang: Option<Language>,
}

/// A claim that is looked up.
struct Claim {
    id: Option<String>,
    text: String,
    speaker: Option<String>,
    lang: Option<Language>,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let paths = if args.reference.is_empty() {
        let root = context.root().map_err(|_| {
            CliError::new("which reference set?")
                .help("name one with --reference SET.jsonl, or work in a workspace that has one")
        })?;
        let paths = ReferenceSets::of_workspace(&root)?;
        if paths.is_empty() {
            return Err(CliError::new(format!("{} has no reference set", root.display()))
                .help("add one with `dixit reference add FILE.jsonl`, or name one with --reference"));
        }
        paths
    } else {
        args.reference.clone()
    };
    if args.what.is_none() && !args.jsonl {
        return Err(
            CliError::new("which claim?").help("give its words, a claims file, an article, or - for standard input")
        );
    }
    let sets = checked::open(&paths)?;
    for line in sets.problems().iter().chain(&sets.notes()) {
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("warning: {line}\n"));
    }
    let whole = sets.problems().is_empty();
    let count = usize::from(args.top);
    if args.jsonl {
        let input = stream::lines_of(Path::new(args.what.as_deref().unwrap_or("-")))?;
        let worker = || {
            let (sets, mut searchers) = (&sets, sets.searchers());
            move |line: &[u8]| looked_up(sets, &mut searchers, line, count, args.lang)
        };
        let failed = stream::filter(input, std::io::stdout(), &worker)?;
        return Ok(if failed || !whole { Outcome::Look } else { Outcome::Fine });
    }
    let claims = claims(context, args)?;
    let mut searchers = sets.searchers();
    let (mut values, mut text) = (Vec::new(), String::new());
    for claim in &claims {
        let asked = Asked { text: &claim.text, lang: claim.lang, speaker: claim.speaker.as_deref() };
        let found = sets.find(&mut searchers, asked, count)?;
        if context.format == Format::Json {
            let matches: Vec<Value> = found.iter().map(|found| checked::value(&sets, found)).collect();
            values.push(json!({ "id": claim.id, "text": claim.text, "matches": matches }));
        } else {
            text.push_str(&lookup::page(claim.id.as_deref(), claim.speaker.as_deref(), &claim.text, &found, &sets));
        }
    }
    if context.format == Format::Json {
        print_json(&json!({ "claims": values, "problems": sets.problems() }))?;
    } else {
        print(&text)?;
    }
    Ok(if whole { Outcome::Fine } else { Outcome::Look })
}

#[derive(Deserialize)]
struct Line {
    id: Value,
    text: String,
    lang: Option<String>,
}

/// The answer to a line.
fn looked_up(
    sets: &ReferenceSets,
    searchers: &mut [crate::retrieval::Searcher<'_>],
    line: &[u8],
    count: usize,
    lang: Option<Language>,
) -> stream::Answer {
    let line: Line = stream::parse(line, "{\"id\", \"text\", \"lang\"?}")?;
    let given = checked::language(line.lang.as_deref()).map_err(|error| (line.id.clone(), error))?;
    let asked = Asked { text: &line.text, lang: given.or(lang), speaker: None };
    let found = sets.find(searchers, asked, count).map_err(|error| (line.id.clone(), error.to_string()))?;
    let matches: Vec<Value> = found.iter().map(|found| checked::value(sets, found)).collect();
    Ok(json!({ "id": line.id, "matches": matches }))
}

/// The claims that the words name.
fn claims(context: &Context, args: &Args) -> Result<Vec<Claim>, CliError> {
    let what = args.what.as_deref().unwrap_or("-");
    let path = Path::new(what);
    if path.is_file() && path.extension().is_some_and(|extension| extension == "json") {
        let bytes = bytes(path, format::SIZE_LIMIT as u64, "cut it into articles")?;
        return Ok(of_set(&format::read(what, &bytes).map_err(|error| CliError::new(error.to_string()))?.set));
    }
    if what == "-" || path.is_file() {
        let (document, _) =
            take(context, path, &ArticleArgs::default())?.document(Given { lang: args.lang, ..Given::default() })?;
        let found = of_set(&extract(&document, &ExtractOptions::default()));
        if !found.is_empty() {
            return Ok(found);
        }
        // Words in which nobody says anything are a claim themselves.
        return Ok(vec![Claim {
            id: None,
            text: document.text.trim().to_owned(),
            speaker: None,
            lang: Some(document.lang),
        }]);
    }
    if !what.contains(char::is_whitespace)
        && let Ok(workspace) = context.open()
        && workspace.slugs()?.iter().any(|slug| slug == what)
    {
        return Ok(of_set(&workspace.accepted(what)?));
    }
    if path.extension().is_some_and(|extension| ["json", "jsonl", "txt", "md"].iter().any(|known| extension == *known))
    {
        return Err(CliError::new(format!("cannot read {what}: there is no such file")));
    }
    if !what.chars().any(char::is_alphanumeric) {
        return Err(CliError::new("the claim has no words"));
    }
    Ok(vec![Claim { id: None, text: what.to_owned(), speaker: None, lang: args.lang }])
}

fn of_set(set: &ClaimSet) -> Vec<Claim> {
    let lang = set.header.lang.parse::<Language>().ok().filter(|lang| !lang.is_generic());
    let claim = |claim: &crate::claim::Claim| Claim {
        id: Some(claim.id.to_string()),
        text: claim.content.text.clone(),
        speaker: claim.speaker.as_ref().and_then(|speaker| speaker.name.clone()),
        lang,
    };
    set.claims.iter().map(claim).collect()
}
