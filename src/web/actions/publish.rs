//! `POST /claim/{id}/publish`: says that a check is out, was corrected, or was retracted, and what was wrong.

use super::{is_overtaken, signed};
use crate::claim::ClaimId;
use crate::decision::Publication;
use crate::store::StoreError;
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
    status: Publication,
    /// Where it is published, or what was wrong.
    #[serde(default)]
    note: String,
    /// The last line of the journal that the form's page knew.
    seen: u64,
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    mut visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let session = signed(&visit, &asked.csrf)?;
    let words = visit.words;
    let id = ClaimId(id);
    if visit.snapshot.claim(&id).is_none() {
        return Err(Trouble::not_found(words));
    }
    let done = tokio::task::block_in_place(|| -> Result<bool, StoreError> {
        let mut writer = app.writer()?;
        if is_overtaken(&writer.workspace.journal.events, &id, asked.seen) {
            return Ok(false);
        }
        writer.publish(&id, asked.status, asked.note.trim(), &app.now(), &session.name)?;
        Ok(true)
    });
    visit.here = format!("/claim/{id}");
    let typed = Typed { note: asked.note.clone(), since: asked.seen, ..Typed::default() };
    match done {
        Ok(true) => Ok(go(&format!("/claim/{id}#publication"))),
        Ok(false) => {
            visit.snapshot = app.snapshot().map_err(|error| Trouble::store(words, &error))?;
            show(&visit, &id, StatusCode::CONFLICT, Some(&Typed { overtaken: true, ..typed }))
        }
        Err(error) => {
            let message = visit.refusal(&error);
            show(&visit, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(&Typed { message, ..typed }))
        }
    }
}
