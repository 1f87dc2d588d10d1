//! The tables that a database is made with, and the way to them from those that an earlier version made: all of it in one
//! transaction with the number of the format, so that whatever cuts it off leaves the one or the other.

use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Batch, Connection, Transaction, TransactionBehavior};

use crate::store::Part;
use crate::store::db::schema::{FIRST, STEPS, Step};

/// Marks the file as ours for `file(1)` and against mix-ups: "Sila".
const APPLICATION_ID: i64 = 0x5369_6C61;

/// The tables of a part's database.
pub(super) struct Tables {
    pub part: Part,
    /// What makes them.
    pub make: &'static [&'static str],
    /// The oldest format that is brought up to date.
    pub first: i64,
    /// The steps from there.
    pub steps: &'static [Step],
}

impl Tables {
    pub fn of(part: Part) -> Self {
        Self { part, make: part.tables(), first: FIRST, steps: STEPS }
    }

    /// Returns the format of these tables.
    pub fn format(&self) -> i64 {
        self.first + self.steps.len() as i64
    }

    /// Tells whether tables of an earlier format can be brought up to date.
    pub fn can_update(&self, format: i64) -> bool {
        (self.first..self.format()).contains(&format)
    }

    /// Makes all tables, or none of them. `reached` is called after each statement.
    pub fn make(&self, connection: &Connection, reached: &mut dyn FnMut()) -> rusqlite::Result<()> {
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        // another process may have made them while this one waited
        if format_of(&transaction)?.is_none() {
            for sql in self.make {
                run(&transaction, sql, reached)?;
            }
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", self.format())?;
            reached();
        }
        transaction.commit()
    }

    /// Brings tables of an earlier format up to date, all of them or none. `reached` is called after each statement.
    pub fn update(&self, connection: &Connection, reached: &mut dyn FnMut()) -> rusqlite::Result<()> {
        // a table that is made anew under its old name has what names it for a moment name nothing
        connection.pragma_update(None, "foreign_keys", "OFF")?;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        let found = format_of(&transaction)?.unwrap_or(self.format());
        let done = usize::try_from(found - self.first).unwrap_or_default();
        for step in self.steps.iter().skip(done) {
            step.of(self.part).iter().try_for_each(|sql| run(&transaction, sql, reached))?;
        }
        transaction.pragma_update(None, "user_version", self.format())?;
        reached();
        transaction.commit()
    }
}

/// Returns the format of a database's tables; `None` where there are no tables yet.
pub(super) fn format_of(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    match (one("PRAGMA user_version")?, one("SELECT count(*) FROM sqlite_schema")?) {
        (0, 0) => Ok(None),
        (format, _) => Ok(Some(format)),
    }
}

/// Runs the statements of a text one by one.
fn run(connection: &Connection, sql: &str, reached: &mut dyn FnMut()) -> rusqlite::Result<()> {
    let mut batch = Batch::new(connection, sql);
    while let Some(mut statement) = batch.next()? {
        statement.raw_execute()?;
        reached();
    }
    Ok(())
}
