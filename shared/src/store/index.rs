//! The blind index: which beneficiary files hold a number, by keyed hashes. A read table.

use super::{StoreError, Tx, values};
use crate::domain::FileId;

/// A keyed hash of a number: 40 bits. They lead to a few files, and the files' values decide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Digest(i64);

impl Digest {
    /// The bits of a row's id that are the document's, the low ones; the others are the digest's.
    pub(super) const DOCUMENT: i64 = (1 << 24) - 1;

    /// What no number has, but for one in a million million.
    pub(super) const NONE: Self = Self(0);

    /// Makes the digest that a hash begins with.
    pub fn of(hash: [u8; 8]) -> Self {
        Self::in_row(i64::from_be_bytes(hash))
    }

    /// Returns the digest in a row's id.
    pub(super) fn in_row(id: i64) -> Self {
        Self(id & !Self::DOCUMENT)
    }

    /// Returns the id of a document's row.
    pub(super) fn row_of(self, document: i64) -> i64 {
        self.0 | (document & Self::DOCUMENT)
    }

    fn last_row(self) -> i64 {
        self.0 | Self::DOCUMENT
    }
}

/// Adds a row. Of two files of one number whose documents' rows are a multiple of 2^24 apart, the later is not found by it:
/// no head office comes to 16 million files.
pub fn add(tx: &Tx<'_>, digest: &Digest, document: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO blind_index (id, document) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING";
    tx.put(sql, values![digest.row_of(document), document])
}

/// Returns the files behind a digest with their documents' rows, oldest first, so many at most.
pub fn files_of(tx: &Tx<'_>, digest: &Digest, at_most: usize) -> Result<Vec<(i64, FileId)>, StoreError> {
    let sql = "SELECT document.id, document.file FROM blind_index JOIN document ON document.id = blind_index.document
               WHERE blind_index.id BETWEEN ?1 AND ?2 ORDER BY blind_index.id LIMIT ?3";
    let span = values![digest.0, digest.last_row(), at_most];
    tx.all(sql, span, |row| Ok((row.get("id")?, row.get("file")?)))
}

/// Returns the files behind a digest with their documents' rows, of each device that made
/// some the latest so many, and so many of all: the latest of each first. Whoever makes many files of one number crowds out their own alone.
pub fn latest_of_each_writer(
    tx: &Tx<'_>,
    digest: &Digest,
    of_writer: usize,
    at_most: usize,
) -> Result<Vec<(i64, FileId)>, StoreError> {
    let sql = "SELECT id, file FROM (
                  SELECT document.id, document.file,
                     row_number() OVER (PARTITION BY writer.device ORDER BY document.id DESC) AS place
                  FROM blind_index JOIN document ON document.id = blind_index.document
                     JOIN change ON change.id =
                        (SELECT min(first.id) FROM change AS first WHERE first.document = document.id)
                     JOIN writer ON writer.id = change.writer
                  WHERE blind_index.id BETWEEN ?1 AND ?2) AS made
               WHERE place <= ?3 ORDER BY place, id LIMIT ?4";
    let span = values![digest.0, digest.last_row(), of_writer, at_most];
    tx.all(sql, span, |row| Ok((row.get("id")?, row.get("file")?)))
}

/// Returns the files behind a digest that a branch holds, by its scope's name, with their documents' rows: the latest so many.
pub fn latest_of_branch(
    tx: &Tx<'_>,
    digest: &Digest,
    scope: &str,
    at_most: usize,
) -> Result<Vec<(i64, FileId)>, StoreError> {
    let sql = "SELECT document.id, document.file FROM blind_index JOIN document ON document.id = blind_index.document
                  JOIN file_branch ON file_branch.id =
                     (document.id << 20 | (SELECT scope.id FROM scope WHERE scope.name = ?3))
               WHERE blind_index.id BETWEEN ?1 AND ?2 ORDER BY blind_index.id DESC LIMIT ?4";
    let span = values![digest.0, digest.last_row(), scope, at_most];
    tx.all(sql, span, |row| Ok((row.get("id")?, row.get("file")?)))
}

/// Returns the digests that several documents have, in order, after one and up to `limit`.
pub fn shared_after(tx: &Tx<'_>, after: Option<Digest>, limit: u64) -> Result<Vec<Digest>, StoreError> {
    // the first row of each digest that has another one
    let sql = "SELECT id FROM blind_index AS first WHERE id > ?1
                  AND NOT EXISTS (SELECT 1 FROM blind_index WHERE id >= (first.id & ?4) AND id < first.id)
                  AND EXISTS (SELECT 1 FROM blind_index WHERE id > first.id AND id <= (first.id | ?3))
               ORDER BY id LIMIT ?2";
    let after = after.map_or(i64::MIN, Digest::last_row);
    tx.all(sql, values![after, limit, Digest::DOCUMENT, !Digest::DOCUMENT], |row| {
        Ok(Digest::in_row(row.get("id")?))
    })
}

/// Empties the index, before it is rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("DELETE FROM blind_index", values![])
}

/// Returns every row as text, in order.
pub fn canonical(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all("SELECT id, document FROM blind_index ORDER BY id", values![], |row| {
        Ok(format!("{} {}", row.get::<i64>("id")?, row.get::<i64>("document")?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::changes::{NewDocument, add_document};
    use crate::store::{Db, Part};

    #[test]
    fn the_files_of_a_number_come_oldest_first_and_what_several_have_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open_or_create(dir.path(), Part::Office).unwrap();
        // neighbours, the least and the greatest of all
        let hashes = [i64::MIN, -1 << 24, 0, 1 << 24, i64::MAX];
        let [least, before, none, one, greatest] = hashes.map(|hash| Digest::of(hash.to_be_bytes()));
        db.write::<_, StoreError>(|tx| {
            let files = [3, 1, 2].map(|n| FileId::from_random([n; 16]));
            let mut rows = Vec::new();
            for file in files {
                let new = NewDocument { name: "", kind: "f", file: Some(file), device: None, actor: &[] };
                rows.push((add_document(tx, &new)?.id, file));
            }
            for (digest, held_by) in [
                (least, &rows[..]),
                (before, &rows[..2]),
                (none, &rows[2..]),
                (one, &rows[1..]),
                (greatest, &rows[..1]),
            ] {
                for (document, _) in held_by.iter().rev().chain(held_by) {
                    add(tx, &digest, *document)?;
                }
                assert_eq!(files_of(tx, &digest, 3)?, held_by);
            }
            assert_eq!(files_of(tx, &least, 2)?, rows[..2]);
            assert_eq!(shared_after(tx, None, 9)?, [least, before, one]);
            assert_eq!(shared_after(tx, Some(least), 1)?, [before]);
            assert_eq!(shared_after(tx, Some(one), 9)?, []);
            Ok(())
        })
        .unwrap();
    }
}
