//! Single values: identity, incarnation, cursors.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{StoreError, Tx, values};

/// All values, as a transaction has read them where each read is a way to another machine. They change in a turn of the whole alone, or
/// in the transaction itself.
#[derive(Default)]
pub(super) struct Known(RefCell<Option<BTreeMap<String, Vec<u8>>>>);

impl Known {
    /// Reads them again when they are asked for.
    pub fn forget(&self) {
        self.0.take();
    }
}

/// Returns a value; `None` where it was never set.
pub fn get(tx: &Tx<'_>, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    if !tx.keeps_order() {
        return tx.one("SELECT value FROM meta WHERE name = ?1", values![name], |row| row.get("value"));
    }
    let Known(known) = tx.known_meta();
    if known.borrow().is_none() {
        let all = tx.all("SELECT name, value FROM meta", values![], |row| {
            Ok((row.get("name")?, row.get("value")?))
        })?;
        *known.borrow_mut() = Some(all.into_iter().collect());
    }
    Ok(known.borrow().as_ref().and_then(|all| all.get(name).cloned()))
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
    tx.known_meta().forget();
    let sql = "INSERT INTO meta (name, value) VALUES (?1, ?2)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.put(sql, values![name, value.as_ref()])
}

/// Forgets a value.
pub fn remove(tx: &Tx<'_>, name: &str) -> Result<(), StoreError> {
    tx.known_meta().forget();
    tx.put("DELETE FROM meta WHERE name = ?1", values![name])
}
