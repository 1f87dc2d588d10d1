//! `POST /v1/push`: a device's batch of changes. What the reply calls received is durable.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::sync::http::SIGNATURE_HEADER;
use tracing::info;

use super::{ApiError, message};
use crate::state::AppState;

/// Takes in a push.
///
/// # Errors
/// The device is unknown or revoked, the signature wrong, the body over its limit or no push.
pub async fn push(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let token = bearer(&headers)?;
    let signature = signature(&headers)?;
    let body = body?;
    let bytes = body.len();
    let reply = state.write(move |office, act| office.push(act, &token, &signature, &body)).await??;
    state.match_later();
    info!(bytes, "took in a push");
    Ok(message(reply))
}

/// Reads the device's token.
///
/// # Errors
/// There is none.
pub(super) fn bearer(headers: &HeaderMap) -> Result<String, ApiError> {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let missing =
        || ApiError::new(StatusCode::UNAUTHORIZED, "token", "the device's token is missing; enrol again");
    token.map(str::to_owned).ok_or_else(missing)
}

fn signature(headers: &HeaderMap) -> Result<String, ApiError> {
    let value = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let missing =
        || ApiError::new(StatusCode::UNAUTHORIZED, "signature", "the push is not signed; update the program");
    value.map(str::to_owned).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_token_follows_the_word_bearer() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer abc"));
        assert_eq!(bearer(&headers).unwrap(), "abc");
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Basic abc"));
        assert!(bearer(&headers).is_err());
    }
}
