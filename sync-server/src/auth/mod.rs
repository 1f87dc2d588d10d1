//! Who is signed in to head office's pages: passwords and sessions.
//!
//! Devices are not users: what they show is judged by the replica (`shared::replica`).

mod attempts;
mod password;
mod session;
mod sign_in;

pub use attempts::{ATTEMPTS_FREE, wait_millis};
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, Password, WeakPassword, is_right};
pub use session::{
    ABSOLUTE_MILLIS, IDLE_MILLIS, SessionToken, SignedIn, signed_in, token_in, with_token, without_token,
};
pub use sign_in::{SignInError, sign_in, sign_out};
