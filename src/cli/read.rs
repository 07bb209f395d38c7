//! Reading what the command line names: a file, or standard input for `-`.

use super::CliError;
use crate::input::{self, Document, Given};
use std::io::Read;
use std::path::Path;

/// The document in a file, or on standard input for `-`.
pub(crate) fn document(path: &Path, given: Given) -> Result<(Document, bool), CliError> {
    let shown = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    let fail = |error: input::InputError| CliError::new(format!("{shown} {error}"));
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let mut limited = std::io::stdin().lock().take(input::SIZE_LIMIT + 1);
        limited.read_to_end(&mut bytes).map_err(|error| CliError::new(format!("cannot read {shown}: {error}")))?;
        bytes
    } else {
        let io = |error: std::io::Error| CliError::new(format!("cannot read {shown}: {error}"));
        let metadata = std::fs::metadata(path).map_err(io)?;
        if metadata.is_dir() {
            return Err(CliError::new(format!("{shown} is a directory; name one article")));
        }
        input::check_size(metadata.len()).map_err(fail)?;
        std::fs::read(path).map_err(io)?
    };
    let markdown = given.markdown || path.extension().is_some_and(|ext| ext == "md" || ext == "markdown");
    let html = given.html || path.extension().is_some_and(|ext| ext == "html" || ext == "htm" || ext == "xhtml");
    let document = input::read(&bytes, Given { markdown, html, ..given }).map_err(fail)?;
    Ok((document, markdown))
}

/// The arguments that describe an article.
#[derive(clap::Args, Debug, Clone, Default)]
pub(crate) struct ArticleArgs {
    /// Language of the article: fr, en, de, or another code. Detected when it is not given.
    #[arg(long, value_name = "CODE")]
    pub(crate) lang: Option<crate::lang::Language>,
    /// Day of publication, YYYY-MM-DD: "hier" and "mardi" are resolved against it.
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<chrono::NaiveDate>,
    /// Headline.
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Publisher or address.
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// The article's own statements are claims too, with the speaker "narrator".
    #[arg(long)]
    pub(crate) narrator: bool,
}

impl ArticleArgs {
    pub(crate) fn given(&self) -> Given {
        Given {
            lang: self.lang,
            date: self.date,
            title: self.title.clone(),
            source: self.source.clone(),
            markdown: false,
            html: false,
        }
    }
}
