//! `POST /undo`: takes back the reviewer's own last step, by an event.

use super::signed;
use crate::web::answer::{Trouble, go};
use crate::web::app::App;
use crate::web::ask::Form;
use crate::web::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    csrf: String,
    /// Hash of the first event of the step, as the page named it: pressed twice, it is not the one before that goes.
    #[serde(default)]
    step: String,
    #[serde(default)]
    back: String,
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    visit: Visit,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let session = signed(&visit, &asked.csrf)?;
    let words = visit.words;
    let reason = words.t("review.undo.reason");
    tokio::task::block_in_place(|| app.writer()?.undo(&asked.step, reason, &app.now(), &session.name))
        .map_err(|error| Trouble::store(words, &error))?;
    let mark = if asked.back.contains('?') { '&' } else { '?' };
    Ok(go(&if asked.back.starts_with("/review") { format!("{}{mark}said=taken-back", asked.back) } else { asked.back }))
}
