//! Documents, their changes, and the outbox.

use super::{Damage, Row, StoreError, Tx, values};
use crate::domain::{DeviceId, FileId};

/// A document and the end of its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Row id.
    pub id: i64,
    /// The document's name.
    pub name: String,
    /// The single writer's actor; empty for a beneficiary file.
    pub actor: Vec<u8>,
    /// Changes so far.
    pub last_seq: u64,
    /// The last change's hash.
    pub last_hash: Option<[u8; 32]>,
    /// The last operation's counter.
    pub last_max_op: u64,
    /// How far the other side acknowledged it.
    pub acked_seq: u64,
    /// The hash it acknowledged.
    pub acked_hash: Option<[u8; 32]>,
    /// The other side's receipt for it.
    pub acked_receipt: Option<[u8; 16]>,
    /// Why nothing more is written to it.
    pub stopped: Option<String>,
    /// The entry that the other side refused for its structure.
    pub refused_seq: Option<u64>,
}

impl DocumentRow {
    /// Returns the row of a document that has no changes and is not kept yet.
    pub fn empty(name: &str, actor: &[u8]) -> Self {
        Self {
            id: 0,
            name: name.to_owned(),
            actor: actor.to_vec(),
            last_seq: 0,
            last_hash: None,
            last_max_op: 0,
            acked_seq: 0,
            acked_hash: None,
            acked_receipt: None,
            stopped: None,
            refused_seq: None,
        }
    }
}

/// What a document's row is made of when it is new.
#[derive(Clone, Copy, Debug)]
pub struct NewDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// The letter that its name begins with.
    pub kind: &'a str,
    /// The beneficiary file that it is.
    pub file: Option<FileId>,
    /// Its single writer; `None` for a beneficiary file and for head office's own.
    pub device: Option<DeviceId>,
    /// The single writer's actor; empty for a beneficiary file.
    pub actor: &'a [u8],
}

/// A change and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Row id: the order of arrival.
    pub id: i64,
    /// The document's row.
    pub document: i64,
    /// The writer's number within the document.
    pub writer: i64,
    /// The change's number within its writer.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
    /// An entry, or a change of a file.
    pub bytes: Vec<u8>,
    /// The server's receipt for it.
    pub receipt: Option<[u8; 16]>,
}

const DOCUMENT: &str = "SELECT id, name, actor, last_seq, last_hash, last_max_op, acked_seq, acked_hash, acked_receipt, \
    stopped, refused_seq FROM document";

fn document_row(row: &Row<'_>) -> Result<DocumentRow, StoreError> {
    Ok(DocumentRow {
        id: row.get("id")?,
        name: row.get("name")?,
        actor: row.get("actor")?,
        last_seq: row.get("last_seq")?,
        last_hash: row.get("last_hash")?,
        last_max_op: row.get("last_max_op")?,
        acked_seq: row.get("acked_seq")?,
        acked_hash: row.get("acked_hash")?,
        acked_receipt: row.get("acked_receipt")?,
        stopped: row.get("stopped")?,
        refused_seq: row.get("refused_seq")?,
    })
}

const CHANGE: &str = "SELECT change.id, change.document, change.writer, change.seq, change.hash, change.bytes, \
    change.receipt FROM change";

fn change_row(row: &Row<'_>) -> Result<ChangeRow, StoreError> {
    Ok(ChangeRow {
        id: row.get("id")?,
        document: row.get("document")?,
        writer: row.get("writer")?,
        seq: row.get("seq")?,
        hash: row.get("hash")?,
        bytes: row.get("bytes")?,
        receipt: row.get("receipt")?,
    })
}

/// Finds a document by name.
pub fn document(tx: &Tx<'_>, name: &str) -> Result<Option<DocumentRow>, StoreError> {
    tx.one(&format!("{DOCUMENT} WHERE name = ?1"), values![name], document_row)
}

/// Finds a beneficiary file's document row.
pub fn file_document(tx: &Tx<'_>, file: FileId) -> Result<Option<i64>, StoreError> {
    tx.one("SELECT id FROM document WHERE file = ?1", values![file], |row| row.get("id"))
}

/// Returns the beneficiary file that a document is.
pub fn file_of(tx: &Tx<'_>, document: i64) -> Result<FileId, StoreError> {
    tx.only("SELECT file FROM document WHERE id = ?1", values![document], |row| row.get("file"))
}

/// Returns a document by row id.
pub fn document_by_id(tx: &Tx<'_>, id: i64) -> Result<DocumentRow, StoreError> {
    tx.only(&format!("{DOCUMENT} WHERE id = ?1"), values![id], document_row)
}

/// Returns every document, in the order they were made.
pub fn documents(tx: &Tx<'_>) -> Result<Vec<DocumentRow>, StoreError> {
    tx.all(&format!("{DOCUMENT} ORDER BY id"), values![], document_row)
}

/// Returns the documents that have a change after a row id, in the order they were made.
pub fn documents_changed_after(tx: &Tx<'_>, change: i64) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = format!("{DOCUMENT} WHERE id IN (SELECT document FROM change WHERE id > ?1) ORDER BY id");
    tx.all(&sql, values![change], document_row)
}

/// Returns the newest documents of which something was acknowledged.
pub fn acknowledged(tx: &Tx<'_>, limit: u64) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = format!("{DOCUMENT} WHERE acked_receipt IS NOT NULL ORDER BY id DESC LIMIT ?1");
    tx.all(&sql, values![limit], document_row)
}

/// Makes a document's row.
pub fn add_document(tx: &Tx<'_>, new: &NewDocument<'_>) -> Result<DocumentRow, StoreError> {
    let NewDocument { name, kind, file, device, actor } = *new;
    let id = tx.only(
        "INSERT INTO document (name, kind, file, device, actor) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        values![name, kind, file, device, actor],
        |row| row.get("id"),
    )?;
    Ok(DocumentRow { id, ..DocumentRow::empty(name, actor) })
}

/// Moves a journal's end to where its row says that it is.
pub fn move_end(tx: &Tx<'_>, document: &DocumentRow) -> Result<(), StoreError> {
    let sql = "UPDATE document SET last_seq = ?2, last_hash = ?3, last_max_op = ?4 WHERE id = ?1";
    let hash = document.last_hash.as_ref();
    tx.run(sql, values![document.id, document.last_seq, hash, document.last_max_op]).map(drop)
}

/// Adds a change; returns its row id.
pub fn add_change(
    tx: &Tx<'_>,
    document: i64,
    writer: i64,
    seq: u64,
    hash: &[u8; 32],
    bytes: &[u8],
    receipt: Option<&[u8; 16]>,
) -> Result<i64, StoreError> {
    tx.only(
        "INSERT INTO change (document, writer, seq, hash, bytes, receipt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         RETURNING id",
        values![document, writer, seq, hash, bytes, receipt],
        |row| row.get("id"),
    )
}

/// Returns a document's changes in the order they arrived.
pub fn changes_of(tx: &Tx<'_>, document: i64) -> Result<Vec<ChangeRow>, StoreError> {
    tx.all(&format!("{CHANGE} WHERE document = ?1 ORDER BY id"), values![document], change_row)
}

/// Returns the hash of a journal's change; `None` where there is no such number.
pub fn hash_at(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
    let sql = "SELECT hash FROM change WHERE document = ?1 AND writer = 0 AND seq = ?2";
    tx.one(sql, values![document, seq], |row| row.get("hash"))
}

/// Returns the bytes of a journal's entry.
pub fn entry_at(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT bytes FROM change WHERE document = ?1 AND writer = 0 AND seq = ?2";
    tx.one(sql, values![document, seq], |row| row.get("bytes"))
}

/// Returns the document of a change, by row id.
pub fn document_of(tx: &Tx<'_>, change: i64) -> Result<i64, StoreError> {
    tx.only("SELECT document FROM change WHERE id = ?1", values![change], |row| row.get("document"))
}

/// Calls `each` for every change of a journal in the order of arrival, with its document's name.
pub fn each_entry<E: From<StoreError>>(
    tx: &Tx<'_>,
    mut each: impl FnMut(&str, ChangeRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT change.id, change.document, change.writer, change.seq, change.hash, change.bytes, change.receipt,
                  document.name
               FROM change JOIN document ON document.id = change.document
               WHERE change.id > ?1 AND document.kind <> 'f' ORDER BY change.id LIMIT ?2";
    let mut after = 0;
    loop {
        let page = tx.all(sql, values![after, super::PAGE_ROWS], |row| {
            Ok((row.get::<String>("name")?, change_row(row)?))
        })?;
        let Some((_, last)) = page.last() else { return Ok(()) };
        after = last.id;
        for (name, change) in page {
            each(&name, change)?;
        }
    }
}

/// Marks a change as not yet acknowledged.
pub fn enqueue(tx: &Tx<'_>, change: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (change) VALUES (?1) ON CONFLICT (change) DO NOTHING";
    tx.run(sql, values![change]).map(drop)
}

/// Returns the oldest changes that wait, in order, up to `limit`.
pub fn waiting(tx: &Tx<'_>, limit: u64) -> Result<Vec<ChangeRow>, StoreError> {
    let sql = format!("{CHANGE} JOIN outbox ON outbox.change = change.id ORDER BY change.id LIMIT ?1");
    tx.all(&sql, values![limit], change_row)
}

/// Returns the oldest changes that wait, of ratings journals or of all others, in order, up to `limit`.
pub fn waiting_of(tx: &Tx<'_>, ratings: bool, limit: u64) -> Result<Vec<ChangeRow>, StoreError> {
    let sql = format!(
        "{CHANGE} JOIN outbox ON outbox.change = change.id JOIN document ON document.id = change.document
         WHERE (document.kind = 'r') = ?1 ORDER BY change.id LIMIT ?2"
    );
    tx.all(&sql, values![ratings, limit], change_row)
}

/// Counts the changes that wait, those of ratings journals left out.
pub fn count_waiting_beside_ratings(tx: &Tx<'_>) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) AS n FROM outbox JOIN change ON change.id = outbox.change
               JOIN document ON document.id = change.document WHERE document.kind <> 'r'";
    tx.only(sql, values![], |row| row.get("n"))
}

/// Counts the changes that wait.
pub fn count_waiting(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM outbox", values![], |row| row.get("n"))
}

/// Counts records as people count them: those that wait for acknowledgement, and all that stand in the device's journals.
pub fn count_records(tx: &Tx<'_>) -> Result<(u64, u64), StoreError> {
    let sql = "SELECT
            (SELECT count(*) FROM outbox JOIN change ON change.id = outbox.change
             JOIN document ON document.id = change.document WHERE document.kind <> 'f') AS waiting,
            (SELECT count(*) FROM fact JOIN document ON document.id = fact.document
             WHERE document.device IS NOT NULL) + (SELECT count(*) FROM rating) AS written";
    tx.only(sql, values![], |row| Ok((row.get("waiting")?, row.get("written")?)))
}

/// The other side's acknowledgement of a journal up to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement<'a> {
    /// The change's number.
    pub seq: u64,
    /// Its hash.
    pub hash: &'a [u8; 32],
    /// The other side's receipt.
    pub receipt: &'a [u8; 16],
}

/// Takes a journal's changes out of the outbox as far as they are acknowledged. A later acknowledgement stays.
pub fn acknowledge(tx: &Tx<'_>, document: i64, acknowledged: &Acknowledgement<'_>) -> Result<(), StoreError> {
    let Acknowledgement { seq, hash, receipt } = *acknowledged;
    tx.run(
        "DELETE FROM outbox WHERE change IN
         (SELECT id FROM change WHERE document = ?1 AND writer = 0 AND seq <= ?2)",
        values![document, seq],
    )?;
    tx.run(
        "UPDATE document SET acked_seq = ?2, acked_hash = ?3, acked_receipt = ?4
         WHERE id = ?1 AND acked_seq <= ?2",
        values![document, seq, hash, receipt],
    )
    .map(drop)
}

/// Takes one change out of the outbox.
pub fn dequeue(tx: &Tx<'_>, change: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM outbox WHERE change = ?1", values![change]).map(drop)
}

/// Removes a change that nobody else holds (a fork's).
pub fn remove_change(tx: &Tx<'_>, change: i64) -> Result<(), StoreError> {
    dequeue(tx, change)?;
    tx.run("DELETE FROM change WHERE id = ?1", values![change]).map(drop)
}

/// Puts back into the outbox what a restored server lacks of a journal, and lowers its acknowledgement.
pub fn requeue_after(
    tx: &Tx<'_>,
    document: i64,
    seq: u64,
    hash: Option<&[u8; 32]>,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO outbox (change) SELECT id FROM change WHERE document = ?1 AND seq > ?2
         ON CONFLICT (change) DO NOTHING",
        values![document, seq],
    )?;
    let sql = "UPDATE document SET acked_seq = ?2, acked_hash = ?3, acked_receipt = NULL WHERE id = ?1";
    tx.run(sql, values![document, seq, hash]).map(drop)
}

/// Tells whether a document is there.
pub fn is_there(tx: &Tx<'_>, document: i64) -> Result<bool, StoreError> {
    let found =
        tx.one("SELECT id FROM document WHERE id = ?1", values![document], |row| row.get::<i64>("id"))?;
    Ok(found.is_some())
}

/// Removes a pulled document with its changes, before it is pulled again.
pub fn remove_document(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM held WHERE document = ?1",
        "DELETE FROM change WHERE document = ?1",
        "DELETE FROM document WHERE id = ?1",
    ] {
        tx.run(sql, values![document])?;
    }
    Ok(())
}

/// Ends a document: nothing more is written to it. `refused` is the entry that the other side refused.
pub fn stop(tx: &Tx<'_>, document: i64, reason: &str, refused: Option<u64>) -> Result<(), StoreError> {
    let sql = "UPDATE document SET stopped = ?2, refused_seq = ?3 WHERE id = ?1 AND stopped IS NULL";
    tx.run(sql, values![document, reason, refused]).map(drop)
}

/// Says which document is damaged.
pub fn damaged(name: &str) -> StoreError {
    Damage::Document(name.to_owned()).into()
}
