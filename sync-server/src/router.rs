//! Every address of the server: those of the exchange, those that anyone may open, and the table of pages; and those of the public page,
//! which has a listener of its own.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response, map_response_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use shared::domain::FOLLOW_PATH;
use shared::sync::http;

use crate::door::{Caller, Peer};
use crate::headers::add_headers;
use crate::pages::{FORM_BYTES_MAX, PAGES};
use crate::state::AppState;
use crate::telemetry::log_request;
use crate::{handlers, pages};

/// Builds the router.
pub fn router(state: AppState) -> Router {
    let exchange = Router::new()
        .route(http::ENROL_PATH, post(handlers::enrol))
        .route(http::PUSH_PATH, post(handlers::push))
        .route(http::PULL_PATH, get(handlers::pull))
        .route("/healthz", get(handlers::health))
        .method_not_allowed_fallback(handlers::method_not_allowed)
        .layer(from_fn(handlers::end_in_time));
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
        .layer(from_fn(pages::end_in_time))
        .layer(from_fn_with_state(state.clone(), pages::speak));
    exchange
        .merge(pages)
        .layer(map_response_with_state(state.clone(), add_headers))
        .layer(from_fn(log_request))
        .layer(from_fn_with_state(state.clone(), find_caller))
        .with_state(state)
}

/// Builds the router of the public page: none of the others' addresses, and its own on none of theirs.
pub fn public_router(state: AppState) -> Router {
    Router::new()
        .route(pages::FORM_PATH, get(pages::follow_form).post(pages::follow_typed))
        .route(&format!("{FOLLOW_PATH}{{code}}"), get(pages::followed))
        .route("/assets/{version}/{name}", get(pages::asset))
        .method_not_allowed_fallback(pages::no_page)
        .fallback(pages::no_page)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn(pages::end_in_time))
        .layer(map_response(pages::add_robots))
        .layer(map_response_with_state(state.clone(), add_headers))
        .layer(from_fn(log_request))
        .layer(from_fn_with_state(state.clone(), find_caller))
        .with_state(state)
}

/// Finds who makes a request: the other end of the connection, or whom a trusted proxy stands for.
async fn find_caller(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if let Some(Peer { address, place }) = request.extensions_mut().remove::<Peer>() {
        let address = state.proxies().caller(address, request.headers());
        request.extensions_mut().insert(Caller::new(Some(address), Some(place)));
    }
    next.run(request).await
}
