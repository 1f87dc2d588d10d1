//! Keys that came wrapped for a sealing key of head office's whose secret is not here.

use std::collections::BTreeMap;

use crate::domain::{DeviceId, KeyId};
use crate::store::keys::Wrap;
use crate::store::{Row, StoreError, Tx, values};

/// A key as it came.
pub(crate) struct UnopenedKey {
    /// Its row.
    pub id: i64,
    /// The row of the device that sent it.
    pub device: i64,
    /// Whose values it seals.
    pub owner: Vec<u8>,
    /// The key.
    pub key: KeyId,
    /// The wrapped secret.
    pub wrap: Wrap,
}

/// Keeps a key as it came; the same again is one. `id` of it is not looked at.
pub(crate) fn keep_unopened(tx: &Tx<'_>, new: &UnopenedKey) -> Result<(), StoreError> {
    let UnopenedKey { id: _, device, owner, key, wrap: Wrap { sender, step, secret } } = new;
    let sql = "INSERT INTO unopened_key (device, owner, key, sender, step, secret)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (device, key, sender) DO NOTHING";
    tx.run(sql, values![*device, owner, *key, sender, *step, secret]).map(drop)
}

/// Returns the keys that wait behind a row, in the order in which they came.
pub(crate) fn unopened_after(tx: &Tx<'_>, after: i64, limit: u64) -> Result<Vec<UnopenedKey>, StoreError> {
    let sql = "SELECT id, device, owner, key, sender, step, secret FROM unopened_key
               WHERE id > ?1 ORDER BY id LIMIT ?2";
    tx.all(sql, values![after, limit], |row: &Row<'_>| {
        let wrap = Wrap { sender: row.get("sender")?, step: row.get("step")?, secret: row.get("secret")? };
        let (id, device, owner, key) =
            (row.get("id")?, row.get("device")?, row.get("owner")?, row.get("key")?);
        Ok(UnopenedKey { id, device, owner, key, wrap })
    })
}

/// Forgets a key that was opened.
pub(crate) fn forget_unopened(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM unopened_key WHERE id = ?1", values![id]).map(drop)
}

/// Counts the keys that wait, by the device that sent them.
pub(crate) fn unopened(tx: &Tx<'_>) -> Result<BTreeMap<DeviceId, u64>, StoreError> {
    let sql = "SELECT device.device AS sent, count(*) AS n FROM unopened_key
               JOIN device ON device.id = unopened_key.device GROUP BY 1 ORDER BY 1";
    let counted = tx.all(sql, values![], |row| Ok((row.get("sent")?, row.get("n")?)))?;
    Ok(counted.into_iter().collect())
}
