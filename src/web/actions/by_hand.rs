//! `POST /article/{slug}/claims` adds a claim by hand, `POST /claim/{id}/correct` corrects one.

use super::{is_overtaken, signed};
use crate::claim::ClaimId;
use crate::claim::by_hand::Parts;
use crate::store::StoreError;
use crate::text::CharSpan;
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
    /// Spans as the page writes them: `12-30,41-50`, in code points.
    #[serde(default)]
    content: String,
    #[serde(default)]
    speaker: String,
    #[serde(default)]
    cue: String,
    /// Who is meant, where the words do not name them.
    #[serde(default)]
    name: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    seen: u64,
}

impl Asked {
    fn parts(&self) -> Option<Parts> {
        Some(Parts {
            content: spans(&self.content)?,
            speaker: spans(&self.speaker)?,
            cue: spans(&self.cue)?,
            name: Some(self.name.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty()),
        })
    }
}

/// `12-30,41-50`; nothing for an empty text.
fn spans(text: &str) -> Option<Vec<CharSpan>> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (start, end) = part.split_once('-')?;
            Some(CharSpan::new(start.parse().ok()?, end.parse().ok()?))
        })
        .collect()
}

pub(in crate::web) async fn add(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(slug): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let session = signed(&visit, &asked.csrf)?;
    let words = visit.words;
    let bad = || Trouble::new(words, StatusCode::BAD_REQUEST, words.t("trouble.form"));
    let parts = asked.parts().ok_or_else(bad)?;
    let id = tokio::task::block_in_place(|| {
        app.writer()?.add_by_hand(&slug, &parts, asked.reason.trim(), &app.now(), &session.name)
    });
    let id = id.map_err(|error| Trouble::store(words, &error))?;
    Ok(go(&format!("/claim/{id}")))
}

pub(in crate::web) async fn correct(
    State(app): State<Arc<App>>,
    mut visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let session = signed(&visit, &asked.csrf)?;
    let words = visit.words;
    let trouble = |error: StoreError| Trouble::store(words, &error);
    let bad = || Trouble::new(words, StatusCode::BAD_REQUEST, words.t("trouble.form"));
    let parts = asked.parts().ok_or_else(bad)?;
    let id = ClaimId(id);
    let done = tokio::task::block_in_place(|| -> Result<bool, StoreError> {
        let mut writer = app.writer()?;
        if is_overtaken(&writer.workspace.journal.events, &id, asked.seen) {
            return Ok(false);
        }
        writer.correct(&id, &parts, asked.reason.trim(), &app.now(), &session.name)?;
        Ok(true)
    });
    visit.here = format!("/claim/{id}");
    let typed = Typed { correction: asked.reason.clone(), since: asked.seen, ..Typed::default() };
    match done {
        Ok(true) => Ok(go(&visit.here)),
        Ok(false) => {
            visit.snapshot = tokio::task::block_in_place(|| app.snapshot()).map_err(trouble)?;
            show(&visit, &id, StatusCode::CONFLICT, Some(&Typed { overtaken: true, ..typed }))
        }
        Err(error @ (StoreError::Refusal(_) | StoreError::NoKey { .. })) => {
            let message = visit.refusal(&error);
            show(&visit, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(&Typed { message, ..typed }))
        }
        Err(error) => Err(trouble(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_pairs_of_numbers() {
        assert_eq!(spans("12-30,41-50"), Some(vec![CharSpan::new(12, 30), CharSpan::new(41, 50)]));
        assert_eq!(spans(""), Some(Vec::new()));
        for bad in ["1", "a-b", "1-2-3", "-1-2", "1-99999999999"] {
            assert_eq!(spans(bad), None, "{bad}");
        }
    }
}
