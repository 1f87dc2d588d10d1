//! For tests alone: rows of a replica's database, looked at and planted beside the program that has it open, on whichever engine
//! they are.

use std::path::Path;
use std::sync::mpsc;
use std::thread::JoinHandle;

use super::home::Home;
use crate::store::db::{Column, ColumnKind, Shape};
use crate::store::{Db, FromValue, Part, Row, StoreError, Turn, Value, values};

/// A database, to look at and to plant in.
pub struct Rows(Db);

/// What a row is read as: a value, or a few in the order of its columns.
pub trait FromRow: Sized {
    /// Reads a row whose columns have these names.
    ///
    /// # Errors
    /// [`StoreError`] where a column holds something else.
    fn from_row(row: &Row<'_>, columns: &[String]) -> Result<Self, StoreError>;
}

impl<T: FromValue> FromRow for T {
    fn from_row(row: &Row<'_>, columns: &[String]) -> Result<Self, StoreError> {
        row.get(&columns[0])
    }
}

impl<A: FromValue, B: FromValue> FromRow for (A, B) {
    fn from_row(row: &Row<'_>, columns: &[String]) -> Result<Self, StoreError> {
        Ok((row.get(&columns[0])?, row.get(&columns[1])?))
    }
}

impl<A: FromValue, B: FromValue, C: FromValue> FromRow for (A, B, C) {
    fn from_row(row: &Row<'_>, columns: &[String]) -> Result<Self, StoreError> {
        Ok((row.get(&columns[0])?, row.get(&columns[1])?, row.get(&columns[2])?))
    }
}

/// A transaction that has begun; dropping it takes everything back.
pub struct Begun {
    end: mpsc::Sender<()>,
    thread: JoinHandle<Result<(), StoreError>>,
}

impl Begun {
    /// Ends the transaction durably.
    ///
    /// # Panics
    /// Where it can't be.
    pub fn commit(self) {
        self.end.send(()).expect("the transaction is open");
        self.thread.join().expect("the transaction ends").expect("the database takes it");
    }
}

impl Rows {
    /// Opens the database of a directory's replica, whatever became of the directory's secrets.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn of(dir: &Path, part: Part) -> Self {
        Self(Home::from(dir).rows(part).expect("a database opens once more"))
    }

    /// Runs a statement; returns how many rows it changed.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn run(&self, sql: &str, values: &[Value<'_>]) -> u64 {
        let changed = self.0.write_in(Turn::Rows, |tx| tx.run(sql, values));
        changed.unwrap_or_else(|e: StoreError| panic!("{e}: {sql}"))
    }

    /// Returns the rows of a statement.
    ///
    /// # Panics
    /// Where the database refuses, or a column holds something else.
    pub fn all<T: FromRow>(&self, sql: &str, values: &[Value<'_>]) -> Vec<T> {
        let found = self.0.read(|tx| tx.all(sql, values, |row| T::from_row(row, &row.columns())));
        found.unwrap_or_else(|e: StoreError| panic!("{e}: {sql}"))
    }

    /// Returns the one row of a statement.
    ///
    /// # Panics
    /// Where there is none, or as for [`Rows::all`].
    pub fn one<T: FromRow>(&self, sql: &str, values: &[Value<'_>]) -> T {
        self.all(sql, values).into_iter().next().unwrap_or_else(|| panic!("no row: {sql}"))
    }

    /// Returns every text and all bytes that stand in any table.
    ///
    /// # Panics
    /// As for [`Rows::all`].
    pub fn everything(&self) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        for Shape { table, columns, .. } in self.0.shapes().expect("the tables can be read") {
            for Column { name, kind, .. } in columns {
                let sql = format!("SELECT {name} FROM {table} WHERE {name} IS NOT NULL");
                match kind {
                    ColumnKind::Text => {
                        found.extend(self.all::<String>(&sql, &[]).into_iter().map(String::into_bytes));
                    }
                    ColumnKind::Bytes => found.extend(self.all::<Vec<u8>>(&sql, &[])),
                    ColumnKind::Id | ColumnKind::Number => {}
                }
            }
        }
        found
    }

    /// Runs a statement in a transaction that nobody else may write beside, and leaves it open.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn begin(self, sql: &str) -> Begun {
        self.begin_in(Turn::Whole, sql)
    }

    /// Runs a statement in a transaction beside which others write, and leaves it open: it holds the rows that it changed.
    ///
    /// # Panics
    /// Where the database refuses.
    pub fn begin_beside_others(self, sql: &str) -> Begun {
        self.begin_in(Turn::Rows, sql)
    }

    fn begin_in(self, turn: Turn<'static>, sql: &str) -> Begun {
        let (has_begun, begins) = mpsc::channel();
        let (end, ends) = mpsc::channel();
        let sql = sql.to_owned();
        let thread = std::thread::spawn(move || {
            self.0.write_in(turn, |tx| {
                tx.run(&sql, values![])?;
                has_begun.send(()).unwrap_or_default();
                ends.recv().map_err(|_| StoreError::Busy)
            })
        });
        begins.recv().expect("a transaction begins");
        Begun { end, thread }
    }

    /// Returns the names of a table's columns; none where there is no such table.
    ///
    /// # Panics
    /// Where the tables can't be read.
    pub fn columns_of(&self, table: &str) -> Vec<String> {
        let shapes = self.0.shapes().expect("the tables can be read");
        let columns = shapes.into_iter().filter(|shape| shape.table == table).flat_map(|shape| shape.columns);
        columns.map(|column| column.name).collect()
    }
}
