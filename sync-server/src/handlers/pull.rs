//! `GET /v1/pull`: what head office published since a cursor.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum_extra::extract::{Query, QueryRejection};
use serde::Deserialize;
use shared::sync::http;

use super::push::bearer;
use super::{ApiError, message};
use crate::state::AppState;

/// A device's place in a scope of the server's log.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct PullQuery {
    /// What is followed.
    pub scope: String,
    /// The last position taken in; 0 at first.
    pub position: u64,
    /// The rolling checksum at that position, in hexadecimal; empty at first.
    #[serde(default)]
    pub checksum: String,
    /// The life of the device's database, in hexadecimal; empty at first.
    #[serde(default)]
    pub incarnation: String,
    /// Most changes of the answer.
    pub most: Option<u64>,
    /// 1 where the next change is to be told of and not brought.
    #[serde(default)]
    pub without: u8,
}

/// Answers a pull.
///
/// # Errors
/// The device is unknown or revoked, or the query is not understood.
pub async fn pull(
    State(state): State<AppState>,
    headers: HeaderMap,
    query: Result<Query<PullQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query?;
    let token = bearer(&headers)?;
    let PullQuery { scope, position, checksum, incarnation, most, without } = query;
    let query = http::PullQuery::from_parts(scope, position, &checksum, &incarnation, most, without == 1);
    let mut act = state.act();
    let reply = state.read(move |office| office.pull(&mut act.dice, &token, &query)).await??;
    Ok(message(reply))
}
