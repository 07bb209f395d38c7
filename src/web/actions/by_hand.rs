//! `POST /article/{slug}/claims` adds a claim by hand, `POST /claim/{id}/correct` corrects one.

use super::{ClaimForm, change_claim, signed};
use crate::claim::ClaimId;
use crate::claim::by_hand::Parts;
use crate::text::CharSpan;
use crate::web::answer::{Trouble, go};
use crate::web::app::App;
use crate::web::ask::{Form, Path};
use crate::web::pages::claim::Typed;
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
    visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let words = visit.words;
    let bad = || Trouble::new(words, StatusCode::BAD_REQUEST, words.t("trouble.form"));
    let parts = asked.parts().ok_or_else(bad)?;
    let form = ClaimForm {
        then: format!("/claim/{id}"),
        claim: ClaimId(id),
        csrf: asked.csrf,
        seen: Some(asked.seen),
        typed: Typed { correction: asked.reason.clone(), ..Typed::default() },
    };
    change_claim(&app, visit, form, |writer, id, now, by| writer.correct(id, &parts, asked.reason.trim(), now, by))
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
