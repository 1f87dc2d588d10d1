//! Beneficiary files as people's pages ask for them: their changes with who wrote each, and what is new since.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;
use super::visits::{fact, unreadable};
use crate::domain::{FactId, FileId};

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
) -> Result<Vec<(i64, FactId, FileId)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT id, fact, file FROM visit WHERE id > ?1 AND file IS NOT NULL ORDER BY id")?;
    let rows = statement.query_map([visit], |row| {
        let file = FileId::from_slice(&row.get::<_, Vec<u8>>(2)?).ok_or_else(|| unreadable(2))?;
        Ok((row.get(0)?, fact(1, row.get(1)?)?, file))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who wrote a change of a file, as the server told it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriterRow {
    /// The device.
    pub device: Vec<u8>,
    /// Its incarnation.
    pub incarnation: Vec<u8>,
    /// Its public signing key; `None` for a device's own changes, and at the server for one that is enrolled there.
    pub signing_key: Option<Vec<u8>>,
    /// The branch that it serves.
    pub branch: Option<String>,
}

/// Returns who wrote a file's change.
pub fn writer(connection: &Connection, document: i64, writer: i64) -> Result<WriterRow, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT device, incarnation, signing_key, branch FROM file_writer WHERE document = ?1 AND writer = ?2",
    )?;
    Ok(statement.query_row(params![document, writer], |row| {
        Ok(WriterRow {
            device: row.get(0)?,
            incarnation: row.get(1)?,
            signing_key: row.get(2)?,
            branch: row.get(3)?,
        })
    })?)
}

/// Notes what the server told of a file's writer.
pub fn note_writer(
    connection: &Connection,
    document: i64,
    writer: i64,
    signing_key: &[u8],
    branch: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE file_writer SET signing_key = ?3, branch = ?4 WHERE document = ?1 AND writer = ?2",
        )?
        .execute(params![document, writer, signing_key, branch])?;
    Ok(())
}

/// Returns the row id of the change with a hash.
pub fn change_with(connection: &Connection, document: i64, hash: &[u8]) -> Result<Option<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM change WHERE document = ?1 AND hash = ?2")?;
    Ok(statement.query_row(params![document, hash], |row| row.get(0)).optional()?)
}

/// Takes a file's change out of the outbox, and keeps the server's word that it has it.
pub fn confirm(connection: &Connection, change: i64, signature: &[u8]) -> Result<(), StoreError> {
    super::changes::dequeue(connection, change)?;
    connection
        .prepare_cached("UPDATE change SET signature = ?2 WHERE id = ?1 AND signature IS NULL")?
        .execute(params![change, signature])?;
    Ok(())
}

/// Puts back into the outbox the changes of files after a row id that neither wait nor were ever seen at the server.
pub fn requeue_unconfirmed(connection: &Connection, after: i64) -> Result<usize, StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO outbox (change)
         SELECT change.id FROM change JOIN document ON document.id = change.document
         WHERE change.id > ?1 AND document.name LIKE 'f/%' AND change.signature IS NULL
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id)",
    )?;
    Ok(statement.execute([after])?)
}

/// Returns the row id up to which no change of a file waits.
pub fn none_waits_up_to(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT COALESCE(
            (SELECT min(outbox.change) - 1 FROM outbox JOIN change ON change.id = outbox.change
             JOIN document ON document.id = change.document WHERE document.name LIKE 'f/%'),
            (SELECT max(id) FROM change), 0)",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Puts every change of every file back into the outbox, with keys and index rows: the server lost some of them.
pub fn requeue_all(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch(
        "INSERT OR IGNORE INTO outbox (change)
            SELECT change.id FROM change JOIN document ON document.id = change.document
            WHERE document.name LIKE 'f/%';
         UPDATE sealing_key SET sent = 0 WHERE document IN (SELECT id FROM document WHERE name LIKE 'f/%');
         UPDATE blind_index SET sent = 0;",
    )?)
}

/// Returns the document that a change stands in.
pub fn document_of(connection: &Connection, change: i64) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT document FROM change WHERE id = ?1")?;
    Ok(statement.query_row([change], |row| row.get(0))?)
}

/// Returns the national-id digests of a file, oldest first.
pub fn national_ids_of(connection: &Connection, file: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT digest FROM blind_index WHERE kind = 'national_id' AND file = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([file], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
