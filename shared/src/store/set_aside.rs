//! What could be neither sent nor received, each alone, as bytes: kept for ever, and told until somebody has looked at it.

use super::{Row, StoreError, Tx, values};
use crate::domain::{FactId, UnixMillis};

/// Which way something was to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// To head office.
    Out,
    /// From head office.
    In,
}

impl Way {
    /// Returns the stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::In => "in",
        }
    }
}

/// Something to be set aside.
#[derive(Clone, Copy, Debug)]
pub struct NewSetAside<'a> {
    /// Which way it was to go.
    pub way: Way,
    /// The document that it is of, by its name; empty where nobody knows.
    pub document: &'a str,
    /// Its number there, or the place in head office's log; 0 where nobody knows.
    pub seq: u64,
    /// The fact that it was.
    pub fact: Option<FactId>,
    /// Why: a code.
    pub reason: &'a str,
    /// When.
    pub at: UnixMillis,
    /// What is left of it.
    pub bytes: &'a [u8],
}

/// Something that was set aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetAsideRow {
    /// Its number here.
    pub id: i64,
    /// Which way it was to go.
    pub way: Way,
    /// The document that it is of, by its name; empty where nobody knows.
    pub document: String,
    /// Its number there, or the place in head office's log; 0 where nobody knows.
    pub seq: u64,
    /// The fact that it was.
    pub fact: Option<FactId>,
    /// Why: a code.
    pub reason: String,
    /// When.
    pub at: UnixMillis,
}

/// Keeps something that is set aside.
pub fn add(tx: &Tx<'_>, new: &NewSetAside<'_>) -> Result<(), StoreError> {
    let NewSetAside { way, document, seq, fact, reason, at, bytes } = *new;
    let sql = "INSERT INTO set_aside (way, document, seq, fact, reason, millis, bytes)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    tx.put(sql, values![way.code(), document, seq, fact, reason, at, bytes])
}

/// Tells whether the same was set aside before.
pub fn is_there(tx: &Tx<'_>, new: &NewSetAside<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM set_aside WHERE way = ?1 AND document = ?2 AND seq = ?3 AND bytes = ?4 LIMIT 1";
    let values = values![new.way.code(), new.document, new.seq, new.bytes];
    Ok(tx.one(sql, values, |row| row.get::<i64>("id"))?.is_some())
}

/// Returns what was set aside and nobody has looked at, oldest first.
pub fn unseen(tx: &Tx<'_>) -> Result<Vec<SetAsideRow>, StoreError> {
    let sql = "SELECT id, way, document, seq, fact, reason, millis FROM set_aside WHERE NOT seen ORDER BY id";
    tx.all(sql, values![], read)
}

/// Counts what was set aside and nobody has looked at.
pub fn count_unseen(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM set_aside WHERE NOT seen", values![], |row| row.get("n"))
}

/// Notes that somebody has looked at it; returns false where nothing of that number waits to be looked at.
pub fn see(tx: &Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run("UPDATE set_aside SET seen = TRUE WHERE id = ?1 AND NOT seen", values![id])? == 1)
}

fn read(row: &Row<'_>) -> Result<SetAsideRow, StoreError> {
    let way = if row.get::<String>("way")? == Way::Out.code() { Way::Out } else { Way::In };
    Ok(SetAsideRow {
        id: row.get("id")?,
        way,
        document: row.get("document")?,
        seq: row.get("seq")?,
        fact: row.get("fact")?,
        reason: row.get("reason")?,
        at: row.get("millis")?,
    })
}
