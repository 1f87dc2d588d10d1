//! Who a request of the exchange is from, told from its headers alone, before anything of it is read.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use shared::domain::{DeviceId, UnixMillis};
use shared::replica::{Budgets, Door, ExchangeError};
use tracing::warn;

use super::ApiError;
use crate::door::Caller;
use crate::lease::{AtWork, Lease};
use crate::state::AppState;

/// A device that may exchange, and whose turn it is.
pub(super) struct Admitted {
    /// What it showed.
    pub token: String,
    /// Held until the answer was taken.
    pub lease: Lease,
}

/// Admits a device, for one request at a time, and within what it may cost in a day.
pub(super) async fn admit(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<Admitted, ApiError> {
    let token = bearer(headers)?;
    let (asked, now) = (token.clone(), state.now());
    let looked_up = state.look_up(move |office, door| {
        let (device, budgets) = office.admit(&asked)?;
        Ok::<_, ExchangeError>(May::of(door, device, budgets, now))
    });
    let may = looked_up.await??;
    caller.is_valid();
    Ok(Admitted { token, lease: may.begin(state, caller).await? })
}

/// What a device may cost.
pub(super) struct May {
    device: DeviceId,
    /// Bytes in a day.
    a_day: u64,
    /// How long it is to wait before its next request.
    wait_secs: u64,
}

impl May {
    /// Looks up what a device may cost, and has cost.
    pub fn of(door: &Door, device: DeviceId, budgets: Budgets, now: UnixMillis) -> Self {
        let a_day = budgets.bytes;
        let wait_secs = door.budget_wait_secs(device, now, a_day).unwrap_or_else(|fault| {
            warn!(%fault, "what a device cost today is not known: it does not wait");
            0
        });
        Self { device, a_day, wait_secs }
    }

    /// Begins a request of the device, one at a time, unless it is to wait.
    pub async fn begin(self, state: &AppState, caller: &Caller) -> Result<Lease, ApiError> {
        let Self { device, a_day, wait_secs } = self;
        if wait_secs > 0 {
            let why = "this device has used up what it may send and be sent in a day";
            return Err(ApiError::busy(StatusCode::TOO_MANY_REQUESTS, wait_secs, why));
        }
        Lease::take(state, device, caller, a_day).await.map_err(|AtWork { wait_secs }| {
            let why = "another request of this device is at work";
            ApiError::busy(StatusCode::TOO_MANY_REQUESTS, wait_secs, why)
        })
    }
}

/// Reads the device's token.
fn bearer(headers: &HeaderMap) -> Result<String, ApiError> {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let missing =
        || ApiError::new(StatusCode::UNAUTHORIZED, "token", "the device's token is missing; enrol again");
    token.map(str::to_owned).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_token_follows_the_word_bearer() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer abc"));
        assert_eq!(bearer(&headers).unwrap(), "abc");
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Basic abc"));
        assert!(bearer(&headers).is_err());
    }
}
