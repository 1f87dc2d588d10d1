//! Sila's sync-server: takes in the branches' replicas and serves head office's pages.
//!
//! [`router`] holds every address on one page; [`serve`] runs it over TCP, with or without TLS; [`cli`] is the
//! command line. What is stored, merged and admitted is `shared`'s; nothing here touches documents or SQL.

pub mod access;
pub mod auth;
pub mod cli;
pub mod door;
pub mod handlers;
pub mod headers;
mod lease;
pub mod pages;
mod router;
mod serve;
mod state;
pub mod telemetry;
mod transport;
pub mod words;

#[cfg(test)]
mod tests;

pub use router::{public_router, router};
pub use serve::{ServeError, serve, serve_public, serve_within};
pub use state::{AppState, Clock, Unavailable};
pub use transport::{TlsError, TlsFiles, Transport};
