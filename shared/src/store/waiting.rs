//! Who waits at the branch where this device stands.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

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
pub fn add(connection: &Connection, visit: &[u8], day: &str, registered: i64) -> Result<u32, StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO waiting (visit, day, number, registered)
             VALUES (?1, ?2, (SELECT 1 + coalesce(max(number), 0) FROM waiting WHERE day = ?2), ?3)
             ON CONFLICT (visit) DO NOTHING",
        )?
        .execute(params![visit, day, registered])?;
    let mut statement = connection.prepare_cached("SELECT number FROM waiting WHERE visit = ?1")?;
    Ok(statement.query_row([visit], |row| row.get(0))?)
}

/// Removes what was registered before a time.
pub fn forget_before(connection: &Connection, millis: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM waiting WHERE registered < ?1")?.execute([millis])?;
    Ok(())
}

/// Returns who still waits on a day, by number.
pub fn of_day(connection: &Connection, day: &str) -> Result<Vec<WaitingRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT visit, number, registered, called, calls FROM waiting
         WHERE day = ?1 AND outcome IS NULL ORDER BY number",
    )?;
    let rows = statement.query_map([day], |row| {
        Ok(WaitingRow {
            visit: row.get(0)?,
            number: row.get(1)?,
            registered: row.get(2)?,
            called: row.get(3)?,
            calls: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that somebody who waits was called; returns their number, `None` where nobody of this visit waits.
pub fn call(connection: &Connection, visit: &[u8], millis: i64) -> Result<Option<u32>, StoreError> {
    let mut statement = connection.prepare_cached(
        "UPDATE waiting SET called = ?2, calls = calls + 1 WHERE visit = ?1 AND outcome IS NULL
         RETURNING number",
    )?;
    Ok(statement.query_row(params![visit, millis], |row| row.get(0)).optional()?)
}

/// Notes how somebody's waiting ended; false where nobody of this visit waits.
pub fn end(connection: &Connection, visit: &[u8], outcome: &str) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("UPDATE waiting SET outcome = ?2 WHERE visit = ?1 AND outcome IS NULL")?;
    Ok(statement.execute(params![visit, outcome])? == 1)
}
