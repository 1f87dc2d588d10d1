//! PINs on this device: its own, under an empty code, and those of the members of staff who sign in here.

use super::{Row, StoreError, Tx, values};
use crate::domain::FactId;

/// What is kept of a PIN. None of it tells the PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinRow {
    /// Memory that trying a PIN takes, in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// The salt.
    pub salt: [u8; 16],
    /// Ten bits of what is made of the PIN.
    pub hint: u32,
    /// What the PIN opens reading and drafts with; `None` where it opens nothing.
    pub wrap: Option<Vec<u8>>,
    /// What their drafts are sealed for; `None` where they are sealed for the device's reader.
    pub drafts: Option<[u8; 32]>,
    /// Wrong PINs since the last right one.
    pub wrong: u32,
    /// When PINs are checked again, in milliseconds since 1970.
    pub wait_until: i64,
    /// The pass under which its person set it; `None` where the branch's staff did.
    pub pass: Option<FactId>,
}

/// Sets a PIN; earlier wrong ones are forgotten.
pub fn set(tx: &Tx<'_>, code: &str, row: &PinRow) -> Result<(), StoreError> {
    let PinRow { memory_kib, passes, salt, hint, wrap, drafts, wrong, wait_until, pass } = row;
    let sql = "INSERT INTO pin (code, memory_kib, passes, salt, hint, wrap, wrong, wait_until, drafts, pass)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
               ON CONFLICT (code) DO UPDATE SET memory_kib = excluded.memory_kib, passes = excluded.passes,
                   salt = excluded.salt, hint = excluded.hint, wrap = excluded.wrap, wrong = excluded.wrong,
                   wait_until = excluded.wait_until, drafts = excluded.drafts,
                   pass = excluded.pass";
    let drafts = drafts.as_ref().map(<[u8; 32]>::as_slice);
    let values =
        values![code, *memory_kib, *passes, salt, *hint, wrap.as_deref(), *wrong, *wait_until, drafts, *pass];
    tx.put(sql, values)
}

/// Notes how many wrong PINs there were and how long to wait.
pub fn count(tx: &Tx<'_>, code: &str, wrong: u32, wait_until: i64) -> Result<(), StoreError> {
    let sql = "UPDATE pin SET wrong = ?2, wait_until = ?3 WHERE code = ?1";
    tx.put(sql, values![code, wrong, wait_until])
}

/// Destroys what somebody's PIN opens reading and drafts with. Nothing more is sealed for a key that nobody can open.
pub fn close(tx: &Tx<'_>, code: &str) -> Result<(), StoreError> {
    tx.put("UPDATE pin SET wrap = NULL, drafts = NULL WHERE code = ?1", values![code])
}

/// Destroys what any PIN opens reading and drafts with.
pub fn close_all(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("UPDATE pin SET wrap = NULL, drafts = NULL", values![])
}

/// Finds somebody's.
pub fn find(tx: &Tx<'_>, code: &str) -> Result<Option<PinRow>, StoreError> {
    let sql = "SELECT memory_kib, passes, salt, hint, wrap, drafts, wrong, wait_until, pass FROM pin WHERE code = ?1";
    tx.one(sql, values![code], |row: &Row<'_>| {
        Ok(PinRow {
            memory_kib: row.get("memory_kib")?,
            passes: row.get("passes")?,
            salt: row.get("salt")?,
            hint: row.get("hint")?,
            wrap: row.get("wrap")?,
            drafts: row.get("drafts")?,
            wrong: row.get("wrong")?,
            wait_until: row.get("wait_until")?,
            pass: row.get("pass")?,
        })
    })
}

/// Returns the codes of the members of staff who have one, in order.
pub fn codes(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all("SELECT code FROM pin WHERE code <> '' ORDER BY code", values![], |row| row.get("code"))
}

/// Removes somebody's.
pub fn remove(tx: &Tx<'_>, code: &str) -> Result<(), StoreError> {
    tx.put("DELETE FROM pin WHERE code = ?1", values![code])
}
