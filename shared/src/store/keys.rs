//! Sealing keys. The secrets in these rows are sealed with the replica's own key.

use super::{Row, StoreError, Tx, values};
use crate::domain::KeyId;

/// A key's row.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key's id.
    pub key: KeyId,
    /// The secret, sealed with the replica's own key.
    pub secret: Vec<u8>,
}

/// A key that head office has not got.
#[derive(Clone, PartialEq, Eq)]
pub struct UnsentKey {
    /// Row id.
    pub id: i64,
    /// Whose values it seals.
    pub owner: String,
    /// The key.
    pub record: KeyRecord,
    /// What head office needs of it: the session's public half and the wrapped secret.
    pub wrapped: Option<([u8; 32], Vec<u8>)>,
}

fn key_record(row: &Row<'_>) -> Result<KeyRecord, StoreError> {
    Ok(KeyRecord { key: row.get("key")?, secret: row.get("secret")? })
}

/// Keeps a key. A key that is there already stays as it is.
pub fn add(tx: &Tx<'_>, owner: &str, key: KeyId, secret: &[u8], sent: bool) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO sealing_key (owner, key, secret, sent) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (owner, key) DO NOTHING",
        values![owner, key, secret, sent],
    )
    .map(drop)
}

/// Keeps a key of this device's own, wrapped for head office.
pub fn add_wrapped(
    tx: &Tx<'_>,
    owner: &str,
    key: KeyId,
    secret: &[u8],
    sender: &[u8; 32],
    wrapped: &[u8],
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO sealing_key (owner, key, secret, sender, wrapped) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (owner, key) DO NOTHING",
        values![owner, key, secret, sender, wrapped],
    )
    .map(drop)
}

/// Returns an owner's keys, oldest first.
pub fn of_owner(tx: &Tx<'_>, owner: &str) -> Result<Vec<KeyRecord>, StoreError> {
    tx.all("SELECT key, secret FROM sealing_key WHERE owner = ?1 ORDER BY id", values![owner], key_record)
}

/// Returns an owner's keys that head office has not got, oldest first.
pub fn unsent_of(tx: &Tx<'_>, owner: &str) -> Result<Vec<UnsentKey>, StoreError> {
    let sql = "SELECT id, owner, key, secret, sender, wrapped FROM sealing_key
               WHERE owner = ?1 AND NOT sent ORDER BY id";
    tx.all(sql, values![owner], |row| {
        let (sender, wrapped): (Option<[u8; 32]>, Option<Vec<u8>>) =
            (row.get("sender")?, row.get("wrapped")?);
        Ok(UnsentKey {
            id: row.get("id")?,
            owner: row.get("owner")?,
            record: key_record(row)?,
            wrapped: sender.zip(wrapped),
        })
    })
}

/// Notes that head office has an owner's key: what it needed of it is destroyed, so that an erased key is gone.
pub fn mark_sent(tx: &Tx<'_>, owner: &str, key: KeyId) -> Result<(), StoreError> {
    let sql =
        "UPDATE sealing_key SET sent = TRUE, sender = NULL, wrapped = NULL WHERE owner = ?1 AND key = ?2";
    tx.run(sql, values![owner, key]).map(drop)
}

/// Notes that head office has lost all keys.
pub fn mark_nothing_sent(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("UPDATE sealing_key SET sent = FALSE", values![]).map(drop)
}

/// Notes that head office has not got an owner's keys.
pub fn mark_unsent(tx: &Tx<'_>, owner: &str) -> Result<(), StoreError> {
    tx.run("UPDATE sealing_key SET sent = FALSE WHERE owner = ?1", values![owner]).map(drop)
}
