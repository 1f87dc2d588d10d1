//! Who waits at the branch where this device stands.

use super::{StoreError, Tx, values};

/// A visitor who was given a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// The visit's id.
    pub visit: Vec<u8>,
    /// The day's number, counted from 1.
    pub number: u32,
    /// When the visit was registered, in milliseconds since 1970.
    pub registered: i64,
    /// When they were last called; `None` before.
    pub called: Option<i64>,
    /// How often they were called.
    pub calls: u32,
}

/// Gives a visit the next number of a day; the one it has, where it has one.
pub fn add(tx: &Tx<'_>, visit: &[u8], day: &str, registered: i64) -> Result<u32, StoreError> {
    tx.run(
        "INSERT INTO waiting (visit, day, number, registered)
         VALUES (?1, ?2, (SELECT 1 + coalesce(max(number), 0) FROM waiting WHERE day = ?2), ?3)
         ON CONFLICT (visit) DO NOTHING",
        values![visit, day, registered],
    )?;
    tx.only("SELECT number FROM waiting WHERE visit = ?1", values![visit], |row| row.get("number"))
}

/// Removes what was registered before a time.
pub fn forget_before(tx: &Tx<'_>, millis: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM waiting WHERE registered < ?1", values![millis]).map(drop)
}

/// Returns who still waits on a day, by number.
pub fn of_day(tx: &Tx<'_>, day: &str) -> Result<Vec<WaitingRow>, StoreError> {
    tx.all(
        "SELECT visit, number, registered, called, calls FROM waiting
         WHERE day = ?1 AND outcome IS NULL ORDER BY number",
        values![day],
        |row| {
            Ok(WaitingRow {
                visit: row.get("visit")?,
                number: row.get("number")?,
                registered: row.get("registered")?,
                called: row.get("called")?,
                calls: row.get("calls")?,
            })
        },
    )
}

/// Notes that somebody who waits was called; returns their number, `None` where nobody of this visit waits.
pub fn call(tx: &Tx<'_>, visit: &[u8], millis: i64) -> Result<Option<u32>, StoreError> {
    tx.one(
        "UPDATE waiting SET called = ?2, calls = calls + 1 WHERE visit = ?1 AND outcome IS NULL
         RETURNING number",
        values![visit, millis],
        |row| row.get("number"),
    )
}

/// Notes how somebody's waiting ended; false where nobody of this visit waits.
pub fn end(tx: &Tx<'_>, visit: &[u8], outcome: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE waiting SET outcome = ?2 WHERE visit = ?1 AND outcome IS NULL";
    Ok(tx.run(sql, values![visit, outcome])? == 1)
}
