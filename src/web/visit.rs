//! One request: who asks, in which language, of which state of the workspace.

use super::answer::Trouble;
use super::app::App;
use super::guard;
use super::refusal::in_words;
use super::session::Session;
use super::snapshot::Snapshot;
use super::words::{Tongue, Words};
use crate::store::StoreError;
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use std::sync::Arc;

/// What every page gets.
pub(super) struct Visit {
    pub(super) words: &'static Words,
    pub(super) session: Option<Arc<Session>>,
    pub(super) snapshot: Arc<Snapshot>,
    /// Path and query, to come back to; a refused change puts the page there that it is shown on.
    pub(super) here: String,
}

impl Visit {
    /// The words for `key`.
    pub(super) fn t(&self, key: &str) -> &'static str {
        self.words.t(key)
    }

    /// What the store refused, in words.
    pub(super) fn refusal(&self, error: &StoreError) -> String {
        in_words(self.words, error)
    }
}

/// The language of a request: the cookie's, else the browser's.
pub(super) fn words(parts: &Parts) -> &'static Words {
    let chosen = guard::cookie(&parts.headers, "dixit-language");
    let tongue = match Tongue::ALL.into_iter().find(|tongue| chosen == Some(tongue.code())) {
        Some(tongue) => tongue,
        None => {
            let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Tongue::wanted(header.unwrap_or_default())
        }
    };
    Words::of(tongue)
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Visit, Trouble> {
        let words = words(parts);
        let session = guard::session(&parts.headers, app);
        let here = parts.uri.path_and_query().map_or("/", |here| here.as_str()).to_owned();
        let snapshot = tokio::task::block_in_place(|| app.snapshot()).map_err(|error| Trouble::store(words, &error))?;
        Ok(Visit { words, session, snapshot, here })
    }
}
