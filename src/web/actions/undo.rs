//! `POST /undo`: takes back the reviewer's own last step, by an event.

use super::signed;
use crate::web::answer::{Trouble, go};
use crate::web::app::App;
use crate::web::visit::Visit;
use axum::Form;
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
    back: String,
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    visit: Visit,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let session = signed(&visit, &asked.csrf)?;
    let words = visit.words;
    let Some(step) = session.last_step() else {
        return Err(Trouble::new(words, StatusCode::CONFLICT, words.t("review.nothing-to-undo")));
    };
    // A step that cannot be taken back stands in the way of those before it, so it goes from the list either way.
    session.forget();
    tokio::task::block_in_place(|| app.writer()?.undo(&step, words.t("review.undo.reason"), &app.now(), &session.name))
        .map_err(|error| Trouble::store(words, &error))?;
    let mark = if asked.back.contains('?') { '&' } else { '?' };
    Ok(go(&if asked.back.starts_with("/review") { format!("{}{mark}said=taken-back", asked.back) } else { asked.back }))
}
