//! Signing in and out. An unknown name, a disabled account, a wait and a wrong password all get one answer, and what is done for the
//! first, the second and the last is the same: so that nobody learns which names exist.

use std::time::Duration;

use shared::domain::UnixMillis;
use shared::replica::{Act, Counted, LetIn};
use shared::store::StoreError;
use shared::store::door::EventKind;
use shared::store::office::UserRow;
use thiserror::Error;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tracing::{error, info, warn};

use super::attempts::{of_address, of_browser, of_stranger};
use super::password::is_right;
use super::session::{ABSOLUTE_MILLIS, IDLE_MILLIS, SessionToken};
use crate::door::{Caller, Who, counted};
use crate::state::{AppState, Unavailable};

/// Longest wait for a turn at hashing; at about 0.1 s a password, more than all that may wait take.
const TURN_WITHIN: Duration = Duration::from_secs(20);

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

/// What a browser is given after the right password.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: SessionToken,
    /// By what the browser is known from now on.
    pub browser: SessionToken,
}

/// Begins a session for the right name and password; `None` for anything else. `browser` is what the browser was known by.
///
/// # Errors
/// [`SignInError`] where the password was not judged at all.
pub async fn sign_in(
    state: &AppState,
    caller: &Caller,
    browser: Option<SessionToken>,
    name: String,
    password: String,
) -> Result<Option<Opened>, SignInError> {
    let (user, who) = look_up(state, caller, name.clone(), browser.as_ref().map(SessionToken::hash)).await?;
    let together = match &who {
        Who::Browser(browser) => {
            caller.is_valid();
            of_browser(&name, browser)
        }
        Who::Address(_) | Who::Wrong(_) => of_stranger(&name, caller.address),
    };
    let turn = timeout(TURN_WITHIN, state.sign_ins().wait(who)).await;
    let Ok(Some(_turn)) = turn else { return Err(SignInError::Busy) };
    let address = caller.address.to_string();
    let id = user.as_ref().map(|user| user.id);
    // counted before it is judged, so that guesses made at once all count
    let (to_count, from) = (together.clone(), address.clone());
    let wait = state.at_door(move |door, now| door.count_attempt(&to_count, now)).await??;
    let hash = user.as_ref().filter(|user| user.disabled.is_none()).map(|user| user.password_hash.clone());
    let right = wait == 0
        && spawn_blocking(move || is_right(&password, hash.as_deref())).await.map_err(|_| Unavailable)?;
    let Some(user) = user.filter(|_| right) else {
        state.at_door(move |door, now| door.note(now, EventKind::Refused, id, Some(&from))).await??;
        warn!(%address, account = id, waits_millis = wait, "a sign-in was refused");
        return Ok(None);
    };
    let mut act = state.act();
    let opened = Opened {
        session: SessionToken::random(&mut act.dice),
        browser: browser.unwrap_or_else(|| SessionToken::random(&mut act.dice)),
    };
    let account = user.id;
    begin_session(state, &act, &opened, user, together, from).await?;
    caller.is_valid();
    info!(%address, account, "a person signed in");
    Ok(Some(opened))
}

/// Finds the account of a name, and who it is that tries: a browser that is known of that account, or a stranger.
async fn look_up(
    state: &AppState,
    caller: &Caller,
    name: String,
    browser: Option<[u8; 32]>,
) -> Result<(Option<UserRow>, Who), SignInError> {
    let (now, address) = (state.now(), caller.address);
    let found = state.look_up(move |office, door| {
        let user = office.user_named(&name)?;
        // a name that nobody has is looked for as well
        let (account, generation) = user.as_ref().map_or((0, 0), |user| (user.id, user.generation));
        let who = match browser {
            Some(browser) if door.knows(account, generation, &browser, now)? => Who::Browser(browser),
            Some(_) | None if door.was_wrong(&of_address(address), now)? => Who::Wrong(counted(address)),
            Some(_) | None => Who::Address(counted(address)),
        };
        Ok::<_, StoreError>((user, who))
    });
    Ok(found.await??)
}

async fn begin_session(
    state: &AppState,
    act: &Act,
    opened: &Opened,
    user: UserRow,
    counted: Vec<Counted>,
    address: String,
) -> Result<(), SignInError> {
    let now = act.now.unix_millis();
    let (session, browser) = (opened.session.hash(), opened.browser.hash());
    let let_in = state.at_door(move |door, _| {
        let who = LetIn {
            account: user.id,
            generation: user.generation,
            session,
            browser,
            address: &address,
            counted: &counted,
            begun: UnixMillis(now.0 - ABSOLUTE_MILLIS),
            unused: UnixMillis(now.0 - IDLE_MILLIS),
        };
        door.let_in(&who, now)
    });
    Ok(let_in.await??)
}

/// Ends a session.
///
/// # Errors
/// [`Unavailable`] where the store could not be told; the session then ends by itself.
pub async fn sign_out(state: &AppState, caller: &Caller, token: SessionToken) -> Result<(), Unavailable> {
    let address = caller.address.to_string();
    let ended = state.at_door(move |door, now| door.sign_out(&token.hash(), &address, now)).await?;
    ended.map_err(|fault| {
        error!(%fault, "a session could not be ended");
        Unavailable
    })
}
