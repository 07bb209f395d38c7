//! `POST /sign-in` and `POST /sign-out`.

use crate::web::answer::{Trouble, go};
use crate::web::app::App;
use crate::web::ask::Form;
use crate::web::guard::{cookie, session_cookie};
use crate::web::guesses::Peer;
use crate::web::pages::sign_in::show;
use crate::web::session::secret_hash;
use crate::web::visit::Visit;
use axum::Extension;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
pub(in crate::web) struct Asked {
    name: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    back: String,
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Extension(Peer(peer)): Extension<Peer>,
    visit: Visit,
    Form(asked): Form<Asked>,
) -> Response {
    let refuse = |status, key: &str| show(&app, &visit, &asked.back, status, Some(visit.t(key)));
    if let Some(hash) = &app.options.token {
        if app.guesses.is_barred(peer) {
            return refuse(StatusCode::TOO_MANY_REQUESTS, "sign.too-many");
        }
        if secret_hash(asked.token.trim()) != *hash {
            app.guesses.add(peer);
            return refuse(StatusCode::FORBIDDEN, "sign.wrong");
        }
    }
    let name = asked.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return refuse(StatusCode::BAD_REQUEST, "sign.bad-name");
    }
    let secret = app.sessions.begin(&name);
    with_cookie(go(&asked.back), &format!("{}={secret}; Path=/; HttpOnly; SameSite=Strict", session_cookie(&headers)))
}

#[derive(Debug, Deserialize)]
pub(in crate::web) struct Leaving {
    #[serde(default)]
    csrf: String,
}

pub(in crate::web) async fn out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    visit: Visit,
    Form(leaving): Form<Leaving>,
) -> Result<Response, Trouble> {
    if visit.session.is_some() {
        super::signed(&visit, &leaving.csrf)?;
    }
    let name = session_cookie(&headers);
    if let Some(secret) = cookie(&headers, &name) {
        app.sessions.end(secret);
    }
    Ok(with_cookie(go("/"), &format!("{name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")))
}

/// Sets a cookie, which holds nothing but plain characters.
pub(super) fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}
