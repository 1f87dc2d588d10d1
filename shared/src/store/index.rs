//! The blind index: which beneficiary files hold a number, by keyed hashes. A read table.

use super::{StoreError, Tx, values};
use crate::domain::FileId;

/// A keyed hash of a number.
pub type Digest = i64;

/// Adds a row.
pub fn add(tx: &Tx<'_>, digest: &Digest, document: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO blind_index (digest, document) VALUES (?1, ?2) ON CONFLICT (digest, document) DO NOTHING";
    tx.run(sql, values![*digest, document]).map(drop)
}

/// Returns the files behind a digest with their documents' rows, oldest first, so many at most.
pub fn files_of(tx: &Tx<'_>, digest: &Digest, at_most: usize) -> Result<Vec<(i64, FileId)>, StoreError> {
    let sql = "SELECT document.id, document.file FROM blind_index JOIN document ON document.id = blind_index.document
               WHERE blind_index.digest = ?1 ORDER BY document.id LIMIT ?2";
    tx.all(sql, values![*digest, at_most], |row| Ok((row.get("id")?, row.get("file")?)))
}

/// Returns the digests that several documents have, in order, after one and up to `limit`.
pub fn shared_after(tx: &Tx<'_>, after: Digest, limit: u64) -> Result<Vec<Digest>, StoreError> {
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
        Ok(format!("{} {}", row.get::<Digest>("digest")?, row.get::<i64>("document")?))
    })
}
