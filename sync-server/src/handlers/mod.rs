//! The exchange with kiosks over HTTP: bytes in, one call to the replica, bytes or a coded error out.

mod enrol;
mod error;
mod health;
mod pull;
mod push;

pub use enrol::enrol;
pub use error::{ApiError, method_not_allowed};
pub use health::health;
pub use pull::{PullQuery, pull};
pub use push::push;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// What the messages of the exchange are: CBOR maps, some of them packed.
pub const MESSAGE: &str = "application/octet-stream";

fn message(bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, MESSAGE)], bytes).into_response()
}
