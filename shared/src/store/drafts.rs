//! Forms that were begun on this device and are no records yet.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

/// A draft as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: Vec<u8>,
    /// The member of staff who alone may open it; `None` where any may.
    pub owner: Option<String>,
    /// What it is a draft of.
    pub kind: String,
    /// When it was last kept, in milliseconds since 1970.
    pub updated: i64,
    /// Its content, sealed with the replica's own key.
    pub content: Vec<u8>,
}

/// Keeps a draft in place of an earlier state of the same one. A draft of somebody else's stays as it is: false then.
pub fn keep(connection: &Connection, row: &DraftRow) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO draft (id, owner, kind, updated, content) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, kind = excluded.kind,
             updated = excluded.updated, content = excluded.content
         WHERE draft.owner IS excluded.owner OR draft.owner IS NULL",
    )?;
    let kept = statement.execute(params![row.id, row.owner, row.kind, row.updated, row.content])?;
    Ok(kept == 1)
}

/// Returns the drafts that a member of staff may open, newest first, at most `limit`.
pub fn of(connection: &Connection, owner: Option<&str>, limit: u32) -> Result<Vec<DraftRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, owner, kind, updated, content FROM draft WHERE owner IS NULL OR owner = ?1
         ORDER BY updated DESC, id LIMIT ?2",
    )?;
    let rows = statement.query_map(params![owner, limit], draft_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Finds a draft that a member of staff may open.
pub fn find(connection: &Connection, id: &[u8], owner: Option<&str>) -> Result<Option<DraftRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, owner, kind, updated, content FROM draft WHERE id = ?1 AND (owner IS NULL OR owner = ?2)",
    )?;
    Ok(statement.query_row(params![id, owner], draft_row).optional()?)
}

/// Removes a draft that a member of staff may open; its bytes are overwritten.
pub fn remove(connection: &Connection, id: &[u8], owner: Option<&str>) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM draft WHERE id = ?1 AND (owner IS NULL OR owner = ?2)")?
        .execute(params![id, owner])?;
    Ok(())
}

/// Leaves somebody's drafts to every member of staff.
pub fn release(connection: &Connection, owner: &str) -> Result<(), StoreError> {
    connection.prepare_cached("UPDATE draft SET owner = NULL WHERE owner = ?1")?.execute([owner])?;
    Ok(())
}

fn draft_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok(DraftRow {
        id: row.get(0)?,
        owner: row.get(1)?,
        kind: row.get(2)?,
        updated: row.get(3)?,
        content: row.get(4)?,
    })
}
