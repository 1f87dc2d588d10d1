//! The blind index: which beneficiary files hold a number, by keyed hashes. A read table.

use super::{StoreError, Tx, values};

/// A keyed hash of a number.
pub type Digest = [u8; 16];

/// Adds a row.
pub fn add(tx: &Tx<'_>, digest: &Digest, document: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO blind_index (digest, document) VALUES (?1, ?2) ON CONFLICT (digest, document) DO NOTHING";
    tx.run(sql, values![digest, document]).map(drop)
}

/// Returns the documents behind a digest, oldest first, so many at most.
pub fn documents_of(tx: &Tx<'_>, digest: &Digest, at_most: usize) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT document FROM blind_index WHERE digest = ?1 ORDER BY document LIMIT ?2";
    tx.all(sql, values![digest, at_most], |row| row.get("document"))
}

/// Returns the digests that several documents have, in order, after one and up to `limit`.
pub fn shared_after(tx: &Tx<'_>, after: &[u8], limit: u64) -> Result<Vec<Digest>, StoreError> {
    let sql = "SELECT digest FROM blind_index WHERE digest > ?1
               GROUP BY digest HAVING count(*) > 1 ORDER BY digest LIMIT ?2";
    tx.all(sql, values![after, limit], |row| row.get("digest"))
}

/// Empties the index, before it is rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM blind_index", values![]).map(drop)
}

/// Returns every row as text, in order.
pub fn canonical(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all("SELECT digest, document FROM blind_index ORDER BY digest, document", values![], |row| {
        Ok(format!("{:?} {}", row.get::<Digest>("digest")?, row.get::<i64>("document")?))
    })
}
