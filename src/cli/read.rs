//! Reading what the command line names: a file, or standard input for `-`.

use super::CliError;
use crate::input::{self, Document, Given};
use std::io::Read;
use std::path::Path;

/// The document in a file, at an address, or on standard input for `-`.
pub(crate) fn document(path: &Path, given: Given, allow_private: bool) -> Result<(Document, bool), CliError> {
    if let Some(address) = address(path) {
        return fetched(&address, given, allow_private);
    }
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

/// The address that was given in the place of a file.
fn address(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    (text.starts_with("http://") || text.starts_with("https://")).then(|| text.to_owned())
}

/// The document at an address.
#[cfg(feature = "fetch")]
fn fetched(address: &str, given: Given, allow_private: bool) -> Result<(Document, bool), CliError> {
    let options = crate::fetch::FetchOptions { allow_private, ..crate::fetch::FetchOptions::default() };
    let found = crate::fetch::fetch(address, &options).map_err(|error| CliError::new(error.to_string()))?;
    let at = found.address.clone();
    let given = Given { html: found.html, charset: found.charset, address: Some(found.address), ..given };
    let document = input::read(&found.bytes, given).map_err(|error| CliError::new(format!("{at} {error}")))?;
    Ok((document, false))
}

#[cfg(not(feature = "fetch"))]
fn fetched(address: &str, _: Given, _: bool) -> Result<(Document, bool), CliError> {
    Err(CliError::new(format!("{address}: this dixit fetches nothing"))
        .help("save the page and give the file, or build dixit with `--features fetch`"))
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
    /// Fetch addresses of private networks and of this machine too.
    #[cfg(feature = "fetch")]
    #[arg(long)]
    pub(crate) allow_private: bool,
}

impl ArticleArgs {
    /// Whether addresses inside may be fetched.
    pub(crate) fn allows_private(&self) -> bool {
        #[cfg(feature = "fetch")]
        return self.allow_private;
        #[cfg(not(feature = "fetch"))]
        false
    }

    pub(crate) fn given(&self) -> Given {
        Given {
            lang: self.lang,
            date: self.date,
            title: self.title.clone(),
            source: self.source.clone(),
            markdown: false,
            html: false,
            charset: None,
            address: None,
        }
    }
}
