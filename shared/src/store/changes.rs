//! Documents, their raw changes, the outbox, what is held for review.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::StoreError;

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
    "id, name, actor, last_seq, last_hash, last_max_op, acked_seq, acked_hash, stopped, acked_receipt";

fn document_row(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: row.get(0)?,
        name: row.get(1)?,
        actor: row.get(2)?,
        last_seq: row.get(3)?,
        last_hash: row.get(4)?,
        last_max_op: row.get(5)?,
        acked_seq: row.get(6)?,
        acked_hash: row.get(7)?,
        stopped: row.get(8)?,
        acked_receipt: row.get(9)?,
    })
}

fn change_row(row: &Row<'_>) -> rusqlite::Result<ChangeRow> {
    Ok(ChangeRow {
        id: row.get(0)?,
        document: row.get(1)?,
        writer: row.get(2)?,
        seq: row.get(3)?,
        hash: row.get(4)?,
        bytes: row.get(5)?,
        signature: row.get(6)?,
    })
}

/// Tells whether a fact stands in a document: with read rows there, or held for review.
pub fn has_fact(connection: &Connection, document: i64, fact: &[u8]) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 1 FROM visit WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM rating WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM suggestion WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM planned_visit WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM planned_visit_end WHERE fact = ?2 AND document = ?1
         UNION ALL SELECT 1 FROM quarantine WHERE document = ?1 AND fact = ?2 LIMIT 1",
    )?;
    Ok(statement.exists(params![document, fact])?)
}

/// Finds a document by name.
pub fn document(connection: &Connection, name: &str) -> Result<Option<DocumentRow>, StoreError> {
    let sql = format!("SELECT {DOCUMENT_COLUMNS} FROM document WHERE name = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([name], document_row).optional()?)
}

/// Returns a document by row id.
pub fn document_by_id(connection: &Connection, id: i64) -> Result<DocumentRow, StoreError> {
    let sql = format!("SELECT {DOCUMENT_COLUMNS} FROM document WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id], document_row)?)
}

/// Returns every document, in the order they were made.
pub fn documents(connection: &Connection) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = format!("SELECT {DOCUMENT_COLUMNS} FROM document ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], document_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the newest documents of which something was acknowledged.
pub fn acknowledged(connection: &Connection, limit: u64) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = format!(
        "SELECT {DOCUMENT_COLUMNS} FROM document WHERE acked_receipt IS NOT NULL ORDER BY id DESC LIMIT ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([limit], document_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes a document's row. `device` is its writer's; `None` for head office's own.
pub fn add_document(
    connection: &Connection,
    name: &str,
    device: Option<&[u8]>,
    actor: &[u8],
) -> Result<DocumentRow, StoreError> {
    connection
        .prepare_cached("INSERT INTO document (name, device, actor) VALUES (?1, ?2, ?3)")?
        .execute(params![name, device, actor])?;
    document_by_id(connection, connection.last_insert_rowid())
}

/// Adds a change to a journal and moves the journal's end.
pub fn append(
    connection: &Connection,
    document: &DocumentRow,
    seq: u64,
    hash: &[u8],
    max_op: u64,
    bytes: &[u8],
    signature: Option<&[u8]>,
) -> Result<i64, StoreError> {
    let id = add_change(connection, document.id, 0, seq, hash, bytes, signature)?;
    connection
        .prepare_cached("UPDATE document SET last_seq = ?2, last_hash = ?3, last_max_op = ?4 WHERE id = ?1")?
        .execute(params![document.id, seq, hash, max_op])?;
    Ok(id)
}

/// Adds a change of any document.
pub fn add_change(
    connection: &Connection,
    document: i64,
    writer: i64,
    seq: u64,
    hash: &[u8],
    bytes: &[u8],
    signature: Option<&[u8]>,
) -> Result<i64, StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO change (document, writer, seq, hash, bytes, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![document, writer, seq, hash, bytes, signature])?;
    Ok(connection.last_insert_rowid())
}

const CHANGE_COLUMNS: &str =
    "change.id, change.document, change.writer, change.seq, change.hash, change.bytes, change.signature";

/// Returns a document's changes in the order they arrived.
pub fn changes_of(connection: &Connection, document: i64) -> Result<Vec<ChangeRow>, StoreError> {
    let sql = format!("SELECT {CHANGE_COLUMNS} FROM change WHERE document = ?1 ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([document], change_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the hash of a journal's change; `None` where there is no such number.
pub fn hash_at(connection: &Connection, document: i64, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT hash FROM change WHERE document = ?1 AND writer = 0 AND seq = ?2")?;
    Ok(statement.query_row(params![document, seq], |row| row.get(0)).optional()?)
}

/// Returns one change of a journal.
pub fn change_at(connection: &Connection, document: i64, seq: u64) -> Result<Option<ChangeRow>, StoreError> {
    let sql = format!("SELECT {CHANGE_COLUMNS} FROM change WHERE document = ?1 AND writer = 0 AND seq = ?2");
    Ok(connection.prepare_cached(&sql)?.query_row(params![document, seq], change_row).optional()?)
}

/// Calls `each` for every change in the order of arrival, with its document's name.
pub fn each_change<E: From<StoreError>>(
    connection: &Connection,
    mut each: impl FnMut(&str, ChangeRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {CHANGE_COLUMNS}, document.name FROM change JOIN document ON document.id = change.document ORDER BY change.id"
    );
    let mut statement = connection.prepare(&sql).map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let name: String = row.get(7).map_err(StoreError::from)?;
        each(&name, change_row(row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// Returns a file's writer's number, giving the next one to a new writer.
pub fn writer_number(
    connection: &Connection,
    document: i64,
    actor: &[u8],
    device: &[u8],
    incarnation: &[u8],
) -> Result<i64, StoreError> {
    let mut find =
        connection.prepare_cached("SELECT writer FROM file_writer WHERE document = ?1 AND actor = ?2")?;
    if let Some(writer) = find.query_row(params![document, actor], |row| row.get(0)).optional()? {
        return Ok(writer);
    }
    let next: i64 = connection
        .prepare_cached("SELECT count(*) FROM file_writer WHERE document = ?1")?
        .query_row([document], |row| row.get(0))?;
    connection
        .prepare_cached("INSERT INTO file_writer (document, writer, actor, device, incarnation) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![document, next, actor, device, incarnation])?;
    Ok(next)
}

/// Marks a change as not yet acknowledged.
pub fn enqueue(connection: &Connection, change: i64) -> Result<(), StoreError> {
    connection.prepare_cached("INSERT OR IGNORE INTO outbox (change) VALUES (?1)")?.execute([change])?;
    Ok(())
}

/// Returns the oldest changes that wait, in order, up to `limit`.
pub fn waiting(connection: &Connection, limit: u64) -> Result<Vec<ChangeRow>, StoreError> {
    let sql = format!(
        "SELECT {CHANGE_COLUMNS} FROM outbox JOIN change ON change.id = outbox.change ORDER BY change.id LIMIT ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([limit], change_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Counts the changes that wait.
pub fn count_waiting(connection: &Connection) -> Result<u64, StoreError> {
    Ok(connection.prepare_cached("SELECT count(*) FROM outbox")?.query_row([], |row| row.get(0))?)
}

/// Counts records as people count them: those that wait for acknowledgement, and all that stand in journals.
pub fn count_records(connection: &Connection) -> Result<(u64, u64), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT
            (SELECT count(*) FROM outbox JOIN change ON change.id = outbox.change
             JOIN document ON document.id = change.document WHERE document.name NOT LIKE 'f/%'),
            (SELECT count(*) FROM visit) + (SELECT count(*) FROM rating) + (SELECT count(*) FROM suggestion)
            + (SELECT count(*) FROM planned_visit JOIN document ON document.id = planned_visit.document
               WHERE document.device IS NOT NULL)
            + (SELECT count(*) FROM planned_visit_end JOIN document ON document.id = planned_visit_end.document
               WHERE document.device IS NOT NULL AND visit IS NULL)",
    )?;
    Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
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
pub fn acknowledge(
    connection: &Connection,
    document: i64,
    acknowledged: &Acknowledgement<'_>,
) -> Result<(), StoreError> {
    let Acknowledgement { seq, hash, receipt } = acknowledged;
    connection
        .prepare_cached(
            "DELETE FROM outbox WHERE change IN
             (SELECT id FROM change WHERE document = ?1 AND writer = 0 AND seq <= ?2)",
        )?
        .execute(params![document, seq])?;
    connection
        .prepare_cached(
            "UPDATE document SET acked_seq = ?2, acked_hash = ?3, acked_receipt = ?4
             WHERE id = ?1 AND acked_seq <= ?2",
        )?
        .execute(params![document, seq, hash, receipt])?;
    Ok(())
}

/// Takes a file's change out of the outbox.
pub fn acknowledge_change(connection: &Connection, document: i64, hash: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "DELETE FROM outbox WHERE change IN (SELECT id FROM change WHERE document = ?1 AND hash = ?2)",
        )?
        .execute(params![document, hash])?;
    Ok(())
}

/// Takes one change out of the outbox.
pub fn dequeue(connection: &Connection, change: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM outbox WHERE change = ?1")?.execute([change])?;
    Ok(())
}

/// Removes a change that nobody else holds (a fork's).
pub fn remove_change(connection: &Connection, change: i64) -> Result<(), StoreError> {
    dequeue(connection, change)?;
    connection.prepare_cached("DELETE FROM change WHERE id = ?1")?.execute([change])?;
    Ok(())
}

/// Puts back into the outbox what a restored server lacks of a journal, and lowers its acknowledgement.
pub fn requeue_after(
    connection: &Connection,
    document: i64,
    seq: u64,
    hash: Option<&[u8]>,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO outbox (change) SELECT id FROM change WHERE document = ?1 AND seq > ?2",
        )?
        .execute(params![document, seq])?;
    connection
        .prepare_cached(
            "UPDATE document SET acked_seq = ?2, acked_hash = ?3, acked_receipt = NULL WHERE id = ?1",
        )?
        .execute(params![document, seq, hash])?;
    Ok(())
}

/// Removes a pulled document with its changes and keys, before it is pulled anew.
pub fn remove_document(connection: &Connection, document: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM sealing_key WHERE document = ?1",
        "DELETE FROM quarantine WHERE document = ?1",
        "DELETE FROM change WHERE document = ?1",
        "DELETE FROM document WHERE id = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([document])?;
    }
    Ok(())
}

/// Ends a document: nothing more is written to it.
pub fn stop(connection: &Connection, document: i64, reason: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE document SET stopped = ?2 WHERE id = ?1 AND stopped IS NULL")?
        .execute(params![document, reason])?;
    Ok(())
}

/// Keeps the other side's signature over a run of changes.
pub fn keep_signature(
    connection: &Connection,
    document: i64,
    first_seq: u64,
    last_seq: u64,
    signature: &[u8],
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO signature (document, first_seq, last_seq, signature) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![document, first_seq, last_seq, signature])?;
    Ok(())
}

/// Holds a change's read rows back.
pub fn hold(
    connection: &Connection,
    document: i64,
    writer: i64,
    seq: u64,
    fact: Option<&[u8]>,
    reason: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO quarantine (document, writer, seq, fact, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![document, writer, seq, fact, reason])?;
    Ok(())
}

/// Holds a change of a journal no longer.
pub fn release(connection: &Connection, document: i64, seq: u64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM quarantine WHERE document = ?1 AND writer = 0 AND seq = ?2")?
        .execute(params![document, seq])?;
    Ok(())
}

/// Most held changes of one device that are looked at or told at once.
pub const HELD_MAX: u64 = 1_000;

/// Returns what is held for review, oldest first.
pub fn held(connection: &Connection) -> Result<Vec<QuarantineRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT document.name, quarantine.seq, quarantine.fact, quarantine.reason
         FROM quarantine JOIN document ON document.id = quarantine.document
         ORDER BY quarantine.document, quarantine.seq",
    )?;
    let rows = statement.query_map([], quarantine_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns what is held for review of one device's journals, oldest first, up to [`HELD_MAX`].
pub fn held_of(connection: &Connection, device: &[u8]) -> Result<Vec<QuarantineRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT document.name, quarantine.seq, quarantine.fact, quarantine.reason
         FROM document JOIN quarantine ON quarantine.document = document.id
         WHERE document.device = ?1 ORDER BY quarantine.document, quarantine.seq LIMIT ?2",
    )?;
    let rows = statement.query_map(params![device, HELD_MAX], quarantine_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn quarantine_row(row: &Row<'_>) -> rusqlite::Result<QuarantineRow> {
    Ok(QuarantineRow { document: row.get(0)?, seq: row.get(1)?, fact: row.get(2)?, reason: row.get(3)? })
}

/// Forgets what is held for review, before it is told anew.
pub fn clear_held(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM quarantine", [])?;
    Ok(())
}
