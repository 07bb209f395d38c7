//! Reading what the command line names: a file, an address, or standard input for `-`.

use super::{CliError, Context};
use crate::input::{self, Document, Given};
use std::io::Read;
use std::path::Path;

/// What was named, as it came.
pub(crate) struct Taken {
    pub(crate) bytes: Vec<u8>,
    /// What errors call it.
    pub(crate) shown: String,
    /// Where it was fetched.
    pub(crate) address: Option<String>,
    markdown: bool,
    html: bool,
    charset: Option<String>,
    /// Which version of what is at its address.
    #[cfg(feature = "feed")]
    pub(crate) version: Option<input::ServedVersion>,
}

/// Reads a file, an address, or standard input for `-`.
pub(crate) fn take(context: &Context, path: &Path, article: &ArticleArgs) -> Result<Taken, CliError> {
    if let Some(address) = address(path) {
        return fetched(context, &address, article);
    }
    let shown = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
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
        input::check_size(metadata.len()).map_err(|error| CliError::new(format!("{shown} {error}")))?;
        std::fs::read(path).map_err(io)?
    };
    let ends = |endings: &[&str]| path.extension().is_some_and(|it| endings.iter().any(|ending| it == *ending));
    let (markdown, html) = (ends(&["md", "markdown"]), ends(&["html", "htm", "xhtml"]));
    Ok(Taken {
        bytes,
        shown,
        address: None,
        markdown,
        html,
        charset: None,
        #[cfg(feature = "feed")]
        version: None,
    })
}

impl Taken {
    /// The document in it, and whether it is Markdown.
    pub(crate) fn document(self, given: Given) -> Result<(Document, bool), CliError> {
        let markdown = given.markdown || self.markdown;
        let html = given.html || self.html;
        let given = Given { markdown, html, charset: self.charset, address: self.address, ..given };
        let document =
            input::read(&self.bytes, given).map_err(|error| CliError::new(format!("{} {error}", self.shown)))?;
        Ok((document, markdown))
    }
}

/// A larger file of records (checks of others, reference sets, claim pairs) is refused.
pub(crate) const FILE_LIMIT: u64 = 1 << 30;

/// The bytes of a file of at most `limit` bytes; `mend` is what to do with a larger one.
pub(crate) fn bytes(path: &Path, limit: u64, mend: &str) -> Result<Vec<u8>, CliError> {
    let shown = path.display();
    let fail = |error: std::io::Error| CliError::new(format!("cannot read {shown}: {error}"));
    let size = std::fs::metadata(path).map_err(fail)?.len();
    if size > limit {
        return Err(CliError::new(format!("{shown} is too large: {size} bytes, and the limit is {limit}; {mend}")));
    }
    std::fs::read(path).map_err(fail)
}

/// The address that was given in the place of a file.
pub(crate) fn address(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    (text.starts_with("http://") || text.starts_with("https://")).then(|| text.to_owned())
}

/// What is at an address.
#[cfg(feature = "fetch")]
fn fetched(context: &Context, address: &str, article: &ArticleArgs) -> Result<Taken, CliError> {
    let _sign = super::progress::Progress::sign(context, format!("fetching {address}"));
    let found = crate::fetch::fetch(address, &article.fetching()).map_err(|error| CliError::new(error.to_string()))?;
    Ok(Taken::from(found))
}

/// What is at an address, unless it is the version that is known.
#[cfg(feature = "fetch")]
pub(crate) fn fetched_newer(
    context: &Context,
    known: &input::ServedVersion,
    address: &str,
    article: &ArticleArgs,
) -> Result<Option<Taken>, CliError> {
    let _sign = super::progress::Progress::sign(context, format!("fetching {address}"));
    let found = crate::fetch::fetch_newer(address, known, &article.fetching());
    Ok(found.map_err(|error| CliError::new(error.to_string()))?.map(Taken::from))
}

#[cfg(feature = "fetch")]
impl From<crate::fetch::Fetched> for Taken {
    fn from(found: crate::fetch::Fetched) -> Taken {
        Taken {
            bytes: found.bytes,
            shown: found.address.clone(),
            address: Some(found.address),
            markdown: false,
            html: found.html,
            charset: found.charset,
            version: found.version,
        }
    }
}

#[cfg(not(feature = "fetch"))]
fn fetched(_: &Context, address: &str, _: &ArticleArgs) -> Result<Taken, CliError> {
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
    /// Fetch addresses of private networks and of this machine too; with =HOST those of this host alone.
    #[cfg(feature = "fetch")]
    #[arg(long, value_name = "HOST", num_args = 0..=1, require_equals = true, default_missing_value = "*")]
    pub(crate) allow_private: Option<String>,
}

impl ArticleArgs {
    /// How addresses are fetched.
    #[cfg(feature = "fetch")]
    pub(crate) fn fetching(&self) -> crate::fetch::FetchOptions {
        let inside = match self.allow_private.as_deref() {
            None => crate::fetch::Inside::Refused,
            Some("*") => crate::fetch::Inside::Allowed,
            Some(host) => crate::fetch::Inside::Host(host.to_owned()),
        };
        crate::fetch::FetchOptions { inside, ..crate::fetch::FetchOptions::default() }
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
