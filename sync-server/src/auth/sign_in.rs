//! Signing in and out. An unknown name, a disabled account, a wait and a wrong password all get one answer in about
//! one time, so that nobody learns which names exist.

use std::time::Duration;

use shared::domain::UnixMillis;
use shared::replica::Office;
use shared::store::StoreError;
use thiserror::Error;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tracing::{error, info, warn};

use super::attempts::wait_millis;
use super::password::is_right;
use super::session::{ABSOLUTE_MILLIS, IDLE_MILLIS, SessionToken};
use crate::state::{AppState, Unavailable};

/// Longest wait for a turn at hashing; at about 0.1 s a password, a hundred are waiting by then.
const TURN_WITHIN: Duration = Duration::from_secs(5);

/// Why signing in failed for another reason than the password.
#[derive(Debug, Error)]
pub enum SignInError {
    /// Too many people sign in at once.
    #[error("too many people are signing in; try again in a moment")]
    Busy,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The replica stopped.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// The account that an attempt is for; `None` inside where no password can be right now.
struct Judged {
    user: i64,
    hash: String,
}

/// Begins a session for the right name and password; `None` for anything else.
///
/// # Errors
/// [`SignInError`] where the password was not judged at all.
pub async fn sign_in(
    state: &AppState,
    name: String,
    password: String,
) -> Result<Option<SessionToken>, SignInError> {
    let turn = timeout(TURN_WITHIN, state.password_permits().acquire()).await;
    let Ok(Ok(_permit)) = turn else { return Err(SignInError::Busy) };
    let account =
        state.write(move |office, act| count_attempt(office, &name, act.now.unix_millis())).await??;
    let (user, hash) = account.map(|judged| (judged.user, judged.hash)).unzip();
    let right =
        spawn_blocking(move || is_right(&password, hash.as_deref())).await.map_err(|_| Unavailable)?;
    let Some(user) = user.filter(|_| right) else {
        warn!("a sign-in was refused");
        return Ok(None);
    };
    let token = state
        .write(move |office, act| {
            let token = SessionToken::random(&mut act.dice);
            begin_session(office, user, &token, act.now.unix_millis()).map(|()| token)
        })
        .await??;
    info!(user, "a person signed in");
    Ok(Some(token))
}

/// Counts the attempt before it is judged, so that guesses made at once all count.
fn count_attempt(office: &Office, name: &str, now: UnixMillis) -> Result<Option<Judged>, StoreError> {
    let user = office.count_attempt(name, now, wait_millis)?;
    Ok(user.map(|user| Judged { user: user.id, hash: user.password_hash }))
}

fn begin_session(
    office: &Office,
    user: i64,
    token: &SessionToken,
    now: UnixMillis,
) -> Result<(), StoreError> {
    office.forget_attempts(user)?;
    office.end_stale_sessions(UnixMillis(now.0 - ABSOLUTE_MILLIS), UnixMillis(now.0 - IDLE_MILLIS))?;
    office.begin_session(&token.hash(), user, now)
}

/// Ends a session.
///
/// # Errors
/// [`Unavailable`] where the store could not be told; the session then ends by itself.
pub async fn sign_out(state: &AppState, token: SessionToken) -> Result<(), Unavailable> {
    let ended = state.write(move |office, _| office.end_session(&token.hash())).await?;
    ended.map_err(|fault| {
        error!(%fault, "a session could not be ended");
        Unavailable
    })
}
