//! What a browser sends: addresses and forms, read into types before a handler sees them. What cannot be read is answered
//! with a page that says so.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum_extra::extract::{Form, Query};
use serde::de::DeserializeOwned;

use super::PageError;

/// The values in an address. A name that comes twice, where one value is asked for, is not understood.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let Query(values) = Query::try_from_uri(&parts.uri).map_err(|_| PageError::BadRequest)?;
        Ok(Self(values))
    }
}

/// The values of a form.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let form = Form::from_request(request, state).await;
        let Form(values) = form.map_err(|fault| match fault.status() {
            StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            _ => PageError::BadRequest,
        })?;
        Ok(Self(values))
    }
}

/// Takes the spaces around a value away; `None` for an empty one.
pub(super) fn stated(value: &str) -> Option<&str> {
    Some(value.trim()).filter(|value| !value.is_empty())
}
