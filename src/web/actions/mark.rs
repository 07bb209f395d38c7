//! `POST /claim/{id}/mark`: moves a finding.

use super::{ClaimForm, change_claim};
use crate::claim::ClaimId;
use crate::decision::{Evidence, EvidenceStance, Question, State as Finding};
use crate::store::Mark;
use crate::web::answer::Trouble;
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

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    let source = asked.evidence.trim();
    if !source.is_empty() && !super::evidence::is_address(source) {
        return Err(Trouble::new(visit.words, StatusCode::BAD_REQUEST, visit.t("evidence.not-address")));
    }
    let form = ClaimForm {
        claim: ClaimId(id),
        csrf: asked.csrf,
        seen: Some(asked.seen),
        typed: Typed {
            question: Some(asked.question),
            reason: asked.reason.clone(),
            evidence: asked.evidence.clone(),
            ..Typed::default()
        },
        then: asked.back,
    };
    change_claim(&app, visit, form, |writer, id, now, by| {
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
            rating: Some(asked.rating).filter(|rating| !rating.is_empty()),
            evidence: evidence.into_iter().collect(),
        };
        writer.mark(id, mark, now, by)
    })
}
