//! How does a page come here? Over HTTP, carefully: the one part of dixit that speaks to other machines.
//!
//! Every connection, also one that a redirect leads to, is made only to addresses that were looked at: those of private
//! networks are refused unless they are allowed, so that an address in a feed cannot reach what only this machine can.
//! The size of what is unpacked, the time, and the number of redirects are bounded; `robots.txt` is respected. No proxy
//! is used, since a proxy would look names up itself.

mod private;
mod redirect;
mod robots;

use crate::input::ServedVersion;
use robots::Robots;
use std::io::Read;
use std::time::Duration;
use ureq::http::{StatusCode, Uri, header};

/// Which addresses of private networks and of this machine may be fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Inside {
    /// None.
    #[default]
    Refused,
    /// Those of this host, as addresses name it; what it leads on to is refused when it lies inside too.
    Host(String),
    /// All.
    Allowed,
}

/// How to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchOptions {
    /// Which addresses of private networks and of this machine may be fetched.
    pub inside: Inside,
    /// Whether pages that `robots.txt` closes to programs are fetched anyway.
    pub ignore_robots: bool,
    /// The most bytes of a page, unpacked.
    pub size_limit: u64,
    /// The most time for one request.
    pub timeout: Duration,
}

impl Default for FetchOptions {
    fn default() -> FetchOptions {
        FetchOptions {
            inside: Inside::Refused,
            ignore_robots: false,
            size_limit: 16 << 20, // the largest news pages have some megabytes
            timeout: Duration::from_secs(30),
        }
    }
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The address at the end of all redirects.
    pub address: String,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// Whether the server calls it HTML.
    pub html: bool,
    /// The encoding that the server names.
    pub charset: Option<String>,
    /// Which version this is, where the server says so.
    pub version: Option<ServedVersion>,
}

/// Why nothing came.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Not an http(s) address.
    #[error("{address} is no http(s) address")]
    Address {
        /// As given, or as a redirect gave it.
        address: String,
    },
    /// A host inside.
    #[error(
        "{address} lies in a private network or on this machine; say --allow-private, or --allow-private=HOST, if you mean it"
    )]
    Private {
        /// Where the request would have gone.
        address: String,
    },
    /// Closed to programs.
    #[error(
        "{address} is closed to programs by the site's robots.txt; open it in a browser, save the page and give the file"
    )]
    Robots {
        /// The page.
        address: String,
    },
    /// Another answer than the page.
    #[error("{address} answers {status}")]
    Status {
        /// The page.
        address: String,
        /// The HTTP status.
        status: u16,
    },
    /// Round and round.
    #[error("{address} leads on more than {REDIRECTS} times")]
    Redirects {
        /// Where it began.
        address: String,
    },
    /// Too large.
    #[error("{address} is larger than {limit} bytes")]
    TooLarge {
        /// The page.
        address: String,
        /// The limit.
        limit: u64,
    },
    /// An image, a video, a document.
    #[error("{address} is {kind}, not a page of text")]
    Kind {
        /// The address.
        address: String,
        /// Its media type.
        kind: String,
    },
    /// It took too long.
    #[error("{address} did not answer in full within {seconds} s")]
    Timeout {
        /// The page.
        address: String,
        /// The limit.
        seconds: u64,
    },
    /// The network refused.
    #[error("cannot fetch {address}: {message}")]
    Network {
        /// The page.
        address: String,
        /// What was said.
        message: String,
    },
}

/// A browser gives up after twenty; an article needs two or three.
const REDIRECTS: usize = 10;

/// Pages, feeds, plain text.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/plain;q=0.8, application/xml;q=0.7";

/// Larger ones are read to here, as search engines do.
const ROBOTS_LIMIT: u64 = 512 << 10;

/// Fetches a page.
///
/// # Errors
/// See [`FetchError`].
pub fn fetch(address: &str, options: &FetchOptions) -> Result<Fetched, FetchError> {
    Fetcher::new(options.clone()).fetch(address)
}

/// Fetches a page unless it is still the version that is `known`; then there is nothing.
///
/// # Errors
/// See [`FetchError`].
pub fn fetch_newer(
    address: &str,
    known: &ServedVersion,
    options: &FetchOptions,
) -> Result<Option<Fetched>, FetchError> {
    Fetcher::new(options.clone()).get(address, Some(known))
}

/// Fetches pages one after the other, and remembers the rules of the site that it was on last.
#[derive(Debug)]
pub struct Fetcher {
    agent: ureq::Agent,
    options: FetchOptions,
    /// One robots.txt a host, also where redirects go to and fro.
    known: Option<(String, Robots)>,
}

impl Fetcher {
    /// A fetcher that has seen nothing yet.
    pub fn new(options: FetchOptions) -> Fetcher {
        let config = ureq::Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(options.timeout))
            .user_agent(concat!("dixit/", env!("CARGO_PKG_VERSION")))
            .build();
        let resolver = private::Guarded { inside: options.inside.clone() };
        let connector = ureq::unversioned::transport::DefaultConnector::default();
        Fetcher { agent: ureq::Agent::with_parts(config, connector, resolver), options, known: None }
    }

    /// Fetches a page.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub fn fetch(&mut self, address: &str) -> Result<Fetched, FetchError> {
        // Only who names a version is told that it is still that one.
        let status = || FetchError::Status { address: address.to_owned(), status: 304 };
        self.get(address, None)?.ok_or_else(status)
    }

    fn get(&mut self, address: &str, known_version: Option<&ServedVersion>) -> Result<Option<Fetched>, FetchError> {
        let Fetcher { agent, options, known } = self;
        let mut at = address.trim().to_owned();
        for _ in 0..=REDIRECTS {
            let uri = parse(&at)?;
            if !options.ignore_robots {
                let site = site(&uri);
                if known.as_ref().is_none_or(|(name, _)| *name != site) {
                    *known = Some((site.clone(), robots_of(agent, &site, options)?));
                }
                let path = uri.path_and_query().map_or("/", |path| path.as_str());
                if known.as_ref().is_some_and(|(_, robots)| !robots.allows(path)) {
                    return Err(FetchError::Robots { address: at });
                }
            }
            // What one server said of its page is no other's business.
            let version = known_version.filter(|version| version.address == at);
            let mut request = agent.get(&at).header(header::ACCEPT, ACCEPT);
            if let Some(etag) = version.and_then(|version| version.etag.as_ref()) {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(modified) = version.and_then(|version| version.modified.as_ref()) {
                request = request.header(header::IF_MODIFIED_SINCE, modified);
            }
            let response = request.call().map_err(|error| refusal(error, &at, options))?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED && version.is_some() {
                return Ok(None);
            }
            if status.is_redirection()
                && let Some(next) = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok())
            {
                at = redirect::join(&at, next);
                continue;
            }
            if !status.is_success() {
                return Err(FetchError::Status { address: at, status: status.as_u16() });
            }
            let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
            let (html, charset) = media_type(kind).ok_or_else(|| FetchError::Kind {
                address: at.clone(),
                kind: kind.split(';').next().unwrap_or_default().to_owned(),
            })?;
            let version = version_of(&response, &at);
            let bytes = read(response, options.size_limit, &at, options)?;
            if bytes.len() as u64 > options.size_limit {
                return Err(FetchError::TooLarge { address: at, limit: options.size_limit });
            }
            return Ok(Some(Fetched { address: at, bytes, html, charset, version }));
        }
        Err(FetchError::Redirects { address: address.to_owned() })
    }
}

/// Which version the server says that this is.
fn version_of(response: &ureq::http::Response<ureq::Body>, address: &str) -> Option<ServedVersion> {
    let value = |name| response.headers().get(name)?.to_str().ok().map(str::to_owned);
    let (etag, modified) = (value(header::ETAG), value(header::LAST_MODIFIED));
    (etag.is_some() || modified.is_some()).then(|| ServedVersion { address: address.to_owned(), etag, modified })
}

/// The address, when it is one that can be fetched: http(s), a host, no user name in it.
fn parse(address: &str) -> Result<Uri, FetchError> {
    let fail = || FetchError::Address { address: address.to_owned() };
    let uri: Uri = address.split('#').next().unwrap_or_default().parse().map_err(|_| fail())?;
    let known = matches!(uri.scheme_str(), Some("http" | "https"));
    let authority = uri.authority().ok_or_else(fail)?;
    if !known || authority.host().is_empty() || authority.as_str().contains('@') {
        return Err(fail());
    }
    Ok(uri)
}

/// Scheme, host and port.
fn site(uri: &Uri) -> String {
    let authority = uri.authority().map(|authority| authority.as_str().to_lowercase()).unwrap_or_default();
    format!("{}://{authority}", uri.scheme_str().unwrap_or("http"))
}

/// The rules of a site. No file means no rules (RFC 9309); a server that fails closes the site, as the RFC says.
fn robots_of(agent: &ureq::Agent, site: &str, options: &FetchOptions) -> Result<Robots, FetchError> {
    let mut address = format!("{site}/robots.txt");
    for _ in 0..5 {
        parse(&address)?;
        let response = agent.get(&address).call().map_err(|error| refusal(error, &address, options))?;
        let status = response.status();
        if status.is_redirection()
            && let Some(next) = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok())
        {
            address = redirect::join(&address, next);
            continue;
        }
        if status.is_server_error() {
            return Ok(Robots::closed());
        }
        if !status.is_success() {
            return Ok(Robots::default());
        }
        let bytes = read(response, ROBOTS_LIMIT, &address, options)?;
        return Ok(Robots::read(&String::from_utf8_lossy(&bytes)));
    }
    Ok(Robots::default())
}

/// The body, unpacked, and one byte more than the limit when there is more.
fn read(
    response: ureq::http::Response<ureq::Body>,
    limit: u64,
    address: &str,
    options: &FetchOptions,
) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let mut body = response.into_body().into_with_config().limit(u64::MAX).reader().take(limit + 1);
    match body.read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(refusal(ureq::Error::from(error), address, options)),
    }
}

/// Whether a media type is HTML (or nothing is said), with its charset; `None` for what is no text.
fn media_type(value: &str) -> Option<(bool, Option<String>)> {
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => Some((true, charset)),
        // Nothing is said: a page shows by its start.
        "" | "text/plain" | "text/markdown" | "application/xml" | "text/xml" => Some((false, charset)),
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" => Some((false, charset)),
        _ => None,
    }
}

/// What the client says, in our words.
fn refusal(error: ureq::Error, address: &str, options: &FetchOptions) -> FetchError {
    let address = address.to_owned();
    match error {
        ureq::Error::Timeout(_) => FetchError::Timeout { address, seconds: options.timeout.as_secs() },
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            FetchError::Private { address }
        }
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            FetchError::Timeout { address, seconds: options.timeout.as_secs() }
        }
        ureq::Error::HostNotFound => FetchError::Network { address, message: "no such host".to_owned() },
        other => FetchError::Network { address, message: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses() {
        for address in
            ["file:///etc/passwd", "ftp://example.org/a", "https://", "https://me:pw@example.org/", "/a", "x"]
        {
            assert!(matches!(parse(address), Err(FetchError::Address { .. })), "{address}");
        }
        assert_eq!(site(&parse("https://Example.org:8443/a?b#c").unwrap()), "https://example.org:8443");
    }

    #[test]
    fn media_types() {
        assert_eq!(media_type("Text/HTML; Charset=\"ISO-8859-1\""), Some((true, Some("ISO-8859-1".to_owned()))));
        assert_eq!(media_type(""), Some((false, None)));
        assert_eq!(media_type("image/png"), None);
    }
}
