//! Members of staff who sign in on this device, with the hashes of their PINs.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

/// What is kept of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepresentativeRow {
    /// The PIN's salt and hash.
    pub pin: Vec<u8>,
    /// Wrong PINs since the last right one.
    pub wrong: u32,
    /// When PINs are checked again, in milliseconds since 1970.
    pub wait_until: i64,
}

/// Adds somebody, or gives them another PIN; earlier wrong ones are forgotten.
pub fn set(connection: &Connection, code: &str, pin: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO representative (code, pin) VALUES (?1, ?2)
             ON CONFLICT (code) DO UPDATE SET pin = excluded.pin, wrong = 0, wait_until = 0",
        )?
        .execute(params![code, pin])?;
    Ok(())
}

/// Notes how many wrong PINs there were and how long to wait.
pub fn count(connection: &Connection, code: &str, wrong: u32, wait_until: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE representative SET wrong = ?2, wait_until = ?3 WHERE code = ?1")?
        .execute(params![code, wrong, wait_until])?;
    Ok(())
}

/// Finds somebody.
pub fn find(connection: &Connection, code: &str) -> Result<Option<RepresentativeRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT pin, wrong, wait_until FROM representative WHERE code = ?1")?;
    let row = |row: &rusqlite::Row<'_>| {
        Ok(RepresentativeRow { pin: row.get(0)?, wrong: row.get(1)?, wait_until: row.get(2)? })
    };
    Ok(statement.query_row([code], row).optional()?)
}

/// Returns the codes of all of them, in order.
pub fn codes(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT code FROM representative ORDER BY code")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes somebody.
pub fn remove(connection: &Connection, code: &str) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM representative WHERE code = ?1")?.execute([code])?;
    Ok(())
}
