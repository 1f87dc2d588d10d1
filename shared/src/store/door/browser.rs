//! Browsers in which somebody gave the right password of an account. A browser is found by the hash of its token.

use crate::domain::UnixMillis;
use crate::store::{StoreError, Tx, values};

/// Returns the account's generation when the browser was last let in, with the time of that; `None` for an unknown browser.
pub(crate) fn browser_generation(
    tx: &Tx<'_>,
    account: i64,
    token_hash: &[u8; 32],
) -> Result<Option<(u64, UnixMillis)>, StoreError> {
    let sql = "SELECT generation, seen_millis FROM browser WHERE account = ?1 AND token_hash = ?2";
    tx.one(sql, values![account, token_hash], |row| Ok((row.get("generation")?, row.get("seen_millis")?)))
}

/// Keeps a browser as one in which the right password was given; of an account's browsers so many are kept, the latest.
pub(crate) fn keep_browser(
    tx: &Tx<'_>,
    account: i64,
    token_hash: &[u8; 32],
    generation: u64,
    now: UnixMillis,
    at_most: u32,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO browser (account, token_hash, generation, seen_millis) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (account, token_hash)
               DO UPDATE SET generation = excluded.generation, seen_millis = excluded.seen_millis";
    tx.put(sql, values![account, token_hash, generation, now])?;
    let sql = "DELETE FROM browser WHERE account = ?1 AND id NOT IN
               (SELECT id FROM browser WHERE account = ?1 ORDER BY seen_millis DESC, id DESC LIMIT ?2)";
    tx.put(sql, values![account, at_most])
}

/// Forgets the browsers in which nobody signed in since a time.
pub(crate) fn forget_browsers(tx: &Tx<'_>, unused: UnixMillis) -> Result<(), StoreError> {
    tx.put("DELETE FROM browser WHERE seen_millis < ?1", values![unused])
}
