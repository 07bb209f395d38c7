//! `POST /claim/{id}/comment`: something said about a claim, which decides nothing.

use super::{ClaimForm, change_claim};
use crate::claim::ClaimId;
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
    #[serde(default)]
    text: String,
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let form = ClaimForm {
        then: format!("/claim/{id}#history"),
        claim: ClaimId(id),
        csrf: asked.csrf,
        seen: None,
        typed: Typed { comment: asked.text.clone(), ..Typed::default() },
    };
    change_claim(&app, visit, form, |writer, id, now, by| writer.comment(id, &asked.text, now, by))
}
