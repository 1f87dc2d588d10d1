//! The server's log: one readable line an event, on standard error, with its fields.
//!
//! Written: paths without their query, status codes, sizes, durations, device ids, branch ids, numbers of accounts, and from
//! which address of the network a request came. Never written: personal data of beneficiaries, sign-in names, tokens, codes, passwords, form bodies, queries.

use std::io::IsTerminal;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use shared::domain::FOLLOW_PATH;
use tracing::{debug, info, warn};
use tracing_subscriber::EnvFilter;

use crate::door::Caller;

/// Starts the log. `RUST_LOG` chooses what is written; `info` where it is not set.
pub fn init() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // it would say with a panic that nobody reads the log any more
        .log_internal_errors(false)
        .try_init();
    if started.is_err() {
        warn!("the log was already started");
    }
}

/// Writes a line for a request that was answered.
pub async fn log_request(caller: Caller, request: Request, next: Next) -> Response {
    let address = caller.address;
    let method = request.method().clone();
    let path = without_code(request.uri().path()).to_owned();
    let started = std::time::Instant::now();
    let response = next.run(request).await;
    let status = response.status();
    let millis = started.elapsed().as_millis();
    if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        // where there are any, there are very many
        debug!(%address, %method, path, status = status.as_u16(), millis, "a request was put off");
    } else if status.is_server_error() {
        warn!(%address, %method, path, status = status.as_u16(), millis, "a request failed");
    } else if !path.starts_with("/assets/") && path != "/healthz" {
        info!(%address, %method, path, status = status.as_u16(), millis, "a request was answered");
    }
    response
}

/// Returns a path as it may be written down: a code with which a request is followed up is as good as a key.
fn without_code(path: &str) -> &str {
    if path.starts_with(FOLLOW_PATH) { "/r/…" } else { path }
}
