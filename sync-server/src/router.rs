//! Every address of the server: those of the exchange, those that anyone may open, and the table of pages.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state, map_response_with_state};
use axum::routing::{get, post};
use shared::sync::{PUSH_BYTES_MAX, http};
use tower_http::timeout::TimeoutLayer;

use crate::headers::add_headers;
use crate::pages::PAGES;
use crate::state::AppState;
use crate::telemetry::log_request;
use crate::{handlers, pages};

/// Largest enrolment: a code, two public keys and a name take less than 1 KiB.
pub const ENROL_BYTES_MAX: usize = 16 * 1024;

/// Largest form: a name of 120 and a password of 256 characters, percent-encoded at 12 bytes each, take 5 KiB.
pub const FORM_BYTES_MAX: usize = 16 * 1024;

/// Longest time for a whole request: 1 MiB at 32 KiB a second is 32 s, and as much again for the work.
const REQUEST_WITHIN: Duration = Duration::from_secs(64);

/// Builds the router.
pub fn router(state: AppState) -> Router {
    let exchange = Router::new()
        .route(http::ENROL_PATH, post(handlers::enrol).layer(DefaultBodyLimit::max(ENROL_BYTES_MAX)))
        .route(http::PUSH_PATH, post(handlers::push).layer(DefaultBodyLimit::max(PUSH_BYTES_MAX)))
        .route(http::PULL_PATH, get(handlers::pull))
        .route("/healthz", get(handlers::health))
        .method_not_allowed_fallback(handlers::method_not_allowed);
    let pages = PAGES.iter().fold(Router::new(), |all, page| all.route(page.path, page.routes(&state)));
    let pages = pages
        .route("/", get(pages::start))
        .route("/sign-in", get(pages::sign_in_form).post(pages::sign_in))
        .route("/sign-out", post(pages::sign_out))
        .route("/assets/{version}/{name}", get(pages::asset))
        .method_not_allowed_fallback(pages::not_found)
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn(pages::refuse_cross_site))
        .layer(from_fn_with_state(state.clone(), pages::speak));
    exchange
        .merge(pages)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_WITHIN))
        .layer(map_response_with_state(state.clone(), add_headers))
        .layer(from_fn(log_request))
        .with_state(state)
}
