//! Reading a body: within a length that is known before it, within memory that is there for it, and within a time.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout, timeout_at};

use super::ApiError;
use crate::state::AppState;

/// Longest time in which a body has to arrive: 240 KB over a line of 32 kbit/s. A kiosk on a slower one sends less at a time.
const BODY_WITHIN: Duration = Duration::from_secs(60);

/// Longest time for the body of somebody who proved nothing yet: 16 KiB at 32 kbit/s, and the line's own delays.
const STRANGERS_BODY_WITHIN: Duration = Duration::from_secs(10);

/// Longest wait for memory to read a body into.
const ROOM_WITHIN: Duration = Duration::from_secs(10);

/// What a device waits that found no memory free for its body.
const ROOM_AGAIN_SECS: u64 = 5;

/// A body, with the room in memory that it takes up.
pub(super) struct Read {
    /// The body.
    pub bytes: Vec<u8>,
    _room: OwnedSemaphorePermit,
}

/// Refuses a body that says itself that it is longer than `most`. Nothing of it is read.
pub(super) fn refuse_long(headers: &HeaderMap, most: usize) -> Result<(), ApiError> {
    match declared(headers) {
        Some(length) if length > most as u64 => Err(ApiError::too_large()),
        Some(_) | None => Ok(()),
    }
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Who sends a body: what memory it takes, and how long it may take to come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    /// A device that showed its token.
    Device,
    /// Anybody.
    Stranger,
}

/// Reads a body of at most so many bytes, counted as they come.
pub(super) async fn read(
    state: &AppState,
    headers: &HeaderMap,
    mut body: Body,
    most: usize,
    sender: Sender,
) -> Result<Read, ApiError> {
    refuse_long(headers, most)?;
    let length = declared(headers).filter(|_| !headers.contains_key(TRANSFER_ENCODING));
    let room = length.and_then(|length| usize::try_from(length).ok()).unwrap_or(most);
    let begun = Instant::now();
    let within = match sender {
        Sender::Device => BODY_WITHIN,
        Sender::Stranger => STRANGERS_BODY_WITHIN,
    };
    let room_for_it = async {
        match sender {
            Sender::Device => state.room_for(room).await,
            Sender::Stranger => state.room_for_a_stranger().await,
        }
    };
    let busy = || {
        ApiError::busy(
            StatusCode::SERVICE_UNAVAILABLE,
            ROOM_AGAIN_SECS,
            "the server is taking in much at once",
        )
    };
    let room_held = timeout(ROOM_WITHIN, room_for_it).await.map_err(|_| busy())??;
    let mut bytes = Vec::with_capacity(room.min(body.size_hint().lower().try_into().unwrap_or(room)));
    while let Some(frame) = timeout_at(begun + within, body.frame()).await.map_err(|_| ApiError::slow())? {
        let cut_off = |_| {
            let detail = "the body could not be read to its end; send it again";
            ApiError::new(StatusCode::BAD_REQUEST, "unreadable", detail)
        };
        let Ok(data) = frame.map_err(cut_off)?.into_data() else { continue };
        if bytes.len() + data.len() > most {
            return Err(ApiError::too_large());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Read { bytes, _room: room_held })
}
