//! `POST /v1/push`: a device's batch of changes. What the reply calls received is durable.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::replica::Loaded;
use shared::store::door::Served;
use shared::sync::PUSH_BYTES_MAX;
use shared::sync::http::SIGNATURE_HEADER;
use tracing::info;

use super::admit::{Admitted, admit};
use super::body::{self, Read, Sender};
use super::{ApiError, message_with};
use crate::door::Caller;
use crate::state::AppState;

/// Takes in a push. Length, token and signature header are looked at before anything of the body is read.
///
/// # Errors
/// The device is unknown or revoked, or has another request at work; the signature is wrong; the body is over its limit, too slow
/// or no push.
pub async fn push(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    body::refuse_long(&headers, PUSH_BYTES_MAX)?;
    let Admitted { token, lease } = admit(&state, &caller, &headers).await?;
    let signature = signature(&headers)?;
    let read = body::read(&state, &headers, body, PUSH_BYTES_MAX, Sender::Device).await?;
    let bytes = read.bytes.len();
    let work = state.write(move |office, act| {
        // both are held until the work ends, also where nobody waits for it any more
        let Read { bytes, .. } = &read;
        let mut loaded = Loaded::NOTHING;
        let reply = office.push_counting(act, &token, &signature, bytes, &mut loaded);
        // a push that is refused costs as much
        let both = (bytes.len() + reply.as_ref().map_or(0, Vec::len)) as u64;
        lease.served(Served { bytes: both, loaded: loaded.bytes, ..Served::default() });
        (reply, loaded, lease)
    });
    let (reply, loaded, lease) = work.await?;
    let reply = reply?;
    state.match_later();
    info!(bytes, loaded = loaded.changes, "took in a push");
    Ok(message_with(reply, lease))
}

fn signature(headers: &HeaderMap) -> Result<String, ApiError> {
    let value = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let missing =
        || ApiError::new(StatusCode::UNAUTHORIZED, "signature", "the push is not signed; update the program");
    value.map(str::to_owned).ok_or_else(missing)
}
