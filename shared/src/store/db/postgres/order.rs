//! Takes the order away that rows of ratings would lie in (P-11): they are written again in a random order, in one transaction,
//! together with all that came since the last block was full. What the server's files keep of earlier versions until it clears them,
//! and what an archive of its log keeps, is said in docs/scale-out.md.

use std::cell::Cell;

use super::{GATE, PgTx, Postgres, Turn, until_not_lost};
use crate::store::StoreError;
use crate::store::db::Value;
use crate::store::no_order::{LooseRow, TABLES};

/// Ratings of a block: the order of blocks is all that is kept. A batch writes no more rows again than a block has.
const BLOCK_RATINGS: usize = 200;

/// What is held while an order is taken away: "Sila" and 3.
const ORDERING: i64 = 0x5369_6C61_0000_0003;

impl PgTx<'_> {
    /// Notes rows whose order is to be taken away.
    pub fn note_loose(&self, rows: &[LooseRow]) -> Result<(), StoreError> {
        let sql = "INSERT INTO loose (name, row) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.put(sql, rows.iter().map(|(name, row)| [Value::from(*name), Value::from(*row)]))
    }
}

impl Postgres {
    /// Takes the order away of all rows that were noted. It meets pushes, which pack the same rows: one of the two is run again then.
    pub fn forget_order(&self) -> Result<(), StoreError> {
        until_not_lost(|has_lost| self.try_to_forget_order(has_lost))
    }

    fn try_to_forget_order(&self, has_lost: &Cell<bool>) -> Result<(), StoreError> {
        let tx = self.begin(Turn::Rows, Some(has_lost))?;
        let held = format!(
            "SELECT pg_advisory_xact_lock_shared({GATE}) IS NULL AS gate, pg_advisory_xact_lock({ORDERING}) IS NULL AS held"
        );
        tx.rows(&held, &[], &mut |_| Ok(false))?;
        let mut loose: Vec<LooseRow> = Vec::new();
        // taken out as they are read: what another push notes meanwhile stays
        let taken = "WITH taken AS (DELETE FROM loose RETURNING name, row) SELECT name, row FROM taken ORDER BY random()";
        tx.rows(taken, &[], &mut |found| {
            if let (Value::Text(name), Value::Int(row)) = (found.value("name")?, found.value("row")?) {
                loose.extend(TABLES.iter().find(|(table, _)| *table == name).map(|(table, _)| (*table, row)));
            }
            Ok(true)
        })?;
        if loose.is_empty() {
            tx.roll_back();
            return Ok(());
        }
        for (table, column) in TABLES {
            // to be written again a row need only be set to what it is
            let sql = format!("UPDATE {table} SET {column} = {column} WHERE {column} = ?1");
            let rows = loose.iter().filter(|(of, _)| *of == table);
            tx.put(&sql, rows.map(|(_, row)| [Value::Int(*row)]))?;
        }
        let ratings = loose.iter().filter(|(table, _)| *table == "rating").count();
        if ratings < BLOCK_RATINGS {
            loose.sort_unstable();
            tx.note_loose(&loose)?;
        }
        tx.commit()
    }
}
