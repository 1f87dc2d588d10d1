//! Beneficiary files that a device is to hold no longer: they are destroyed here once nothing of them waits. The file's id alone
//! stays, which the device's own records name.

use std::collections::BTreeSet;

use super::{Row, StoreError, Tx, keys, meta, values};
use crate::domain::{DeviceId, UnixMillis};

/// For how long a file is kept that this device wrote to, in milliseconds: 31 days, so that a head office which is put back from a
/// backup gets back what only this device has.
const OWN_KEPT_MILLIS: i64 = 31 * 24 * 60 * 60 * 1_000;

/// How many files were destroyed in all.
const LET_GO: &str = "people_let_go";

/// Notes that a file is to be destroyed.
pub fn add(tx: &Tx<'_>, document: i64, now: UnixMillis) -> Result<(), StoreError> {
    let sql = "INSERT INTO leaving (document, since) VALUES (?1, ?2) ON CONFLICT (document) DO NOTHING";
    tx.put(sql, values![document, now])
}

/// Keeps a file after all.
pub fn remove(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM leaving WHERE document = ?1", values![document])
}

/// Returns how many files were destroyed in all: an index in memory looks whether it holds one of them.
pub fn let_go_so_far(tx: &Tx<'_>) -> Result<u64, StoreError> {
    Ok(meta::get_number(tx, LET_GO)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
}

/// Returns the files to be destroyed of which head office lacks a key.
pub fn lacking_keys(tx: &Tx<'_>) -> Result<Vec<i64>, StoreError> {
    let leaving = tx.all("SELECT document FROM leaving ORDER BY document", values![], document)?;
    let mut lacking = Vec::new();
    for document in leaving {
        if !keys::unsent_among(tx, document)?.is_empty() {
            lacking.push(document);
        }
    }
    Ok(lacking)
}

fn document(row: &Row<'_>) -> Result<i64, StoreError> {
    row.get("document")
}

/// Destroys the files that are due: their changes, their keys and their numbers. One of which something waits for head office stays,
/// or of which head office lacks a key, and for a month one that this device wrote to, under any of its ids. Returns how many that were.
pub fn let_go(tx: &Tx<'_>, own: &[DeviceId], now: UnixMillis) -> Result<u64, StoreError> {
    let lacking = lacking_keys(tx)?;
    let sql = "SELECT document, since FROM leaving
               WHERE NOT EXISTS (SELECT 1 FROM change JOIN outbox ON outbox.change = change.id
                                 WHERE change.document = leaving.document)
                  AND NOT EXISTS (SELECT 1 FROM fact JOIN change ON change.document = fact.document
                                     AND change.writer = 0 AND change.seq = fact.seq
                                  JOIN outbox ON outbox.change = change.id WHERE fact.file = leaving.document)
               ORDER BY document";
    let ready = tx.all(sql, values![], |row| Ok((document(row)?, row.get::<i64>("since")?)))?;
    let written = "SELECT document FROM leaving
                   WHERE EXISTS (SELECT 1 FROM change JOIN writer ON writer.id = change.writer
                                 WHERE change.document = leaving.document AND writer.device = ?1)";
    let mut own_files = BTreeSet::new();
    for id in own {
        own_files.extend(tx.all(written, values![*id], document)?);
    }
    let kept_since = now.0.saturating_sub(OWN_KEPT_MILLIS);
    let due: Vec<i64> = ready
        .into_iter()
        .filter(|(document, since)| *since <= kept_since || !own_files.contains(document))
        .map(|(document, _)| document)
        .filter(|document| lacking.binary_search(document).is_err())
        .collect();
    if due.is_empty() {
        return Ok(0);
    }
    let numbers = "SELECT id FROM blind_index WHERE document IN (?)";
    let numbers = tx.all_in(numbers, due.iter().copied(), |row| row.get::<i64>("id"))?;
    tx.put_all("DELETE FROM blind_index WHERE id = ?1", numbers.iter().map(|id| values![*id]))?;
    for table in ["DELETE FROM change WHERE document = ?1", "DELETE FROM leaving WHERE document = ?1"] {
        tx.put_all(table, due.iter().map(|document| values![*document]))?;
    }
    due.iter().try_for_each(|document| keys::remove_all(tx, *document))?;
    let n = due.len() as u64;
    meta::set(tx, LET_GO, (let_go_so_far(tx)? + n).to_string())?;
    Ok(n)
}
