//! Beneficiary files as people's pages ask for them: their changes with who wrote each, and what is new since.

use super::{Row, StoreError, Tx, values};
use crate::domain::FileId;

/// A change of a beneficiary file and who wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChangeRow {
    /// Row id: the order of arrival.
    pub id: i64,
    /// Its hash.
    pub hash: [u8; 32],
    /// What it says.
    pub bytes: Vec<u8>,
    /// The writer's actor.
    pub actor: [u8; 16],
    /// The device that wrote it.
    pub device: Vec<u8>,
    /// The branch that the device serves, where the server named it.
    pub branch: Option<String>,
    /// The other side has not acknowledged it.
    pub waits: bool,
}

/// Returns a file's changes with their writers, in the order they arrived.
pub fn file_changes(tx: &Tx<'_>, document: i64) -> Result<Vec<FileChangeRow>, StoreError> {
    let sql = "SELECT change.id, change.hash, change.bytes, file_writer.actor, file_writer.device, file_writer.branch,
            EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id) AS waits
         FROM change JOIN file_writer
              ON file_writer.document = change.document AND file_writer.writer = change.writer
         WHERE change.document = ?1 ORDER BY change.id";
    tx.all(sql, values![document], |row| {
        Ok(FileChangeRow {
            id: row.get("id")?,
            hash: row.get("hash")?,
            bytes: row.get("bytes")?,
            actor: row.get("actor")?,
            device: row.get("device")?,
            branch: row.get("branch")?,
            waits: row.get("waits")?,
        })
    })
}

/// Returns the beneficiary files that have a change after a row id, in the order of their rows.
pub fn files_changed_after(tx: &Tx<'_>, change: i64) -> Result<Vec<FileId>, StoreError> {
    let sql = "SELECT file FROM document WHERE file IS NOT NULL
                  AND id IN (SELECT document FROM change WHERE id > ?1) ORDER BY id";
    tx.all(sql, values![change], |row| row.get("file"))
}

/// Returns every beneficiary file: document row and id, in the order in which they came.
pub fn files(tx: &Tx<'_>) -> Result<Vec<(i64, FileId)>, StoreError> {
    let sql = "SELECT id, file FROM document WHERE file IS NOT NULL ORDER BY id";
    tx.all(sql, values![], |row| Ok((row.get("id")?, row.get("file")?)))
}

/// Returns the row id of the newest change; 0 where there is none.
pub fn newest_change(tx: &Tx<'_>) -> Result<i64, StoreError> {
    tx.only("SELECT COALESCE(max(id), 0) AS newest FROM change", values![], |row| row.get("newest"))
}

/// Returns a file's writer's number, giving the next one to a new writer.
pub fn writer_number(
    tx: &Tx<'_>,
    document: i64,
    actor: &[u8; 16],
    device: &[u8],
    incarnation: &[u8; 16],
) -> Result<i64, StoreError> {
    let find = "SELECT writer FROM file_writer WHERE document = ?1 AND actor = ?2";
    if let Some(writer) = tx.one(find, values![document, actor], |row| row.get("writer"))? {
        return Ok(writer);
    }
    let count = "SELECT count(*) AS n FROM file_writer WHERE document = ?1";
    let next: i64 = tx.only(count, values![document], |row| row.get("n"))?;
    tx.run(
        "INSERT INTO file_writer (document, writer, actor, device, incarnation) VALUES (?1, ?2, ?3, ?4, ?5)",
        values![document, next, actor, device, incarnation],
    )?;
    Ok(next)
}

/// Who wrote a change of a file, as the server named them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriterRow {
    /// The device.
    pub device: Vec<u8>,
    /// Its incarnation.
    pub incarnation: [u8; 16],
    /// Its public signing key; `None` for a device's own changes, and at the server for one that is enrolled there.
    pub signing_key: Option<[u8; 32]>,
    /// The branch that it serves.
    pub branch: Option<String>,
}

pub(super) fn writer_row(row: &Row<'_>) -> Result<WriterRow, StoreError> {
    Ok(WriterRow {
        device: row.get("device")?,
        incarnation: row.get("incarnation")?,
        signing_key: row.get("signing_key")?,
        branch: row.get("branch")?,
    })
}

/// Returns who wrote a file's change.
pub fn writer(tx: &Tx<'_>, document: i64, writer: i64) -> Result<WriterRow, StoreError> {
    let sql = "SELECT device, incarnation, signing_key, branch FROM file_writer WHERE document = ?1 AND writer = ?2";
    tx.only(sql, values![document, writer], writer_row)
}

/// Notes what the server says of a file's writer.
pub fn note_writer(
    tx: &Tx<'_>,
    document: i64,
    writer: i64,
    signing_key: &[u8; 32],
    branch: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE file_writer SET signing_key = ?3, branch = ?4 WHERE document = ?1 AND writer = ?2";
    tx.run(sql, values![document, writer, signing_key, branch]).map(drop)
}

/// Returns the row id of the change with a hash.
pub fn change_with(tx: &Tx<'_>, document: i64, hash: &[u8; 32]) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM change WHERE document = ?1 AND hash = ?2";
    tx.one(sql, values![document, hash], |row| row.get("id"))
}

/// Takes a file's change out of the outbox, and keeps the server's receipt for it.
pub fn confirm(tx: &Tx<'_>, change: i64, receipt: &[u8; 16]) -> Result<(), StoreError> {
    super::changes::dequeue(tx, change)?;
    let sql = "UPDATE change SET receipt = ?2 WHERE id = ?1 AND receipt IS NULL";
    tx.run(sql, values![change, receipt]).map(drop)
}

/// Puts back into the outbox the changes of files after a row id that neither wait nor were ever seen at the server.
pub fn requeue_unconfirmed(tx: &Tx<'_>, after: i64) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO outbox (change)
         SELECT change.id FROM change JOIN document ON document.id = change.document
         WHERE change.id > ?1 AND document.kind = 'f' AND change.receipt IS NULL
         ON CONFLICT (change) DO NOTHING",
        values![after],
    )
}

/// Returns the row id up to which no change of a file waits.
pub fn none_waits_up_to(tx: &Tx<'_>) -> Result<i64, StoreError> {
    tx.only(
        "SELECT COALESCE(
            (SELECT min(outbox.change) - 1 FROM outbox JOIN change ON change.id = outbox.change
             JOIN document ON document.id = change.document WHERE document.kind = 'f'),
            (SELECT max(id) FROM change), 0) AS none_waits",
        values![],
        |row| row.get("none_waits"),
    )
}

/// Puts every change of every file back into the outbox, with their keys: the server lost some of them.
pub fn requeue_all(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO outbox (change)
            SELECT change.id FROM change JOIN document ON document.id = change.document
            WHERE document.kind = 'f' ON CONFLICT (change) DO NOTHING",
        values![],
    )?;
    super::keys::mark_nothing_sent(tx)
}
