//! Branch offices as head office knows them: what enrolment may name. Their names are published by the catalog too.

use rusqlite::{OptionalExtension, Row, params};

use crate::domain::BranchId;
use crate::store::{Store, StoreError};

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

impl Store {
    /// Adds a branch, or renames the one of that id.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn put_branch(&self, id: &BranchId, name_ar: &str, name_en: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO branch (id, name_ar, name_en) VALUES (?1, ?2, ?3)
                   ON CONFLICT (id) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en";
        self.connection().execute(sql, params![id.as_str(), name_ar, name_en])?;
        Ok(())
    }

    /// Finds a branch.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn branch(&self, id: &str) -> Result<Option<BranchRow>, StoreError> {
        let sql = "SELECT id, name_ar, name_en FROM branch WHERE id = ?1";
        Ok(self.connection().query_row(sql, [id], read_branch).optional()?)
    }

    /// Lists the branches by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn branches(&self) -> Result<Vec<BranchRow>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT id, name_ar, name_en FROM branch ORDER BY id")?;
        let rows = statement.query_map([], read_branch)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn read_branch(row: &Row<'_>) -> rusqlite::Result<BranchRow> {
    Ok(BranchRow { id: row.get(0)?, name_ar: row.get(1)?, name_en: row.get(2)? })
}
