//! `POST /claim/{id}/publish`: says that a check is out, was corrected, or was retracted, and what was wrong.

use super::{ClaimForm, change_claim};
use crate::claim::ClaimId;
use crate::decision::Publication;
use crate::web::answer::Trouble;
use crate::web::app::App;
use crate::web::ask::{Form, Path};
use crate::web::pages::claim::Typed;
use crate::web::visit::Visit;
use axum::extract::State;
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
    visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let form = ClaimForm {
        then: format!("/claim/{id}#publication"),
        claim: ClaimId(id),
        csrf: asked.csrf,
        seen: Some(asked.seen),
        typed: Typed { note: asked.note.clone(), ..Typed::default() },
    };
    change_claim(&app, visit, form, |writer, id, now, by| writer.publish(id, asked.status, asked.note.trim(), now, by))
}
