//! Style and scripts, in the binary. Their addresses hold the hash of their bytes, so a browser may keep them.

use crate::claim::fingerprint::sha256_hex;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const ASSETS: [(&str, &str, &str); 5] = [
    (
        "dixit.css",
        "text/css; charset=utf-8",
        concat!(include_str!("../export/html/palette.css"), include_str!("assets/dixit.css")),
    ),
    ("article.css", "text/css; charset=utf-8", include_str!("assets/article.css")),
    ("report.css", "text/css; charset=utf-8", include_str!("../export/html/report.css")),
    ("dixit.js", "text/javascript; charset=utf-8", include_str!("assets/dixit.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// The address of an asset.
pub(super) fn address(name: &str) -> &'static str {
    static ALL: OnceLock<BTreeMap<&str, String>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let hashed = |(name, _, text): (&'static str, _, &str)| {
            (name, format!("/assets/{}/{name}", &sha256_hex(text.as_bytes())[..12]))
        };
        ASSETS.into_iter().map(hashed).collect()
    });
    all.get(name).map_or("/assets/0/missing", String::as_str)
}

/// `GET /assets/{hash}/{name}`.
pub(super) async fn get(Path((hash, name)): Path<(String, String)>) -> Response {
    let found = ASSETS.into_iter().find(|(known, ..)| *known == name);
    match found.filter(|(name, ..)| address(name) == format!("/assets/{hash}/{name}")) {
        Some((_, kind, text)) => {
            ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
