//! Documents, their raw changes, the outbox, what is held for review.

use super::{PAGE_ROWS, Row, StoreError, Tx, values};
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
    pub last_hash: Option<Vec<u8>>,
    /// The last operation's counter.
    pub last_max_op: u64,
    /// How far the other side acknowledged it.
    pub acked_seq: u64,
    /// The hash it acknowledged.
    pub acked_hash: Option<Vec<u8>>,
    /// The other side's receipt for it.
    pub acked_receipt: Option<Vec<u8>>,
    /// Why nothing more is written to it.
    pub stopped: Option<String>,
}

/// A document that is new here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// The letter of its kind.
    pub kind: &'a str,
    /// The beneficiary file that it is.
    pub file: Option<FileId>,
    /// The device that alone writes it; `None` for head office's own and for a beneficiary file.
    pub device: Option<DeviceId>,
    /// The single writer's actor; empty for a beneficiary file.
    pub actor: &'a [u8],
}

/// A raw change and its place.
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
    pub hash: Vec<u8>,
    /// Its raw bytes.
    pub bytes: Vec<u8>,
    /// A signature over it alone.
    pub signature: Option<Vec<u8>>,
}

/// A change whose meaning was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    /// The document's name.
    pub document: String,
    /// The change's number.
    pub seq: u64,
    /// The fact, where it could be read.
    pub fact: Option<Vec<u8>>,
    /// The reason's code.
    pub reason: String,
}

const DOCUMENT_COLUMNS: &str =
    "id, name, actor, last_seq, last_hash, last_max_op, acked_seq, acked_hash, acked_receipt, stopped";

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
    })
}

fn change_row(row: &Row<'_>) -> Result<ChangeRow, StoreError> {
    Ok(ChangeRow {
        id: row.get("id")?,
        document: row.get("document")?,
        writer: row.get("writer")?,
        seq: row.get("seq")?,
        hash: row.get("hash")?,
        bytes: row.get("bytes")?,
        signature: row.get("signature")?,
    })
}

/// Tells whether a fact stands in a document: with read rows there, or held for review.
pub fn has_fact(tx: &Tx<'_>, document: i64, fact: &[u8]) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM visit WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM rating WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM suggestion WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM planned_visit WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM planned_visit_end WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM quarantine WHERE document = ?1 AND fact = ?2 LIMIT 1",
        values![document, fact],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Finds a document by name.
pub fn document(tx: &Tx<'_>, name: &str) -> Result<Option<DocumentRow>, StoreError> {
    let sql = format!("SELECT {DOCUMENT_COLUMNS} FROM document WHERE name = ?1");
    tx.one(&sql, values![name], document_row)
}

/// Returns a document by row id.
pub fn document_by_id(tx: &Tx<'_>, id: i64) -> Result<DocumentRow, StoreError> {
    let sql = format!("SELECT {DOCUMENT_COLUMNS} FROM document WHERE id = ?1");
    tx.only(&sql, values![id], document_row)
}

/// Returns every document, in the order they were made.
pub fn documents(tx: &Tx<'_>) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = format!("SELECT {DOCUMENT_COLUMNS} FROM document ORDER BY id");
    tx.all(&sql, values![], document_row)
}

/// Returns the newest documents of which something was acknowledged.
pub fn acknowledged(tx: &Tx<'_>, limit: u64) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM document WHERE acked_receipt IS NOT NULL ORDER BY id DESC LIMIT ?1"
    );
    tx.all(&sql, values![limit], document_row)
}

/// Makes a document's row.
pub fn add_document(tx: &Tx<'_>, new: &NewDocument<'_>) -> Result<DocumentRow, StoreError> {
    let NewDocument { name, kind, file, device, actor } = *new;
    let sql = format!(
        "INSERT INTO document (name, kind, file, device, actor) VALUES (?1, ?2, ?3, ?4, ?5)
         RETURNING {DOCUMENT_COLUMNS}"
    );
    tx.only(&sql, values![name, kind, file, device, actor], document_row)
}

/// Adds a change to a journal and moves the journal's end.
pub fn append(
    tx: &Tx<'_>,
    document: &DocumentRow,
    seq: u64,
    hash: &[u8],
    max_op: u64,
    bytes: &[u8],
    signature: Option<&[u8]>,
) -> Result<i64, StoreError> {
    let id = add_change(tx, document.id, 0, seq, hash, bytes, signature)?;
    let sql = "UPDATE document SET last_seq = ?2, last_hash = ?3, last_max_op = ?4 WHERE id = ?1";
    tx.run(sql, values![document.id, seq, hash, max_op])?;
    Ok(id)
}

/// Adds a change of any document.
pub fn add_change(
    tx: &Tx<'_>,
    document: i64,
    writer: i64,
    seq: u64,
    hash: &[u8],
    bytes: &[u8],
    signature: Option<&[u8]>,
) -> Result<i64, StoreError> {
    tx.only(
        "INSERT INTO change (document, writer, seq, hash, bytes, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         RETURNING id",
        values![document, writer, seq, hash, bytes, signature],
        |row| row.get("id"),
    )
}

const CHANGE_COLUMNS: &str =
    "change.id, change.document, change.writer, change.seq, change.hash, change.bytes, change.signature";

/// Returns a document's changes in the order they arrived.
pub fn changes_of(tx: &Tx<'_>, document: i64) -> Result<Vec<ChangeRow>, StoreError> {
    let sql = format!("SELECT {CHANGE_COLUMNS} FROM change WHERE document = ?1 ORDER BY id");
    tx.all(&sql, values![document], change_row)
}

/// Returns the hash of a journal's change; `None` where there is no such number.
pub fn hash_at(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT hash FROM change WHERE document = ?1 AND writer = 0 AND seq = ?2";
    tx.one(sql, values![document, seq], |row| row.get("hash"))
}

/// Returns one change of a journal.
pub fn change_at(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Option<ChangeRow>, StoreError> {
    let sql = format!("SELECT {CHANGE_COLUMNS} FROM change WHERE document = ?1 AND writer = 0 AND seq = ?2");
    tx.one(&sql, values![document, seq], change_row)
}

/// Calls `each` for every change in the order of arrival, with its document's name.
pub fn each_change<E: From<StoreError>>(
    tx: &Tx<'_>,
    mut each: impl FnMut(&str, ChangeRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {CHANGE_COLUMNS}, document.name FROM change JOIN document ON document.id = change.document
         WHERE change.id > ?1 ORDER BY change.id LIMIT ?2"
    );
    let mut last = 0;
    loop {
        let page: Vec<(String, ChangeRow)> = tx.all(&sql, values![last, PAGE_ROWS], |row| {
            let change = change_row(row)?;
            Ok((row.get("name")?, change))
        })?;
        let Some((_, end)) = page.last() else { return Ok(()) };
        last = end.id;
        for (name, change) in page {
            each(&name, change)?;
        }
    }
}

/// Returns a file's writer's number, giving the next one to a new writer.
pub fn writer_number(
    tx: &Tx<'_>,
    document: i64,
    actor: &[u8],
    device: &[u8],
    incarnation: &[u8],
) -> Result<i64, StoreError> {
    let sql = "SELECT writer FROM file_writer WHERE document = ?1 AND actor = ?2";
    if let Some(writer) = tx.one(sql, values![document, actor], |row| row.get("writer"))? {
        return Ok(writer);
    }
    let sql = "SELECT count(*) AS n FROM file_writer WHERE document = ?1";
    let next: i64 = tx.only(sql, values![document], |row| row.get("n"))?;
    tx.run(
        "INSERT INTO file_writer (document, writer, actor, device, incarnation) VALUES (?1, ?2, ?3, ?4, ?5)",
        values![document, next, actor, device, incarnation],
    )?;
    Ok(next)
}

/// Marks a change as not yet acknowledged.
pub fn enqueue(tx: &Tx<'_>, change: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (change) VALUES (?1) ON CONFLICT (change) DO NOTHING";
    tx.run(sql, values![change]).map(drop)
}

/// Returns the oldest changes that wait, in order, up to `limit`.
pub fn waiting(tx: &Tx<'_>, limit: u64) -> Result<Vec<ChangeRow>, StoreError> {
    let sql = format!(
        "SELECT {CHANGE_COLUMNS} FROM outbox JOIN change ON change.id = outbox.change ORDER BY change.id LIMIT ?1"
    );
    tx.all(&sql, values![limit], change_row)
}

/// Counts the changes that wait.
pub fn count_waiting(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM outbox", values![], |row| row.get("n"))
}

/// Counts records as people count them: those that wait for acknowledgement, and all that stand in journals.
pub fn count_records(tx: &Tx<'_>) -> Result<(u64, u64), StoreError> {
    tx.only(
        "SELECT
            (SELECT count(*) FROM outbox JOIN change ON change.id = outbox.change
             JOIN document ON document.id = change.document WHERE document.kind <> 'f') AS waiting,
            (SELECT count(*) FROM visit) + (SELECT count(*) FROM rating) + (SELECT count(*) FROM suggestion)
            + (SELECT count(*) FROM planned_visit JOIN document ON document.id = planned_visit.document
               WHERE document.device IS NOT NULL)
            + (SELECT count(*) FROM planned_visit_end JOIN document ON document.id = planned_visit_end.document
               WHERE document.device IS NOT NULL AND visit IS NULL) AS in_journals",
        values![],
        |row| Ok((row.get("waiting")?, row.get("in_journals")?)),
    )
}

/// The other side's acknowledgement of a journal up to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement<'a> {
    /// The change's number.
    pub seq: u64,
    /// Its hash.
    pub hash: &'a [u8],
    /// The other side's receipt.
    pub receipt: &'a [u8],
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
    )?;
    Ok(())
}

/// Takes a file's change out of the outbox.
pub fn acknowledge_change(tx: &Tx<'_>, document: i64, hash: &[u8]) -> Result<(), StoreError> {
    let sql = "DELETE FROM outbox WHERE change IN (SELECT id FROM change WHERE document = ?1 AND hash = ?2)";
    tx.run(sql, values![document, hash]).map(drop)
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
pub fn requeue_after(tx: &Tx<'_>, document: i64, seq: u64, hash: Option<&[u8]>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO outbox (change) SELECT id FROM change WHERE document = ?1 AND seq > ?2
         ON CONFLICT (change) DO NOTHING",
        values![document, seq],
    )?;
    let sql = "UPDATE document SET acked_seq = ?2, acked_hash = ?3, acked_receipt = NULL WHERE id = ?1";
    tx.run(sql, values![document, seq, hash]).map(drop)
}

/// Removes a pulled document with its changes and keys, before it is pulled anew.
pub fn remove_document(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM sealing_key WHERE document = ?1",
        "DELETE FROM quarantine WHERE document = ?1",
        "DELETE FROM change WHERE document = ?1",
        "DELETE FROM document WHERE id = ?1",
    ] {
        tx.run(sql, values![document])?;
    }
    Ok(())
}

/// Ends a document: nothing more is written to it.
pub fn stop(tx: &Tx<'_>, document: i64, reason: &str) -> Result<(), StoreError> {
    let sql = "UPDATE document SET stopped = ?2 WHERE id = ?1 AND stopped IS NULL";
    tx.run(sql, values![document, reason]).map(drop)
}

/// Keeps the other side's signature over a run of changes.
pub fn keep_signature(
    tx: &Tx<'_>,
    document: i64,
    first_seq: u64,
    last_seq: u64,
    signature: &[u8],
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO signature (document, first_seq, last_seq, signature) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (document, last_seq) DO NOTHING",
        values![document, first_seq, last_seq, signature],
    )?;
    Ok(())
}

/// Holds a change's read rows back.
pub fn hold(
    tx: &Tx<'_>,
    document: i64,
    writer: i64,
    seq: u64,
    fact: Option<&[u8]>,
    reason: &str,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO quarantine (document, writer, seq, fact, reason) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (document, writer, seq) DO UPDATE SET fact = excluded.fact, reason = excluded.reason",
        values![document, writer, seq, fact, reason],
    )?;
    Ok(())
}

/// Holds a change of a journal no longer.
pub fn release(tx: &Tx<'_>, document: i64, seq: u64) -> Result<(), StoreError> {
    let sql = "DELETE FROM quarantine WHERE document = ?1 AND writer = 0 AND seq = ?2";
    tx.run(sql, values![document, seq]).map(drop)
}

/// Most held changes of one device that are looked at or told at once.
pub const HELD_MAX: u64 = 1_000;

/// Returns what is held for review, oldest first.
pub fn held(tx: &Tx<'_>) -> Result<Vec<QuarantineRow>, StoreError> {
    tx.all(
        "SELECT document.name, quarantine.seq, quarantine.fact, quarantine.reason
         FROM quarantine JOIN document ON document.id = quarantine.document
         ORDER BY quarantine.document, quarantine.seq",
        values![],
        quarantine_row,
    )
}

/// Returns what is held for review of one device's journals, oldest first, up to [`HELD_MAX`].
pub fn held_of(tx: &Tx<'_>, device: DeviceId) -> Result<Vec<QuarantineRow>, StoreError> {
    tx.all(
        "SELECT document.name, quarantine.seq, quarantine.fact, quarantine.reason
         FROM document JOIN quarantine ON quarantine.document = document.id
         WHERE document.device = ?1 ORDER BY quarantine.document, quarantine.seq LIMIT ?2",
        values![device, HELD_MAX],
        quarantine_row,
    )
}

fn quarantine_row(row: &Row<'_>) -> Result<QuarantineRow, StoreError> {
    Ok(QuarantineRow {
        document: row.get("name")?,
        seq: row.get("seq")?,
        fact: row.get("fact")?,
        reason: row.get("reason")?,
    })
}

/// Forgets what is held for review, before it is told anew.
pub fn clear_held(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM quarantine", values![]).map(drop)
}
