//! Takes the order away that rows of ratings would lie in (P-11): they are written again in a random order, in one transaction,
//! together with all that came since the last block was full. What the server's files keep of earlier versions until it clears them,
//! and what an archive of its log keeps, is said in docs/scale-out.md.

use super::{PgTx, Postgres, Turn};
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
    /// Takes the order away of all rows that were noted.
    pub fn forget_order(&self) -> Result<(), StoreError> {
        let tx = self.begin(Turn::Rows, None)?;
        tx.rows(&format!("SELECT pg_advisory_xact_lock({ORDERING}) IS NULL AS held"), &[], &mut |_| {
            Ok(false)
        })?;
        let mut loose: Vec<LooseRow> = Vec::new();
        tx.rows("SELECT name, row FROM loose ORDER BY random()", &[], &mut |found| {
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
        // these alone, so that what another push notes meanwhile stays, and after their rows, so that nobody waits in a circle: a push notes
        // a row that it holds
        let sql = "DELETE FROM loose WHERE name = ?1 AND row = ?2";
        tx.put(sql, loose.iter().map(|(name, row)| [Value::from(*name), Value::from(*row)]))?;
        if ratings < BLOCK_RATINGS {
            loose.sort_unstable();
            tx.note_loose(&loose)?;
        }
        tx.commit()
    }
}
