//! Rows of any table on their way from one database to another: a page at a time, in the order of their keys. It knows the
//! shape of a table and nothing of what stands in it.
//!
//! Nothing tells in which order rows came: in the new database they lie by their keys, and the keys of ratings are hashes (P-11).

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{Damage, Db, PAGE_ROWS, Part, StoreError, Tx, Value, values};
use crate::store::db::{ColumnKind, Shape};

/// The values of a row, in the order of its table's columns.
pub type Cells = Vec<Value<'static>>;

/// A table whose rows can be moved.
pub struct Table {
    /// Its name.
    pub name: String,
    /// Whether the database numbers its rows where nobody else does.
    pub gives_numbers: bool,
    columns: Vec<String>,
    /// Where the columns of its key are among the others.
    key: Vec<usize>,
}

/// The rows of a table, told in one value that is the same for every engine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    /// How many there are.
    pub rows: u64,
    /// SHA-256 over all of them, in the order of their keys.
    pub digest: [u8; 32],
}

/// Returns the tables of a part: one that names another stands after it.
pub fn tables_of(db: &Db, part: Part) -> Result<Vec<Table>, StoreError> {
    let shapes = db.shapes()?;
    part.table_names()
        .map(|name| {
            let shape = shapes.iter().find(|shape| shape.table == name);
            let table = shape.and_then(Table::of);
            table.ok_or_else(|| Damage::Database(db.place()).into())
        })
        .collect()
}

impl Table {
    fn of(shape: &Shape) -> Option<Self> {
        let columns: Vec<String> = shape.columns.iter().map(|column| column.name.clone()).collect();
        let key: Option<Vec<usize>> =
            shape.key.iter().map(|key| columns.iter().position(|column| column == key)).collect();
        let key = key.filter(|key| !key.is_empty())?;
        let gives_numbers =
            shape.columns.iter().any(|column| column.name == "id" && column.kind == ColumnKind::Id);
        Some(Self { name: shape.table.clone(), gives_numbers, columns, key })
    }

    /// Counts the rows.
    pub fn count(&self, tx: &Tx<'_>) -> Result<u64, StoreError> {
        tx.only(&format!("SELECT count(*) AS n FROM {}", self.name), values![], |row| row.get("n"))
    }

    /// Returns a page of rows in the order of their keys, after one of them, or from the first.
    pub fn page(&self, tx: &Tx<'_>, after: Option<&[Value<'static>]>) -> Result<Vec<Cells>, StoreError> {
        let mut sql = format!("SELECT {} FROM {}", self.columns.join(", "), self.name);
        if after.is_some() {
            let places: Vec<String> = (1..=self.key.len()).map(|place| format!("?{place}")).collect();
            write!(sql, " WHERE ({}) > ({})", self.key_names(""), places.join(", "))
                .expect("text can be written");
        }
        write!(sql, " ORDER BY {} LIMIT {PAGE_ROWS}", self.key_names("")).expect("text can be written");
        tx.all(&sql, after.unwrap_or_default(), |row| {
            self.columns.iter().map(|column| row.get::<Value<'static>>(column)).collect()
        })
    }

    /// Returns all rows, of a table that has few.
    pub fn all(&self, tx: &Tx<'_>) -> Result<Vec<Cells>, StoreError> {
        let mut rows = self.page(tx, None)?;
        loop {
            let Some(last) = rows.last() else { return Ok(rows) };
            let page = self.page(tx, Some(&self.key_of(last)))?;
            if page.is_empty() {
                return Ok(rows);
            }
            rows.extend(page);
        }
    }

    /// Returns the key of the last row; `None` where there is none.
    pub fn last_key(&self, tx: &Tx<'_>) -> Result<Option<Vec<Value<'static>>>, StoreError> {
        let order = self.key_names(" DESC");
        let sql = format!("SELECT {} FROM {} ORDER BY {order} LIMIT 1", self.key_names(""), self.name);
        tx.one(&sql, values![], |row| {
            self.key.iter().map(|at| row.get::<Value<'static>>(&self.columns[*at])).collect()
        })
    }

    /// Returns the key of a row.
    pub fn key_of(&self, row: &[Value<'static>]) -> Vec<Value<'static>> {
        self.key.iter().map(|at| row[*at].clone()).collect()
    }

    /// Inserts rows that came from the same table of another database.
    pub fn insert(&self, tx: &Tx<'_>, rows: &[Cells]) -> Result<(), StoreError> {
        let places: Vec<String> = (1..=self.columns.len()).map(|place| format!("?{place}")).collect();
        let sql =
            format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.columns.join(", "), places.join(", "));
        tx.batch(&sql, rows).map(drop)
    }

    /// Sums all rows up; `told` is given how many were read since it was called last.
    pub fn sum(&self, db: &Db, mut told: impl FnMut(u64)) -> Result<Sum, StoreError> {
        let mut by_name: Vec<usize> = (0..self.columns.len()).collect();
        by_name.sort_by_key(|at| &self.columns[*at]);
        let (mut digest, mut rows, mut after) = (Sha256::new(), 0, None);
        loop {
            let page = db.read(|tx| self.page(tx, after.as_deref()))?;
            let Some(last) = page.last() else { break };
            after = Some(self.key_of(last));
            for row in &page {
                by_name.iter().for_each(|at| add_to(&mut digest, &row[*at]));
            }
            rows += page.len() as u64;
            told(page.len() as u64);
        }
        Ok(Sum { rows, digest: digest.finalize().into() })
    }

    fn key_names(&self, each: &str) -> String {
        let names: Vec<String> = self.key.iter().map(|at| format!("{}{each}", self.columns[*at])).collect();
        names.join(", ")
    }
}

/// Adds a value to a digest so that no two rows have the same bytes. Yes and no are the numbers 1 and 0, as which one engine
/// keeps them.
fn add_to(digest: &mut Sha256, value: &Value<'_>) {
    let (kind, bytes): (u8, &[u8]) = match value {
        Value::Null => (0, &[]),
        Value::Bool(yes) => return add_number(digest, (*yes).into()),
        Value::Int(number) => return add_number(digest, *number),
        Value::Unsigned(number) => return add_number(digest, i64::try_from(*number).unwrap_or(i64::MAX)),
        Value::Text(text) => (2, text.as_bytes()),
        Value::Bytes(bytes) => (3, bytes),
        Value::Id(bytes) => (3, bytes),
    };
    digest.update([kind]);
    digest.update((bytes.len() as u64).to_be_bytes());
    digest.update(bytes);
}

fn add_number(digest: &mut Sha256, number: i64) {
    digest.update([1]);
    digest.update(number.to_be_bytes());
}
