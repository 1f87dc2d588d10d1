//! Beneficiary files that a device is to hold no longer: they are destroyed here once nothing of them waits. The file's id alone
//! stays, which the device's own records name.

use super::{StoreError, Tx, keys, meta, values};
use crate::domain::{DeviceId, UnixMillis};

/// For how long a file is kept that this device wrote to, in milliseconds: 31 days, so that a head office which is put back from a
/// backup gets back what only this device has.
const OWN_KEPT_MILLIS: i64 = 31 * 24 * 60 * 60 * 1_000;

/// How many files were destroyed in all.
const LET_GO: &str = "people_let_go";

/// Notes that a file is to be destroyed.
pub fn add(tx: &Tx<'_>, document: i64, now: UnixMillis) -> Result<(), StoreError> {
    let sql = "INSERT INTO leaving (document, since) VALUES (?1, ?2) ON CONFLICT (document) DO NOTHING";
    tx.run(sql, values![document, now]).map(drop)
}

/// Keeps a file after all.
pub fn remove(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM leaving WHERE document = ?1", values![document]).map(drop)
}

/// Returns how many files were destroyed in all: an index in memory looks whether it holds one of them.
pub fn let_go_so_far(tx: &Tx<'_>) -> Result<u64, StoreError> {
    Ok(meta::get_number(tx, LET_GO)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
}

/// Destroys the files that are due: their changes, their keys and their numbers. One of which something waits for head office stays,
/// and for a month one that this device wrote to. Returns how many that were.
pub fn let_go(tx: &Tx<'_>, own: DeviceId, now: UnixMillis) -> Result<u64, StoreError> {
    let sql = "SELECT document FROM leaving
               WHERE NOT EXISTS (SELECT 1 FROM change JOIN outbox ON outbox.change = change.id
                                 WHERE change.document = leaving.document)
                  AND NOT EXISTS (SELECT 1 FROM fact JOIN change ON change.document = fact.document
                                     AND change.writer = 0 AND change.seq = fact.seq
                                  JOIN outbox ON outbox.change = change.id WHERE fact.file = leaving.document)
                  AND (since <= ?2 OR NOT EXISTS (SELECT 1 FROM change JOIN writer ON writer.id = change.writer
                                                  WHERE change.document = leaving.document AND writer.device = ?1))
               ORDER BY document";
    let kept_since = now.0.saturating_sub(OWN_KEPT_MILLIS);
    let due = tx.all(sql, values![own, kept_since], |row| row.get::<i64>("document"))?;
    if due.is_empty() {
        return Ok(0);
    }
    let numbers = "SELECT id FROM blind_index WHERE document IN (?)";
    let numbers = tx.all_in(numbers, due.iter().copied(), |row| row.get::<i64>("id"))?;
    tx.batch("DELETE FROM blind_index WHERE id = ?1", numbers.iter().map(|id| values![*id]))?;
    for table in ["DELETE FROM change WHERE document = ?1", "DELETE FROM leaving WHERE document = ?1"] {
        tx.batch(table, due.iter().map(|document| values![*document]))?;
    }
    due.iter().try_for_each(|document| keys::remove_all(tx, *document))?;
    let n = due.len() as u64;
    meta::set(tx, LET_GO, (let_go_so_far(tx)? + n).to_string())?;
    Ok(n)
}
