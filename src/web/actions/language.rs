//! `POST /language`: in which words the workbench speaks to this browser.

use super::sign_in::with_cookie;
use crate::web::answer::go;
use crate::web::ask::Form;
use crate::web::words::Tongue;
use axum::response::Response;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(in crate::web) struct Asked {
    language: String,
    #[serde(default)]
    back: String,
}

pub(in crate::web) async fn post(Form(asked): Form<Asked>) -> Response {
    let tongue = Tongue::ALL.into_iter().find(|tongue| tongue.code() == asked.language).unwrap_or(Tongue::English);
    with_cookie(
        go(&asked.back),
        &format!("dixit-language={}; Path=/; SameSite=Strict; Max-Age=31536000", tongue.code()),
    )
}
