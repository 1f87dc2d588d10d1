//! Entries whose meaning was refused: they stand in their chain, and what would be read of them is held back.

use super::facts::{Place, place};
use super::{Row, StoreError, Tx, values};
use crate::domain::{DeviceId, FactId};

/// An entry whose meaning was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// Where it stands.
    pub place: Place,
    /// The reason's code.
    pub reason: String,
}

/// Most held entries of one device that are looked at or reported at once.
pub const HELD_MAX: u64 = 1_000;

/// Holds an entry's read rows back.
pub fn hold(
    tx: &Tx<'_>,
    document: i64,
    seq: u64,
    fact: Option<FactId>,
    reason: &str,
) -> Result<(), StoreError> {
    tx.put(
        "INSERT INTO held (document, seq, fact, reason) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (document, seq) DO UPDATE SET fact = excluded.fact, reason = excluded.reason",
        values![document, seq, fact, reason],
    )
}

/// Holds an entry no longer.
pub fn release(tx: &Tx<'_>, document: i64, seq: u64) -> Result<(), StoreError> {
    tx.put("DELETE FROM held WHERE document = ?1 AND seq = ?2", values![document, seq])
}

const HELD: &str = "SELECT held.document, document.name, held.seq, held.reason
    FROM document JOIN held ON held.document = document.id";

/// Returns what is held, oldest first.
pub fn all(tx: &Tx<'_>) -> Result<Vec<HeldRow>, StoreError> {
    tx.all(&format!("{HELD} ORDER BY held.document, held.seq"), values![], held_row)
}

/// Returns a page of what is held, oldest first, after skipping some.
pub fn page(tx: &Tx<'_>, skip: u64, at_most: u32) -> Result<Vec<HeldRow>, StoreError> {
    let sql = format!("{HELD} ORDER BY held.document, held.seq LIMIT ?1 OFFSET ?2");
    tx.all(&sql, values![at_most, skip.min(i64::MAX.cast_unsigned())], held_row)
}

/// Counts what is held.
pub fn count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM held", values![], |row| row.get("n"))
}

/// Returns what is held for a reason, oldest first.
pub fn all_for(tx: &Tx<'_>, reason: &str) -> Result<Vec<HeldRow>, StoreError> {
    let sql = format!("{HELD} WHERE held.reason = ?1 ORDER BY held.document, held.seq");
    tx.all(&sql, values![reason], held_row)
}

/// Returns what is held of one device's journals, oldest first, up to [`HELD_MAX`].
pub fn of_device(tx: &Tx<'_>, device: DeviceId) -> Result<Vec<HeldRow>, StoreError> {
    let sql = format!("{HELD} WHERE document.device = ?1 ORDER BY held.document, held.seq LIMIT ?2");
    tx.all(&sql, values![device, HELD_MAX], held_row)
}

/// Returns what is held of one device's journals for a reason, oldest first, up to [`HELD_MAX`].
pub fn of_device_for(tx: &Tx<'_>, device: DeviceId, reason: &str) -> Result<Vec<HeldRow>, StoreError> {
    let sql = format!(
        "{HELD} WHERE document.device = ?1 AND held.reason = ?2 ORDER BY held.document, held.seq LIMIT ?3"
    );
    tx.all(&sql, values![device, reason, HELD_MAX], held_row)
}

/// Forgets what is held of the journals that devices write, before it is reported again.
pub fn clear_own(tx: &Tx<'_>) -> Result<(), StoreError> {
    let sql = "DELETE FROM held WHERE document IN (SELECT id FROM document WHERE device IS NOT NULL)";
    tx.put(sql, values![])
}

/// Forgets what is held of a document, before it is found again.
pub fn clear_of(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM held WHERE document = ?1", values![document])
}

/// Forgets all that is held, before it is found again.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("DELETE FROM held", values![])
}

fn held_row(row: &Row<'_>) -> Result<HeldRow, StoreError> {
    Ok(HeldRow { place: place(row)?, reason: row.get("reason")? })
}
