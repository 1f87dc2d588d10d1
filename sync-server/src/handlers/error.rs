//! Errors of the exchange, as a machine reads them: a status, a code that is stable, and a line for the log.

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::QueryRejection;
use serde::Serialize;
use shared::replica::ExchangeError;
use tracing::error;

use crate::state::Unavailable;

/// An error of the exchange, answered as `{"errors":[{"code":…,"detail":…}]}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: String,
}

#[derive(Serialize)]
struct Body<'a> {
    errors: [Item<'a>; 1],
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    detail: &'a str,
}

impl ApiError {
    /// Makes an error; `detail` says what to do next and never quotes what was sent.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into() }
    }
}

impl From<ExchangeError> for ApiError {
    fn from(fault: ExchangeError) -> Self {
        let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            error!(%fault, "an exchange failed");
        }
        Self::new(status, fault.code(), fault.to_string())
    }
}

impl From<Unavailable> for ApiError {
    fn from(fault: Unavailable) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", fault.to_string())
    }
}

impl From<BytesRejection> for ApiError {
    fn from(fault: BytesRejection) -> Self {
        let status = fault.status();
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Self::new(status, "too_large", "the body is over its limit; send smaller batches")
        } else {
            Self::new(status, "unreadable", "the body could not be read to its end; send it again")
        }
    }
}

impl From<QueryRejection> for ApiError {
    fn from(fault: QueryRejection) -> Self {
        Self::new(fault.status(), "query", "the query needs scope, position and checksum; update the program")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Body { errors: [Item { code: self.code, detail: &self.detail }] };
        (self.status, Json(body)).into_response()
    }
}

/// Answers a method that an address of the exchange does not have.
pub async fn method_not_allowed() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this address does not have that method")
}
