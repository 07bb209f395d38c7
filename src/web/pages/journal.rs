//! `GET /journal`: everything that happened, newest first.

use crate::web::answer::page;
use crate::web::ask::Query;
use crate::web::view::{self, happening};
use crate::web::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use serde::Deserialize;

/// Events on a page.
const EVENTS: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    page: usize,
}

pub(in crate::web) async fn get(visit: Visit, Query(asked): Query<Asked>) -> Response {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    let pages = snapshot.history.len().div_ceil(EVENTS).max(1);
    let at = asked.page.min(pages - 1);
    let title = words.t("nav.journal");
    let main = html! {
        div.heading { h1 { (title) } p.quiet { (words.count("events", snapshot.history.len())) } }
        (happening::with_claims(&visit, snapshot.history.iter().rev().skip(at * EVENTS).take(EVENTS)))
        @if pages > 1 {
            nav.pager aria-label=(words.t("pager.label")) {
                @if at > 0 { a rel="prev" href={ "/journal?page=" (at - 1) } { "← " (words.t("pager.before")) } }
                span { (at + 1) " / " (pages) }
                @if at + 1 < pages { a rel="next" href={ "/journal?page=" (at + 1) } { (words.t("pager.after")) " →" } }
            }
        }
    };
    page(StatusCode::OK, view::page(&visit, "journal", title, &main))
}
