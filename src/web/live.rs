//! Windows that know of each other: server-sent events say that the journal has grown.
//!
//! An event carries the number of the last line and who wrote it, nothing else; the window then asks for its page again.

use super::answer::Trouble;
use super::app::App;
use super::visit::Visit;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How often the journal is looked at for what other programs write: a look costs two `stat` calls.
const LOOK: Duration = Duration::from_millis(400);

/// Windows that are told at one time.
const WINDOWS: usize = 128;

/// Looks for new lines of the journal for ever, so that a window hears of `dixit mark` in a terminal too.
pub(super) async fn watch(app: Arc<App>) {
    loop {
        tokio::time::sleep(LOOK).await;
        if app.lines.receiver_count() > 0 {
            // What cannot be read is shown by the page that is asked for next.
            let _ = tokio::task::block_in_place(|| app.snapshot());
        }
    }
}

/// `GET /events`.
pub(super) async fn events(State(app): State<Arc<App>>, visit: Visit) -> Response {
    if app.lines.receiver_count() >= WINDOWS {
        let status = axum::http::StatusCode::SERVICE_UNAVAILABLE;
        return Trouble::new(visit.words, status, visit.t("trouble.windows")).into_response();
    }
    let mut lines = app.lines.subscribe();
    lines.mark_unchanged();
    let stream = stream::unfold((lines, app, true), |(mut lines, app, first)| async move {
        if !first {
            lines.changed().await.ok()?;
        }
        let number = *lines.borrow_and_update();
        let snapshot = tokio::task::block_in_place(|| app.snapshot()).ok()?;
        let by = snapshot.history.last().map(|event| event.by.as_str()).unwrap_or_default();
        let data = serde_json::json!({ "line": number, "by": by }).to_string();
        Some((Ok::<Event, Infallible>(Event::default().event("journal").data(data)), (lines, app, false)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}
