//! `GET /report/{slug}`: one article's check, to read and to print: what `dixit export html` writes, in the workbench.

use crate::export::FORMATS;
use crate::export::html::{Place, report};
use crate::web::answer::{Trouble, page};
use crate::web::app::App;
use crate::web::ask::Path;
use crate::web::view;
use crate::web::visit::Visit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{PreEscaped, html};
use std::sync::Arc;

pub(in crate::web) async fn get(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Response, Trouble> {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    let Some(view) = snapshot.article(&slug) else { return Err(Trouble::not_found(words)) };
    let selection =
        tokio::task::block_in_place(|| snapshot.workspace.selection(std::slice::from_ref(&slug), &app.now()))
            .map_err(|error| Trouble::store(words, &error))?;
    let mut body = String::new();
    for article in &selection.articles {
        report(&selection, article, words.tongue.code(), Place::Workbench, &mut body);
    }
    let main = html! {
        p.crumbs { a href="/" { (words.t("nav.desk")) } " › " a href={ "/article/" (slug) } { (view.title()) } " › " (words.t("nav.report")) }
        p.downloads { (words.t("report.download")) (words.t("colon"))
            @for format in FORMATS {
                " " a.chip href={ "/export/" (format.name) "/" (slug) } download title=(words.t(&format!("format.{}", format.name))) { (format.name) }
            }
        }
        (PreEscaped(body))
    };
    Ok(page(StatusCode::OK, view::page(&visit, "printed", view.title(), &main)))
}

#[cfg(test)]
mod tests {
    use crate::web::words::{Tongue, Words};

    #[test]
    fn every_format_is_explained_in_every_language() {
        for tongue in Tongue::ALL {
            for format in super::FORMATS {
                let told = Words::of(tongue).t(&format!("format.{}", format.name));
                assert_ne!(told, "???", "{}: format.{} is missing", tongue.code(), format.name);
            }
        }
    }
}
