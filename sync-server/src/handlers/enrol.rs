//! `POST /v1/enrol`: a device shows a one-time code and its public keys, and becomes a branch's device; or it shows the
//! certificate of an earlier enrolment, and is a branch's device again.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::replica::{Enrolled, ExchangeError, Judged};
use shared::store::door::{EventKind, Served};
use tracing::{info, warn};

use super::admit::May;
use super::body::{self, Read, Sender};
use super::{ApiError, message};
use crate::auth::of_enrolment;
use crate::door::Caller;
use crate::state::AppState;

/// Largest enrolment: a code or a certificate, two public keys and a name take less than 1 KiB.
pub const ENROL_BYTES_MAX: usize = 16 * 1024;

/// Enrols a device. One that shows a certificate has one request at a time, within what it may cost in a day.
///
/// # Errors
/// The code is wrong, used or over, or the certificate is of no use here, or too many of them were that came from this address; the
/// device has another request at work, or used up its day; the body is no enrolment.
pub async fn enrol(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let read = body::read(&state, &headers, body, ENROL_BYTES_MAX, Sender::Stranger).await?;
    let now = state.now();
    let judged = state.look_up(move |office, door| {
        let judged = office.judge_enrolment(now, &read.bytes).and_then(|judged| match judged {
            Judged::Code => Ok((judged, None)),
            Judged::Certificate { device, .. } => {
                Ok((judged, Some(May::of(door, device, office.budgets()?, now))))
            }
        });
        (judged, read)
    });
    let (judged, read) = judged.await?;
    let (judged, may) = match judged {
        Ok(usable) => usable,
        Err(fault) => return Err(refused(&state, &caller, fault).await?),
    };
    let lease = match may {
        Some(may) => Some(may.begin(&state, &caller).await?),
        None => None,
    };
    if let Some(lease) = &lease {
        lease.served(Served { bytes: read.bytes.len() as u64, ..Served::default() });
    }
    let enrolled = match judged {
        Judged::Certificate { device, is_here: true } => Ok(Enrolled { device, reply: Vec::new() }),
        Judged::Certificate { .. } | Judged::Code => {
            let work = state.write(move |office, act| {
                // both are held until the work ends, also where nobody waits for it any more
                let (Read { bytes, .. }, _lease) = (&read, lease);
                office.enrol(act, bytes)
            });
            work.await?
        }
    };
    let Enrolled { device, reply } = match enrolled {
        Ok(enrolled) => enrolled,
        Err(fault) => return Err(refused(&state, &caller, fault).await?),
    };
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
    let is_of_a_device = matches!(
        fault,
        ExchangeError::UnknownDevice | ExchangeError::RevokedDevice | ExchangeError::Signature
    );
    if !is_of_a_code && !is_of_a_device {
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
    let why = "too many codes or certificates of no use were shown from this address";
    Ok(ApiError::busy(StatusCode::TOO_MANY_REQUESTS, wait_secs, why))
}
