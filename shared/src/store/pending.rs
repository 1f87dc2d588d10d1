//! Ratings that are saved here and not yet in their journal.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

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

/// Keeps a rating.
pub fn add(connection: &Connection, row: &PendingRow) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO pending_rating (fact, at, content) VALUES (?1, ?2, ?3)")?
        .execute(params![row.fact, row.at, row.content])?;
    Ok(())
}

/// Finds a rating.
pub fn find(connection: &Connection, fact: &[u8]) -> Result<Option<PendingRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT fact, at, content FROM pending_rating WHERE fact = ?1")?;
    Ok(statement.query_row([fact], pending_row).optional()?)
}

/// Returns all of them, in the order of their ids, which tells nothing.
pub fn all(connection: &Connection) -> Result<Vec<PendingRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT fact, at, content FROM pending_rating ORDER BY fact")?;
    let rows = statement.query_map([], pending_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Counts them.
pub fn count(connection: &Connection) -> Result<u64, StoreError> {
    Ok(connection.prepare_cached("SELECT count(*) FROM pending_rating")?.query_row([], |row| row.get(0))?)
}

/// Removes one that went into its journal.
pub fn remove(connection: &Connection, fact: &[u8]) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM pending_rating WHERE fact = ?1")?.execute([fact])?;
    Ok(())
}

fn pending_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<PendingRow> {
    Ok(PendingRow { fact: row.get(0)?, at: row.get(1)?, content: row.get(2)? })
}
