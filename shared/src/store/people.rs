//! Beneficiary files as people's pages ask for them: their changes with who wrote each, and what is new since.

use std::collections::BTreeSet;

use super::{Row, StoreError, Tx, values};
use crate::domain::{DeviceId, FileId};

/// A change of a beneficiary file and who wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChangeRow {
    /// Row id: the order of arrival.
    pub id: i64,
    /// Its hash.
    pub hash: [u8; 32],
    /// What it says.
    pub bytes: Vec<u8>,
    /// Who wrote it.
    pub writer: Writer,
    /// The other side has not acknowledged it.
    pub waits: bool,
}

/// Returns a file's changes with their writers, in the order they arrived.
pub fn file_changes(tx: &Tx<'_>, document: i64) -> Result<Vec<FileChangeRow>, StoreError> {
    let sql = "SELECT change.id, change.hash, change.bytes,
            writer.device, writer.incarnation, writer.signing_key, writer.branch,
            EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id) AS waits
         FROM change JOIN writer ON writer.id = change.writer
         WHERE change.document = ?1 ORDER BY change.id";
    tx.all(sql, values![document], |row| {
        Ok(FileChangeRow {
            id: row.get("id")?,
            hash: row.get("hash")?,
            bytes: row.get("bytes")?,
            writer: writer_row(row)?,
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

/// Returns the changes of files after a row id that a device wrote: document, file, hash.
pub fn written_after(
    tx: &Tx<'_>,
    device: DeviceId,
    after: i64,
) -> Result<Vec<(i64, FileId, [u8; 32])>, StoreError> {
    let sql = "SELECT change.document, document.file, change.hash
               FROM change JOIN writer ON writer.id = change.writer JOIN document ON document.id = change.document
               WHERE change.id > ?2 AND writer.device = ?1 AND document.file IS NOT NULL ORDER BY change.id";
    tx.all(sql, values![device, after], |row| Ok((row.get("document")?, row.get("file")?, row.get("hash")?)))
}

/// Tells whether a device wrote the first change of a file that came.
pub fn is_begun_by(tx: &Tx<'_>, document: i64, device: DeviceId) -> Result<bool, StoreError> {
    let sql = "SELECT writer.device FROM change JOIN writer ON writer.id = change.writer
               WHERE change.document = ?1 ORDER BY change.id LIMIT 1";
    let writer = tx.one(sql, values![document], |row| row.get::<DeviceId>("device"))?;
    Ok(writer == Some(device))
}

/// Returns the row id of the newest change; 0 where there is none.
pub fn newest_change(tx: &Tx<'_>) -> Result<i64, StoreError> {
    tx.only("SELECT COALESCE(max(id), 0) AS newest FROM change", values![], |row| row.get("newest"))
}

/// Who writes beneficiary files: a device in one life of its database, from which its actors follow.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Writer {
    /// The device; 16 zero bytes for head office.
    pub device: [u8; 16],
    /// The life of its database.
    pub incarnation: [u8; 16],
    /// Its Ed25519 public key.
    pub signing_key: [u8; 32],
    /// The branch that it serves; empty for head office.
    pub branch: String,
}

pub(super) fn writer_row(row: &Row<'_>) -> Result<Writer, StoreError> {
    Ok(Writer {
        device: row.get("device")?,
        incarnation: row.get("incarnation")?,
        signing_key: row.get("signing_key")?,
        branch: row.get("branch")?,
    })
}

/// Returns a writer's row; `None` of one that is not known.
pub fn find_writer(tx: &Tx<'_>, writer: &Writer) -> Result<Option<i64>, StoreError> {
    let Writer { device, incarnation, signing_key, branch } = writer;
    let find =
        "SELECT id FROM writer WHERE device = ?1 AND incarnation = ?2 AND signing_key = ?3 AND branch = ?4";
    tx.one(find, values![device, incarnation, signing_key, branch], |row| row.get("id"))
}

/// Returns a writer's row, making one for a new one.
pub fn writer_id(tx: &Tx<'_>, writer: &Writer) -> Result<i64, StoreError> {
    if let Some(id) = find_writer(tx, writer)? {
        return Ok(id);
    }
    let Writer { device, incarnation, signing_key, branch } = writer;
    tx.insert_new(
        "INSERT INTO writer (device, incarnation, signing_key, branch) VALUES (?1, ?2, ?3, ?4)",
        values![device, incarnation, signing_key, branch],
    )
}

/// Returns a writer.
pub fn writer(tx: &Tx<'_>, id: i64) -> Result<Writer, StoreError> {
    let sql = "SELECT device, incarnation, signing_key, branch FROM writer WHERE id = ?1";
    tx.only(sql, values![id], writer_row)
}

/// Returns the row id of the change with a hash.
pub fn change_with(tx: &Tx<'_>, document: i64, hash: &[u8; 32]) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM change WHERE document = ?1 AND hash = ?2";
    tx.one(sql, values![document, hash], |row| row.get("id"))
}

/// Returns the row id and hash of a writer's change of a file.
pub fn change_of(
    tx: &Tx<'_>,
    file: FileId,
    writer: i64,
    seq: u64,
) -> Result<Option<(i64, [u8; 32])>, StoreError> {
    let sql = "SELECT change.id, change.hash FROM change JOIN document ON document.id = change.document
               WHERE document.file = ?1 AND change.writer = ?2 AND change.seq = ?3";
    tx.one(sql, values![file, writer, seq], |row| Ok((row.get("id")?, row.get("hash")?)))
}

/// Puts right the hash under which a writer's change of a file is kept; returns its row id, `None` where there is no such change.
pub fn mend_hash(
    tx: &Tx<'_>,
    document: i64,
    writer: i64,
    seq: u64,
    hash: &[u8; 32],
) -> Result<Option<i64>, StoreError> {
    let place = values![document, writer, seq, hash];
    tx.put("UPDATE change SET hash = ?4 WHERE document = ?1 AND writer = ?2 AND seq = ?3", &place)?;
    change_with(tx, document, hash)
}

/// Removes those changes of a file that the server has: they are pulled again.
pub fn remove_received(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM change WHERE document = ?1
               AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id)";
    tx.put(sql, values![document])
}

/// Takes a file's change out of the outbox, and notes that it was seen in the server's log, with the receipt for it.
pub fn confirm(tx: &Tx<'_>, change: i64, receipt: Option<&[u8; 16]>) -> Result<(), StoreError> {
    super::outbox::dequeue(tx, change)?;
    let sql = "UPDATE change SET seen = TRUE, receipt = COALESCE(receipt, ?2) WHERE id = ?1";
    tx.put(sql, values![change, receipt])
}

/// Returns the rows of the changes of files that some devices wrote and the server gave no receipt for.
pub fn without_receipt(tx: &Tx<'_>, devices: &[DeviceId]) -> Result<BTreeSet<i64>, StoreError> {
    let sql = "SELECT change.id FROM change JOIN writer ON writer.id = change.writer
               WHERE writer.device = ?1 AND change.receipt IS NULL";
    let mut rows = BTreeSet::new();
    for device in devices {
        rows.extend(tx.all(sql, values![*device], |row| row.get::<i64>("id"))?);
    }
    Ok(rows)
}

/// Puts back into the outbox the changes of files after a row id that neither wait nor were ever seen at the server.
pub fn requeue_unconfirmed(tx: &Tx<'_>, after: i64) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO outbox (change)
         SELECT change.id FROM change JOIN document ON document.id = change.document
         WHERE change.id > ?1 AND document.kind = 'f' AND NOT change.seen
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
    tx.put(
        "INSERT INTO outbox (change)
            SELECT change.id FROM change JOIN document ON document.id = change.document
            WHERE document.kind = 'f' ON CONFLICT (change) DO NOTHING",
        values![],
    )?;
    super::keys::mark_nothing_sent(tx)
}
