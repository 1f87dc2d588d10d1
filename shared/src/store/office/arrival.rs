//! Up to which change head office was at the hours in which changes of files came: what came since a moment.

use crate::domain::UnixMillis;
use crate::store::{StoreError, Tx, people, values};

/// Milliseconds of an hour.
const HOUR_MILLIS: i64 = 3_600_000;

/// Notes that changes come now, before they are written: the first time in an hour counts.
pub(crate) fn note_arrival(tx: &Tx<'_>, now: UnixMillis) -> Result<(), StoreError> {
    let hour = now.0.div_euclid(HOUR_MILLIS);
    if is_noted(tx, now)? {
        return Ok(());
    }
    let newest = people::newest_change(tx)?;
    tx.put("INSERT INTO arrival (hour, change) VALUES (?1, ?2)", values![hour, newest])
}

/// Tells whether changes that come now are noted already.
pub(crate) fn is_noted(tx: &Tx<'_>, now: UnixMillis) -> Result<bool, StoreError> {
    let sql = "SELECT hour FROM arrival WHERE hour = ?1";
    Ok(tx.one(sql, values![now.0.div_euclid(HOUR_MILLIS)], |_| Ok(()))?.is_some())
}

/// Returns the row id after which the changes of files are that came in the hour of a moment or later; `None` where none did.
pub(crate) fn arrived_since(tx: &Tx<'_>, since: UnixMillis) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT min(change) AS change FROM arrival WHERE hour >= ?1";
    tx.only(sql, values![since.0.div_euclid(HOUR_MILLIS)], |row| row.get("change"))
}
