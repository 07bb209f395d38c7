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

use super::answer::Trouble;
use super::session::Session;
use super::visit::Visit;
use crate::claim::ClaimId;
use crate::decision::EventKind;
use axum::http::StatusCode;
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
