//! Who may ask? Checks before every request, and headers on every answer.
//!
//! * The `Host` header names an address, `localhost`, or a name given at the start: a page of another site that makes
//!   its name point here (DNS rebinding) is refused.
//! * A change comes from a page of ours: its `Origin` is ours, and its form carries the session's secret.
//! * With a token, nothing but the sign-in page and its style is shown to who has not signed in.

use super::answer::{Trouble, go};
use super::app::App;
use super::session::Session;
use super::visit;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, HOST, HeaderName, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

/// A request has to be whole and answered after so long; events are streamed beyond it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The next bytes of a body have to arrive within so long.
const PACE: Duration = Duration::from_secs(10);

/// The largest body of a form.
pub(super) const FORM_LIMIT: usize = 256 << 10;

/// The largest file of evidence, with its form.
pub(super) const EVIDENCE_LIMIT: usize = 32 << 20;

/// No script but ours, no style but ours, no frame, no plug-in, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

pub(super) async fn check(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let words = visit::words(&parts);
    let refusal = |status, key: &str| Trouble::new(words, status, words.t(key)).into_response();
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
    let path = parts.uri.path().to_owned();
    let open = path == "/sign-in" || path.starts_with("/assets/");
    let response = if !is_known_host(&host, &app) {
        refusal(StatusCode::MISDIRECTED_REQUEST, "trouble.host")
    } else if !is_read && !is_own_origin(&parts.headers, &host) {
        refusal(StatusCode::FORBIDDEN, "trouble.origin")
    } else if app.options.token.is_some() && !open && session(&parts.headers, &app).is_none() {
        if is_read { go("/sign-in") } else { refusal(StatusCode::FORBIDDEN, "trouble.signed-out") }
    } else {
        let request = Request::from_parts(parts, paced(body));
        match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => refusal(StatusCode::REQUEST_TIMEOUT, "trouble.slow"),
        }
    };
    secured(response)
}

/// The body, which breaks off when the other side sends nothing for too long.
fn paced(body: Body) -> Body {
    Body::from_stream(stream::unfold(Some(body.into_data_stream()), |pieces| async {
        let mut pieces = pieces?;
        match tokio::time::timeout(PACE, pieces.next()).await {
            Ok(piece) => Some((piece?, Some(pieces))),
            Err(late) => Some((Err(axum::Error::new(late)), None)),
        }
    }))
}

/// Puts the headers on that every answer has.
fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether the host is one that a browser can only have if it means this server.
fn is_known_host(host: &str, app: &App) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, port)) => (name, port),
        None => host.split_once(':').map_or((host, ""), |(name, _)| (name, &host[name.len()..])),
    };
    if !(port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())) {
        return false;
    }
    let address = if host.starts_with('[') {
        name.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
    } else {
        name.parse().ok().filter(IpAddr::is_ipv4)
    };
    match address {
        Some(address) => !app.loopback || address.is_loopback(),
        None => {
            name.eq_ignore_ascii_case("localhost")
                || app.options.names.iter().any(|known| known.eq_ignore_ascii_case(name))
        }
    }
}

/// Whether the request comes from a page of this server. A browser sends `Origin` with every form.
fn is_own_origin(headers: &HeaderMap, host: &str) -> bool {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    let ours = |scheme: &str| origin.and_then(|origin| origin.strip_prefix(scheme)).is_some_and(|rest| rest == host);
    ours("http://") || ours("https://")
}

/// A cookie's value.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok()).flat_map(|all| all.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The name of the session's cookie. Browsers do not keep the cookies of two ports apart, so the port is in it.
pub(super) fn session_cookie(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let port = host.rsplit(':').next().filter(|port| port.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or("0");
    format!("dixit-session-{port}")
}

/// Who asks.
pub(super) fn session(headers: &HeaderMap, app: &App) -> Option<Arc<Session>> {
    app.sessions.find(cookie(headers, &session_cookie(headers))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_told_apart_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("xdixit=1; dixit=2;dixit2=3"));
        assert_eq!(cookie(&headers, "dixit"), Some("2"));
        assert_eq!(cookie(&headers, "none"), None);
    }

    #[test]
    fn an_origin_is_ours_only_when_it_is_the_host() {
        let from = |origin: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
            is_own_origin(&headers, "127.0.0.1:7348")
        };
        assert!(from("http://127.0.0.1:7348"));
        assert!(!from("http://127.0.0.1:7349"));
        assert!(!from("http://127.0.0.1:7348.evil.example"));
        assert!(!from("null"));
        assert!(!is_own_origin(&HeaderMap::new(), "127.0.0.1:7348"));
    }
}
