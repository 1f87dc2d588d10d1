//! Sealing keys and the blind index. The secrets in these rows are sealed with the replica's own key.

use super::{Row, StoreError, Tx, values};

/// What a row of the blind index was made from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IndexKind {
    /// A national id or iqama number.
    NationalId,
    /// A mobile number.
    Mobile,
}

impl IndexKind {
    /// Returns the stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NationalId => "national_id",
            Self::Mobile => "mobile",
        }
    }
}

/// A key's row.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key's id.
    pub key: Vec<u8>,
    /// The name of the document it seals values of.
    pub document: String,
    /// The secret, sealed with the replica's own key.
    pub secret: Vec<u8>,
}

fn key_record(row: &Row<'_>) -> Result<KeyRecord, StoreError> {
    Ok(KeyRecord { key: row.get("key")?, document: row.get("name")?, secret: row.get("secret")? })
}

const KEY_COLUMNS: &str = "sealing_key.key, document.name, sealing_key.secret";

/// Keeps a key. A key that is there already stays as it is.
pub fn add_key(tx: &Tx<'_>, key: &[u8], document: i64, secret: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO sealing_key (key, document, secret) VALUES (?1, ?2, ?3)
               ON CONFLICT (document, key) DO NOTHING";
    tx.run(sql, values![key, document, secret]).map(drop)
}

/// Finds a document's key by id. An id alone is no proof: another device may have given it to a key of its own.
pub fn key(tx: &Tx<'_>, document: &str, key: &[u8]) -> Result<Option<KeyRecord>, StoreError> {
    let sql = format!(
        "SELECT {KEY_COLUMNS} FROM document JOIN sealing_key ON sealing_key.document = document.id
         WHERE document.name = ?1 AND sealing_key.key = ?2"
    );
    tx.one(&sql, values![document, key], key_record)
}

/// Returns a document's keys, oldest first.
pub fn keys_of(tx: &Tx<'_>, document: i64) -> Result<Vec<KeyRecord>, StoreError> {
    keys_where(tx, document, false)
}

/// Returns a document's keys that the other side has not got, oldest first.
pub fn unsent_keys_of(tx: &Tx<'_>, document: i64) -> Result<Vec<KeyRecord>, StoreError> {
    keys_where(tx, document, true)
}

fn keys_where(tx: &Tx<'_>, document: i64, unsent: bool) -> Result<Vec<KeyRecord>, StoreError> {
    let sql = format!(
        "SELECT {KEY_COLUMNS} FROM sealing_key JOIN document ON document.id = sealing_key.document
         WHERE sealing_key.document = ?1 AND (NOT ?2 OR NOT sent) ORDER BY sealing_key.id"
    );
    tx.all(&sql, values![document, unsent], key_record)
}

/// Notes that the other side has a document's key.
pub fn mark_key_sent(tx: &Tx<'_>, document: &str, key: &[u8]) -> Result<(), StoreError> {
    let sql = "UPDATE sealing_key SET sent = TRUE
               WHERE key = ?2 AND document = (SELECT id FROM document WHERE name = ?1)";
    tx.run(sql, values![document, key]).map(drop)
}

/// Notes that the other side has lost all keys and index rows.
pub fn mark_nothing_sent(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("UPDATE sealing_key SET sent = FALSE", values![])?;
    mark_no_index_sent(tx)
}

/// Notes that the other side has lost all index rows.
pub fn mark_no_index_sent(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("UPDATE blind_index SET sent = FALSE", values![]).map(drop)
}

/// Notes that the other side has not got a file's keys.
pub fn mark_file_unsent(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    tx.run("UPDATE sealing_key SET sent = FALSE WHERE document = ?1", values![document]).map(drop)
}

/// Adds a row to the blind index.
pub fn add_index(tx: &Tx<'_>, kind: &str, digest: &[u8], file: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO blind_index (kind, digest, file) VALUES (?1, ?2, ?3)
               ON CONFLICT (kind, digest, file) DO NOTHING";
    tx.run(sql, values![kind, digest, file]).map(drop)
}

/// Returns the files behind a digest, oldest first.
pub fn files_of(tx: &Tx<'_>, kind: IndexKind, digest: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = "SELECT file FROM blind_index WHERE kind = ?1 AND digest = ?2 ORDER BY id";
    tx.all(sql, values![kind.code(), digest], |row| row.get("file"))
}

/// Returns a file's index rows (kind, digest) that the other side has not got.
pub fn unsent_index_of(tx: &Tx<'_>, file: &[u8]) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let sql = "SELECT kind, digest FROM blind_index WHERE NOT sent AND file = ?1 ORDER BY id";
    tx.all(sql, values![file], |row| Ok((row.get("kind")?, row.get("digest")?)))
}

/// Notes that the other side has an index row.
pub fn mark_index_sent(tx: &Tx<'_>, kind: &str, digest: &[u8], file: &[u8]) -> Result<(), StoreError> {
    let sql = "UPDATE blind_index SET sent = TRUE WHERE kind = ?1 AND digest = ?2 AND file = ?3";
    tx.run(sql, values![kind, digest, file]).map(drop)
}
