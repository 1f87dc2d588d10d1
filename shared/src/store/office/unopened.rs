//! Keys that came wrapped for a sealing key of head office's whose secret is not here.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::domain::{DeviceId, KeyId};
use crate::store::keys::Wrap;
use crate::store::{Row, StoreError, Tx, values};

/// A key as it came.
pub(crate) struct UnopenedKey {
    /// The row of the device that sent it.
    pub device: i64,
    /// Whose values it seals.
    pub owner: Vec<u8>,
    /// The key.
    pub key: KeyId,
    /// The wrapped secret.
    pub wrap: Wrap,
}

impl UnopenedKey {
    /// Returns the number of its row.
    pub fn id(&self) -> i64 {
        let hash = Sha256::new_with_prefix(self.device.to_be_bytes()).chain_update(self.key.as_bytes());
        let hash = hash.chain_update(self.wrap.sender).finalize();
        i64::from_be_bytes(*hash.first_chunk().expect("a SHA-256 has more bytes"))
    }
}

/// Keeps a key as it came, as far as there is room for it, which it takes; the same again is one. Returns whether it is kept.
pub(crate) fn keep_unopened(tx: &Tx<'_>, new: &UnopenedKey, room: &mut u64) -> Result<bool, StoreError> {
    let known = "SELECT id FROM unopened_key WHERE id = ?1";
    if tx.one(known, values![new.id()], |row| row.get::<i64>("id"))?.is_some() {
        return Ok(true);
    }
    let Some(left) = room.checked_sub(1) else { return Ok(false) };
    *room = left;
    let UnopenedKey { device, owner, key, wrap: Wrap { sender, step, secret } } = new;
    let sql = "INSERT INTO unopened_key (id, device, owner, key, sender, step, secret)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    tx.put(sql, values![new.id(), *device, owner, *key, sender, *step, secret])?;
    Ok(true)
}

/// Counts the keys of a device, by its row, that wait.
pub(crate) fn unopened_of(tx: &Tx<'_>, device: i64) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) AS n FROM unopened_key WHERE device = ?1";
    tx.only(sql, values![device], |row| row.get("n"))
}

/// Returns the keys that wait in rows from a number on; `None` is before the first.
pub(crate) fn unopened_after(
    tx: &Tx<'_>,
    after: Option<i64>,
    limit: u64,
) -> Result<Vec<(i64, UnopenedKey)>, StoreError> {
    let sql = "SELECT id, device, owner, key, sender, step, secret FROM unopened_key
               WHERE (id > ?1 OR ?1 IS NULL) ORDER BY id LIMIT ?2";
    tx.all(sql, values![after, limit], |row: &Row<'_>| {
        let wrap = Wrap { sender: row.get("sender")?, step: row.get("step")?, secret: row.get("secret")? };
        let (device, owner, key) = (row.get("device")?, row.get("owner")?, row.get("key")?);
        Ok((row.get("id")?, UnopenedKey { device, owner, key, wrap }))
    })
}

/// Tells whether any key waits.
pub(crate) fn any_unopened(tx: &Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.one("SELECT id FROM unopened_key LIMIT 1", values![], |row| row.get::<i64>("id"))?.is_some())
}

/// Forgets what waits of a device's key: it came again, and opened.
pub(crate) fn forget_unopened_of(tx: &Tx<'_>, device: i64, key: KeyId) -> Result<(), StoreError> {
    tx.put("DELETE FROM unopened_key WHERE device = ?1 AND key = ?2", values![device, key])
}

/// Forgets all keys that wait.
pub(crate) fn forget_all_unopened(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("DELETE FROM unopened_key", values![])
}

/// Forgets a key that was opened.
pub(crate) fn forget_unopened(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM unopened_key WHERE id = ?1", values![id])
}

/// Counts the keys that wait, by the device that sent them.
pub(crate) fn unopened(tx: &Tx<'_>) -> Result<BTreeMap<DeviceId, u64>, StoreError> {
    let sql = "SELECT device.device AS sent, count(*) AS n FROM unopened_key
               JOIN device ON device.id = unopened_key.device GROUP BY 1 ORDER BY 1";
    let counted = tx.all(sql, values![], |row| Ok((row.get("sent")?, row.get("n")?)))?;
    Ok(counted.into_iter().collect())
}
