//! What kiosks pull: changes in the server's commit order, by scope, under a rolling checksum; and what the server
//! notes of a device at each exchange.

use std::collections::BTreeMap;

use super::people::{self, WriterRow};
use super::{StoreError, Tx, values};
use crate::domain::{DeviceId, FactId, UnixMillis};

/// The end of a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeEnd {
    /// Entries so far.
    pub position: u64,
    /// The rolling checksum after the last one.
    pub checksum: [u8; 32],
}

/// A change to be added to a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeRow {
    /// The scope.
    pub scope: String,
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
    /// The rolling checksum after it.
    pub checksum: [u8; 32],
    /// The document's name.
    pub name: String,
    /// Who wrote it, where it is a beneficiary file's.
    pub writer: Option<WriterRow>,
    /// The change's hash.
    pub hash: [u8; 32],
    /// The change.
    pub bytes: Vec<u8>,
}

/// Returns the end of a scope's log; `None` while it is empty.
pub fn end(tx: &Tx<'_>, scope: &str) -> Result<Option<ScopeEnd>, StoreError> {
    tx.one("SELECT position, checksum FROM scope WHERE scope = ?1", values![scope], |row| {
        Ok(ScopeEnd { position: row.get("position")?, checksum: row.get("checksum")? })
    })
}

/// Returns the checksum at a position.
pub fn checksum_at(tx: &Tx<'_>, scope: &str, position: u64) -> Result<Option<[u8; 32]>, StoreError> {
    let sql = "SELECT checksum FROM scope_log WHERE scope = ?1 AND position = ?2";
    tx.one(sql, values![scope, position], |row| row.get("checksum"))
}

/// Adds changes to scopes' logs, and notes where these end now.
pub fn add(tx: &Tx<'_>, rows: &[ScopeRow], ends: &BTreeMap<String, ScopeEnd>) -> Result<(), StoreError> {
    tx.batch(
        "INSERT INTO scope_log (scope, position, change, checksum) VALUES (?1, ?2, ?3, ?4)",
        rows.iter().map(|row| values![&row.scope, row.position, row.change, &row.checksum]),
    )?;
    tx.batch(
        "INSERT INTO scope (scope, position, checksum) VALUES (?1, ?2, ?3)
         ON CONFLICT (scope) DO UPDATE SET position = excluded.position, checksum = excluded.checksum",
        ends.iter().map(|(scope, end)| values![scope, end.position, &end.checksum]),
    )
    .map(drop)
}

/// Returns the entries after a position, oldest first: as many as `limit` and `bytes` allow, one at least. Their sizes are
/// looked at first, so that no more is read than is returned.
pub fn after(
    tx: &Tx<'_>,
    scope: &str,
    position: u64,
    limit: u64,
    bytes: usize,
) -> Result<Vec<ScopeEntry>, StoreError> {
    let sizes = tx.all(
        "SELECT scope_log.position, octet_length(change.bytes) AS size
         FROM scope_log JOIN change ON change.id = scope_log.change
         WHERE scope = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
        values![scope, position, limit],
        |row| Ok((row.get::<u64>("position")?, row.get::<u64>("size")?)),
    )?;
    let mut left = bytes as u64;
    let fits = |(_, size): &&(u64, u64)| {
        let fits = *size <= left;
        left = left.saturating_sub(*size);
        fits
    };
    let last = sizes.iter().take_while(fits).last().or_else(|| sizes.first());
    let Some((last, _)) = last else { return Ok(Vec::new()) };
    tx.all(
        "SELECT scope_log.position, scope_log.checksum, document.name, change.hash, change.bytes,
            file_writer.device, file_writer.incarnation, file_writer.signing_key, file_writer.branch
         FROM scope_log JOIN change ON change.id = scope_log.change JOIN document ON document.id = change.document
         LEFT JOIN file_writer ON file_writer.document = change.document AND file_writer.writer = change.writer
         WHERE scope = ?1 AND position > ?2 AND position <= ?3 ORDER BY position",
        values![scope, position, *last],
        |row| {
            let is_of_a_file = row.get::<Option<Vec<u8>>>("device")?.is_some();
            Ok(ScopeEntry {
                position: row.get("position")?,
                checksum: row.get("checksum")?,
                name: row.get("name")?,
                writer: if is_of_a_file { Some(people::writer_row(row)?) } else { None },
                hash: row.get("hash")?,
                bytes: row.get("bytes")?,
            })
        },
    )
}

/// Empties a scope's log: it begins again.
pub fn clear(tx: &Tx<'_>, scope: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM scope_log WHERE scope = ?1", values![scope])?;
    tx.run("DELETE FROM scope WHERE scope = ?1", values![scope]).map(drop)
}

/// Notes that a fact was copied for the branch's devices; returns false where it was before.
pub fn note_copy(tx: &Tx<'_>, fact: FactId) -> Result<bool, StoreError> {
    let sql = "INSERT INTO plan_copy (fact) VALUES (?1) ON CONFLICT (fact) DO NOTHING";
    Ok(tx.run(sql, values![fact])? == 1)
}

/// Notes that a branch holds a beneficiary file; returns false where that was known.
pub fn join(tx: &Tx<'_>, branch: &str, document: i64) -> Result<bool, StoreError> {
    let sql = "INSERT INTO file_branch (branch, document) VALUES (?1, ?2) ON CONFLICT (branch, document) DO NOTHING";
    Ok(tx.run(sql, values![branch, document])? == 1)
}

/// Tells whether a branch holds a beneficiary file.
pub fn holds(tx: &Tx<'_>, branch: &str, document: i64) -> Result<bool, StoreError> {
    let sql = "SELECT document FROM file_branch WHERE branch = ?1 AND document = ?2";
    Ok(tx.one(sql, values![branch, document], |row| row.get::<i64>("document"))?.is_some())
}

/// Returns the branches that hold a beneficiary file, in their order.
pub fn branches_of(tx: &Tx<'_>, document: i64) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT branch FROM file_branch WHERE document = ?1 ORDER BY branch";
    tx.all(sql, values![document], |row| row.get("branch"))
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
    /// The program's version.
    pub version: String,
}

/// Notes an exchange with a device.
pub fn note_exchange(tx: &Tx<'_>, device: DeviceId, told: &Told) -> Result<(), StoreError> {
    let Told { now, clock_offset_millis, waiting, version } = told;
    tx.run(
        "UPDATE device SET last_exchange_millis = ?2, clock_offset_millis = ?3, waiting = ?4, version = ?5
            WHERE device = ?1",
        values![device, *now, *clock_offset_millis, *waiting, version],
    )?;
    Ok(())
}

/// Notes that a device was seen to be a copy.
pub fn note_fork(tx: &Tx<'_>, device: DeviceId, now: UnixMillis) -> Result<(), StoreError> {
    tx.run("UPDATE device SET forked_millis = ?2 WHERE device = ?1", values![device, now]).map(drop)
}
