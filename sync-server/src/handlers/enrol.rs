//! `POST /v1/enrol`: a device shows a one-time code and its public keys, and becomes a branch's device.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use tracing::info;

use super::{ApiError, message};
use crate::state::AppState;

/// Enrols a device.
///
/// # Errors
/// The code is wrong, used or over; the body is no enrolment.
pub async fn enrol(
    State(state): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body?;
    let enrolled = state.write(move |office, act| office.enrol(act, &body)).await??;
    info!(device = %enrolled.device, "enrolled a device");
    Ok(message(enrolled.reply))
}
