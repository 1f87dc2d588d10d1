//! What the server notes of those who come to its door: sessions, browsers that are known, attempts to sign in, leases of
//! devices, and the account of it all. A database of its own beside head office's (`schema/door.sql`).
//!
//! Rows in, rows out. It refuses to hold names, passwords, anything of a beneficiary, or any decision on who may do what.

mod attempt;
mod browser;
mod event;
mod lease;
mod session;
mod traffic;

pub(crate) use attempt::{attempts, forget_attempts, forget_name, note_attempts};
pub(crate) use browser::{browser_generation, forget_browsers, keep_browser};
pub(crate) use event::{count_event, events, last_signed_in};
pub(crate) use lease::{give_back, take};
pub(crate) use session::{
    begin_session, end_session, end_stale_sessions, open_sessions, session, touch_session,
};
pub(crate) use traffic::{add_traffic, traffic, wait_secs};

pub use attempt::Attempts;
pub use event::{AccountEvent, EventKind};
pub use session::{SessionRow, SessionsOpen};
pub use traffic::{DayTraffic, Served};
