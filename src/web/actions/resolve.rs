//! `POST /article/{slug}/resolve`: accepts or rejects a pending change.

use super::signed;
use crate::claim::ClaimId;
use crate::decision::PendingChange;
use crate::store::StoreError;
use crate::web::answer::{Trouble, go};
use crate::web::app::App;
use crate::web::ask::{Form, Path};
use crate::web::pages::review;
use crate::web::visit::Visit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    csrf: String,
    claim: String,
    /// `accept`, `reject`, or `moved` for all that merely moved.
    act: String,
    #[serde(default)]
    reason: String,
    /// Fingerprint of the words that the page showed.
    #[serde(default)]
    proposed: String,
    #[serde(default)]
    back: String,
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    mut visit: Visit,
    Path(slug): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let session = signed(&visit, &asked.csrf)?;
    let words = visit.words;
    let trouble = |error: StoreError| Trouble::store(words, &error);
    let done: Result<Result<(), String>, StoreError> = tokio::task::block_in_place(|| {
        let mut writer = app.writer()?;
        let changes = writer.workspace.changes(&slug)?;
        let id = ClaimId(asked.claim.clone());
        // What is accepted is what the page showed, not what somebody put in its place meanwhile.
        let shown = changes.iter().find(|change| {
            change.id() == Some(&id)
                && change.fingerprint().map(|print| print.to_string()).unwrap_or_default() == asked.proposed
        });
        if shown.is_none() {
            return Ok(Err(words.t("review.overtaken").to_owned()));
        }
        let (ids, accept) = match asked.act.as_str() {
            "accept" => (vec![id], true),
            "reject" => (vec![id], false),
            "moved" => {
                let moved = changes.iter().filter(|change| change.kind == PendingChange::Moved);
                (moved.filter_map(|change| change.id().cloned()).collect(), true)
            }
            _ => return Ok(Err(words.t("trouble.form").to_owned())),
        };
        let done = writer.resolve(&slug, &ids, accept, &app.now(), &session.name, asked.reason.trim());
        Ok(done.map_err(|error| visit.refusal(&error)))
    });
    match done.map_err(trouble)? {
        Ok(()) => Ok(go(&asked.back)),
        Err(message) => {
            visit.snapshot = tokio::task::block_in_place(|| app.snapshot()).map_err(trouble)?;
            visit.here = format!("/review?article={}", crate::web::view::encoded(&slug));
            let asked = review::Asked { article: slug, ..review::Asked::default() };
            review::show(&visit, &asked, StatusCode::CONFLICT, Some(&message))
        }
    }
}
