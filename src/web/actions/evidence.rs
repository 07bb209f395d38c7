//! `POST /claim/{id}/evidence`: a link, or a file that is stored under its hash.

use super::signed;
use crate::claim::ClaimId;
use crate::decision::Evidence;
use crate::web::answer::{Trouble, go};
use crate::web::app::App;
use crate::web::ask::Path;
use crate::web::pages::claim::{STANCES, Typed, show, stance};
use crate::web::visit::Visit;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a source is an address of the web. Anything else would be a path, and a browser names no files here.
pub(super) fn is_address(source: &str) -> bool {
    (source.starts_with("http://") || source.starts_with("https://"))
        && source.len() > 8
        && !source.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

pub(in crate::web) async fn post(
    State(app): State<Arc<App>>,
    mut visit: Visit,
    Path(id): Path<String>,
    mut form: Multipart,
) -> Result<Response, Trouble> {
    let words = visit.words;
    let broken = |error: MultipartError| Trouble::new(words, error.status(), words.t("trouble.form"));
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let mut file: Option<(String, Vec<u8>)> = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let called = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(broken)?;
            if !bytes.is_empty() {
                file = Some((called, bytes.to_vec()));
            }
        } else {
            fields.insert(name, field.text().await.map_err(broken)?);
        }
    }
    let field = |name: &str| fields.get(name).map(|text| text.trim()).unwrap_or_default();
    let session = signed(&visit, field("csrf"))?;
    let id = ClaimId(id);
    if visit.snapshot.claim(&id).is_none() {
        return Err(Trouble::not_found(words));
    }
    let Some(speaks) = STANCES.into_iter().find(|one| stance(*one) == field("stance")) else {
        return Err(Trouble::new(words, StatusCode::BAD_REQUEST, words.t("trouble.form")));
    };
    let source = field("source");
    let wrong = match (&file, source.is_empty()) {
        (None, true) => Some("evidence.neither"),
        (Some(_), false) => Some("evidence.both"),
        (None, false) if !is_address(source) => Some("evidence.not-address"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        visit.here = format!("/claim/{id}");
        let typed = Typed {
            message: words.t(wrong).to_owned(),
            source: source.to_owned(),
            publisher: field("publisher").to_owned(),
            quote: field("quote").to_owned(),
            ..Typed::default()
        };
        return show(&visit, &id, StatusCode::BAD_REQUEST, Some(&typed));
    }
    let given = |name: &str| Some(field(name).to_owned()).filter(|text| !text.is_empty());
    let now = app.now();
    let evidence = Evidence {
        source: source.to_owned(),
        stance: speaks,
        quote: given("quote"),
        publisher: given("publisher"),
        retrieved: now.get(..10).map(str::to_owned),
        sha256: None,
    };
    tokio::task::block_in_place(|| {
        let mut writer = app.writer()?;
        match file {
            Some((name, bytes)) => writer.add_evidence_file(&id, &evidence, &name, bytes, &now, &session.name),
            None => writer.add_evidence(&id, &evidence, &now, &session.name),
        }
    })
    .map_err(|error| Trouble::store(words, &error))?;
    Ok(go(&format!("/claim/{id}#evidence")))
}
