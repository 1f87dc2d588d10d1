//! Talking to the server: addresses, requests, TLS with a pinned key. The session itself does no I/O.

mod address;
mod http;
mod session;
mod tls;

pub use address::{Address, AddressFault};
pub use http::{Exchange, Fault, connector};
pub use session::{PROGRAM, Progress, Request, Session, SessionError};
pub use tls::spki_pin;
