//! What goes back: pages, redirections, and refusals that say the mend.

use super::refusal::in_words;
use super::view;
use super::words::Words;
use crate::store::StoreError;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// A page.
pub(super) fn page(status: StatusCode, markup: Markup) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], markup.into_string()).into_response()
}

/// Goes to a page of ours after a change. Anything but a plain path of ours leads to the desk.
pub(super) fn go(path: &str) -> Response {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (StatusCode::SEE_OTHER, [(LOCATION, if ours { path } else { "/" })]).into_response()
}

/// A request that is not answered as asked.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) status: StatusCode,
    pub(super) message: String,
    pub(super) words: &'static Words,
}

impl Trouble {
    pub(super) fn new(words: &'static Words, status: StatusCode, message: impl Into<String>) -> Trouble {
        Trouble { status, message: message.into(), words }
    }

    /// Nothing is called so here.
    pub(super) fn not_found(words: &'static Words) -> Trouble {
        Trouble::new(words, StatusCode::NOT_FOUND, words.t("trouble.not-found"))
    }

    /// What the workspace refused.
    pub(super) fn store(words: &'static Words, error: &StoreError) -> Trouble {
        let status = match error {
            StoreError::UnknownArticle { .. } | StoreError::UnknownRevision { .. } | StoreError::Id(_) => {
                StatusCode::NOT_FOUND
            }
            StoreError::Finding(_) | StoreError::Refusal(_) | StoreError::Refused(_) | StoreError::NoKey { .. } => {
                StatusCode::CONFLICT
            }
            StoreError::Locked { .. } | StoreError::Superseded { .. } => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::NotFound { .. }
            | StoreError::Exists { .. }
            | StoreError::NoSettings { .. }
            | StoreError::Io { .. }
            | StoreError::Anchor { .. }
            | StoreError::Settings { .. }
            | StoreError::Newer { .. }
            | StoreError::Journal { .. }
            | StoreError::Format(_)
            | StoreError::TooLarge { .. }
            | StoreError::NoLocks { .. }
            | StoreError::NewerFile { .. }
            | StoreError::Article { .. }
            | StoreError::Feed { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Trouble::new(words, status, in_words(words, error))
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        page(self.status, view::trouble(self.words, self.status, &self.message))
    }
}
