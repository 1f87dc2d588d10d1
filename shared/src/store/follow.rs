//! What is told of requests to whoever brings their codes: sealed records under addresses, the latest of each alone. At head office
//! each has its place in what the devices of its branch pull.

use jiff::civil::Date;

use super::scope::{ScopeEnd, place_in, row_of};
use super::{StoreError, Tx, values};

/// Bytes of an address.
type Address = [u8; 16];

/// A record as it stands, or that it is told no more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowRow {
    /// Its place in its scope, from 1.
    pub place: u64,
    /// Where it is found.
    pub address: Vec<u8>,
    /// The record; empty once it is told no more.
    pub sealed: Vec<u8>,
}

/// Returns the record at an address.
pub fn find(tx: &Tx<'_>, address: &Address) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT sealed FROM follow_up WHERE address = ?1";
    tx.one(sql, values![address.as_slice()], |row| row.get("sealed"))
}

/// Puts a record at the next place of a scope; `until` is the last day on which it is told.
pub fn put(
    tx: &Tx<'_>,
    end: &mut ScopeEnd,
    (address, sealed): (&[u8], &[u8]),
    until: Option<Date>,
) -> Result<(), StoreError> {
    end.position += 1;
    put_row(tx, row_of(end.id, end.position), (address, sealed), until)
}

/// Puts a record that a device pulled.
pub fn put_pulled(tx: &Tx<'_>, address: &[u8], sealed: &[u8]) -> Result<(), StoreError> {
    put_row(tx, 0, (address, sealed), None)
}

fn put_row(
    tx: &Tx<'_>,
    place: i64,
    (address, sealed): (&[u8], &[u8]),
    until: Option<Date>,
) -> Result<(), StoreError> {
    tx.put(
        "INSERT INTO follow_up (address, place, sealed, until) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (address) DO UPDATE SET place = excluded.place, sealed = excluded.sealed, until = excluded.until",
        values![address, place, sealed, until],
    )
}

/// Takes a record out.
pub fn remove(tx: &Tx<'_>, address: &[u8]) -> Result<(), StoreError> {
    tx.put("DELETE FROM follow_up WHERE address = ?1", values![address])
}

/// Takes all records out.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("DELETE FROM follow_up", values![])
}

/// Returns the addresses of a scope's records whose last day is before a day; so many at most.
pub fn past(tx: &Tx<'_>, scope: i64, day: Date, at_most: u64) -> Result<Vec<Vec<u8>>, StoreError> {
    let sql = "SELECT address FROM follow_up WHERE until < ?1 AND place >= ?2 AND place < ?3 ORDER BY until LIMIT ?4";
    tx.all(sql, values![day, row_of(scope, 0), row_of(scope + 1, 0), at_most], |row| row.get("address"))
}

/// Returns a scope's records behind a place, in the order of their places; so many at most.
pub fn after(tx: &Tx<'_>, scope: i64, place: u64, at_most: u64) -> Result<Vec<FollowRow>, StoreError> {
    let sql = "SELECT place, address, sealed FROM follow_up WHERE place > ?1 AND place < ?2 ORDER BY place LIMIT ?3";
    tx.all(sql, values![row_of(scope, place), row_of(scope + 1, 0), at_most], |row| {
        let place = place_in(row.get("place")?);
        Ok(FollowRow { place, address: row.get("address")?, sealed: row.get("sealed")? })
    })
}
