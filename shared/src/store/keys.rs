//! Sealing keys. No secret in these rows is in clear: at head office it is locked with the replica's own key, at a device it
//! is wrapped for its reader, whoever made it. An owner stands in them as a number.

use super::{Row, StoreError, Tx, values};
use crate::domain::KeyId;

/// A wrapped secret, with the session and the step of it in which it was wrapped.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrap {
    /// The sender's public half of the session.
    pub sender: [u8; 32],
    /// The step.
    pub step: u32,
    /// The wrapped secret.
    pub secret: Vec<u8>,
}

/// How a key's secret is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum KeySecret {
    /// Locked with the replica's own key.
    Locked(Vec<u8>),
    /// Wrapped in a session for the replica's reader.
    Wrapped(Wrap),
}

/// A key's row.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key's id.
    pub key: KeyId,
    /// The secret.
    pub secret: KeySecret,
}

/// A key that head office has not got.
#[derive(Clone, PartialEq, Eq)]
pub struct UnsentKey {
    /// The key.
    pub record: KeyRecord,
    /// The key wrapped for head office when it was made; `None` where head office had it and lost it.
    pub for_office: Option<Wrap>,
}

/// A key as a device keeps it.
pub struct NewKey<'a> {
    /// Whose values it seals.
    pub owner: i64,
    /// The key.
    pub key: KeyId,
    /// The row of the session in which it was wrapped for the device's reader.
    pub session: i64,
    /// The step of that session.
    pub step: u32,
    /// The wrapped secret.
    pub secret: &'a [u8],
    /// The key wrapped for head office; `None` where it came from there.
    pub for_office: Option<Wrap>,
}

/// Returns the number of an owner that is no beneficiary file (that one's is its document's row); `None` where it has none.
pub fn number_of(tx: &Tx<'_>, owner: &[u8]) -> Result<Option<i64>, StoreError> {
    let number = |row: &Row<'_>| Ok(-row.get::<i64>("id")?);
    tx.one("SELECT id FROM key_owner WHERE owner = ?1", values![owner], number)
}

/// Returns the number of an owner that is no beneficiary file, giving it one where it has none.
pub fn number_for(tx: &Tx<'_>, owner: &[u8]) -> Result<i64, StoreError> {
    match number_of(tx, owner)? {
        Some(known) => Ok(known),
        None => Ok(-tx.insert_new("INSERT INTO key_owner (owner) VALUES (?1)", values![owner])?),
    }
}

/// What a key's row says, with the session that it was wrapped in.
const RECORD: &str = "sealing_key.key, sealing_key.secret, sealing_key.step, key_session.sender";
const FROM: &str = "FROM sealing_key LEFT JOIN key_session ON key_session.id = sealing_key.session";

fn key_record(row: &Row<'_>) -> Result<KeyRecord, StoreError> {
    let secret = row.get("secret")?;
    let secret = match row.get("sender")? {
        Some(sender) => KeySecret::Wrapped(Wrap { sender, step: row.get("step")?, secret }),
        None => KeySecret::Locked(secret),
    };
    Ok(KeyRecord { key: row.get("key")?, secret })
}

/// Keeps a key that is locked with the replica's own key. A key that is there already stays as it is. Returns whether it was
/// added.
pub fn add_locked(tx: &Tx<'_>, owner: i64, key: KeyId, secret: &[u8]) -> Result<bool, StoreError> {
    let sql = "INSERT INTO sealing_key (owner, key, secret, sent) VALUES (?1, ?2, ?3, TRUE)
               ON CONFLICT (owner, key) DO NOTHING";
    Ok(tx.run(sql, values![owner, key, secret])? > 0)
}

/// Tells whether an owner's key is there.
pub fn is_there(tx: &Tx<'_>, owner: i64, key: KeyId) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM sealing_key WHERE owner = ?1 AND key = ?2";
    Ok(tx.one(sql, values![owner, key], |row| row.get::<i64>("id"))?.is_some())
}

/// Returns how many keys an owner has.
pub fn count_of(tx: &Tx<'_>, owner: i64) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM sealing_key WHERE owner = ?1", values![owner], |row| row.get("n"))
}

/// Keeps a key of a device. A key that is there already stays as it is.
pub fn add(tx: &Tx<'_>, new: &NewKey<'_>) -> Result<(), StoreError> {
    let NewKey { owner, key, session, step, secret, for_office } = new;
    let office = for_office.as_ref();
    let sql = "INSERT INTO sealing_key
            (owner, key, secret, session, step, sent, office_sender, office_step, office_secret)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (owner, key) DO NOTHING";
    let of_office = values![
        office.map(|wrap| &wrap.sender),
        office.map(|wrap| wrap.step),
        office.map(|wrap| &wrap.secret)
    ];
    let [sender, office_step, office_secret] = of_office;
    let sent = office.is_none();
    tx.run(sql, values![*owner, *key, *secret, *session, *step, sent, sender, office_step, office_secret])
        .map(drop)
}

/// Removes an owner's key.
pub fn remove(tx: &Tx<'_>, owner: i64, key: KeyId) -> Result<(), StoreError> {
    tx.run("DELETE FROM sealing_key WHERE owner = ?1 AND key = ?2", values![owner, key]).map(drop)
}

/// Returns the row of a session, adding it where it is not there.
pub fn session(tx: &Tx<'_>, sender: &[u8; 32]) -> Result<i64, StoreError> {
    let sql = "INSERT INTO key_session (sender) VALUES (?1)
               ON CONFLICT (sender) DO UPDATE SET sender = excluded.sender RETURNING id";
    tx.only(sql, values![sender], |row| row.get("id"))
}

/// Returns an owner's keys, oldest first.
pub fn of_owner(tx: &Tx<'_>, owner: i64) -> Result<Vec<KeyRecord>, StoreError> {
    let sql = format!("SELECT {RECORD} {FROM} WHERE owner = ?1 ORDER BY sealing_key.id");
    tx.all(&sql, values![owner], key_record)
}

/// Returns an owner's keys whose id begins with these bytes, oldest first.
pub fn named(tx: &Tx<'_>, owner: i64, begin: [u8; 4]) -> Result<Vec<KeyRecord>, StoreError> {
    let bound = |fill: u8| {
        let mut id = [fill; 16];
        id[..4].copy_from_slice(&begin);
        id
    };
    let sql =
        format!("SELECT {RECORD} {FROM} WHERE owner = ?1 AND key BETWEEN ?2 AND ?3 ORDER BY sealing_key.id");
    tx.all(&sql, values![owner, &bound(0), &bound(0xff)], key_record)
}

/// Returns an owner's newest key.
pub fn newest(tx: &Tx<'_>, owner: i64) -> Result<Option<KeyRecord>, StoreError> {
    let sql = format!("SELECT {RECORD} {FROM} WHERE owner = ?1 ORDER BY sealing_key.id DESC LIMIT 1");
    tx.one(&sql, values![owner], key_record)
}

/// Returns an owner's keys that head office has not got, oldest first; `wrapped` leaves out those that would have to be
/// wrapped for it again.
pub fn unsent_of(tx: &Tx<'_>, owner: i64, wrapped: bool, limit: u64) -> Result<Vec<UnsentKey>, StoreError> {
    let sql = format!(
        "SELECT {RECORD}, office_sender, office_step, office_secret {FROM}
         WHERE owner = ?1 AND NOT sent AND (office_secret IS NOT NULL OR NOT ?2) ORDER BY sealing_key.id LIMIT ?3"
    );
    tx.all(&sql, values![owner, wrapped, limit], |row| {
        let for_office = match row.get("office_secret")? {
            Some(secret) => {
                Some(Wrap { sender: row.get("office_sender")?, step: row.get("office_step")?, secret })
            }
            None => None,
        };
        Ok(UnsentKey { record: key_record(row)?, for_office })
    })
}

/// Returns the documents' rows of the files that have a key which head office has not got and which is not wrapped for it.
pub fn files_to_wrap_again(tx: &Tx<'_>) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT DISTINCT owner FROM sealing_key
               WHERE NOT sent AND office_secret IS NULL AND owner > 0 ORDER BY owner";
    tx.all(sql, values![], |row| row.get("owner"))
}

/// Notes that head office has an owner's key: what it needed of it is destroyed, so that an erased key is gone.
pub fn mark_sent(tx: &Tx<'_>, owner: i64, key: KeyId) -> Result<(), StoreError> {
    let sql =
        "UPDATE sealing_key SET sent = TRUE, office_sender = NULL, office_step = NULL, office_secret = NULL
               WHERE owner = ?1 AND key = ?2";
    tx.run(sql, values![owner, key]).map(drop)
}

/// Notes that head office has lost all keys.
pub fn mark_nothing_sent(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("UPDATE sealing_key SET sent = FALSE", values![]).map(drop)
}

/// Notes that head office has not got an owner's keys.
pub fn mark_unsent(tx: &Tx<'_>, owner: i64) -> Result<(), StoreError> {
    tx.run("UPDATE sealing_key SET sent = FALSE WHERE owner = ?1", values![owner]).map(drop)
}
