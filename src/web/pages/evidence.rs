//! `GET /evidence/{name}`: a stored file, to keep and not to show.

use crate::web::answer::Trouble;
use crate::web::ask::Path;
use crate::web::visit::Visit;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Serves the file that a piece of evidence names. It was put there by somebody, so it is handed over as bytes to be
/// stored, never as a page of this server.
pub(in crate::web) async fn get(visit: Visit, Path(name): Path<String>) -> Result<Response, Trouble> {
    let missing = || Trouble::not_found(visit.words);
    if !is_stored_name(&name) {
        return Err(missing());
    }
    let path = format!("evidence/{name}");
    let bytes = tokio::task::block_in_place(|| visit.snapshot.workspace.read(&path));
    let bytes = bytes.map_err(|error| Trouble::store(visit.words, &error))?.ok_or_else(missing)?;
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// Whether the name is one that the store gives: a hash, and perhaps a short ending.
fn is_stored_name(name: &str) -> bool {
    let (hash, ending) = name.split_once('.').unwrap_or((name, "x"));
    hash.len() == 64
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && (1..=8).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_stored_name;

    #[test]
    fn only_the_names_of_the_store_are_served() {
        let hash = "a".repeat(64);
        assert!(is_stored_name(&hash));
        assert!(is_stored_name(&format!("{hash}.pdf")));
        for name in ["", "../dixit.toml", "dixit.toml", ".", &format!("{hash}.pdf/.."), &format!("{hash}."), &hash[1..]]
        {
            assert!(!is_stored_name(name), "{name}");
        }
    }
}
