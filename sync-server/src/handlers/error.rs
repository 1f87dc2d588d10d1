//! Errors of the exchange, as a machine reads them: a status, a code that is stable, and a line for the log.

use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::QueryRejection;
use serde::Serialize;
use shared::replica::{ExchangeError, OfficeError};
use shared::store::StoreError;
use tokio::time::timeout;
use tracing::error;

use crate::state::Unavailable;

/// An error of the exchange, answered as `{"errors":[{"code":…,"detail":…}]}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    retry_after_secs: Option<u64>,
}

/// Longest time for a whole request until its answer begins: a body has 60 s to arrive, the rest is for the work. Kiosks wait 90 s.
const REQUEST_WITHIN: Duration = Duration::from_secs(80);

/// What a client waits whose request took too long, or found the database in use.
const SLOW_AGAIN_SECS: u64 = 10;

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
        Self { status, code, detail: detail.into(), retry_after_secs: None }
    }

    /// Makes an error that passes by itself: `why` is what the server is busy with, and so many seconds are to be waited.
    pub fn busy(status: StatusCode, wait_secs: u64, why: &str) -> Self {
        let detail = format!("{why}; try again in {wait_secs} seconds");
        Self { retry_after_secs: Some(wait_secs), ..Self::new(status, "busy", detail) }
    }

    /// Makes the error of a body over its limit.
    pub fn too_large() -> Self {
        let detail = "the body is over its limit; send smaller batches";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    /// Makes the error of a request that took too long to arrive or to be carried out.
    pub fn slow() -> Self {
        Self::busy(StatusCode::SERVICE_UNAVAILABLE, SLOW_AGAIN_SECS, "the request took too long")
    }
}

impl ApiError {
    /// Makes the error of a database that can't be used at the moment.
    fn of_database(passing: &StoreError) -> Self {
        let why = match passing {
            StoreError::Busy => "head office's database is in use by another program",
            away => {
                error!(fault = %away, "the database cannot be used");
                "head office's database cannot be used at the moment"
            }
        };
        Self::busy(StatusCode::SERVICE_UNAVAILABLE, SLOW_AGAIN_SECS, why)
    }
}

impl From<ExchangeError> for ApiError {
    fn from(fault: ExchangeError) -> Self {
        if let ExchangeError::Store(passing) | ExchangeError::Office(OfficeError::Store(passing)) = &fault
            && passing.passes()
        {
            return Self::of_database(passing);
        }
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

impl From<QueryRejection> for ApiError {
    fn from(fault: QueryRejection) -> Self {
        Self::new(fault.status(), "query", "the query needs scope, position and checksum; update the program")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Body { errors: [Item { code: self.code, detail: &self.detail }] };
        let mut response = (self.status, Json(body)).into_response();
        if let Some(secs) = self.retry_after_secs {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(secs));
        }
        response
    }
}

/// Answers a method that an address of the exchange does not have.
pub async fn method_not_allowed() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this address does not have that method")
}

/// Answers in time: work that goes on is left alone.
pub async fn end_in_time(request: Request, next: Next) -> Response {
    match timeout(REQUEST_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => ApiError::slow().into_response(),
    }
}
