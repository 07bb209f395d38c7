//! Which address leads where.

use super::answer::Trouble;
use super::app::App;
use super::visit::Visit;
use super::{actions, assets, guard, live, pages};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use std::sync::Arc;

pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(pages::desk::get))
        .route("/article/{slug}", get(pages::article::get))
        .route("/article/{slug}/claims", post(actions::by_hand::add))
        .route("/article/{slug}/resolve", post(actions::resolve::post))
        .route("/claim/{id}", get(pages::claim::get))
        .route("/claim/{id}/mark", post(actions::mark::post))
        .route("/claim/{id}/comment", post(actions::comment::post))
        .route("/claim/{id}/publish", post(actions::publish::post))
        .route("/claim/{id}/correct", post(actions::by_hand::correct))
        .route(
            "/claim/{id}/evidence",
            post(actions::evidence::post).layer(DefaultBodyLimit::max(guard::EVIDENCE_LIMIT)),
        )
        .route("/review", get(pages::review::get))
        .route("/undo", post(actions::undo::post))
        .route("/diff", get(pages::diff::get))
        .route("/report/{slug}", get(pages::report::get))
        .route("/export/{format}/{slug}", get(pages::export::get))
        .route("/journal", get(pages::journal::get))
        .route("/evidence/{name}", get(pages::evidence::get))
        .route("/events", get(live::events))
        .route("/sign-in", get(pages::sign_in::get).post(actions::sign_in::post))
        .route("/sign-out", post(actions::sign_in::out))
        .route("/language", post(actions::language::post))
        .route("/assets/{hash}/{name}", get(assets::get))
        .fallback(missing)
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::check))
        .layer(DefaultBodyLimit::max(guard::FORM_LIMIT))
        .with_state(app)
}

async fn missing(visit: Visit) -> Trouble {
    Trouble::not_found(visit.words)
}
