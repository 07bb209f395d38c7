use crate::claim::{ExtractOptions, extract, format};
use crate::cli::read::{ArticleArgs, document};
use crate::cli::{CliError, Context, Format, Outcome, print, render, stream};
use std::path::PathBuf;

/// Find the claims in an article: who said what, with which words.
///
/// Reads plain text, Markdown or a web page (HTML) in any usual encoding; `-` is standard input.
/// Built with the feature `fetch`, it takes an http(s) address too. Prints the claims with their words in
/// context, or with --format json the claims file.
///
/// With --jsonl it is a stream filter: one JSON document a line in ({"id", "text", "lang"?, "date"?, "title"?}), one
/// line out ({"id", "lang", "claims"}), in order, on all cores. A bad line gives {"id", "line", "error"} in its place,
/// and the exit code is 1.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The article, or `-` for standard input.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Read and write JSON Lines.
    #[arg(long, conflicts_with_all = ["date", "title", "source", "lang", "explain", "out"])]
    jsonl: bool,
    /// Say why each claim was extracted, and what makes it worth checking.
    #[arg(long)]
    explain: bool,
    /// Write the claims file here instead of printing.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    article: ArticleArgs,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let options = ExtractOptions { narrator: args.article.narrator };
    if args.jsonl {
        let worker = || move |line: &[u8]| stream::extracted(line, options);
        let failed = stream::filter(stream::lines_of(&args.file)?, std::io::stdout(), &worker)?;
        return Ok(if failed { Outcome::Look } else { Outcome::Fine });
    }
    let (document, _) = document(&args.file, args.article.given(), args.article.allows_private())?;
    let mut set = extract(&document, &options);
    set.sort();
    if let Some(path) = &args.out {
        std::fs::write(path, format::write(&set))
            .map_err(|error| CliError::new(format!("cannot write {}: {error}", path.display())))?;
        print(&format!(
            "{} claim{} written to {}\n",
            set.claims.len(),
            render::plural(set.claims.len()),
            path.display()
        ))?;
    } else if context.format == Format::Json {
        print(&format::write(&set))?;
    } else {
        print(&render::claims_page(&set, &document.text, args.explain))?;
    }
    Ok(Outcome::Fine)
}
