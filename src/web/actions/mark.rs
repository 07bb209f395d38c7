//! `POST /claim/{id}/mark`: moves a finding.

use super::{is_overtaken, signed};
use crate::claim::ClaimId;
use crate::decision::{Evidence, EvidenceStance, Question, State as Finding};
use crate::store::{Mark, StoreError};
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
    question: Question,
    state: Finding,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    rating: String,
    /// An address that comes with the decision.
    #[serde(default)]
    evidence: String,
    /// The last line of the journal that the form's page knew.
    seen: u64,
    #[serde(default)]
    back: String,
}

/// What became of it.
enum Outcome {
    Marked,
    Overtaken,
    Refused(StoreError),
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
    let source = asked.evidence.trim();
    if !source.is_empty() && !super::evidence::is_address(source) {
        return Err(Trouble::new(visit.words, StatusCode::BAD_REQUEST, visit.t("evidence.not-address")));
    }
    let done = tokio::task::block_in_place(|| -> Result<Outcome, StoreError> {
        let mut writer = app.writer()?;
        // Under the lock: nobody can decide between this look and the mark.
        if is_overtaken(&writer.workspace.journal.events, &id, asked.seen) {
            return Ok(Outcome::Overtaken);
        }
        let now = app.now();
        let stance =
            if asked.state == Finding::Disputed { EvidenceStance::Undermines } else { EvidenceStance::Supports };
        let evidence = (!source.is_empty()).then(|| Evidence {
            source: source.to_owned(),
            stance,
            quote: None,
            publisher: None,
            retrieved: now.get(..10).map(str::to_owned),
            sha256: None,
        });
        let mark = Mark {
            findings: vec![(asked.question, asked.state)],
            reason: asked.reason.trim().to_owned(),
            rating: Some(asked.rating.clone()).filter(|rating| !rating.is_empty()),
            evidence: evidence.into_iter().collect(),
        };
        Ok(match writer.mark(&id, mark, &now, &session.name) {
            Ok(()) => Outcome::Marked,
            Err(error) => Outcome::Refused(error),
        })
    });
    visit.here = format!("/claim/{id}");
    let typed = Typed {
        question: Some(asked.question),
        reason: asked.reason.clone(),
        evidence: asked.evidence.clone(),
        since: asked.seen,
        ..Typed::default()
    };
    match done.map_err(|error| Trouble::store(visit.words, &error))? {
        Outcome::Marked => Ok(go(&asked.back)),
        Outcome::Overtaken => {
            visit.snapshot = app.snapshot().map_err(|error| Trouble::store(visit.words, &error))?;
            show(&visit, &id, StatusCode::CONFLICT, Some(&Typed { overtaken: true, ..typed }))
        }
        Outcome::Refused(error) => {
            let message = visit.refusal(&error);
            show(&visit, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(&Typed { message, ..typed }))
        }
    }
}
