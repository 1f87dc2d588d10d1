//! What kiosks pull: changes in the server's commit order, by scope, under a rolling checksum; and what the server
//! notes of a device at each exchange.

use super::{Row, StoreError, Tx, values};
use crate::domain::{DeviceId, FactId, UnixMillis};

/// What the name of the scope of a branch's people begins with.
pub(crate) const PEOPLE: &str = "people/";

/// The bits of a row of `file_branch` that are the scope's.
const SCOPE_BITS: u32 = 20;

/// The bits of a row of `scope_log` that are the place in the log.
const POSITION_BITS: u32 = 40;

/// How often the checksum is kept: with each, a row would take twice the room. The others are worked out from the hashes of
/// 31 changes at most.
const CHECKSUM_EVERY: u64 = 32;

/// Returns the name of the scope of a branch's people.
pub fn people_of(branch: &str) -> String {
    format!("{PEOPLE}{branch}")
}

/// The end of a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeEnd {
    /// The scope's row.
    pub id: i64,
    /// Entries so far.
    pub position: u64,
    /// The rolling checksum after the last one.
    pub checksum: [u8; 32],
}

/// A change to be added to a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeRow {
    /// The scope's row.
    pub scope: i64,
    /// Its place in the log, from 1.
    pub position: u64,
    /// The change's row.
    pub change: i64,
    /// The rolling checksum after it.
    pub checksum: [u8; 32],
}

/// A change in a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeEntry {
    /// Its place in the log, from 1.
    pub position: u64,
    /// The document's row.
    pub document: i64,
    /// Its name.
    pub name: String,
    /// The row of who wrote it, where it is a beneficiary file's; else 0.
    pub writer: i64,
    /// Its number within its writer.
    pub seq: u64,
    /// The change's hash.
    pub hash: [u8; 32],
    /// The change.
    pub bytes: Vec<u8>,
}

/// Returns the end of a scope's log; `None` while it is empty.
pub fn end(tx: &Tx<'_>, scope: &str) -> Result<Option<ScopeEnd>, StoreError> {
    tx.one("SELECT id, position, checksum FROM scope WHERE name = ?1", values![scope], |row| {
        Ok(ScopeEnd { id: row.get("id")?, position: row.get("position")?, checksum: row.get("checksum")? })
    })
}

/// Begins a scope's log with its first checksum.
pub fn begin(tx: &Tx<'_>, scope: &str, checksum: &[u8; 32]) -> Result<ScopeEnd, StoreError> {
    let sql = "INSERT INTO scope (name, position, checksum) VALUES (?1, 0, ?2)";
    let id = tx.insert_new(sql, values![scope, checksum])?;
    Ok(ScopeEnd { id, position: 0, checksum: *checksum })
}

/// Returns the last place of a scope's log up to a position whose checksum is kept, and that; `None` for the empty log's.
pub fn checksum_kept(tx: &Tx<'_>, scope: i64, position: u64) -> Result<(u64, Option<[u8; 32]>), StoreError> {
    let place = position / CHECKSUM_EVERY * CHECKSUM_EVERY;
    let sql = "SELECT checksum FROM scope_log WHERE id = ?1";
    Ok((place, tx.one(sql, values![row_of(scope, place)], |row| row.get("checksum"))?))
}

/// Returns the hashes of the changes of a scope's log after a position, up to another.
pub fn hashes_between(tx: &Tx<'_>, scope: i64, after: u64, until: u64) -> Result<Vec<[u8; 32]>, StoreError> {
    let sql = "SELECT change.hash FROM scope_log JOIN change ON change.id = scope_log.change
               WHERE scope_log.id > ?1 AND scope_log.id <= ?2 ORDER BY scope_log.id";
    tx.all(sql, values![row_of(scope, after), row_of(scope, until)], |row| row.get("hash"))
}

fn row_of(scope: i64, position: u64) -> i64 {
    scope << POSITION_BITS | position.cast_signed()
}

/// Adds changes to scopes' logs, and notes where these end now.
pub fn add<'e>(
    tx: &Tx<'_>,
    rows: &[ScopeRow],
    ends: impl Iterator<Item = &'e ScopeEnd>,
) -> Result<(), StoreError> {
    tx.batch(
        "INSERT INTO scope_log (id, change, checksum) VALUES (?1, ?2, ?3)",
        rows.iter().map(|row| {
            let checksum = Some(&row.checksum).filter(|_| row.position.is_multiple_of(CHECKSUM_EVERY));
            values![row_of(row.scope, row.position), row.change, checksum]
        }),
    )?;
    tx.batch(
        "UPDATE scope SET position = ?2, checksum = ?3 WHERE id = ?1",
        ends.map(|end| values![end.id, end.position, &end.checksum]),
    )
    .map(drop)
}

/// Returns the entries after a position, oldest first: as many as `limit` and `bytes` allow, one at least. Their sizes are
/// looked at first, so that no more is read than is returned.
pub fn after(
    tx: &Tx<'_>,
    scope: i64,
    position: u64,
    limit: u64,
    bytes: usize,
) -> Result<Vec<ScopeEntry>, StoreError> {
    let sizes = tx.all(
        "SELECT scope_log.id, octet_length(change.bytes) AS size
         FROM scope_log JOIN change ON change.id = scope_log.change
         WHERE scope_log.id > ?1 AND scope_log.id < ?2 ORDER BY scope_log.id LIMIT ?3",
        values![row_of(scope, position), row_of(scope + 1, 0), limit],
        |row| Ok((row.get::<i64>("id")?, row.get::<u64>("size")?)),
    )?;
    let mut left = bytes as u64;
    let fits = |(_, size): &&(i64, u64)| {
        let fits = *size <= left;
        left = left.saturating_sub(*size);
        fits
    };
    let last = sizes.iter().take_while(fits).last().or_else(|| sizes.first());
    let Some((last, _)) = last else { return Ok(Vec::new()) };
    tx.all(
        "SELECT scope_log.id, change.document, document.name, document.file, change.writer, change.seq, change.hash,
            change.bytes
         FROM scope_log JOIN change ON change.id = scope_log.change JOIN document ON document.id = change.document
         WHERE scope_log.id > ?1 AND scope_log.id <= ?2 ORDER BY scope_log.id",
        values![row_of(scope, position), *last],
        |row| {
            let place = row.get::<i64>("id")? & ((1 << POSITION_BITS) - 1);
            Ok(ScopeEntry {
                position: place.cast_unsigned(),
                document: row.get("document")?,
                name: super::changes::name_in(row)?,
                writer: row.get("writer")?,
                seq: row.get("seq")?,
                hash: row.get("hash")?,
                bytes: row.get("bytes")?,
            })
        },
    )
}

/// Takes everything out of a scope's log, which then ends where it began, with this checksum. Returns what stood in it, but for
/// changes that are withheld, in its order.
pub fn empty(tx: &Tx<'_>, scope: &str, start: &[u8; 32]) -> Result<Vec<(i64, [u8; 32])>, StoreError> {
    let Some(ScopeEnd { id, .. }) = end(tx, scope)? else { return Ok(Vec::new()) };
    let span = values![row_of(id, 0), row_of(id + 1, 0)];
    let sql = "SELECT change.id, change.hash FROM scope_log JOIN change ON change.id = scope_log.change
               WHERE scope_log.id >= ?1 AND scope_log.id < ?2
                  AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.change = change.id) ORDER BY scope_log.id";
    let stood = tx.all(sql, &span, |row| Ok((row.get("id")?, row.get("hash")?)))?;
    tx.run("DELETE FROM scope_log WHERE id >= ?1 AND id < ?2", &span)?;
    tx.run("UPDATE scope SET position = 0, checksum = ?2 WHERE id = ?1", values![id, start])?;
    Ok(stood)
}

/// Empties a scope's log: it begins again.
pub fn clear(tx: &Tx<'_>, scope: &str) -> Result<(), StoreError> {
    let Some(ScopeEnd { id, .. }) = end(tx, scope)? else { return Ok(()) };
    let span = values![row_of(id, 0), row_of(id + 1, 0)];
    tx.run("DELETE FROM scope_log WHERE id >= ?1 AND id < ?2", span)?;
    tx.run("DELETE FROM scope WHERE id = ?1", values![id]).map(drop)
}

/// Notes that a fact was copied for the branch's devices; returns false where it was before.
pub fn note_copy(tx: &Tx<'_>, fact: FactId) -> Result<bool, StoreError> {
    let sql = "INSERT INTO plan_copy (fact) VALUES (?1) ON CONFLICT (fact) DO NOTHING";
    Ok(tx.run(sql, values![fact])? == 1)
}

/// Notes that a branch, by its scope's row, holds a beneficiary file, which it did not before.
pub fn join(tx: &Tx<'_>, scope: i64, document: i64) -> Result<(), StoreError> {
    let id = document << SCOPE_BITS | scope;
    tx.run("INSERT INTO file_branch (id) VALUES (?1)", values![id]).map(drop)
}

/// The branches that hold files, by their scopes.
fn held() -> String {
    let scopes = (1_i64 << SCOPE_BITS) - 1;
    format!(
        "document JOIN file_branch
            ON file_branch.id BETWEEN document.id << {SCOPE_BITS} AND document.id << {SCOPE_BITS} | {scopes}
         JOIN scope ON scope.id = file_branch.id & {scopes}"
    )
}

fn branch_in(row: &Row<'_>) -> Result<String, StoreError> {
    let scope: String = row.get("scope")?;
    Ok(scope.strip_prefix(PEOPLE).unwrap_or_default().to_owned())
}

/// Returns which branches hold beneficiary files: document and branch.
pub fn holders(
    tx: &Tx<'_>,
    documents: impl IntoIterator<Item = i64>,
) -> Result<Vec<(i64, String)>, StoreError> {
    let sql = format!(
        "SELECT document.id AS document, scope.name AS scope FROM {} WHERE document.id IN (?)",
        held()
    );
    tx.all_in(&sql, documents, |row| Ok((row.get("document")?, branch_in(row)?)))
}

/// Tells whether a branch holds a beneficiary file.
pub fn holds(tx: &Tx<'_>, branch: &str, document: i64) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM file_branch WHERE id = ?2 | (SELECT id FROM scope WHERE name = ?1)";
    let found =
        tx.one(sql, values![&people_of(branch), document << SCOPE_BITS], |row| row.get::<i64>("id"))?;
    Ok(found.is_some())
}

/// Returns the branches that hold a beneficiary file, in their order.
pub fn branches_of(tx: &Tx<'_>, document: i64) -> Result<Vec<String>, StoreError> {
    let sql =
        format!("SELECT scope.name AS scope FROM {} WHERE document.id = ?1 ORDER BY scope.name", held());
    tx.all(&sql, values![document], branch_in)
}

/// What a device told at an exchange.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Server's wall clock.
    pub now: UnixMillis,
    /// The device's wall clock minus the server's, milliseconds.
    pub clock_offset_millis: i64,
    /// Changes still waiting there after this push, ratings left out.
    pub waiting: u64,
    /// What is set aside there and nobody has looked at.
    pub set_aside: u64,
    /// The program's version.
    pub version: String,
}

/// Notes an exchange with a device.
pub fn note_exchange(tx: &Tx<'_>, device: DeviceId, told: &Told) -> Result<(), StoreError> {
    let Told { now, clock_offset_millis, waiting, set_aside, version } = told;
    tx.run(
        "UPDATE device SET last_exchange_millis = ?2, clock_offset_millis = ?3, waiting = ?4, version = ?5,
            set_aside = ?6
            WHERE device = ?1",
        values![device, *now, *clock_offset_millis, *waiting, version, *set_aside],
    )?;
    Ok(())
}

/// Notes that a device was seen to be a copy.
pub fn note_fork(tx: &Tx<'_>, device: DeviceId, now: UnixMillis) -> Result<(), StoreError> {
    tx.run("UPDATE device SET forked_millis = ?2 WHERE device = ?1", values![device, now]).map(drop)
}
