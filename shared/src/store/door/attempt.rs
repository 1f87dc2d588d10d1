//! Attempts to sign in, counted by what they have in common. What a key stands for is the caller's to say; here it is a hash.

use crate::domain::UnixMillis;
use crate::store::{StoreError, Tx, values};

/// Most keys that are counted: of more, those that were counted first are forgotten. At 100 bytes each, some 5 MB.
const KEYS_MAX: u32 = 50_000;

/// How often something was tried without a right password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attempts {
    /// How often.
    pub wrong: u32,
    /// No attempt counts before this time.
    pub wait_until: UnixMillis,
    /// When the last one was.
    pub last: UnixMillis,
}

/// Returns what was counted under a key.
pub(crate) fn attempts(tx: &Tx<'_>, key: &[u8; 32]) -> Result<Option<Attempts>, StoreError> {
    let sql = "SELECT wrong, wait_until_millis, last_millis FROM attempt WHERE key = ?1";
    tx.one(sql, values![key], |row| {
        Ok(Attempts {
            wrong: row.get("wrong")?,
            wait_until: row.get("wait_until_millis")?,
            last: row.get("last_millis")?,
        })
    })
}

/// Keeps what is counted under a key; `name` is a hash of the name that was typed, for a key that belongs to one.
pub(crate) fn note_attempts(
    tx: &Tx<'_>,
    key: &[u8; 32],
    name: Option<&[u8; 32]>,
    counted: &Attempts,
) -> Result<(), StoreError> {
    let Attempts { wrong, wait_until, last } = *counted;
    let sql = "UPDATE attempt SET wrong = ?2, wait_until_millis = ?3, last_millis = ?4 WHERE key = ?1";
    if tx.run(sql, values![key, wrong, wait_until, last])? > 0 {
        return Ok(());
    }
    // an insert that meets a row would use up a number on some engines, and numbers say below which rows are forgotten
    let sql =
        "INSERT INTO attempt (key, name, wrong, wait_until_millis, last_millis) VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.run(sql, values![key, name, wrong, wait_until, last])?;
    let sql = "DELETE FROM attempt WHERE id <= (SELECT MAX(id) FROM attempt) - ?1";
    tx.put(sql, values![KEYS_MAX])
}

/// Forgets what was counted under a key.
pub(crate) fn forget_attempts(tx: &Tx<'_>, key: &[u8; 32]) -> Result<(), StoreError> {
    tx.put("DELETE FROM attempt WHERE key = ?1", values![key])
}

/// Forgets what was counted of a name, wherever it was typed, and of every address.
pub(crate) fn forget_name(tx: &Tx<'_>, name: &[u8; 32]) -> Result<(), StoreError> {
    tx.put("DELETE FROM attempt WHERE name = ?1 OR name IS NULL", values![name])
}
