//! Sessions: a random token in a cookie, its hash in the store, an end after idleness and an end in any case.

use std::fmt;
use std::time::Duration;

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use rand::Rng;
use sha2::{Digest, Sha256};
use shared::domain::{Role, UnixMillis};
use shared::hex::{from_hex, to_hex};
use shared::store::StoreError;
use shared::store::door::SessionRow;
use tokio::time::timeout;
use tracing::warn;

use super::SignInError;
use crate::state::AppState;
use crate::transport::Transport;

/// A session ends after this long without a request: 30 minutes.
pub const IDLE_MILLIS: i64 = 30 * 60_000;

/// A session ends this long after it began: 12 hours, a long working day.
pub const ABSOLUTE_MILLIS: i64 = 12 * 60 * 60_000;

/// A clock that is set back by less is set right, not moved: a minute. A session is lengthened by no more.
const CLOCK_MILLIS: i64 = 60_000;

/// A session's last use is written at most this often, so that reading a page is seldom a write.
const TOUCH_MILLIS: i64 = 60_000;

/// Longest time that a page waits for its session's use to be noted.
const NOTED_WITHIN: Duration = Duration::from_secs(1);

/// How long a browser keeps its own cookie.
const BROWSER_KEPT: time::Duration = time::Duration::days(180);

/// The secret of a session, or of a browser, 256 bits. Only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

impl SessionToken {
    /// Makes a new token.
    pub fn random(rng: &mut impl Rng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Returns the hash that the store knows the session by.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    fn to_hex(&self) -> String {
        to_hex(&self.0)
    }

    fn from_hex(text: &str) -> Option<Self> {
        from_hex(text)?.try_into().ok().map(Self)
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// A person who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedIn {
    /// The sign-in name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
}

/// Finds who a request comes from; `None` where nobody is signed in or the session has ended: by itself, with a change of the
/// account, or because its account was shut out.
///
/// # Errors
/// [`SignInError`] where the store cannot be asked: then nobody is let in.
pub async fn signed_in(state: &AppState, cookies: &CookieJar) -> Result<Option<SignedIn>, SignInError> {
    let Some(token) = token_in(cookies, state.transport()) else { return Ok(None) };
    let hash = token.hash();
    let found = state.look_up(move |office, door| {
        let Some(session) = door.session(&hash)? else { return Ok(None) };
        Ok::<_, StoreError>(Some((session, office.user(session.account)?)))
    });
    let Some((session, user)) = found.await?? else { return Ok(None) };
    let now = state.now();
    let user = user.filter(|user| user.disabled.is_none() && user.generation == session.generation);
    let Some(user) = user.filter(|_| !has_ended(&session, now)) else {
        let ended = state.at_door(move |door, _| door.end_session(&hash)).await?;
        return Ok(ended.map(|()| None)?);
    };
    if now.0 - session.seen.0 >= TOUCH_MILLIS {
        // a store that takes no more writes (a full disk) can still be read: the session only ends earlier
        let note = state.at_door(move |door, now| door.touch_session(&hash, now));
        if let Ok(noted) = timeout(NOTED_WITHIN, note).await
            && let Err(fault) = noted?
        {
            warn!(%fault, "a session's last use was not noted");
        }
    }
    Ok(Some(SignedIn { name: user.name, role: user.role }))
}

/// A session that began or was used later than now was kept by a clock that has been set back since: nobody knows how long it
/// would last, so it has ended.
fn has_ended(session: &SessionRow, now: UnixMillis) -> bool {
    let (unused, old) = (now.0 - session.seen.0, now.0 - session.created.0);
    !(-CLOCK_MILLIS..IDLE_MILLIS).contains(&unused) || !(-CLOCK_MILLIS..ABSOLUTE_MILLIS).contains(&old)
}

/// Reads the session's token from a request's cookies.
pub fn token_in(cookies: &CookieJar, transport: Transport) -> Option<SessionToken> {
    SessionToken::from_hex(cookies.get(cookie_name(transport))?.value())
}

/// Reads the browser's token from a request's cookies: it outlives sessions, and says that somebody signed in here before.
pub fn browser_in(cookies: &CookieJar, transport: Transport) -> Option<SessionToken> {
    SessionToken::from_hex(cookies.get(browser_cookie_name(transport))?.value())
}

/// Adds the cookie by which a browser is known: kept for half a year after the last sign-in.
pub fn with_browser(cookies: CookieJar, token: &SessionToken, transport: Transport) -> CookieJar {
    let mut cookie = cookie(browser_cookie_name(transport), token.to_hex(), transport);
    cookie.set_max_age(BROWSER_KEPT);
    cookies.add(cookie)
}

/// Adds the cookie that carries a token. It ends with the browser's session, and the server ends it earlier.
pub fn with_token(cookies: CookieJar, token: &SessionToken, transport: Transport) -> CookieJar {
    cookies.add(cookie(cookie_name(transport), token.to_hex(), transport))
}

/// Makes the browser forget its token, if it has one.
pub fn without_token(cookies: CookieJar, transport: Transport) -> CookieJar {
    cookies.remove(cookie(cookie_name(transport), String::new(), transport))
}

fn cookie(name: &'static str, value: String, transport: Transport) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(transport.is_secure());
    cookie
}

/// `__Host-` makes a browser insist on `Secure`, on `Path=/` and on this very host; it needs HTTPS.
fn cookie_name(transport: Transport) -> &'static str {
    if transport.is_secure() { "__Host-sila" } else { "sila" }
}

fn browser_cookie_name(transport: Transport) -> &'static str {
    if transport.is_secure() { "__Host-sila-browser" } else { "sila-browser" }
}

#[cfg(test)]
mod tests {
    use axum::http::header::{COOKIE, SET_COOKIE};
    use axum::http::{HeaderMap, HeaderValue};
    use axum::response::IntoResponse as _;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn token() -> SessionToken {
        SessionToken::random(&mut StdRng::seed_from_u64(7))
    }

    /// Returns the lines that tell a browser what to keep.
    fn set(cookies: CookieJar) -> Vec<String> {
        let response = cookies.into_response();
        let lines = response.headers().get_all(SET_COOKIE).iter();
        lines.map(|line| line.to_str().unwrap().to_owned()).collect()
    }

    /// Returns the cookies of a browser that sends a line.
    fn sent(line: &str) -> CookieJar {
        let line = HeaderValue::from_str(line).unwrap();
        CookieJar::from_headers(&HeaderMap::from_iter([(COOKIE, line)]))
    }

    #[test]
    fn a_token_comes_back_from_its_cookie_and_never_shows() {
        let set = set(with_token(CookieJar::new(), &token(), Transport::Tls));
        let pair = set[0].split(';').next().unwrap();
        assert!(pair.starts_with("__Host-sila="));
        let sent = sent(&format!("sila-language=ar; {pair}"));
        assert_eq!(token_in(&sent, Transport::Tls), Some(token()));
        assert_eq!(token_in(&sent, Transport::Loopback), None);
        assert_eq!(format!("{:?}", token()), "SessionToken(…)");
    }

    #[test]
    fn a_cookie_is_secure_wherever_browsers_come_over_https() {
        for (transport, name, secure) in [
            (Transport::Tls, "__Host-sila", "; Secure"),
            (Transport::BehindProxy, "__Host-sila", "; Secure"),
            (Transport::Loopback, "sila", ""),
        ] {
            let hex = token().to_hex();
            let kept = format!("{name}={hex}; HttpOnly; SameSite=Strict{secure}; Path=/");
            assert_eq!(set(with_token(CookieJar::new(), &token(), transport)), [kept]);
            let forgotten = set(without_token(sent(&format!("{name}={hex}")), transport));
            let start = format!("{name}=; HttpOnly; SameSite=Strict{secure}; Path=/; Max-Age=0");
            assert!(forgotten.len() == 1 && forgotten[0].starts_with(&start), "{forgotten:?}");
        }
    }
}
