//! Single values: identity, incarnation, cursors.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

/// Returns a value; `None` where it was never set.
pub fn get(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Returns a text; `None` where it was never set or is no text.
pub fn get_text(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(get(connection, name)?.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Returns a number; `None` where it was never set or is no number.
pub fn get_number(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    Ok(get_text(connection, name)?.and_then(|text| text.parse().ok()))
}

/// Sets a value.
pub fn set(connection: &Connection, name: &str, value: impl AsRef<[u8]>) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    statement.execute(params![name, value.as_ref()])?;
    Ok(())
}

/// Forgets a value.
pub fn remove(connection: &Connection, name: &str) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM meta WHERE name = ?1")?.execute([name])?;
    Ok(())
}
