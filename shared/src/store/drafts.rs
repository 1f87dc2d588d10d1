//! Forms that were begun on this device and are no records yet.

use super::{Row, StoreError, Tx, values};

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
    /// It is sealed for its owner's draft key, otherwise for the device's reader.
    pub own: bool,
    /// Its content, sealed.
    pub content: Vec<u8>,
}

/// Keeps a draft in place of an earlier state of the same one. A draft of somebody else's stays as it is: false then.
pub fn keep(tx: &Tx<'_>, row: &DraftRow) -> Result<bool, StoreError> {
    let DraftRow { id, owner, kind, updated, own, content } = row;
    let kept = tx.run(
        "INSERT INTO draft (id, owner, kind, updated, own, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, kind = excluded.kind,
             updated = excluded.updated, own = excluded.own, content = excluded.content
         WHERE draft.owner IS NOT DISTINCT FROM excluded.owner OR draft.owner IS NULL",
        values![id, owner.as_deref(), kind, *updated, *own, content],
    )?;
    Ok(kept == 1)
}

/// Returns the drafts that a member of staff may open, newest first, at most `limit`.
pub fn of(tx: &Tx<'_>, owner: Option<&str>, limit: u32) -> Result<Vec<DraftRow>, StoreError> {
    tx.all(
        "SELECT id, owner, kind, updated, own, content FROM draft WHERE owner IS NULL OR owner = ?1
         ORDER BY updated DESC, id LIMIT ?2",
        values![owner, limit],
        draft_row,
    )
}

/// Returns all drafts.
pub fn all(tx: &Tx<'_>) -> Result<Vec<DraftRow>, StoreError> {
    tx.all("SELECT id, owner, kind, updated, own, content FROM draft ORDER BY id", values![], draft_row)
}

/// Finds a draft that a member of staff may open.
pub fn find(tx: &Tx<'_>, id: &[u8], owner: Option<&str>) -> Result<Option<DraftRow>, StoreError> {
    tx.one(
        "SELECT id, owner, kind, updated, own, content FROM draft WHERE id = ?1 AND (owner IS NULL OR owner = ?2)",
        values![id, owner],
        draft_row,
    )
}

/// Removes a draft that a member of staff may open; its bytes are overwritten.
pub fn remove(tx: &Tx<'_>, id: &[u8], owner: Option<&str>) -> Result<(), StoreError> {
    let sql = "DELETE FROM draft WHERE id = ?1 AND (owner IS NULL OR owner = ?2)";
    tx.put(sql, values![id, owner])
}

/// Removes the drafts that are sealed for somebody's draft key; their bytes are overwritten.
pub fn remove_own_of(tx: &Tx<'_>, owner: &str) -> Result<(), StoreError> {
    tx.put("DELETE FROM draft WHERE owner = ?1 AND own", values![owner])
}

/// Leaves somebody's drafts to every member of staff.
pub fn release(tx: &Tx<'_>, owner: &str) -> Result<(), StoreError> {
    tx.put("UPDATE draft SET owner = NULL WHERE owner = ?1", values![owner])
}

fn draft_row(row: &Row<'_>) -> Result<DraftRow, StoreError> {
    Ok(DraftRow {
        id: row.get("id")?,
        owner: row.get("owner")?,
        kind: row.get("kind")?,
        updated: row.get("updated")?,
        own: row.get("own")?,
        content: row.get("content")?,
    })
}
