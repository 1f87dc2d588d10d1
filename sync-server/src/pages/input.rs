//! What a browser sends: addresses and forms, read into types before a handler sees them. What cannot be read is answered
//! with a page that says so.

use std::time::Duration;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use axum_extra::extract::{Form, Query};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::PageError;

/// Largest form: a name of 120 and a password of 256 characters, percent-encoded at 12 bytes each, take 5 KiB.
pub const FORM_BYTES_MAX: usize = 16 * 1024;

/// Longest time for a form to arrive.
const FORM_WITHIN: Duration = Duration::from_secs(20);

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
        let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        if length.is_some_and(|length| length.parse().is_ok_and(|length: u64| length > FORM_BYTES_MAX as u64))
        {
            return Err(PageError::TooLarge);
        }
        let form = timeout(FORM_WITHIN, Form::from_request(request, state)).await;
        let Form(values) =
            form.map_err(|_elapsed| PageError::Busy)?.map_err(|fault| match fault.status() {
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
