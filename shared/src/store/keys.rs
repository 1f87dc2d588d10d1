//! Sealing keys and the blind index. The secrets in these rows are sealed with the replica's own key.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

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

fn key_record(row: &rusqlite::Row<'_>) -> rusqlite::Result<KeyRecord> {
    Ok(KeyRecord { key: row.get(0)?, document: row.get(1)?, secret: row.get(2)? })
}

const KEY_COLUMNS: &str = "sealing_key.key, document.name, sealing_key.secret";

/// Keeps a key. A key that is there already stays as it is.
pub fn add_key(connection: &Connection, key: &[u8], document: i64, secret: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO sealing_key (key, document, secret) VALUES (?1, ?2, ?3)")?
        .execute(params![key, document, secret])?;
    Ok(())
}

/// Finds a document's key by id. An id alone is no proof: another device may have given it to a key of its own.
pub fn key(connection: &Connection, document: &str, key: &[u8]) -> Result<Option<KeyRecord>, StoreError> {
    let sql = format!(
        "SELECT {KEY_COLUMNS} FROM document JOIN sealing_key ON sealing_key.document = document.id
         WHERE document.name = ?1 AND sealing_key.key = ?2"
    );
    Ok(connection.prepare_cached(&sql)?.query_row(params![document, key], key_record).optional()?)
}

/// Returns a document's keys, oldest first.
pub fn keys_of(connection: &Connection, document: i64) -> Result<Vec<KeyRecord>, StoreError> {
    keys_where(connection, document, false)
}

/// Returns a document's keys that the other side has not got, oldest first.
pub fn unsent_keys_of(connection: &Connection, document: i64) -> Result<Vec<KeyRecord>, StoreError> {
    keys_where(connection, document, true)
}

fn keys_where(connection: &Connection, document: i64, unsent: bool) -> Result<Vec<KeyRecord>, StoreError> {
    let sql = format!(
        "SELECT {KEY_COLUMNS} FROM sealing_key JOIN document ON document.id = sealing_key.document
         WHERE sealing_key.document = ?1 AND (NOT ?2 OR sent = 0) ORDER BY sealing_key.id"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![document, unsent], key_record)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that the other side has a document's key.
pub fn mark_key_sent(connection: &Connection, document: &str, key: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE sealing_key SET sent = 1
             WHERE key = ?2 AND document = (SELECT id FROM document WHERE name = ?1)",
        )?
        .execute(params![document, key])?;
    Ok(())
}

/// Notes that the other side has lost all keys and index rows.
pub fn mark_nothing_sent(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("UPDATE sealing_key SET sent = 0; UPDATE blind_index SET sent = 0;")?;
    Ok(())
}

/// Notes that the other side has not got a file's keys.
pub fn mark_file_unsent(connection: &Connection, document: i64) -> Result<(), StoreError> {
    connection.prepare_cached("UPDATE sealing_key SET sent = 0 WHERE document = ?1")?.execute([document])?;
    Ok(())
}

/// Adds a row to the blind index.
pub fn add_index(connection: &Connection, kind: &str, digest: &[u8], file: &[u8]) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO blind_index (kind, digest, file) VALUES (?1, ?2, ?3)")?
        .execute(params![kind, digest, file])?;
    Ok(())
}

/// Returns the files behind a digest, oldest first.
pub fn files_of(connection: &Connection, kind: IndexKind, digest: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT file FROM blind_index WHERE kind = ?1 AND digest = ?2 ORDER BY id")?;
    let rows = statement.query_map(params![kind.code(), digest], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns a file's index rows (kind, digest) that the other side has not got.
pub fn unsent_index_of(connection: &Connection, file: &[u8]) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT kind, digest FROM blind_index WHERE sent = 0 AND file = ?1 ORDER BY id")?;
    let rows = statement.query_map([file], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that the other side has an index row.
pub fn mark_index_sent(
    connection: &Connection,
    kind: &str,
    digest: &[u8],
    file: &[u8],
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE blind_index SET sent = 1 WHERE kind = ?1 AND digest = ?2 AND file = ?3")?
        .execute(params![kind, digest, file])?;
    Ok(())
}
