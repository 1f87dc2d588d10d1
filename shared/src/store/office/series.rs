//! Numbers that head office gives, each once and without a gap.

use crate::store::{StoreError, Tx, values};

/// Gives the next number of a series in a year, from 1. Whoever else gives one waits until this transaction has ended; one that is
/// taken back gives the number again.
pub fn next(tx: &Tx<'_>, name: &str, year: i64) -> Result<u64, StoreError> {
    let sql = "INSERT INTO series (name, year, last) VALUES (?1, ?2, 1)
               ON CONFLICT (name, year) DO UPDATE SET last = series.last + 1 RETURNING last";
    tx.only(sql, values![name, year], |row| row.get("last"))
}

/// A series in a year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeriesRow {
    /// Its name.
    pub name: String,
    /// The year.
    pub year: i64,
    /// The last number that was given.
    pub last: u64,
}

/// Lists the series, by name and year.
pub fn all(tx: &Tx<'_>) -> Result<Vec<SeriesRow>, StoreError> {
    tx.all("SELECT name, year, last FROM series ORDER BY name, year", values![], |row| {
        Ok(SeriesRow { name: row.get("name")?, year: row.get("year")?, last: row.get("last")? })
    })
}
