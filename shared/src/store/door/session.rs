//! Sessions of head office's pages. A session is found by the hash of its token; the token itself is never stored.

use std::collections::BTreeMap;

use crate::domain::UnixMillis;
use crate::store::{Row, StoreError, Tx, values};

/// A session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// The account's number.
    pub account: i64,
    /// The account's generation when the session began: in any other it has ended.
    pub generation: u64,
    /// When the user signed in.
    pub created: UnixMillis,
    /// When the session was last used.
    pub seen: UnixMillis,
}

/// How many sessions each account has that were used since a time.
pub type SessionsOpen = BTreeMap<(i64, u64), u64>;

/// Begins a session.
pub(crate) fn begin_session(
    tx: &Tx<'_>,
    token_hash: &[u8; 32],
    account: i64,
    generation: u64,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO session (token_hash, account, generation, created_millis, seen_millis)
               VALUES (?1, ?2, ?3, ?4, ?4)";
    tx.put(sql, values![token_hash, account, generation, now])
}

/// Finds a session.
pub(crate) fn session(tx: &Tx<'_>, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
    let sql = "SELECT account, generation, created_millis, seen_millis FROM session WHERE token_hash = ?1";
    tx.one(sql, values![token_hash], read_session)
}

/// Notes that a session was used.
pub(crate) fn touch_session(tx: &Tx<'_>, token_hash: &[u8; 32], now: UnixMillis) -> Result<(), StoreError> {
    tx.put("UPDATE session SET seen_millis = ?2 WHERE token_hash = ?1", values![token_hash, now])
}

/// Ends a session; returns whose it was, and `None` for one that is already gone.
pub(crate) fn end_session(tx: &Tx<'_>, token_hash: &[u8; 32]) -> Result<Option<i64>, StoreError> {
    let sql = "DELETE FROM session WHERE token_hash = ?1 RETURNING account";
    tx.one(sql, values![token_hash], |row| row.get("account"))
}

/// Ends every session begun before one time or unused since another.
pub(crate) fn end_stale_sessions(
    tx: &Tx<'_>,
    begun: UnixMillis,
    unused: UnixMillis,
) -> Result<(), StoreError> {
    tx.put("DELETE FROM session WHERE created_millis < ?1 OR seen_millis < ?2", values![begun, unused])
}

/// Counts the sessions begun and used since two times, by account and generation.
pub(crate) fn open_sessions(
    tx: &Tx<'_>,
    begun: UnixMillis,
    used: UnixMillis,
) -> Result<SessionsOpen, StoreError> {
    let sql = "SELECT account, generation, COUNT(*) AS n FROM session
               WHERE created_millis >= ?1 AND seen_millis >= ?2 GROUP BY account, generation";
    let counted = tx.all(sql, values![begun, used], |row| {
        Ok(((row.get("account")?, row.get("generation")?), row.get("n")?))
    });
    Ok(counted?.into_iter().collect())
}

fn read_session(row: &Row<'_>) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        account: row.get("account")?,
        generation: row.get("generation")?,
        created: row.get("created_millis")?,
        seen: row.get("seen_millis")?,
    })
}
