//! The account of who opened what: rows that are only added, each with a hash over itself and the one before it.

use crate::domain::{Code, FactId, UnixMillis};
use crate::store::{PAGE_ROWS, Row, StoreError, Tx, values};

/// A row of the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditRow {
    /// Its number, from 1.
    pub id: u64,
    /// When, by the server's clock.
    pub at: UnixMillis,
    /// Who: the name of their account.
    pub by: Code,
    /// What was done, by its code.
    pub what: String,
    /// What it was done to.
    pub about: Option<FactId>,
    /// What for, by its code.
    pub purpose: Option<String>,
    /// The hash over this row and the one before.
    pub hash: [u8; 32],
}

fn audit_row(row: &Row<'_>) -> Result<AuditRow, StoreError> {
    let by: String = row.get("by_whom")?;
    Ok(AuditRow {
        id: row.get("id")?,
        at: UnixMillis(row.get("at_millis")?),
        by: Code::new(by).map_err(|_| crate::store::Damage::Column("by_whom".to_owned()))?,
        what: row.get("what")?,
        about: row.get("about")?,
        purpose: row.get("purpose")?,
        hash: row.get("hash")?,
    })
}

const AUDIT: &str = "SELECT id, at_millis, by_whom, what, about, purpose, hash FROM audit";

/// Adds a row. Whoever adds one has the turn of the whole database.
pub fn add(tx: &Tx<'_>, row: &AuditRow) -> Result<(), StoreError> {
    let AuditRow { id, at, by, what, about, purpose, hash } = row;
    tx.put(
        "INSERT INTO audit (id, at_millis, by_whom, what, about, purpose, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        values![*id, at.0, by.as_str(), what.as_str(), *about, purpose.as_deref(), hash.as_slice()],
    )
}

/// Returns the last row.
pub fn last(tx: &Tx<'_>) -> Result<Option<AuditRow>, StoreError> {
    tx.one(&format!("{AUDIT} ORDER BY id DESC LIMIT 1"), values![], audit_row)
}

/// Calls `each` for every row, in order.
pub fn each<E: From<StoreError>>(
    tx: &Tx<'_>,
    mut each: impl FnMut(AuditRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("{AUDIT} WHERE id > ?1 ORDER BY id LIMIT ?2");
    let mut after = 0_u64;
    loop {
        let page = tx.all(&sql, values![after, PAGE_ROWS], audit_row)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        page.into_iter().try_for_each(&mut each)?;
    }
}
