//! What a device carries to head office for others, as bytes.

use super::{Row, StoreError, Tx, values};
use crate::domain::DeviceId;

/// A line that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CarriedRow {
    /// Its number here.
    pub id: i64,
    /// Who wrote it.
    pub device: DeviceId,
    /// What it is.
    pub bytes: Vec<u8>,
}

/// What waits, in all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CarriedCount {
    /// Lines.
    pub lines: u64,
    /// Bytes of them.
    pub bytes: u64,
}

/// Tells whether a line was taken before.
pub fn is_known(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM carried WHERE hash = ?1";
    Ok(tx.one(sql, values![hash], |row| row.get::<i64>("id"))?.is_some())
}

/// Takes a line that is not known.
pub fn add(tx: &Tx<'_>, hash: &[u8; 32], device: DeviceId, bytes: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO carried (hash, device, bytes) VALUES (?1, ?2, ?3)";
    tx.put(sql, values![hash, device, bytes])
}

/// Returns the oldest lines that wait of one device, up to `limit`: of the one whose lines failed least.
pub fn waiting(tx: &Tx<'_>, limit: u64) -> Result<Vec<CarriedRow>, StoreError> {
    let sql = "SELECT id, device, bytes FROM carried WHERE bytes IS NOT NULL AND device =
                   (SELECT device FROM carried WHERE bytes IS NOT NULL
                    GROUP BY device ORDER BY max(failed), min(id) LIMIT 1)
               ORDER BY id LIMIT ?1";
    tx.all(sql, values![limit], |row: &Row<'_>| {
        Ok(CarriedRow { id: row.get("id")?, device: row.get("device")?, bytes: row.get("bytes")? })
    })
}

/// Returns a line that waits; `None` where it does so no more.
pub fn find(tx: &Tx<'_>, id: i64) -> Result<Option<CarriedRow>, StoreError> {
    let sql = "SELECT id, device, bytes FROM carried WHERE id = ?1 AND bytes IS NOT NULL";
    tx.one(sql, values![id], |row| {
        Ok(CarriedRow { id: row.get("id")?, device: row.get("device")?, bytes: row.get("bytes")? })
    })
}

/// Counts what waits.
pub fn count(tx: &Tx<'_>) -> Result<CarriedCount, StoreError> {
    let sql =
        "SELECT count(*) AS n, COALESCE(sum(length(bytes)), 0) AS bytes FROM carried WHERE bytes IS NOT NULL";
    tx.only(sql, values![], |row| Ok(CarriedCount { lines: row.get("n")?, bytes: row.get("bytes")? }))
}

/// Drops a line that head office received; it is known again.
pub fn received(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put("UPDATE carried SET bytes = NULL WHERE id = ?1", values![id])
}

/// Forgets a line, which may be taken again then.
pub fn remove(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM carried WHERE id = ?1", values![id])
}

/// Forgets which lines head office received: they may be taken again.
pub fn forget_received(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("DELETE FROM carried WHERE bytes IS NULL", values![])
}

/// Notes that a line did not get through alone: those of other devices go before it.
pub fn note_failed(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put("UPDATE carried SET failed = failed + 1 WHERE id = ?1", values![id])
}
