//! Who is signed in to head office's pages: passwords and sessions.
//!
//! Devices are not users: what they show is judged by the replica (`shared::replica`).

mod attempts;
mod common;
mod password;
mod session;
mod sign_in;

pub(crate) use attempts::of_enrolment;
pub use attempts::{ADDRESS_ATTEMPTS_FREE, ATTEMPTS_FREE, name_hash, wait_millis};
pub use password::{
    ADMINISTRATOR_CHARS_MIN, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, Password, WeakPassword, is_right,
};
pub use session::{
    ABSOLUTE_MILLIS, IDLE_MILLIS, SessionToken, SignedIn, browser_in, signed_in, token_in, with_browser,
    with_token, without_token,
};
pub use sign_in::{Opened, SignInError, sign_in, sign_out};
