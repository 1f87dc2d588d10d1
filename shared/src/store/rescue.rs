//! Rows that can still be read of a damaged database, each by itself. Which table a page's rows are of follows from their
//! values; what they are worth is for others to say.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use super::db::{Column, ColumnKind, Shape, pages_of};
use super::{Db, FromValue, Part, StoreError, Tx, Value};
use crate::domain::FileId;

/// A row that was found.
#[derive(Clone)]
pub struct FoundRow {
    shape: Rc<Shape>,
    values: Vec<Value<'static>>,
}

impl FoundRow {
    /// Returns the value of a column; `None` where it holds something else.
    pub fn get<T: FromValue>(&self, column: &str) -> Option<T> {
        let at = self.shape.columns.iter().position(|known| known.name == column)?;
        T::from_value(self.values.get(at)?.clone())
    }

    /// Puts another value into a column.
    pub fn set(&mut self, column: &str, value: Value<'static>) {
        if let Some(at) = self.shape.columns.iter().position(|known| known.name == column) {
            self.values[at] = value;
        }
    }

    /// Puts the row into its table, where nothing is in its way; returns whether it is there now.
    pub fn put(&self, tx: &Tx<'_>) -> Result<bool, StoreError> {
        let names: Vec<&str> = self.shape.columns.iter().map(|column| column.name.as_str()).collect();
        let places: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
        let (table, names, places) = (&self.shape.table, names.join(", "), places.join(", "));
        let sql = format!("INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING");
        Ok(tx.run(&sql, &self.values)? > 0)
    }
}

/// What was found in a database.
#[derive(Default)]
pub struct Found {
    rows: BTreeMap<String, Vec<FoundRow>>,
    /// How many rows of each table could not be read; under no name those of nobody knows which.
    pub rows_lost: BTreeMap<String, usize>,
    /// How many pages of rows could not be read at all.
    pub pages_lost: usize,
    /// The names of documents by row, as their index has them.
    pub names: BTreeMap<i64, String>,
    /// The beneficiary files by row, as their index has them.
    pub files: BTreeMap<i64, FileId>,
}

impl Found {
    /// Reads a database in a directory; `like` is a whole one with the same tables.
    pub fn read(dir: &Path, part: Part, like: &Db) -> Result<Self, StoreError> {
        Db::is_there(dir, part)?;
        let shapes: Vec<Rc<Shape>> = like.shapes()?.into_iter().map(Rc::new).collect();
        let pages = pages_of(&dir.join(part.file_name()))?;
        let mut found = Self { pages_lost: pages.unreadable, ..Self::default() };
        for leaf in pages.leaves {
            let rows: Vec<(i64, Vec<Value<'static>>)> =
                leaf.rows.into_iter().map(|row| (row.id, row.values)).collect();
            // all rows of a page are of one table
            let fits = |shape: &Rc<Shape>| rows.iter().filter(|(_, values)| is_of(shape, values)).count();
            let best = shapes.iter().max_by_key(|shape| fits(shape)).filter(|shape| fits(shape) > 0);
            let table = best.map(|shape| shape.table.clone()).unwrap_or_default();
            let lost = leaf.damaged
                + rows.iter().filter(|(_, values)| !best.is_some_and(|shape| is_of(shape, values))).count();
            if lost > 0 {
                *found.rows_lost.entry(table).or_default() += lost;
            }
            let Some(shape) = best else { continue };
            let of_table = found.rows.entry(shape.table.clone()).or_default();
            for (id, mut values) in rows {
                if !is_of(shape, &values) {
                    continue;
                }
                for (column, value) in shape.columns.iter().zip(&mut values) {
                    if column.kind == ColumnKind::Id {
                        *value = Value::Int(id);
                    }
                }
                of_table.push(FoundRow { shape: Rc::clone(shape), values });
            }
        }
        for (entry, row) in pages.names {
            if let [Value::Text(name)] = entry.as_slice() {
                found.names.insert(row, name.to_string());
            }
        }
        for (mut entry, row) in pages.files {
            if let Some(file) = entry.pop().and_then(FileId::from_value).filter(|_| entry.is_empty()) {
                found.files.insert(row, file);
            }
        }
        Ok(found)
    }

    /// Tells whether rows of a table may have been lost.
    pub fn may_lack(&self, table: &str) -> bool {
        self.pages_lost > 0 || ["", table].iter().any(|table| self.rows_lost.contains_key(*table))
    }

    /// Takes the rows of a table.
    pub fn take(&mut self, table: &str) -> Vec<FoundRow> {
        self.rows.remove(table).unwrap_or_default()
    }
}

/// Tells whether values are those of a table's row.
fn is_of(shape: &Shape, values: &[Value<'_>]) -> bool {
    values.len() == shape.columns.len()
        && shape.columns.iter().zip(values).all(|(column, value)| fits(column, value))
        // two tables of a number and bytes are told apart by these
        && (shape.table != "key_session" || matches!(&values[1], Value::Bytes(sender) if sender.len() == 32))
        && (shape.table != "key_owner" || matches!(&values[1], Value::Bytes(owner) if owner.len() != 32))
}

fn fits(column: &Column, value: &Value<'_>) -> bool {
    match value {
        Value::Null => column.may_be_null || column.kind == ColumnKind::Id,
        Value::Int(_) => column.kind == ColumnKind::Number,
        Value::Text(_) => column.kind == ColumnKind::Text,
        Value::Bytes(_) => column.kind == ColumnKind::Bytes,
        Value::Bool(_) | Value::Unsigned(_) | Value::Id(_) => false,
    }
}
