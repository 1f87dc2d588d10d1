//! Beneficiary files that are to be compared with those of the same national id, at head office.

use super::index::Digest;
use super::{StoreError, Tx, values};

/// What the column `waits` holds of a file that is to be compared now.
const DUE: i64 = 0;

/// The place of a digest in the id of a row whose file is to be looked through for all that it holds.
const ALL: Digest = Digest::NONE;

/// Why a file is not compared yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waits {
    /// The device made more files than it may in a day.
    Files,
    /// The device's files were joined to more of other branches than they may be in a day.
    Joins,
    /// The device looked for more people who are not on it than it may in a day.
    Looked,
}

impl Waits {
    fn column(self) -> i64 {
        match self {
            Self::Files => 1,
            Self::Joins => 2,
            Self::Looked => 3,
        }
    }
}

/// A file to be compared, or a number that a device looks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ToMatch {
    /// Row id.
    pub id: i64,
    /// The document's row; below zero that of the device that looks for somebody.
    pub document: i64,
    /// The national id that it came to hold; `None` where all that it holds are looked up.
    pub digest: Option<Digest>,
    /// The row of the device whose push it was.
    pub device: i64,
}

/// Notes files to be compared: document, the national id that it came to hold or `None` for all that it holds, and where it waits, why.
pub fn add(
    tx: &Tx<'_>,
    device: i64,
    rows: impl IntoIterator<Item = (i64, Option<Digest>, Option<Waits>)>,
) -> Result<(), StoreError> {
    let rows = rows.into_iter().map(|(document, digest, waits)| {
        let id = digest.unwrap_or(ALL).row_of(document);
        values![id, document, device, waits.map_or(DUE, Waits::column)]
    });
    tx.put_all(
        "INSERT INTO to_match (id, document, device, waits) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
        rows,
    )
}

/// Notes that a device, by its row, looks for whoever has a number.
pub fn look_for(tx: &Tx<'_>, device: i64, digest: Digest, waits: Option<Waits>) -> Result<(), StoreError> {
    add(tx, device, [(-device, Some(digest), waits)])
}

/// What is said of a number that one file alone came to hold.
const ALONE: &str = "(id & ?2) <> 0 AND NOT EXISTS (
    SELECT 1 FROM blind_index WHERE blind_index.id >= (to_match.id & ?2)
        AND blind_index.id <= (to_match.id | ?1) AND blind_index.document <> to_match.document)";

/// Takes out the files that came to hold a number which no other file has.
pub fn drop_alone(tx: &Tx<'_>) -> Result<(), StoreError> {
    let sql = format!("DELETE FROM to_match WHERE waits = 0 AND {ALONE}");
    tx.put(&sql, values![Digest::DOCUMENT, !Digest::DOCUMENT])
}

/// Tells whether anything is to be compared now, but for numbers that no other file has.
pub fn any_shared(tx: &Tx<'_>) -> Result<bool, StoreError> {
    let sql = format!("SELECT id FROM to_match WHERE waits = 0 AND NOT ({ALONE}) LIMIT 1");
    let values = values![Digest::DOCUMENT, !Digest::DOCUMENT];
    Ok(tx.one(&sql, values, |row| row.get::<i64>("id"))?.is_some())
}

/// Returns the files to be compared now, so many at most.
pub fn due(tx: &Tx<'_>, at_most: u64) -> Result<Vec<ToMatch>, StoreError> {
    let sql = "SELECT id, document, device FROM to_match WHERE waits = 0 ORDER BY document, id LIMIT ?1";
    tx.all(sql, values![at_most], |row| {
        let id = row.get("id")?;
        let digest = Some(Digest::in_row(id)).filter(|digest| *digest != ALL);
        Ok(ToMatch { id, document: row.get("document")?, digest, device: row.get("device")? })
    })
}

/// Tells whether a file is to be compared now.
pub fn any_due(tx: &Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.one("SELECT 1 AS one FROM to_match WHERE waits = 0 LIMIT 1", values![], |_| Ok(()))?.is_some())
}

/// Notes that a file was compared.
pub fn done(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM to_match WHERE id = ?1", values![id])
}

/// Has a file wait.
pub fn wait(tx: &Tx<'_>, id: i64, why: Waits) -> Result<(), StoreError> {
    tx.put("UPDATE to_match SET waits = ?2 WHERE id = ?1", values![id, why.column()])
}

/// Lets the oldest files of a device be compared that wait, so many at most. Returns how many that are.
pub fn wake(tx: &Tx<'_>, device: i64, why: Waits, at_most: u64) -> Result<u64, StoreError> {
    let sql = "UPDATE to_match SET waits = 0 WHERE id IN (
                  SELECT id FROM to_match WHERE device = ?1 AND waits = ?2 ORDER BY document LIMIT ?3)";
    tx.run(sql, values![device, why.column(), at_most])
}

/// Counts the numbers that a device looks for and that wait.
pub fn numbers_waiting(tx: &Tx<'_>, device: i64) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM to_match WHERE device = ?1 AND waits = ?2 AND document < 0";
    tx.only(sql, values![device, Waits::Looked.column()], |row| row.get("n"))
}

/// Lets all files of a device be compared that wait, as another one's. Returns how many that are.
pub fn hand_over(tx: &Tx<'_>, device: i64, to: i64) -> Result<u64, StoreError> {
    tx.run("UPDATE to_match SET waits = 0, device = ?2 WHERE device = ?1 AND waits <> 0", values![device, to])
}

/// Counts the files that wait and the numbers that are looked for, by the device's row.
pub fn waiting(tx: &Tx<'_>) -> Result<Vec<(i64, u64)>, StoreError> {
    let sql = "SELECT device, COUNT(DISTINCT CASE WHEN document < 0 THEN id ELSE document END) AS n
               FROM to_match WHERE waits <> 0 GROUP BY device";
    tx.all(sql, values![], |row| Ok((row.get("device")?, row.get("n")?)))
}
