//! The publications of catalog entries, in their order: where each stands, so that the catalog can be read without
//! going through every change.

use rusqlite::{Connection, params};

use super::StoreError;

/// A publication's place: document name, raw change.
pub type Place = (String, Vec<u8>);

/// Notes a publication.
pub fn put(connection: &Connection, document: i64, fact: &[u8], seq: u64) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO catalog_entry (fact, document, seq) VALUES (?1, ?2, ?3)")?
        .execute(params![fact, document, seq])?;
    Ok(())
}

/// Returns every publication, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<Place>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT document.name, change.bytes FROM catalog_entry
         JOIN document ON document.id = catalog_entry.document
         JOIN change ON change.document = catalog_entry.document AND change.writer = 0 AND change.seq = catalog_entry.seq
         ORDER BY catalog_entry.id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Empties the rows, before they are rebuilt.
pub fn clear(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM catalog_entry", [])?;
    Ok(())
}
