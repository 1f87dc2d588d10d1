//! The publications of catalog entries, in their order: where each stands, so that the catalog can be read without
//! going through every change.

use super::{StoreError, Tx, values};
use crate::domain::FactId;

/// A publication's place: document name, raw change.
pub type Place = (String, Vec<u8>);

/// Notes a publication.
pub fn put(tx: &Tx<'_>, document: i64, fact: FactId, seq: u64) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO catalog_entry (fact, document, seq) VALUES (?1, ?2, ?3) ON CONFLICT (fact) DO NOTHING";
    tx.run(sql, values![fact, document, seq]).map(drop)
}

/// Returns every publication, oldest first.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Place>, StoreError> {
    tx.all(
        "SELECT document.name, change.bytes FROM catalog_entry
         JOIN document ON document.id = catalog_entry.document
         JOIN change ON change.document = catalog_entry.document AND change.writer = 0 AND change.seq = catalog_entry.seq
         ORDER BY catalog_entry.id",
        values![],
        |row| Ok((row.get("name")?, row.get("bytes")?)),
    )
}

/// Empties the rows, before they are rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM catalog_entry", values![]).map(drop)
}
