//! `POST /claim/{id}/comment`: something said about a claim, which decides nothing.

use super::signed;
use crate::claim::ClaimId;
use crate::web::answer::{Trouble, go};
use crate::web::app::App;
use crate::web::ask::{Form, Path};
use crate::web::pages::claim::{Typed, show};
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
    #[serde(default)]
    text: String,
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    mut visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let session = signed(&visit, &asked.csrf)?;
    let id = ClaimId(id);
    if visit.snapshot.claim(&id).is_none() {
        return Err(Trouble::not_found(visit.words));
    }
    let done = tokio::task::block_in_place(|| app.writer()?.comment(&id, &asked.text, &app.now(), &session.name));
    match done {
        Ok(()) => Ok(go(&format!("/claim/{id}#history"))),
        Err(error) => {
            visit.here = format!("/claim/{id}");
            let message = visit.refusal(&error);
            let typed = Typed { message, comment: asked.text, ..Typed::default() };
            show(&visit, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(&typed))
        }
    }
}
