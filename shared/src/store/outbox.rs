//! The outbox: own changes that the other side has not acknowledged, each with a checksum of the bytes as they were written.
//! What waits for weeks on a worn-out disk is looked at before it goes out.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::changes::{CHANGE, ChangeRow, change_row};
use super::{Row, StoreError, Tx, values};

/// How many bytes are hashed at most to put a flipped byte right: half a second's work. Each byte of an entry of 1,000 bytes is
/// tried with each other value, each bit of one of 5,000.
const MENDING_BYTES_MAX: usize = 256 * 1024 * 1024;

/// A change that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// The change.
    pub change: ChangeRow,
    /// The checksum of its bytes; `None` where they go out again.
    pub checksum: Option<i64>,
    /// It comes behind all others, and goes out alone: the line or the other side did not take it.
    pub goes_last: bool,
}

impl WaitingRow {
    /// Tells whether the bytes are those that were written.
    pub fn is_whole(&self) -> bool {
        is_whole(&self.change.bytes, self.checksum)
    }
}

/// Tells whether bytes are those that were written: a checksum that is off in one byte alone was hit itself.
pub fn is_whole(bytes: &[u8], checksum: Option<i64>) -> bool {
    checksum.is_none_or(|kept| {
        let apart = (kept ^ checksum_of(bytes)).to_be_bytes();
        apart.iter().filter(|byte| **byte != 0).count() <= 1
    })
}

/// Puts right the one byte that flipped; `None` where more is wrong, or the bytes are too many to try.
pub fn mended(bytes: &[u8], checksum: Option<i64>) -> Option<Vec<u8>> {
    let kept = checksum?;
    let mut tries = MENDING_BYTES_MAX / bytes.len().max(1);
    let mut masks: Vec<u8> = (1..=u8::MAX).collect();
    masks.sort_by_key(|mask| mask.count_ones());
    let mut tried = bytes.to_vec();
    for mask in masks {
        for at in 0..tried.len() {
            tries = tries.checked_sub(1)?;
            tried[at] ^= mask;
            if checksum_of(&tried) == kept {
                return Some(tried);
            }
            tried[at] ^= mask;
        }
    }
    None
}

/// Returns the checksum of what is written.
pub fn checksum_of(bytes: &[u8]) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(Sha256::digest(bytes));
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// Has a change wait that was written just now.
pub fn enqueue(tx: &Tx<'_>, change: i64, bytes: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (change, checksum) VALUES (?1, ?2) ON CONFLICT (change) DO NOTHING";
    tx.put(sql, values![change, checksum_of(bytes)])
}

/// Takes one change out of the outbox.
pub fn dequeue(tx: &Tx<'_>, change: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM outbox WHERE change = ?1", values![change])
}

fn waiting_row(row: &Row<'_>) -> Result<WaitingRow, StoreError> {
    let (checksum, goes_last) = (row.get("checksum")?, row.get("goes_last")?);
    Ok(WaitingRow { change: change_row(row)?, checksum, goes_last })
}

/// Marks the changes among these rows that are there as not yet acknowledged.
pub fn enqueue_those_there(tx: &Tx<'_>, rows: impl IntoIterator<Item = i64>) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (change) SELECT id FROM change WHERE id = ?1 AND NOT packed
               ON CONFLICT (change) DO NOTHING";
    tx.put_all(sql, rows.into_iter().map(|row| values![row]))
}

/// Returns the changes that wait, in order.
pub fn waiting(tx: &Tx<'_>) -> Result<Vec<ChangeRow>, StoreError> {
    let sql =
        format!("SELECT {CHANGE} FROM change JOIN outbox ON outbox.change = change.id ORDER BY change.id");
    tx.all(&sql, values![], change_row)
}

/// Returns the rows of the changes that wait, and of those of them that are not there.
pub fn waiting_rows(tx: &Tx<'_>) -> Result<(BTreeSet<i64>, Vec<i64>), StoreError> {
    let waiting = tx.all("SELECT change FROM outbox", values![], |row| row.get("change"))?;
    let sql =
        "SELECT change FROM outbox WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.id = outbox.change)
               ORDER BY change";
    Ok((waiting.into_iter().collect(), tx.all(sql, values![], |row| row.get("change"))?))
}

/// Returns the oldest changes that wait, of ratings journals or of all others, in order, up to `limit`; those of the document
/// `last`, and of documents of which something was refused, come behind all others.
pub fn waiting_of(tx: &Tx<'_>, ratings: bool, limit: u64, last: i64) -> Result<Vec<WaitingRow>, StoreError> {
    let sql = format!(
        "SELECT {CHANGE}, outbox.checksum, (change.document = ?3 OR document.refused_seq IS NOT NULL) AS goes_last
         FROM change JOIN outbox ON outbox.change = change.id JOIN document ON document.id = change.document
         WHERE (document.kind = 'r') = ?1 ORDER BY goes_last, change.id LIMIT ?2"
    );
    tx.all(&sql, values![ratings, limit, last], waiting_row)
}

/// Returns the row ids of the changes that wait, in order, each with its checksum.
pub fn all(tx: &Tx<'_>) -> Result<Vec<(i64, Option<i64>)>, StoreError> {
    tx.all("SELECT change, checksum FROM outbox ORDER BY change", values![], |row| {
        Ok((row.get("change")?, row.get("checksum")?))
    })
}

/// Returns a change by its row; `None` where there is none.
pub fn change(tx: &Tx<'_>, id: i64) -> Result<Option<ChangeRow>, StoreError> {
    tx.one(&format!("SELECT {CHANGE} FROM change WHERE id = ?1"), values![id], change_row)
}

/// Returns the bytes of a change, whatever else of its row is damaged; `None` where there is none.
pub fn bytes_of(tx: &Tx<'_>, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
    tx.one("SELECT bytes FROM change WHERE id = ?1", values![id], |row| row.get("bytes"))
}

/// Puts the bytes of a change right.
pub fn mend(tx: &Tx<'_>, id: i64, bytes: &[u8]) -> Result<(), StoreError> {
    tx.put("UPDATE change SET bytes = ?2 WHERE id = ?1", values![id, bytes])
}

/// Of which entries it is not noted that they wait, though nobody acknowledged them: their rows in the outbox are damaged.
const UNNOTED: &str = "FROM document JOIN change ON change.document = document.id AND change.writer = 0
    AND change.seq > document.acked_seq
    WHERE document.device IS NOT NULL AND document.stopped IS NULL
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.change = change.id)";

/// Tells whether the outbox lacks entries that nobody acknowledged.
pub fn lacks_some(tx: &Tx<'_>) -> Result<bool, StoreError> {
    let sql = format!("SELECT change.id {UNNOTED} LIMIT 1");
    Ok(tx.one(&sql, values![], |row| row.get::<i64>("id"))?.is_some())
}

/// Has the entries wait that the outbox lacks.
pub fn complete(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put(&format!("INSERT INTO outbox (change) SELECT change.id {UNNOTED}"), values![])
}

/// Tells whether a change of a document waits besides one.
pub fn has_others_of(tx: &Tx<'_>, document: i64, change: i64) -> Result<bool, StoreError> {
    let sql = "SELECT outbox.change FROM outbox JOIN change ON change.id = outbox.change
               WHERE change.document = ?1 AND change.id <> ?2 LIMIT 1";
    Ok(tx.one(sql, values![document, change], |row| row.get::<i64>("change"))?.is_some())
}

/// Counts the changes that wait, those of ratings journals left out.
pub fn count_beside_ratings(tx: &Tx<'_>) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) AS n FROM outbox JOIN change ON change.id = outbox.change
               JOIN document ON document.id = change.document WHERE document.kind <> 'r'";
    tx.only(sql, values![], |row| row.get("n"))
}

/// Counts the changes that wait.
pub fn count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM outbox", values![], |row| row.get("n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_flipped_byte_is_put_right_and_two_are_not() {
        let entry: Vec<u8> = (0..120).collect();
        let kept = Some(checksum_of(&entry));
        assert!(is_whole(&entry, kept) && is_whole(&entry, kept.map(|kept| kept ^ 0x4200)));
        for (at, mask) in [(0, 1), (60, 0x80), (119, 0xFF)] {
            let mut flipped = entry.clone();
            flipped[at] ^= mask;
            assert!(!is_whole(&flipped, kept));
            assert_eq!(mended(&flipped, kept).as_ref(), Some(&entry));
            flipped[5] ^= 2;
            assert_eq!(mended(&flipped, kept), None);
        }
    }

    #[test]
    fn bytes_that_take_too_long_to_try_stay_as_they_are() {
        let long = vec![7; MENDING_BYTES_MAX / 4];
        assert_eq!(mended(&long, Some(1)), None);
    }
}
