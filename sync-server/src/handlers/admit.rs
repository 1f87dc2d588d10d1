//! Who a request of the exchange is from, told from its headers alone, before anything of it is read.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};

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

/// Admits a device, for one request at a time.
pub(super) async fn admit(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<Admitted, ApiError> {
    let token = bearer(headers)?;
    let asked = token.clone();
    let device = state.look_up(move |office, _| office.admit(&asked)).await??;
    caller.is_valid();
    let lease = Lease::take(state, device, caller).await.map_err(|AtWork { wait_secs }| {
        let why = "another request of this device is at work";
        ApiError::busy(StatusCode::TOO_MANY_REQUESTS, wait_secs, why)
    })?;
    Ok(Admitted { token, lease })
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
