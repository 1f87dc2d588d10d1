//! Beneficiary files as people's pages ask for them: their changes with who wrote each, and what is new since.

use rusqlite::Connection;

use super::StoreError;

/// A change of a beneficiary file and who wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChangeRow {
    /// Row id: the order of arrival.
    pub id: i64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// Its raw bytes.
    pub bytes: Vec<u8>,
    /// The device that wrote it.
    pub device: Vec<u8>,
    /// The branch that the device serves, where the server told it.
    pub branch: Option<String>,
    /// The other side has not acknowledged it.
    pub waits: bool,
}

/// Returns a file's changes with their writers, in the order they arrived.
pub fn file_changes(connection: &Connection, document: i64) -> Result<Vec<FileChangeRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT change.id, change.hash, change.bytes, file_writer.device, file_writer.branch,
                EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id)
         FROM change JOIN file_writer
              ON file_writer.document = change.document AND file_writer.writer = change.writer
         WHERE change.document = ?1 ORDER BY change.id",
    )?;
    let rows = statement.query_map([document], |row| {
        Ok(FileChangeRow {
            id: row.get(0)?,
            hash: row.get(1)?,
            bytes: row.get(2)?,
            device: row.get(3)?,
            branch: row.get(4)?,
            waits: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the beneficiary files that have a change after a row id: document row and name, in the order of their rows.
pub fn files_changed_after(connection: &Connection, change: i64) -> Result<Vec<(i64, String)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, name FROM document WHERE name LIKE 'f/%'
            AND id IN (SELECT document FROM change WHERE id > ?1) ORDER BY id",
    )?;
    let rows = statement.query_map([change], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the row id of the newest change; 0 where there is none.
pub fn newest_change(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT COALESCE(max(id), 0) FROM change")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Returns the visits after a row id that belong to a file: row id, fact, file.
pub fn visits_of_files_after(
    connection: &Connection,
    visit: i64,
) -> Result<Vec<(i64, Vec<u8>, Vec<u8>)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT id, fact, file FROM visit WHERE id > ?1 AND file IS NOT NULL ORDER BY id")?;
    let rows = statement.query_map([visit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
