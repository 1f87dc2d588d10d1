//! Branch offices as head office knows them: what enrolment may name. Their names are published by the catalog too.

use crate::domain::BranchId;
use crate::store::{Row, StoreError, Tx, values};

/// A branch office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BranchRow {
    /// Its id.
    pub id: String,
    /// Its name in Arabic.
    pub name_ar: String,
    /// Its name in English.
    pub name_en: String,
}

/// Adds a branch, or renames the one of that id.
pub(crate) fn put_branch(tx: &Tx<'_>, id: &BranchId, name_ar: &str, name_en: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO branch (id, name_ar, name_en) VALUES (?1, ?2, ?3)
               ON CONFLICT (id) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en";
    tx.put(sql, values![id, name_ar, name_en])
}

/// Finds a branch.
pub(crate) fn branch(tx: &Tx<'_>, id: &str) -> Result<Option<BranchRow>, StoreError> {
    tx.one("SELECT id, name_ar, name_en FROM branch WHERE id = ?1", values![id], read_branch)
}

/// Lists the branches by id.
pub(crate) fn branches(tx: &Tx<'_>) -> Result<Vec<BranchRow>, StoreError> {
    tx.all("SELECT id, name_ar, name_en FROM branch ORDER BY id", values![], read_branch)
}

fn read_branch(row: &Row<'_>) -> Result<BranchRow, StoreError> {
    Ok(BranchRow { id: row.get("id")?, name_ar: row.get("name_ar")?, name_en: row.get("name_en")? })
}
