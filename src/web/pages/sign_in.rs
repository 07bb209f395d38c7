//! `GET /sign-in`: who are you? The name that every decision will carry.

use crate::web::answer::page;
use crate::web::app::App;
use crate::web::ask::Query;
use crate::web::view;
use crate::web::visit::Visit;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    back: String,
}

pub(in crate::web) async fn get(State(app): State<Arc<App>>, visit: Visit, Query(asked): Query<Asked>) -> Response {
    show(&app, &visit, &asked.back, StatusCode::OK, None)
}

/// The page, after a refusal with what was wrong.
pub(in crate::web) fn show(
    app: &App,
    visit: &Visit,
    back: &str,
    status: StatusCode,
    refused: Option<&str>,
) -> Response {
    let words = visit.words;
    let proposed = app.options.reviewer.as_deref().unwrap_or_default();
    let main = html! {
        div.sign-in.panel {
            h1 { (words.t("sign.title")) }
            p { (words.t("sign.why")) }
            @if let Some(refused) = refused { p.banner.bad role="alert" { (refused) } }
            form method="post" action="/sign-in" {
                input type="hidden" name="back" value=(back);
                label { (words.t("sign.name")) input name="name" required maxlength="80" autocomplete="name" value=(proposed) autofocus; }
                @if app.options.token.is_some() {
                    label { (words.t("sign.token")) input name="token" type="password" required autocomplete="current-password"; }
                }
                button { (words.t("sign.in")) }
            }
        }
    };
    page(status, view::page(visit, "sign", words.t("sign.title"), &main))
}
