//! Single values: identity, incarnation, cursors.

use super::{StoreError, Tx, values};

/// Returns a value; `None` where it was never set.
pub fn get(tx: &Tx<'_>, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    tx.one("SELECT value FROM meta WHERE name = ?1", values![name], |row| row.get("value"))
}

/// Returns a text; `None` where it was never set or is no text.
pub fn get_text(tx: &Tx<'_>, name: &str) -> Result<Option<String>, StoreError> {
    Ok(get(tx, name)?.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Returns a number; `None` where it was never set or is no number.
pub fn get_number(tx: &Tx<'_>, name: &str) -> Result<Option<i64>, StoreError> {
    Ok(get_text(tx, name)?.and_then(|text| text.parse().ok()))
}

/// Sets a value.
pub fn set(tx: &Tx<'_>, name: &str, value: impl AsRef<[u8]>) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES (?1, ?2)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.put(sql, values![name, value.as_ref()])
}

/// Forgets a value.
pub fn remove(tx: &Tx<'_>, name: &str) -> Result<(), StoreError> {
    tx.put("DELETE FROM meta WHERE name = ?1", values![name])
}
