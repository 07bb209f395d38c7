//! `GET /export/{format}/{slug}`: an article's checks in one of the formats of `dixit export`, as a file to keep.

use crate::export;
use crate::web::answer::Trouble;
use crate::web::app::App;
use crate::web::ask::Path;
use crate::web::visit::Visit;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// A format for the public holds only what was published, as on the command line.
pub(in crate::web) async fn get(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path((format, slug)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let known = visit.snapshot.article(&slug).is_some();
    let Some(format) = export::format(&format).filter(|_| known) else { return Err(Trouble::not_found(visit.words)) };
    let bytes = tokio::task::block_in_place(|| {
        let mut selection = visit.snapshot.workspace.selection(std::slice::from_ref(&slug), &app.now())?;
        if format.public {
            selection.keep_public();
        }
        Ok((format.write)(&selection))
    });
    let bytes = bytes.map_err(|error| Trouble::store(visit.words, &error))?;
    // The page that stands alone brings its own style, which this server's policy would not allow: it is a file to keep.
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", name(&slug, format))),
    ];
    Ok((headers, bytes).into_response())
}

/// What the file is called: plain characters alone.
fn name(slug: &str, format: &export::Format) -> String {
    let plain: String = slug.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    format!("{plain}-{}.{}", format.name, format.extension)
}
