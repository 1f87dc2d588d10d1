//! Numbers of people whom staff looked for and who are not here, until head office was asked.

use super::index::Digest;
use super::{StoreError, Tx, values};
use crate::domain::FactId;

/// Keeps a number to be asked for, sealed under an id of its own; returns false where it waits already.
pub fn add(tx: &Tx<'_>, id: FactId, digest: Digest, sealed: &[u8]) -> Result<bool, StoreError> {
    let sql =
        "INSERT INTO looked_for (id, digest, sealed) VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO NOTHING";
    Ok(tx.run(sql, values![id, digest.row_of(0), sealed])? == 1)
}

/// Counts the numbers that wait.
pub fn count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM looked_for", values![], |row| row.get("n"))
}

/// Tells whether a number waits.
pub fn waits(tx: &Tx<'_>, digest: Digest) -> Result<bool, StoreError> {
    let sql = "SELECT 1 AS one FROM looked_for WHERE digest = ?1";
    Ok(tx.one(sql, values![digest.row_of(0)], |_| Ok(()))?.is_some())
}

/// Returns what waits, in the order of its ids.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(FactId, Vec<u8>)>, StoreError> {
    tx.all("SELECT id, sealed FROM looked_for ORDER BY id", values![], |row| {
        Ok((row.get("id")?, row.get("sealed")?))
    })
}

/// Takes out what head office was asked for.
pub fn remove(tx: &Tx<'_>, asked: &[FactId]) -> Result<(), StoreError> {
    tx.put_all("DELETE FROM looked_for WHERE id = ?1", asked.iter().map(|id| values![*id]))
}
