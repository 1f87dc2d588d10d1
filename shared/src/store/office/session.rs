//! Sessions of head office's pages. A session is found by the hash of its token; the token itself is never stored.

use crate::domain::{Role, UnixMillis};
use crate::store::{StoreError, Tx, values};

/// A session with the user it belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// The user's sign-in name.
    pub user: String,
    /// What the user may do now, not when the session began.
    pub role: Role,
    /// When the user signed in.
    pub created: UnixMillis,
    /// When the session was last used.
    pub seen: UnixMillis,
}

/// Begins a session.
pub(crate) fn begin_session(
    tx: &Tx<'_>,
    token_hash: &[u8; 32],
    user: i64,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO session (token_hash, account, created_millis, seen_millis) VALUES (?1, ?2, ?3, ?3)";
    tx.run(sql, values![token_hash, user, now]).map(drop)
}

/// Finds a session of a user who may still sign in.
pub(crate) fn session(tx: &Tx<'_>, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
    let sql = "SELECT account.name, account.role, session.created_millis, session.seen_millis
               FROM session JOIN account ON account.id = session.account
               WHERE session.token_hash = ?1 AND account.disabled_millis IS NULL";
    tx.one(sql, values![token_hash], |row| {
        Ok(SessionRow {
            user: row.get("name")?,
            role: row.get("role")?,
            created: row.get("created_millis")?,
            seen: row.get("seen_millis")?,
        })
    })
}

/// Notes that a session was used.
pub(crate) fn touch_session(tx: &Tx<'_>, token_hash: &[u8; 32], now: UnixMillis) -> Result<(), StoreError> {
    tx.run("UPDATE session SET seen_millis = ?2 WHERE token_hash = ?1", values![token_hash, now]).map(drop)
}

/// Ends a session; one that is already gone is fine.
pub(crate) fn end_session(tx: &Tx<'_>, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.run("DELETE FROM session WHERE token_hash = ?1", values![token_hash]).map(drop)
}

/// Ends every session begun before one time or unused since another.
pub(crate) fn end_stale_sessions(
    tx: &Tx<'_>,
    begun: UnixMillis,
    unused: UnixMillis,
) -> Result<(), StoreError> {
    tx.run("DELETE FROM session WHERE created_millis < ?1 OR seen_millis < ?2", values![begun, unused])
        .map(drop)
}
