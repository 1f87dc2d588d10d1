//! Members of staff who sign in on this device, with the hashes of their PINs.

use super::{StoreError, Tx, values};

/// What is kept of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepresentativeRow {
    /// The PIN's salt and hash.
    pub pin: Vec<u8>,
    /// Wrong PINs since the last right one.
    pub wrong: u32,
    /// When PINs are checked again, in milliseconds since 1970.
    pub wait_until: i64,
}

/// Adds somebody, or gives them another PIN; earlier wrong ones are forgotten.
pub fn set(tx: &Tx<'_>, code: &str, pin: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO representative (code, pin) VALUES (?1, ?2)
               ON CONFLICT (code) DO UPDATE SET pin = excluded.pin, wrong = 0, wait_until = 0";
    tx.run(sql, values![code, pin]).map(drop)
}

/// Notes how many wrong PINs there were and how long to wait.
pub fn count(tx: &Tx<'_>, code: &str, wrong: u32, wait_until: i64) -> Result<(), StoreError> {
    let sql = "UPDATE representative SET wrong = ?2, wait_until = ?3 WHERE code = ?1";
    tx.run(sql, values![code, wrong, wait_until]).map(drop)
}

/// Finds somebody.
pub fn find(tx: &Tx<'_>, code: &str) -> Result<Option<RepresentativeRow>, StoreError> {
    tx.one("SELECT pin, wrong, wait_until FROM representative WHERE code = ?1", values![code], |row| {
        Ok(RepresentativeRow {
            pin: row.get("pin")?,
            wrong: row.get("wrong")?,
            wait_until: row.get("wait_until")?,
        })
    })
}

/// Returns the codes of all of them, in order.
pub fn codes(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all("SELECT code FROM representative ORDER BY code", values![], |row| row.get("code"))
}

/// Removes somebody.
pub fn remove(tx: &Tx<'_>, code: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM representative WHERE code = ?1", values![code]).map(drop)
}
