//! Who waits at the branch where this device stands.

use super::{Damage, Row, StoreError, Tx, values};
use crate::domain::{DeviceDigit, WaitingNumber};

/// A visitor who was given a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// The visit's id.
    pub visit: Vec<u8>,
    /// The day's number, with the digit of the device that gave it.
    pub number: WaitingNumber,
    /// When the visit was registered, in milliseconds since 1970.
    pub registered: i64,
    /// When they were last called; `None` before.
    pub called: Option<i64>,
    /// How often they were called.
    pub calls: u32,
}

/// Gives a visit the next number of a day, with a device's digit; the one it has, where it has one.
pub fn add(
    tx: &Tx<'_>,
    visit: &[u8],
    day: &str,
    digit: DeviceDigit,
    registered: i64,
) -> Result<WaitingNumber, StoreError> {
    tx.put(
        "INSERT INTO waiting (visit, day, number, digit, registered)
         VALUES (?1, ?2, (SELECT 1 + coalesce(max(number), 0) FROM waiting WHERE day = ?2), ?3, ?4)
         ON CONFLICT (visit) DO NOTHING",
        values![visit, day, digit.get(), registered],
    )?;
    tx.only("SELECT number, digit FROM waiting WHERE visit = ?1", values![visit], number)
}

fn number(row: &Row<'_>) -> Result<WaitingNumber, StoreError> {
    let digit = DeviceDigit::new(row.get("digit")?).ok_or_else(|| Damage::Column("digit".to_owned()))?;
    Ok(WaitingNumber::new(digit, row.get("number")?))
}

/// Counts who waits on a day, was not called yet and came before a visit; everybody, where the visit has no number.
pub fn before(tx: &Tx<'_>, day: &str, visit: Option<&[u8]>) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) AS n FROM waiting WHERE day = ?1 AND outcome IS NULL AND called IS NULL
               AND number < coalesce((SELECT number FROM waiting WHERE visit = ?2), number + 1)";
    tx.only(sql, values![day, visit], |row| row.get("n"))
}

/// Returns the first who waits on a day and was not called yet.
pub fn next(tx: &Tx<'_>, day: &str) -> Result<Option<(Vec<u8>, WaitingNumber)>, StoreError> {
    let sql = "SELECT visit, number, digit FROM waiting
               WHERE day = ?1 AND outcome IS NULL AND called IS NULL ORDER BY number LIMIT 1";
    tx.one(sql, values![day], |row| Ok((row.get("visit")?, number(row)?)))
}

/// Returns who was called last on a day, the latest first, at most so many.
pub fn last_called(tx: &Tx<'_>, day: &str, at_most: u32) -> Result<Vec<WaitingNumber>, StoreError> {
    let sql = "SELECT number, digit FROM waiting WHERE day = ?1 AND called IS NOT NULL
               ORDER BY called DESC, number DESC LIMIT ?2";
    tx.all(sql, values![day, at_most], number)
}

/// Counts the calls of a day, each again counted.
pub fn calls_of(tx: &Tx<'_>, day: &str) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(sum(calls), 0) AS n FROM waiting WHERE day = ?1";
    tx.only(sql, values![day], |row| row.get("n"))
}

/// Removes what was registered before a time.
pub fn forget_before(tx: &Tx<'_>, millis: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM waiting WHERE registered < ?1", values![millis])
}

/// Returns who still waits on a day, by number.
pub fn of_day(tx: &Tx<'_>, day: &str) -> Result<Vec<WaitingRow>, StoreError> {
    tx.all(
        "SELECT visit, number, digit, registered, called, calls FROM waiting
         WHERE day = ?1 AND outcome IS NULL ORDER BY number",
        values![day],
        |row| {
            Ok(WaitingRow {
                visit: row.get("visit")?,
                number: number(row)?,
                registered: row.get("registered")?,
                called: row.get("called")?,
                calls: row.get("calls")?,
            })
        },
    )
}

/// Notes that somebody who waits was called; returns their number and how often they were called by now, `None` where nobody of this
/// visit waits.
pub fn call(tx: &Tx<'_>, visit: &[u8], millis: i64) -> Result<Option<(WaitingNumber, u32)>, StoreError> {
    tx.one(
        "UPDATE waiting SET called = ?2, calls = calls + 1 WHERE visit = ?1 AND outcome IS NULL
         RETURNING number, digit, calls",
        values![visit, millis],
        |row| Ok((number(row)?, row.get("calls")?)),
    )
}

/// Returns when a visit's number was given, in milliseconds since 1970.
pub fn registered(tx: &Tx<'_>, visit: &[u8]) -> Result<i64, StoreError> {
    tx.only("SELECT registered FROM waiting WHERE visit = ?1", values![visit], |row| row.get("registered"))
}

/// Takes a number back that was given with a visit which was not recorded.
pub fn take_back(tx: &Tx<'_>, visit: &[u8]) -> Result<(), StoreError> {
    tx.put("DELETE FROM waiting WHERE visit = ?1", values![visit])
}

/// Tells whether somebody who waits was called.
pub fn was_called(tx: &Tx<'_>, visit: &[u8]) -> Result<bool, StoreError> {
    let sql = "SELECT calls FROM waiting WHERE visit = ?1";
    Ok(tx.one(sql, values![visit], |row| row.get::<u32>("calls"))?.is_some_and(|calls| calls > 0))
}

/// Notes how somebody's waiting ended; false where nobody of this visit waits.
pub fn end(tx: &Tx<'_>, visit: &[u8], outcome: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE waiting SET outcome = ?2 WHERE visit = ?1 AND outcome IS NULL";
    Ok(tx.run(sql, values![visit, outcome])? == 1)
}
