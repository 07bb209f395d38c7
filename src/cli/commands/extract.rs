use crate::claim::{ExtractOptions, extract, format};
use crate::cli::corpus::{self, Corpus};
use crate::cli::read::{ArticleArgs, take};
use crate::cli::{CliError, Context, Format, Outcome, print, render};
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
///
/// A file named .jsonl or .parquet (feature `parquet`), or a folder of them, is a corpus: read in the same way, a row of Parquet as a
/// line. With --out the answers go to a file, .parquet or JSON Lines, and --resume goes on with one that was cut off. What is
/// refused is listed on standard error.
///
/// Example: dixit extract articles.parquet --columns id=url,text=body --out claims.parquet --resume
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The article, or `-` for standard input; or a corpus.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Read and write JSON Lines.
    #[arg(long, conflicts_with_all = ["date", "title", "source", "lang", "explain"])]
    jsonl: bool,
    /// Which columns of a Parquet file hold what. Fields: id, text, lang, date, title. Columns that are named as a field need no
    /// map.
    #[arg(long, value_name = "FIELD=COLUMN,…", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, String)>,
    /// Say why each claim was extracted, and what makes it worth checking.
    #[arg(long)]
    explain: bool,
    /// Write the claims file here instead of printing; of a corpus the answers.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Go on with an --out that was cut off: what is there stays, and no article is lost or answered twice.
    #[arg(long, requires = "out")]
    resume: bool,
    #[command(flatten)]
    article: ArticleArgs,
}

fn column(map: &str) -> Result<(String, String), String> {
    let (field, column) = map.split_once('=').ok_or("write FIELD=COLUMN, such as text=body")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let options = ExtractOptions { narrator: args.article.narrator };
    if args.jsonl || Corpus::is_one(&args.file) {
        let said = &args.article;
        if said.lang.is_some() || said.date.is_some() || said.title.is_some() || said.source.is_some() || args.explain {
            return Err(CliError::new("each article of a corpus has its own lang, date and title")
                .help("leave --lang, --date, --title, --source and --explain out, and name the columns"));
        }
        let corpus = Corpus::open(&args.file, &args.columns)?;
        return corpus::run(context, &corpus, options, args.out.as_deref(), args.resume);
    }
    if args.resume || !args.columns.is_empty() {
        return Err(CliError::new("--resume and --columns are for a corpus: .jsonl, .parquet, or a folder of them"));
    }
    let (document, _) = take(context, &args.file, &args.article)?.document(args.article.given())?;
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
