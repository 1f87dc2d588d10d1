//! Documents and their changes.
//!
//! An entry of a journal has a row of its own until the other side acknowledged it. What is acknowledged is packed, 64 entries
//! a row ([`super::run`]), unless they are long: such a row is the last one's, with the hash of the chain there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::run::{RUN, end_of_run, pack, unpack};
use super::{Damage, Row, StoreError, Tx, outbox, values};
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
    /// Its name; a beneficiary file's is not kept.
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

const DOCUMENT: &str = "SELECT id, name, file, actor, last_seq, last_hash, last_max_op, acked_seq, acked_hash, acked_receipt, \
    stopped, refused_seq FROM document";

fn document_row(row: &Row<'_>) -> Result<DocumentRow, StoreError> {
    Ok(DocumentRow {
        id: row.get("id")?,
        name: name_in(row)?,
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

/// Reads the columns `name` and `file`: a beneficiary file's name follows from its id.
pub(super) fn name_in(row: &Row<'_>) -> Result<String, StoreError> {
    match row.get("name")? {
        Some(name) => Ok(name),
        None => Ok(format!("f/{}", row.get::<FileId>("file")?)),
    }
}

pub(super) const CHANGE: &str = "change.id, change.document, change.writer, change.seq, change.hash, change.bytes, \
    change.receipt";

pub(super) fn change_row(row: &Row<'_>) -> Result<ChangeRow, StoreError> {
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

/// Finds a document by name; a beneficiary file is found by its id alone.
pub fn document(tx: &Tx<'_>, name: &str) -> Result<Option<DocumentRow>, StoreError> {
    tx.one(&format!("{DOCUMENT} WHERE name = ?1"), values![name], document_row)
}

/// Finds a beneficiary file's document row; it may have no changes.
pub fn file_document(tx: &Tx<'_>, file: FileId) -> Result<Option<i64>, StoreError> {
    tx.one("SELECT id FROM document WHERE file = ?1", values![file], |row| row.get("id"))
}

/// Finds the document rows of beneficiary files, as far as they are here.
pub fn file_documents(
    tx: &Tx<'_>,
    files: impl IntoIterator<Item = FileId>,
) -> Result<BTreeMap<FileId, i64>, StoreError> {
    let found = tx.all_in("SELECT id, file FROM document WHERE file IN (?)", files, |row| {
        Ok((row.get::<FileId>("file")?, row.get::<i64>("id")?))
    })?;
    Ok(found.into_iter().collect())
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

/// Returns the journals that this device writes, in the order they were made; one whose row is damaged is left out.
pub fn own_journals(tx: &Tx<'_>) -> Result<Vec<DocumentRow>, StoreError> {
    let read = own_journal_ids(tx)?.into_iter().map(|id| whole(document_by_id(tx, id)));
    Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Returns the rows of the journals that this device writes, also of those that are damaged, in the order they were made.
pub fn own_journal_ids(tx: &Tx<'_>) -> Result<Vec<i64>, StoreError> {
    tx.all("SELECT id FROM document WHERE device IS NOT NULL ORDER BY id", values![], |row| row.get("id"))
}

/// Returns what was read; `None` where it is damaged.
pub fn whole<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Ok(whole) => Ok(Some(whole)),
        Err(StoreError::Damaged { .. }) => Ok(None),
        Err(e) => Err(e),
    }
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

/// Makes a document's row again under a number that it had; false where something is in its way.
pub fn add_document_at(tx: &Tx<'_>, id: i64, new: &NewDocument<'_>) -> Result<bool, StoreError> {
    let NewDocument { name, kind, file, device, actor } = *new;
    let sql = "INSERT INTO document (id, name, kind, file, device, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT DO NOTHING";
    Ok(tx.run(sql, values![id, file.is_none().then_some(name), kind, file, device, actor])? == 1)
}

/// Makes a document's row.
pub fn add_document(tx: &Tx<'_>, new: &NewDocument<'_>) -> Result<DocumentRow, StoreError> {
    let NewDocument { name, kind, file, device, actor } = *new;
    let id = tx.insert_new(
        "INSERT INTO document (name, kind, file, device, actor) VALUES (?1, ?2, ?3, ?4, ?5)",
        values![file.is_none().then_some(name), kind, file, device, actor],
    )?;
    Ok(DocumentRow { id, ..DocumentRow::empty(name, actor) })
}

/// Moves a journal's end to where its row says that it is.
pub fn move_end(tx: &Tx<'_>, document: &DocumentRow) -> Result<(), StoreError> {
    let sql = "UPDATE document SET last_seq = ?2, last_hash = ?3, last_max_op = ?4 WHERE id = ?1";
    let hash = document.last_hash.as_ref();
    tx.put(sql, values![document.id, document.last_seq, hash, document.last_max_op])
}

/// Adds a change, and notes that it was seen in the server's log where it comes with the receipt for it; returns its row id.
pub fn add_change(
    tx: &Tx<'_>,
    document: i64,
    writer: i64,
    seq: u64,
    hash: &[u8; 32],
    bytes: &[u8],
    receipt: Option<&[u8; 16]>,
) -> Result<i64, StoreError> {
    tx.insert_new(
        "INSERT INTO change (document, writer, seq, hash, seen, bytes, receipt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        values![document, writer, seq, hash, receipt.is_some(), bytes, receipt],
    )
}

/// Returns the changes of a beneficiary file: row and hash, in the order they arrived.
pub fn changes_of(tx: &Tx<'_>, document: i64) -> Result<Vec<(i64, [u8; 32])>, StoreError> {
    tx.all("SELECT id, hash FROM change WHERE document = ?1 ORDER BY id", values![document], |row| {
        Ok((row.get("id")?, row.get("hash")?))
    })
}

/// Returns the changes of beneficiary files: document, row and hash, each file's in the order they arrived.
pub fn changes_of_all(
    tx: &Tx<'_>,
    documents: impl IntoIterator<Item = i64>,
) -> Result<Vec<(i64, i64, [u8; 32])>, StoreError> {
    let sql = "SELECT id, document, hash FROM change WHERE document IN (?) ORDER BY id";
    tx.all_in(sql, documents, |row| Ok((row.get("document")?, row.get("id")?, row.get("hash")?)))
}

/// Returns how many bytes the changes of a document take.
pub fn bytes_of(tx: &Tx<'_>, document: i64) -> Result<u64, StoreError> {
    let sql = "SELECT COALESCE(SUM(octet_length(bytes)), 0) AS bytes FROM change WHERE document = ?1";
    tx.only(sql, values![document], |row| row.get("bytes"))
}

/// Entries of a journal that stand in one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Row id.
    pub id: i64,
    /// The journal's row.
    pub document: i64,
    /// The last one's number.
    pub last: u64,
    /// The last one's hash.
    pub hash: [u8; 32],
    /// The entries.
    pub entries: Vec<Vec<u8>>,
}

impl EntryRow {
    /// Returns the entries with their numbers, and the hash of the last one.
    pub fn numbered(self) -> impl Iterator<Item = (u64, Vec<u8>, Option<[u8; 32]>)> {
        let Self { last, hash, entries, .. } = self;
        let first = last + 1 - entries.len() as u64;
        (first..).zip(entries).map(move |(seq, entry)| (seq, entry, (seq == last).then_some(hash)))
    }

    /// Returns the entry with a number.
    pub fn entry(&self, seq: u64) -> Option<&[u8]> {
        let behind = usize::try_from(self.last.checked_sub(seq)?).ok()?;
        self.entries.iter().nth_back(behind).map(Vec::as_slice)
    }
}

const ENTRIES: &str =
    "SELECT change.id, change.document, change.seq, change.hash, change.packed, change.bytes FROM change";

/// Returns the entries in a row's bytes; `None` where a packed row holds anything else.
pub fn entries_in(packed: bool, bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    match packed {
        false => Some(vec![bytes.to_vec()]),
        true => unpack(bytes).filter(|entries| entries.len() as u64 == RUN),
    }
}

fn entry_row(row: &Row<'_>) -> Result<EntryRow, StoreError> {
    let (last, bytes): (u64, Vec<u8>) = (row.get("seq")?, row.get("bytes")?);
    let damaged = || StoreError::from(Damage::Row("the entries of a journal".to_owned()));
    let entries = entries_in(row.get("packed")?, &bytes).ok_or_else(damaged)?;
    if last < entries.len() as u64 {
        return Err(damaged());
    }
    Ok(EntryRow { id: row.get("id")?, document: row.get("document")?, last, hash: row.get("hash")?, entries })
}

/// Returns the row that an entry of a journal stands in.
pub fn entries_at(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Option<EntryRow>, StoreError> {
    let sql = format!("{ENTRIES} WHERE document = ?1 AND writer = 0 AND seq >= ?2 ORDER BY seq LIMIT 1");
    Ok(tx.one(&sql, values![document, seq], entry_row)?.filter(|row| row.entry(seq).is_some()))
}

/// Returns the entry of a journal with a number.
pub fn entry_at(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let row = entries_at(tx, document, seq)?;
    Ok(row.and_then(|row| row.entry(seq).map(<[u8]>::to_vec)))
}

/// Returns the next rows of a journal's entries from a number on.
pub fn entries_from(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Vec<EntryRow>, StoreError> {
    let sql = format!("{ENTRIES} WHERE document = ?1 AND writer = 0 AND seq >= ?2 ORDER BY seq LIMIT ?3");
    tx.all(&sql, values![document, seq, PAGE_ENTRY_ROWS], entry_row)
}

/// An entry to be kept: its change's hash, and its bytes.
pub type NewEntry<'a> = ([u8; 32], &'a [u8]);

/// Whether rows lie in the order in which they came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowOrder {
    /// They do.
    AsTheyCame,
    /// They are numbered below zero by their hashes, which tells nothing: ratings (P-11).
    None,
}

/// Adds entries of a journal that the other side has: packed as far as they fill a row.
pub fn add_acknowledged(
    tx: &Tx<'_>,
    document: i64,
    first: u64,
    entries: &[NewEntry<'_>],
    order: RowOrder,
) -> Result<(), StoreError> {
    let (mut rows, mut last) = (Vec::new(), first - 1);
    for some in runs(first, entries) {
        let (start, end) = (last + 1, last + some.len() as u64);
        let bytes: Vec<&[u8]> = some.iter().map(|(_, bytes)| *bytes).collect();
        match (some, pack_whole(&bytes)) {
            ([.., (hash, _)], Some(run)) => rows.push((end, hash, true, Cow::Owned(run))),
            _ => rows.extend(
                (start..).zip(some).map(|(seq, (hash, bytes))| (seq, hash, false, Cow::Borrowed(*bytes))),
            ),
        }
        last = end;
    }
    match order {
        RowOrder::AsTheyCame => tx.batch(
            "INSERT INTO change (document, seq, hash, packed, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
            rows.iter()
                .map(|(seq, hash, packed, bytes)| values![document, *seq, *hash, *packed, bytes.as_ref()]),
        )?,
        RowOrder::None => tx.batch(
            "INSERT INTO change (id, document, seq, hash, packed, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            rows.iter().map(|(seq, hash, packed, bytes)| {
                values![below_zero(hash), document, *seq, *hash, *packed, bytes.as_ref()]
            }),
        )?,
    };
    // the first run alone may have begun before; a later one is packed already, or too long
    let (end, began_before) = (end_of_run(first), first > start_of_row(first));
    if began_before && end <= last { pack_run(tx, document, end) } else { Ok(()) }
}

/// Cuts entries where their runs end.
fn runs<'e, 'b>(first: u64, entries: &'e [NewEntry<'b>]) -> impl Iterator<Item = &'e [NewEntry<'b>]> {
    let before = usize::try_from(end_of_run(first) + 1 - first).unwrap_or(usize::MAX);
    let (some, rest) = entries.split_at(entries.len().min(before));
    std::iter::once(some).chain(rest.chunks(RUN as usize))
}

fn below_zero(hash: &[u8; 32]) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = *hash;
    i64::from_le_bytes([a, b, c, d, e, f, g, h]) | i64::MIN
}

/// Packs the entries of a whole run.
fn pack_whole<B: AsRef<[u8]>>(entries: &[B]) -> Option<Vec<u8>> {
    if entries.len() as u64 == RUN { pack(entries) } else { None }
}

/// Packs the rows of a run into its last one's, where all of them are there, one entry each, and none of them is long.
fn pack_run(tx: &Tx<'_>, document: i64, last: u64) -> Result<(), StoreError> {
    let span = values![document, last - RUN, last];
    let sql = "SELECT bytes FROM change WHERE document = ?1 AND writer = 0 AND seq > ?2 AND seq <= ?3 AND NOT packed
               ORDER BY seq";
    let entries = tx.all(sql, &span, |row| row.get::<Vec<u8>>("bytes"))?;
    let Some(run) = pack_whole(&entries) else { return Ok(()) };
    tx.put("DELETE FROM change WHERE document = ?1 AND writer = 0 AND seq > ?2 AND seq < ?3", &span)?;
    let sql = "UPDATE change SET packed = TRUE, bytes = ?3 WHERE document = ?1 AND writer = 0 AND seq = ?2";
    tx.put(sql, values![document, last, &run])
}

/// Tells whether the change with a hash stands in a row.
pub fn is_hash_of(tx: &Tx<'_>, change: i64, hash: &[u8; 32]) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM change WHERE id = ?1 AND hash = ?2";
    Ok(tx.one(sql, values![change, hash], |row| row.get::<i64>("id"))?.is_some())
}

/// Returns the document of a change, by row id.
pub fn document_of(tx: &Tx<'_>, change: i64) -> Result<i64, StoreError> {
    tx.only("SELECT document FROM change WHERE id = ?1", values![change], |row| row.get("document"))
}

/// How many rows of entries are read at a time: each may inflate to 128 KiB.
const PAGE_ENTRY_ROWS: u64 = 32;

/// Calls `each` for every row of entries, with its journal's name: a journal's in their order, ratings' in none.
pub fn each_entry_row<E: From<StoreError>>(
    tx: &Tx<'_>,
    mut each: impl FnMut(&str, EntryRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT change.id, change.document, change.seq, change.hash, change.packed, change.bytes, document.name
               FROM change JOIN document ON document.id = change.document
               WHERE change.id > ?1 AND document.kind <> 'f' ORDER BY change.id LIMIT ?2";
    let mut after = i64::MIN;
    loop {
        let page = tx.all(sql, values![after, PAGE_ENTRY_ROWS], |row| {
            Ok((row.get::<String>("name")?, entry_row(row)?))
        })?;
        let Some((_, last)) = page.last() else { return Ok(()) };
        after = last.id;
        for (name, row) in page {
            each(&name, row)?;
        }
    }
}

/// Finds the row of a change by its place.
pub fn row_of(tx: &Tx<'_>, document: i64, writer: i64, seq: u64) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM change WHERE document = ?1 AND writer = ?2 AND seq = ?3";
    tx.one(sql, values![document, writer, seq], |row| row.get("id"))
}

/// Returns a journal's changes after a number: row and number.
pub fn rows_after(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Vec<(i64, u64)>, StoreError> {
    let sql = "SELECT id, seq FROM change WHERE document = ?1 AND seq > ?2 ORDER BY seq";
    tx.all(sql, values![document, seq], |row| Ok((row.get("id")?, row.get("seq")?)))
}

/// Counts the documents of a kind.
pub fn count_of_kind(tx: &Tx<'_>, kind: &str) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM document WHERE kind = ?1", values![kind], |row| row.get("n"))
}

/// Counts records as people count them: those that wait for acknowledgement, and all that stand in the device's journals. Facts
/// of the kind `besides` are written with records and are none.
pub fn count_records(tx: &Tx<'_>, besides: &str) -> Result<(u64, u64), StoreError> {
    let sql =
        "WITH besides AS (SELECT document, seq FROM fact WHERE kind = (SELECT id FROM code WHERE code = ?1))
         SELECT
            (SELECT count(*) FROM outbox JOIN change ON change.id = outbox.change
             JOIN document ON document.id = change.document WHERE document.kind <> 'f'
             AND (change.document, change.seq) NOT IN (SELECT document, seq FROM besides)) AS waiting,
            (SELECT count(*) FROM fact JOIN document ON document.id = fact.document
             WHERE document.device IS NOT NULL) + (SELECT count(*) FROM rating)
             - (SELECT count(*) FROM besides JOIN document ON document.id = besides.document
                WHERE document.device IS NOT NULL) AS written";
    tx.only(sql, values![besides], |row| Ok((row.get("waiting")?, row.get("written")?)))
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

/// Takes a journal's changes out of the outbox as far as they are acknowledged, and packs them. A later acknowledgement
/// stays.
pub fn acknowledge(
    tx: &Tx<'_>,
    document: &DocumentRow,
    acknowledged: &Acknowledgement<'_>,
) -> Result<(), StoreError> {
    let Acknowledgement { seq, hash, receipt } = *acknowledged;
    tx.put(
        "DELETE FROM outbox WHERE change IN
         (SELECT id FROM change WHERE document = ?1 AND writer = 0 AND seq > ?2 AND seq <= ?3)",
        values![document.id, document.acked_seq, seq],
    )?;
    tx.put(
        "UPDATE document SET acked_seq = ?2, acked_hash = ?3, acked_receipt = ?4
         WHERE id = ?1 AND acked_seq <= ?2",
        values![document.id, seq, hash, receipt],
    )?;
    let ends = (end_of_run(document.acked_seq + 1)..=seq).step_by(RUN as usize);
    ends.into_iter().try_for_each(|end| pack_run(tx, document.id, end))
}

/// Removes a change that nobody else holds (a fork's).
pub fn remove_change(tx: &Tx<'_>, change: i64) -> Result<(), StoreError> {
    outbox::dequeue(tx, change)?;
    tx.put("DELETE FROM change WHERE id = ?1", values![change])
}

/// Puts a beneficiary file's changes back into the outbox.
pub fn requeue_file(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (change) SELECT id FROM change WHERE document = ?1 ON CONFLICT (change) DO NOTHING";
    tx.put(sql, values![document])
}

/// Puts the changes of all beneficiary files back into the outbox.
pub fn requeue_files(tx: &Tx<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (change) SELECT change.id FROM change JOIN document ON document.id = change.document
               WHERE document.kind = 'f' ON CONFLICT (change) DO NOTHING";
    tx.put(sql, values![])
}

/// Why a journal takes nothing more of which not everything reads.
const DAMAGED: &str = "damaged";

/// Has all of a damaged journal wait, one entry a row as far as it reads, and ends it. What waits already stays as it was written.
pub fn requeue_damaged(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    let rows = rows_after(tx, document, 0)?;
    let mut beyond = rows.last().map_or(0, |(_, last)| *last);
    for (id, _) in rows {
        let row =
            whole(tx.one(&format!("{ENTRIES} WHERE change.id = ?1"), values![id], entry_row))?.flatten();
        let Some(row) = row.filter(|row| row.entries.len() > 1) else {
            let sql = "INSERT INTO outbox (change) VALUES (?1) ON CONFLICT (change) DO NOTHING";
            tx.put(sql, values![id])?;
            continue;
        };
        tx.put("DELETE FROM change WHERE id = ?1", values![id])?;
        for (seq, bytes, _) in row.numbered() {
            // nobody asks again what a change of this journal hashes to, nor for its number where another row has it
            let hash = <[u8; 32]>::from(Sha256::digest(&bytes));
            let is_taken = row_of(tx, document, 0, seq)?.is_some();
            beyond += u64::from(is_taken);
            let change =
                add_change(tx, document, 0, if is_taken { beyond } else { seq }, &hash, &bytes, None)?;
            outbox::enqueue(tx, change, &bytes)?;
        }
    }
    stop(tx, document, DAMAGED, None)
}

/// Returns the first number that may stand in one row with an entry.
pub fn start_of_row(seq: u64) -> u64 {
    end_of_run(seq) + 1 - RUN
}

/// Removes the rows of a journal's entries from a number on, before they are written again one by one.
pub fn remove_entries_from(tx: &Tx<'_>, document: i64, seq: u64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM outbox WHERE change IN (SELECT id FROM change WHERE document = ?1 AND seq >= ?2)",
        "DELETE FROM change WHERE document = ?1 AND seq >= ?2",
    ] {
        tx.put(sql, values![document, seq])?;
    }
    Ok(())
}

/// Lowers the acknowledgement of a journal.
pub fn lower_acknowledgement(
    tx: &Tx<'_>,
    document: i64,
    seq: u64,
    hash: Option<&[u8; 32]>,
) -> Result<(), StoreError> {
    let sql = "UPDATE document SET acked_seq = ?2, acked_hash = ?3, acked_receipt = NULL WHERE id = ?1";
    tx.put(sql, values![document, seq, hash])
}

/// Tells whether a document has changes.
pub fn is_begun(tx: &Tx<'_>, document: i64) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM change WHERE document = ?1 LIMIT 1";
    Ok(tx.one(sql, values![document], |row| row.get::<i64>("id"))?.is_some())
}

/// Removes a pulled document with its changes, before it is pulled again.
pub fn remove_document(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM held WHERE document = ?1",
        "DELETE FROM change WHERE document = ?1",
        "DELETE FROM document WHERE id = ?1",
    ] {
        tx.put(sql, values![document])?;
    }
    Ok(())
}

/// Ends a document: nothing more is written to it. `refused` is the entry that the other side refused.
pub fn stop(tx: &Tx<'_>, document: i64, reason: &str, refused: Option<u64>) -> Result<(), StoreError> {
    let sql = "UPDATE document SET stopped = ?2, refused_seq = ?3 WHERE id = ?1 AND stopped IS NULL";
    tx.put(sql, values![document, reason, refused])
}

/// Counts all journals that a device wrote under other ids as its own.
pub fn own_under(tx: &Tx<'_>, device: DeviceId) -> Result<(), StoreError> {
    tx.put("UPDATE document SET device = ?1 WHERE device IS NOT NULL", values![device])
}

/// Ends all journals that this device writes, also those whose rows are damaged.
pub fn stop_own(tx: &Tx<'_>, reason: &str) -> Result<(), StoreError> {
    let sql = "UPDATE document SET stopped = ?1 WHERE device IS NOT NULL AND stopped IS NULL";
    tx.put(sql, values![reason])
}

/// Says which document is damaged.
pub fn damaged(name: &str) -> StoreError {
    Damage::Document(name.to_owned()).into()
}
