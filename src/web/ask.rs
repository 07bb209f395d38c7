//! What a request says: its path, its query, its form. What cannot be read is refused in the visitor's words.

use super::answer::Trouble;
use super::app::App;
use super::visit::words;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The fields of a form.
pub(super) struct Form<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Form<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Form<T>, Trouble> {
        let (parts, body) = request.into_parts();
        let words = words(&parts);
        match axum::Form::<T>::from_request(Request::from_parts(parts, body), app).await {
            Ok(axum::Form(fields)) => Ok(Form(fields)),
            Err(error) => Err(Trouble::new(words, error.status(), words.t("trouble.form"))),
        }
    }
}

/// The fields of a query.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for Query<T> {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Query<T>, Trouble> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, app).await;
        let words = words(parts);
        query
            .map(|query| Query(query.0))
            .map_err(|_| Trouble::new(words, StatusCode::BAD_REQUEST, words.t("trouble.query")))
    }
}

/// The names in a path. What is no text names nothing.
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Path<T> {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Path<T>, Trouble> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        path.map(|path| Path(path.0)).map_err(|_| Trouble::not_found(words(parts)))
    }
}
