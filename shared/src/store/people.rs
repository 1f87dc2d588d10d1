//! Beneficiary files as people's pages ask for them: their changes with who wrote each, and what is new since.

use super::{StoreError, Tx, changes, keys, values};
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
pub fn file_changes(tx: &Tx<'_>, document: i64) -> Result<Vec<FileChangeRow>, StoreError> {
    tx.all(
        "SELECT change.id, change.hash, change.bytes, file_writer.device, file_writer.branch,
                EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id) AS waits
         FROM change JOIN file_writer
              ON file_writer.document = change.document AND file_writer.writer = change.writer
         WHERE change.document = ?1 ORDER BY change.id",
        values![document],
        |row| {
            Ok(FileChangeRow {
                id: row.get("id")?,
                hash: row.get("hash")?,
                bytes: row.get("bytes")?,
                device: row.get("device")?,
                branch: row.get("branch")?,
                waits: row.get("waits")?,
            })
        },
    )
}

/// Returns the beneficiary files that have a change after a row id, in the order of their rows.
pub fn files_changed_after(tx: &Tx<'_>, change: i64) -> Result<Vec<FileId>, StoreError> {
    let sql = "SELECT file FROM document WHERE kind = 'f' AND file IS NOT NULL
               AND id IN (SELECT document FROM change WHERE id > ?1) ORDER BY id";
    tx.all(sql, values![change], |row| row.get("file"))
}

/// Returns the row id of the newest change; 0 where there is none.
pub fn newest_change(tx: &Tx<'_>) -> Result<i64, StoreError> {
    tx.only("SELECT COALESCE(max(id), 0) AS id FROM change", values![], |row| row.get("id"))
}

/// Returns the visits after a row id that belong to a file: row id, fact, file.
pub fn visits_of_files_after(tx: &Tx<'_>, visit: i64) -> Result<Vec<(i64, FactId, FileId)>, StoreError> {
    let sql = "SELECT id, fact, file FROM visit WHERE id > ?1 AND file IS NOT NULL ORDER BY id";
    tx.all(sql, values![visit], |row| Ok((row.get("id")?, row.get("fact")?, row.get("file")?)))
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
pub fn writer(tx: &Tx<'_>, document: i64, writer: i64) -> Result<WriterRow, StoreError> {
    tx.only(
        "SELECT device, incarnation, signing_key, branch FROM file_writer WHERE document = ?1 AND writer = ?2",
        values![document, writer],
        |row| {
            Ok(WriterRow {
                device: row.get("device")?,
                incarnation: row.get("incarnation")?,
                signing_key: row.get("signing_key")?,
                branch: row.get("branch")?,
            })
        },
    )
}

/// Notes what the server told of a file's writer.
pub fn note_writer(
    tx: &Tx<'_>,
    document: i64,
    writer: i64,
    signing_key: &[u8],
    branch: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE file_writer SET signing_key = ?3, branch = ?4 WHERE document = ?1 AND writer = ?2";
    tx.run(sql, values![document, writer, signing_key, branch]).map(drop)
}

/// Returns the row id of the change with a hash.
pub fn change_with(tx: &Tx<'_>, document: i64, hash: &[u8]) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM change WHERE document = ?1 AND hash = ?2";
    tx.one(sql, values![document, hash], |row| row.get("id"))
}

/// Takes a file's change out of the outbox, and keeps the server's word that it has it.
pub fn confirm(tx: &Tx<'_>, change: i64, signature: &[u8]) -> Result<(), StoreError> {
    changes::dequeue(tx, change)?;
    let sql = "UPDATE change SET signature = ?2 WHERE id = ?1 AND signature IS NULL";
    tx.run(sql, values![change, signature]).map(drop)
}

/// Puts back into the outbox the changes of files after a row id that neither wait nor were ever seen at the server.
pub fn requeue_unconfirmed(tx: &Tx<'_>, after: i64) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO outbox (change)
         SELECT change.id FROM change JOIN document ON document.id = change.document
         WHERE change.id > ?1 AND document.kind = 'f' AND change.signature IS NULL
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id)",
        values![after],
    )
}

/// Returns the row id up to which no change of a file waits.
pub fn none_waits_up_to(tx: &Tx<'_>) -> Result<i64, StoreError> {
    tx.only(
        "SELECT COALESCE(
            (SELECT min(outbox.change) - 1 FROM outbox JOIN change ON change.id = outbox.change
             JOIN document ON document.id = change.document WHERE document.kind = 'f'),
            (SELECT max(id) FROM change), 0) AS id",
        values![],
        |row| row.get("id"),
    )
}

/// Puts every change of every file back into the outbox, with keys and index rows: the server lost some of them.
pub fn requeue_all(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO outbox (change)
         SELECT change.id FROM change JOIN document ON document.id = change.document WHERE document.kind = 'f'
         ON CONFLICT (change) DO NOTHING",
        values![],
    )?;
    let sql =
        "UPDATE sealing_key SET sent = FALSE WHERE document IN (SELECT id FROM document WHERE kind = 'f')";
    tx.run(sql, values![])?;
    keys::mark_no_index_sent(tx)
}

/// Returns the document that a change stands in.
pub fn document_of(tx: &Tx<'_>, change: i64) -> Result<i64, StoreError> {
    tx.only("SELECT document FROM change WHERE id = ?1", values![change], |row| row.get("document"))
}

/// Returns the national-id digests of a file, oldest first.
pub fn national_ids_of(tx: &Tx<'_>, file: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = "SELECT digest FROM blind_index WHERE kind = 'national_id' AND file = ?1 ORDER BY id";
    tx.all(sql, values![file], |row| row.get("digest"))
}
