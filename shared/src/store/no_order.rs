//! Which rows a push of ratings wrote, so that no engine's order of rows tells when (P-11). A table of SQLite lies in the order of its
//! rows' numbers, which follow from hashes; PostgreSQL's rows lie as they came, and each names the transaction that wrote it.

use super::changes::{self, DocumentRow};
use super::{StoreError, Tx, keys, ratings, run, values};
use crate::domain::{FactId, KeyId};

/// A row: its table and its number.
pub(crate) type LooseRow = (&'static str, i64);

/// The tables that a push of ratings writes to, each with the column by which its rows are named.
#[cfg(feature = "postgres")]
pub(super) const TABLES: [(&str, &str); 8] = [
    ("change", "id"),
    ("document", "id"),
    ("key_owner", "id"),
    ("push", "id"),
    ("rating", "id"),
    ("rating_reason", "rating"),
    ("sealing_key", "id"),
    ("unopened_key", "id"),
];

/// What a push of ratings wrote.
pub struct RatingsPush<'a> {
    /// The journals, by name, and the number of the first entry of each that came.
    pub journals: Vec<(&'a str, u64)>,
    /// The ratings.
    pub facts: Vec<FactId>,
    /// Whose the keys are that came, and these.
    pub owner: &'a [u8],
    /// The keys.
    pub keys: Vec<KeyId>,
    /// The number of the push's evidence.
    pub push: i64,
}

/// Notes the rows that a push of ratings wrote, where the engine keeps an order of them: [`Db::forget_order`](super::Db::forget_order)
/// takes it away.
pub fn note(tx: &Tx<'_>, push: &RatingsPush<'_>) -> Result<(), StoreError> {
    if !tx.keeps_order() {
        return Ok(());
    }
    let RatingsPush { journals, facts, owner, keys: came, push } = push;
    let mut rows: Vec<LooseRow> = vec![("push", *push)];
    for (name, first) in journals {
        let Some(DocumentRow { id, .. }) = changes::document(tx, name)? else { continue };
        rows.push(("document", id));
        // a run that is full is packed into its last row
        let sql = "SELECT id FROM change WHERE document = ?1 AND seq >= ?2";
        // what a device says of a number that no journal comes to was refused
        let begin = first.saturating_sub(run::RUN).min(i64::MAX.cast_unsigned());
        let found = tx.all(sql, values![id, begin], |row| row.get("id"))?;
        rows.extend(found.into_iter().map(|id| ("change", id)));
    }
    for fact in facts {
        let id = ratings::row_of(fact.as_bytes());
        rows.extend([("rating", id), ("rating_reason", id)]);
    }
    if let Some(number) = keys::number_of(tx, owner)? {
        rows.push(("key_owner", -number));
        for key in came {
            rows.extend(keys::find(tx, number, *key)?.map(|id| ("sealing_key", id)));
        }
    }
    let sql = "SELECT id FROM unopened_key WHERE key IN (?)";
    let unopened = tx.all_in(sql, came.iter().copied(), |row| row.get("id"))?;
    rows.extend(unopened.into_iter().map(|id| ("unopened_key", id)));
    tx.note_loose(&rows)
}
