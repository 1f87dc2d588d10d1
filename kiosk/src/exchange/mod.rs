//! Talking to the server: addresses, requests, TLS with a pinned key. The session itself, which does no I/O, is the replica's.

mod address;
mod http;
mod moving;
mod tls;

pub use address::{Address, AddressFault};
pub use http::{Exchange, Fault, connector};
pub use shared::replica::{Failure, Progress, Request, Session, SessionError};
pub use shared::sync::http::HttpRequest;
pub use tls::spki_pin;

/// The program's version, as head office sees it.
pub const PROGRAM: &str = concat!("kiosk ", env!("CARGO_PKG_VERSION"));
