//! The exchange with kiosks over HTTP: bytes in, one call to the replica, bytes or a coded error out.

mod admit;
mod body;
mod enrol;
mod error;
mod health;
mod pull;
mod push;

pub use enrol::{ENROL_BYTES_MAX, enrol};
pub use error::{ApiError, end_in_time, method_not_allowed};
pub use health::health;
pub use pull::{PullQuery, pull};
pub use push::push;

use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::door::Doled;
use crate::lease::Lease;

/// What the messages of the exchange are: CBOR maps, some of them packed.
pub const MESSAGE: &str = "application/octet-stream";

/// Longest time for a device to take its answer, as long as a kiosk waits for it: its next request waits so long at most.
const TAKEN_WITHIN: Duration = Duration::from_secs(90);

fn message(bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, MESSAGE)], bytes).into_response()
}

/// Answers a device, whose turn lasts until it took the answer.
fn message_with(bytes: Vec<u8>, lease: Lease) -> Response {
    message(bytes).map(|body| Body::new(Doled::new(body, TAKEN_WITHIN, lease)))
}
