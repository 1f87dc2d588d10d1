//! `GET /v1/pull`: what head office published since a cursor.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum_extra::extract::{Query, QueryRejection};
use serde::Deserialize;
use shared::replica::PullAnswer;
use shared::store::door::Served;
use shared::sync::http;

use super::admit::{Admitted, admit};
use super::{ApiError, message_with};
use crate::door::Caller;
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
    /// Since when people must have been served for the device to hold them, as the server said last.
    pub since: Option<i64>,
}

/// Answers a pull.
///
/// # Errors
/// The device is unknown or revoked, or has another request at work; the query is not understood.
pub async fn pull(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    query: Result<Query<PullQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query?;
    let PullQuery { scope, position, checksum, incarnation, most, without, since } = query;
    let query =
        http::PullQuery::from_parts(scope, position, &checksum, &incarnation, most, without == 1, since);
    let Admitted { token, lease } = admit(&state, &caller, &headers).await?;
    let mut act = state.act();
    let work = state.read(move |office| (office.pull(&mut act, &token, &query), lease));
    let (answer, lease) = work.await?;
    let PullAnswer { bytes, entries, keys } = answer?;
    lease.served(Served { entries, keys, bytes: bytes.len() as u64, loaded: 0 });
    Ok(message_with(bytes, lease))
}
