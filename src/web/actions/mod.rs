//! One file an action. Each takes the name from the session, checks the form's secret, and lets the store decide.

pub(super) mod by_hand;
pub(super) mod comment;
pub(super) mod evidence;
pub(super) mod language;
pub(super) mod mark;
pub(super) mod publish;
pub(super) mod resolve;
pub(super) mod sign_in;
pub(super) mod undo;

use super::answer::{Trouble, go};
use super::app::App;
use super::pages::claim::{Typed, show};
use super::session::Session;
use super::visit::Visit;
use crate::claim::ClaimId;
use crate::decision::EventKind;
use crate::store::{StoreError, Writer};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// The session whose form this is.
fn signed(visit: &Visit, csrf: &str) -> Result<Arc<Session>, Trouble> {
    let refused = |key| Trouble::new(visit.words, StatusCode::FORBIDDEN, visit.t(key));
    let session = visit.session.clone().ok_or_else(|| refused("trouble.signed-out"))?;
    // The secret is random and new for each session, so how long a comparison takes tells nothing that helps.
    if session.csrf != csrf {
        return Err(refused("trouble.csrf"));
    }
    Ok(session)
}

/// A form of a claim's page.
struct ClaimForm {
    claim: ClaimId,
    csrf: String,
    /// The last line of the journal that the form's page knew; none for what cannot be overtaken.
    seen: Option<u64>,
    /// What was typed: it is there again on the page that says why not.
    typed: Typed,
    /// Where to go on when it is done.
    then: String,
}

/// Changes a claim as a form of its page asks: `work` gets the locked workspace, the time and the reviewer's name. When
/// somebody decided meanwhile, or the store refuses, the page comes again and says so.
fn change_claim(
    app: &App,
    mut visit: Visit,
    form: ClaimForm,
    work: impl FnOnce(&mut Writer, &ClaimId, &str, &str) -> Result<(), StoreError>,
) -> Result<Response, Trouble> {
    let ClaimForm { claim, csrf, seen, typed, then } = form;
    let session = signed(&visit, &csrf)?;
    if visit.snapshot.claim(&claim).is_none() {
        return Err(Trouble::not_found(visit.words));
    }
    let words = visit.words;
    let trouble = |error: StoreError| Trouble::store(words, &error);
    // Under the lock: nobody can decide between the look and the change.
    let done = tokio::task::block_in_place(|| {
        let mut writer = app.writer()?;
        if seen.is_some_and(|seen| is_overtaken(&writer.workspace.journal.events, &claim, seen)) {
            return Ok(None);
        }
        Ok(Some(work(&mut writer, &claim, &app.now(), &session.name)))
    })
    .map_err(trouble)?;
    visit.here = format!("/claim/{claim}");
    let typed = Typed { since: seen.unwrap_or_default(), ..typed };
    match done {
        Some(Ok(())) => Ok(go(&then)),
        Some(Err(error)) => {
            let message = visit.refusal(&error);
            show(&visit, &claim, StatusCode::UNPROCESSABLE_ENTITY, Some(&Typed { message, ..typed }))
        }
        None => {
            visit.snapshot = tokio::task::block_in_place(|| app.snapshot()).map_err(trouble)?;
            show(&visit, &claim, StatusCode::CONFLICT, Some(&Typed { overtaken: true, ..typed }))
        }
    }
}

/// Whether something was decided on the claim after line `seen`, which the form's page did not show.
fn is_overtaken(events: &[crate::decision::Event], id: &ClaimId, seen: u64) -> bool {
    events.iter().filter(|event| event.seq > seen).any(|event| {
        event.with_merged().any(|event| {
            event.what.claim() == Some(id)
                && matches!(
                    event.what,
                    EventKind::Marked { .. }
                        | EventKind::Accepted { .. }
                        | EventKind::Edited { .. }
                        | EventKind::Undone { .. }
                        | EventKind::Publication { .. }
                )
        })
    })
}
