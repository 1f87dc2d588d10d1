//! Ratings that are saved here and not yet in their journal.

use super::{Row, StoreError, Tx, values};

/// A rating that waits for its hour to pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRow {
    /// The rating's id.
    pub fact: Vec<u8>,
    /// Its hour, as text.
    pub at: String,
    /// Its content, sealed with the replica's own key.
    pub content: Vec<u8>,
}

/// Keeps a rating. Its row's number is the beginning of its random id: rows numbered as they came would keep an order.
pub fn add(tx: &Tx<'_>, row: &PendingRow) -> Result<(), StoreError> {
    let PendingRow { fact, at, content } = row;
    let place = super::ratings::row_of(fact);
    let sql = "INSERT INTO pending_rating (id, fact, at, content) VALUES (?1, ?2, ?3, ?4)";
    tx.put(sql, values![place, fact, at, content])
}

/// Puts a rating in place of what was kept under its id.
pub fn replace(tx: &Tx<'_>, row: &PendingRow) -> Result<(), StoreError> {
    let PendingRow { fact, at, content } = row;
    let sql = "UPDATE pending_rating SET at = ?2, content = ?3 WHERE fact = ?1";
    tx.put(sql, values![fact, at, content])
}

/// Finds a rating.
pub fn find(tx: &Tx<'_>, fact: &[u8]) -> Result<Option<PendingRow>, StoreError> {
    tx.one("SELECT fact, at, content FROM pending_rating WHERE fact = ?1", values![fact], pending_row)
}

/// Returns all of them, in the order of their ids, which tells nothing.
pub fn all(tx: &Tx<'_>) -> Result<Vec<PendingRow>, StoreError> {
    tx.all("SELECT fact, at, content FROM pending_rating ORDER BY fact", values![], pending_row)
}

/// Counts them.
pub fn count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM pending_rating", values![], |row| row.get("n"))
}

/// Removes one that went into its journal.
pub fn remove(tx: &Tx<'_>, fact: &[u8]) -> Result<(), StoreError> {
    tx.put("DELETE FROM pending_rating WHERE fact = ?1", values![fact])
}

fn pending_row(row: &Row<'_>) -> Result<PendingRow, StoreError> {
    Ok(PendingRow { fact: row.get("fact")?, at: row.get("at")?, content: row.get("content")? })
}
