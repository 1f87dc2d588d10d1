//! `POST /v1/enrol`: a device shows a one-time code and its public keys, and becomes a branch's device; or it shows the
//! certificate of an earlier enrolment, and is a branch's device again.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::replica::{Enrolled, ExchangeError};
use shared::store::door::EventKind;
use tracing::{info, warn};

use super::body::{self, Read};
use super::{ApiError, message};
use crate::auth::of_enrolment;
use crate::door::Caller;
use crate::state::AppState;

/// Largest enrolment: a code or a certificate, two public keys and a name take less than 1 KiB.
pub const ENROL_BYTES_MAX: usize = 16 * 1024;

/// Enrols a device.
///
/// # Errors
/// The code is wrong, used or over, or the certificate is of no use here, or too many of them were that came from this address; the
/// body is no enrolment.
pub async fn enrol(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let read = body::read(&state, &headers, body, ENROL_BYTES_MAX).await?;
    let now = state.now();
    let judged = state.look_up(move |office, _| (office.judge_enrolment(now, &read.bytes), read));
    let (judged, read) = judged.await?;
    if let Err(fault) = judged {
        return Err(refused(&state, &caller, fault).await?);
    }
    let enrolled = state.write(move |office, act| {
        let Read { bytes, .. } = &read;
        office.enrol(act, bytes)
    });
    let Enrolled { device, reply } = enrolled.await??;
    caller.is_valid();
    let is_again = reply.is_empty();
    let kind = if is_again { EventKind::KnownAgain } else { EventKind::Enrolled };
    let address = caller.address.to_string();
    let noted = state.at_door(move |door, now| door.note_device(now, kind, Some(device), Some(&address)));
    if let Err(fault) = noted.await? {
        warn!(%fault, "that a device was enrolled is not in the account");
    }
    let what = if is_again { "a device is known again" } else { "enrolled a device" };
    info!(%device, address = %caller.address, "{what}");
    Ok(message(reply))
}

/// Counts a code or a certificate that is of no use by its address. Whoever shows too many is asked to wait; a right one is taken
/// whatever was counted, so that nobody shuts a branch out that is behind the same address.
async fn refused(state: &AppState, caller: &Caller, fault: ExchangeError) -> Result<ApiError, ApiError> {
    let is_of_a_code =
        matches!(fault, ExchangeError::UnknownCode | ExchangeError::UsedCode | ExchangeError::ExpiredCode);
    if !is_of_a_code && !matches!(fault, ExchangeError::UnknownDevice | ExchangeError::Signature) {
        return Ok(fault.into());
    }
    let address = caller.address.to_string();
    let counted = of_enrolment(caller.address);
    let wait = state.at_door(move |door, now| {
        door.note_device(now, EventKind::EnrolmentRefused, None, Some(&address))?;
        door.count_attempt(&[counted], now)
    });
    let wait_millis = wait.await?.map_err(ExchangeError::from)?;
    if wait_millis == 0 {
        return Ok(fault.into());
    }
    let wait_secs = wait_millis.unsigned_abs().div_ceil(1_000);
    let why = "too many codes of no use were shown from this address";
    Ok(ApiError::busy(StatusCode::TOO_MANY_REQUESTS, wait_secs, why))
}
