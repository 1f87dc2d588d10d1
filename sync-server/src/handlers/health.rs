//! `GET /healthz`: whether the server can use its store. Says nothing else to whoever asks.

use axum::extract::State;

use super::ApiError;
use crate::state::AppState;

/// Answers `ok` where the replica can be used.
///
/// # Errors
/// The replica stopped.
pub async fn health(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    state.with_office(|_, _, _| ()).await?;
    Ok("ok\n")
}
