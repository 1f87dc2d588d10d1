//! What kiosks pull: changes in the server's commit order, by scope, under a rolling checksum; and what the server
//! notes of a device at each exchange.

use super::{StoreError, Tx, values};
use crate::domain::{DeviceId, UnixMillis};

/// The end of a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeEnd {
    /// Entries so far.
    pub position: u64,
    /// The rolling checksum after the last one.
    pub checksum: Vec<u8>,
}

/// A change in a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeEntry {
    /// Its place in the log, from 1.
    pub position: u64,
    /// The rolling checksum after it.
    pub checksum: Vec<u8>,
    /// The document's row.
    pub document: i64,
    /// The document's name.
    pub name: String,
    /// The writer's number in a beneficiary file.
    pub writer: i64,
    /// The change's hash.
    pub hash: Vec<u8>,
    /// The raw change.
    pub bytes: Vec<u8>,
    /// The signature over it: the server's own, or the writer's for a change of a beneficiary file.
    pub signature: Option<Vec<u8>>,
}

/// Returns the end of a scope's log; `None` while it is empty.
pub fn end(tx: &Tx<'_>, scope: &str) -> Result<Option<ScopeEnd>, StoreError> {
    tx.one(
        "SELECT position, checksum FROM scope_log WHERE scope = ?1 ORDER BY position DESC LIMIT 1",
        values![scope],
        |row| Ok(ScopeEnd { position: row.get("position")?, checksum: row.get("checksum")? }),
    )
}

/// Returns the checksum at a position.
pub fn checksum_at(tx: &Tx<'_>, scope: &str, position: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT checksum FROM scope_log WHERE scope = ?1 AND position = ?2";
    tx.one(sql, values![scope, position], |row| row.get("checksum"))
}

/// Adds a change to a scope's log.
pub fn add(tx: &Tx<'_>, scope: &str, end: &ScopeEnd, change: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO scope_log (scope, position, change, checksum) VALUES (?1, ?2, ?3, ?4)";
    tx.run(sql, values![scope, end.position, change, &end.checksum]).map(drop)
}

/// Returns the entries after a position, oldest first, up to `limit`.
pub fn after(tx: &Tx<'_>, scope: &str, position: u64, limit: u64) -> Result<Vec<ScopeEntry>, StoreError> {
    tx.all(
        "SELECT scope_log.position, scope_log.checksum, document.id, document.name, change.writer,
            change.hash, change.bytes, change.signature
         FROM scope_log JOIN change ON change.id = scope_log.change JOIN document ON document.id = change.document
         WHERE scope = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
        values![scope, position, limit],
        |row| {
            Ok(ScopeEntry {
                position: row.get("position")?,
                checksum: row.get("checksum")?,
                document: row.get("id")?,
                name: row.get("name")?,
                writer: row.get("writer")?,
                hash: row.get("hash")?,
                bytes: row.get("bytes")?,
                signature: row.get("signature")?,
            })
        },
    )
}

/// Empties a scope's log: it begins anew.
pub fn clear(tx: &Tx<'_>, scope: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM scope_log WHERE scope = ?1", values![scope]).map(drop)
}

/// Notes that a branch holds a beneficiary file; returns false where that was known.
pub fn join(tx: &Tx<'_>, branch: &str, document: i64) -> Result<bool, StoreError> {
    let sql = "INSERT INTO file_branch (branch, document) VALUES (?1, ?2) ON CONFLICT (branch, document) DO NOTHING";
    Ok(tx.run(sql, values![branch, document])? == 1)
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
    /// Records still waiting there after this push.
    pub waiting: u64,
    /// Ratings that wait there for their hour.
    pub waiting_hour: u64,
    /// The program's version.
    pub version: String,
}

/// Notes an exchange with a device.
pub fn note_exchange(tx: &Tx<'_>, device: DeviceId, told: &Told) -> Result<(), StoreError> {
    let Told { now, clock_offset_millis, waiting, waiting_hour, version } = told;
    tx.run(
        "UPDATE device SET last_exchange_millis = ?2, clock_offset_millis = ?3, waiting = ?4, waiting_hour = ?5,
            version = ?6 WHERE device = ?1",
        values![device, *now, *clock_offset_millis, *waiting, *waiting_hour, version],
    )?;
    Ok(())
}

/// Notes that a device was seen to be a copy.
pub fn note_fork(tx: &Tx<'_>, device: DeviceId, now: UnixMillis) -> Result<(), StoreError> {
    tx.run("UPDATE device SET forked_millis = ?2 WHERE device = ?1", values![device, now]).map(drop)
}
