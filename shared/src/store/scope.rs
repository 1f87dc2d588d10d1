//! What kiosks pull: changes in the server's commit order, by scope, under a rolling checksum; and what the server
//! notes of a device at each exchange.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;
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
pub fn end(connection: &Connection, scope: &str) -> Result<Option<ScopeEnd>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT position, checksum FROM scope_log WHERE scope = ?1 ORDER BY position DESC LIMIT 1",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok(ScopeEnd { position: row.get(0)?, checksum: row.get(1)? });
    Ok(statement.query_row([scope], read).optional()?)
}

/// Returns the checksum at a position.
pub fn checksum_at(
    connection: &Connection,
    scope: &str,
    position: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT checksum FROM scope_log WHERE scope = ?1 AND position = ?2")?;
    Ok(statement.query_row(params![scope, position], |row| row.get(0)).optional()?)
}

/// Adds a change to a scope's log.
pub fn add(connection: &Connection, scope: &str, end: &ScopeEnd, change: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO scope_log (scope, position, change, checksum) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![scope, end.position, change, end.checksum])?;
    Ok(())
}

/// Returns the entries after a position, oldest first, up to `limit`.
pub fn after(
    connection: &Connection,
    scope: &str,
    position: u64,
    limit: u64,
) -> Result<Vec<ScopeEntry>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT scope_log.position, scope_log.checksum, document.id, document.name, change.writer,
            change.hash, change.bytes, change.signature
         FROM scope_log JOIN change ON change.id = scope_log.change JOIN document ON document.id = change.document
         WHERE scope = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
    )?;
    let rows = statement.query_map(params![scope, position, limit], |row| {
        Ok(ScopeEntry {
            position: row.get(0)?,
            checksum: row.get(1)?,
            document: row.get(2)?,
            name: row.get(3)?,
            writer: row.get(4)?,
            hash: row.get(5)?,
            bytes: row.get(6)?,
            signature: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Empties a scope's log: it begins anew.
pub fn clear(connection: &Connection, scope: &str) -> Result<(), StoreError> {
    connection.execute("DELETE FROM scope_log WHERE scope = ?1", [scope])?;
    Ok(())
}

/// Notes that a branch holds a beneficiary file; returns false where that was known.
pub fn join(connection: &Connection, branch: &str, document: i64) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("INSERT OR IGNORE INTO file_branch (branch, document) VALUES (?1, ?2)")?;
    Ok(statement.execute(params![branch, document])? == 1)
}

/// Returns the branches that hold a beneficiary file, in their order.
pub fn branches_of(connection: &Connection, document: i64) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT branch FROM file_branch WHERE document = ?1 ORDER BY branch")?;
    let rows = statement.query_map([document], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns each beneficiary file with the branches whose devices wrote to it, and the files that visits name with the
/// branches that recorded them: what a database of before there were such scopes has to be caught up with.
pub fn written_by_branches(connection: &Connection) -> Result<Vec<(String, i64)>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT device.branch, file_writer.document FROM file_writer
            JOIN device ON device.device = file_writer.device
         UNION SELECT visit.branch, document.id FROM visit
            JOIN document ON document.name = 'f/' || lower(
                substr(hex(visit.file), 1, 8) || '-' || substr(hex(visit.file), 9, 4) || '-'
                || substr(hex(visit.file), 13, 4) || '-' || substr(hex(visit.file), 17, 4) || '-'
                || substr(hex(visit.file), 21))
         WHERE visit.file IS NOT NULL
         ORDER BY 2, 1",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
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
pub fn note_exchange(connection: &Connection, device: DeviceId, told: &Told) -> Result<(), StoreError> {
    let Told { now, clock_offset_millis, waiting, waiting_hour, version } = told;
    connection
        .prepare_cached(
            "UPDATE device SET last_exchange_millis = ?2, clock_offset_millis = ?3, waiting = ?4, waiting_hour = ?5,
                version = ?6 WHERE device = ?1",
        )?
        .execute(params![device.as_bytes(), now.0, clock_offset_millis, waiting, waiting_hour, version])?;
    Ok(())
}

/// Notes that a device was seen to be a copy.
pub fn note_fork(connection: &Connection, device: DeviceId, now: UnixMillis) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE device SET forked_millis = ?2 WHERE device = ?1")?
        .execute(params![device.as_bytes(), now.0])?;
    Ok(())
}
