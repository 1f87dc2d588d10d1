//! Changes of beneficiary files that are in no branch's log: a device made more of them than it may in a day, or head office took
//! them out.

use crate::store::{StoreError, Tx, values};

/// A change that is withheld.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WithheldRow {
    /// The change's row.
    pub change: i64,
    /// Its file's document.
    pub document: i64,
    /// Its hash.
    pub hash: [u8; 32],
    /// The row of the device in whose budget there is no room for it; 0 where head office took it out of the logs.
    pub device: i64,
}

/// Withholds a change until there is room for it in the budget of a device, by its row; for 0, until others build on it.
pub(crate) fn withhold(tx: &Tx<'_>, change: i64, document: i64, device: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO withheld (change, document, device) VALUES (?1, ?2, ?3)
               ON CONFLICT (change) DO UPDATE SET device = excluded.device";
    tx.put(sql, values![change, document, device])
}

/// Tells whether any change of any file is withheld.
pub(crate) fn any_withheld(tx: &Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.one("SELECT 1 AS one FROM withheld LIMIT 1", values![], |_| Ok(()))?.is_some())
}

/// Tells whether a change is withheld.
pub(crate) fn is_withheld(tx: &Tx<'_>, change: i64) -> Result<bool, StoreError> {
    let sql = "SELECT 1 AS one FROM withheld WHERE change = ?1";
    Ok(tx.one(sql, values![change], |_| Ok(()))?.is_some())
}

/// Returns the changes of a file that are withheld, in the order in which they came.
pub(crate) fn withheld_of(tx: &Tx<'_>, document: i64) -> Result<Vec<WithheldRow>, StoreError> {
    let sql = "SELECT change.id, change.document, change.hash, withheld.device
               FROM withheld JOIN change ON change.id = withheld.change WHERE withheld.document = ?1 ORDER BY change.id";
    tx.all(sql, values![document], |row| {
        let (change, document) = (row.get("id")?, row.get("document")?);
        Ok(WithheldRow { change, document, hash: row.get("hash")?, device: row.get("device")? })
    })
}

/// Returns the files of which changes of a device are withheld, those first whose came first.
pub(crate) fn files_withheld(tx: &Tx<'_>, device: i64, at_most: u64) -> Result<Vec<i64>, StoreError> {
    let sql =
        "SELECT document FROM withheld WHERE device = ?1 GROUP BY document ORDER BY min(change) LIMIT ?2";
    tx.all(sql, values![device, at_most], |row| row.get("document"))
}

/// Withholds no change of a file any more.
pub(crate) fn let_through(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM withheld WHERE document = ?1", values![document])
}

/// Counts the changes that are withheld, by the device's row.
pub(crate) fn count_withheld(tx: &Tx<'_>) -> Result<Vec<(i64, u64)>, StoreError> {
    let sql = "SELECT device, COUNT(*) AS n FROM withheld GROUP BY device";
    tx.all(sql, values![], |row| Ok((row.get("device")?, row.get("n")?)))
}
