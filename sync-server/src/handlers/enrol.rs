//! `POST /v1/enrol`: a device shows a one-time code and its public keys, and becomes a branch's device; or it shows the
//! certificate of an earlier enrolment, and is a branch's device again.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use tracing::info;

use super::body::{self, Read};
use super::{ApiError, message};
use crate::door::Caller;
use crate::state::AppState;

/// Largest enrolment: a code or a certificate, two public keys and a name take less than 1 KiB.
pub const ENROL_BYTES_MAX: usize = 16 * 1024;

/// Enrols a device.
///
/// # Errors
/// The code is wrong, used or over; the certificate is of no use here; the body is no enrolment.
pub async fn enrol(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let Read { bytes, .. } = body::read(&state, &headers, body, ENROL_BYTES_MAX).await?;
    let enrolled = state.write(move |office, act| office.enrol(act, &bytes)).await??;
    caller.is_valid();
    let what = if enrolled.reply.is_empty() { "a device is known again" } else { "enrolled a device" };
    info!(device = %enrolled.device, address = %caller.address, "{what}");
    Ok(message(enrolled.reply))
}
