//! The one door to a database: transactions, and in them rows by statements that every engine understands.
//!
//! Placeholders are `?1`, `?2`, …; a row's values are read by the names of its columns. What a statement needs of an
//! engine is kept to what several have in common: `ON CONFLICT`, `RETURNING`, `IS NOT DISTINCT FROM`; which id a new row was
//! given, [`Tx::insert`] tells.

mod sqlite;
mod value;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use sqlite::OPENABLE_SQLITE;
use sqlite::{Leaf, Sqlite, SqliteRow, SqliteTx};
pub(crate) use value::values;
pub use value::{FromValue, Value};

use super::{Damage, StoreError, meta};

/// The format of the tables. A database of any other is left alone.
pub const FORMAT: i64 = 7;

/// How many rows a long scan reads at a time: between two pages no cursor is open.
pub(crate) const PAGE_ROWS: u64 = 500;

/// Whose database it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A kiosk's: `kiosk.db`.
    Kiosk,
    /// Head office's: `office.db`.
    Office,
    /// What the server notes of those who come to its door: `door.db`, beside head office's. No record is in it.
    Door,
}

impl Part {
    /// Returns the database's file name in the data directory.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Kiosk => "kiosk.db",
            Self::Office => "office.db",
            Self::Door => "door.db",
        }
    }
}

/// How many values a statement looks for at a time: each takes a few hundred nanoseconds, a statement a few thousand.
const VALUES_IN_MAX: usize = 200;

/// How many connections that read are kept open for the next one: more than a small server's cores.
const READERS_KEPT_MAX: usize = 4;

/// A table and its columns.
#[derive(PartialEq)]
pub(crate) struct Shape {
    pub table: String,
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(PartialEq)]
pub(crate) struct Column {
    pub name: String,
    pub kind: ColumnKind,
    pub may_be_null: bool,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ColumnKind {
    /// The row's own number.
    Id,
    /// A number, or yes or no.
    Number,
    /// A text.
    Text,
    /// Bytes.
    Bytes,
}

/// What stands in the pages of a database.
pub(crate) struct Pages {
    /// Pages of rows.
    pub leaves: Vec<Leaf>,
    /// How many pages could not be read.
    pub unreadable: usize,
    /// The index of documents' names: name and row.
    pub names: Vec<IndexEntry>,
    /// The index of beneficiary files: id and row.
    pub files: Vec<IndexEntry>,
}

/// An entry of an index: its values, and the row that has them.
pub(crate) type IndexEntry = (Vec<Value<'static>>, i64);

/// Reads the pages of a database that need not be whole, with all that its log holds. Nothing is written and nothing locked.
///
/// # Errors
/// [`StoreError`] where its files can't be read.
pub(crate) fn pages_of(path: &Path) -> Result<Pages, StoreError> {
    sqlite::pages_of(path)
}

/// An open database, to read and to write, from any thread. One connection writes; reads have connections of their own, so
/// that they wait for no write and no write waits for them.
pub struct Db {
    path: PathBuf,
    // closed before the writer, which empties the log of the database as it closes
    readers: Mutex<Vec<Sqlite>>,
    writer: Mutex<Sqlite>,
    /// Nothing is written, and the one connection does it all.
    looks: bool,
    /// A setting and the value that it has while this program may write.
    write_while: Option<(&'static str, Vec<u8>)>,
}

impl Db {
    /// Opens a database that is there.
    ///
    /// # Errors
    /// [`StoreError`] where there is none, it is damaged, of another format, or can't be opened.
    pub fn open(dir: &Path, part: Part) -> Result<Self, StoreError> {
        Self::is_there(dir, part)?;
        let path = dir.join(part.file_name());
        let writer = Sqlite::open(&path, part)?;
        Ok(Self::around(path, writer))
    }

    /// Tells whether there is a database.
    ///
    /// # Errors
    /// [`StoreError::Absent`] with the command that makes one.
    pub(crate) fn is_there(dir: &Path, part: Part) -> Result<(), StoreError> {
        if dir.join(part.file_name()).exists() {
            return Ok(());
        }
        Err(StoreError::absent(dir, part))
    }

    /// Opens a database to read alone. Nothing is written and nothing locked; where it lies on a disk that can only be read,
    /// what is read is a copy in memory, with all that was saved.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Db::open`].
    pub(crate) fn look(dir: &Path, part: Part) -> Result<Self, StoreError> {
        Self::is_there(dir, part)?;
        Self::look_at(&dir.join(part.file_name()), part)
    }

    /// Opens a database's file to read alone.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Db::look`].
    pub(crate) fn look_at(path: &Path, part: Part) -> Result<Self, StoreError> {
        let one = Sqlite::look(path, part)?;
        Ok(Self { looks: true, ..Self::around(path.to_owned(), one) })
    }

    /// Refuses a directory's database where another program has it open.
    ///
    /// # Errors
    /// [`StoreError::Busy`].
    pub(crate) fn refuse_shared(dir: &Path, part: Part) -> Result<(), StoreError> {
        sqlite::refuse_shared(&dir.join(part.file_name()), part)
    }

    /// Puts a copy of a database in the place of a directory's own, which is kept beside it as `….replaced`.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where another program has it open; [`StoreError`] where files can't be moved or written.
    pub(crate) fn replace(dir: &Path, part: Part, by: &Self) -> Result<(), StoreError> {
        let path = dir.join(part.file_name());
        sqlite::set_aside(&path, part)?;
        by.copy_to(&path)
    }

    /// Opens a database, making the directory (readable by its owner alone) and an empty database where there is none.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Db::open`].
    pub fn open_or_create(dir: &Path, part: Part) -> Result<Self, StoreError> {
        make_private_dir(dir)?;
        let path = dir.join(part.file_name());
        if path.exists() {
            return Self::open(dir, part);
        }
        let writer = Sqlite::create(&path, part)?;
        Ok(Self::around(path, writer))
    }

    fn around(path: PathBuf, writer: Sqlite) -> Self {
        Self { path, readers: Mutex::default(), writer: Mutex::new(writer), looks: false, write_while: None }
    }

    /// Waits for the connection that writes. Work that panicked was rolled back as it was unwound: what it held is sound.
    fn writer(&self) -> MutexGuard<'_, Sqlite> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Sqlite>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes from now on only while a setting has a value, or is not there: whose database it is.
    pub(crate) fn write_while(&mut self, name: &'static str, value: &[u8]) {
        self.write_while = Some((name, value.to_vec()));
    }

    /// Runs one durable transaction: when it returns `Ok`, everything in it survives a power cut; otherwise nothing of it
    /// happened. Transactions don't nest.
    ///
    /// # Errors
    /// Whatever `work` returns, or the error of the commit.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.looks {
            return Err(StoreError::ReadOnly.into());
        }
        let writer = self.writer();
        let tx = Tx { engine: writer.begin(true)? };
        if let Some((name, value)) = &self.write_while
            && meta::get(&tx, name)?.is_some_and(|now| now != *value)
        {
            return Err(StoreError::Overtaken.into());
        }
        let outcome = work(&tx)?;
        tx.engine.commit()?;
        Ok(outcome)
    }

    /// Runs reads that all see the database at one point in time: what was committed before, whoever writes meanwhile.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.looks {
            return taken_back(self.writer().begin(false)?, work);
        }
        let kept = self.readers().pop();
        let reader = match kept {
            Some(reader) => reader,
            None => Sqlite::reader(&self.path)?,
        };
        let outcome = taken_back(reader.begin(false)?, work);
        let mut readers = self.readers();
        if readers.len() < READERS_KEPT_MAX {
            readers.push(reader);
        }
        outcome
    }

    /// Runs work that sees the database at one point in time and writes to tables of its own, which are gone when it ends:
    /// how a rebuild is tried out while others write. The work says with [`Tx::set_aside`] which tables these are.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub(crate) fn try_out<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.looks {
            return taken_back(self.writer().begin_aside()?, work);
        }
        let aside = Sqlite::aside(&self.path)?;
        taken_back(aside.begin_aside()?, work)
    }

    /// Limits the database to so many pages: how tests fill a disk.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.writer().limit_pages(pages)
    }

    /// Looks through every page and index.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where something does not fit.
    pub fn integrity_check(&self) -> Result<(), StoreError> {
        if self.looks {
            return self.writer().integrity_check();
        }
        Sqlite::reader(&self.path)?.integrity_check()
    }

    /// Looks through every page and index, and holds the tables against those that a part's database is made with; returns
    /// what does not fit, in SQLite's words where it is of pages.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where that can't even be looked for.
    pub(crate) fn page_faults(&self, part: Part) -> Result<Vec<String>, StoreError> {
        let faults = |sqlite: &Sqlite| {
            let mut faults = sqlite.page_faults()?;
            faults.extend(sqlite.table_faults(part)?);
            Ok(faults)
        };
        if self.looks { faults(&self.writer()) } else { faults(&Sqlite::reader(&self.path)?) }
    }

    /// Returns the tables with their columns.
    ///
    /// # Errors
    /// [`StoreError`] where they can't be read.
    pub(crate) fn shapes(&self) -> Result<Vec<Shape>, StoreError> {
        self.writer().shapes()
    }

    /// Makes every index again from its table, where nothing else is damaged.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where something else is damaged; nothing changed then.
    pub(crate) fn make_indexes_again(&self) -> Result<(), StoreError> {
        self.writer().make_indexes_again()
    }

    /// Copies the database as it stands, whoever writes meanwhile. The copy has its name once it is whole and durable.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the copy is there then.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        if self.looks {
            return self.writer().copy_to(path);
        }
        Sqlite::reader(&self.path)?.copy_to(path)
    }

    /// Gives the room of what was removed or packed back to the file system.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses; nothing is lost then.
    pub(crate) fn shrink(&self) -> Result<(), StoreError> {
        self.writer().shrink()
    }

    /// Copies the write-ahead log into the database and empties it, so that erased values are gone from both.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.writer().checkpoint()
    }

    /// Tells whether nothing can be written.
    pub(crate) fn looks(&self) -> bool {
        self.looks
    }

    /// Returns the database's path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn taken_back<T, E: From<StoreError>>(
    engine: SqliteTx<'_>,
    work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tx = Tx { engine };
    let outcome = work(&tx)?;
    tx.engine.roll_back()?;
    Ok(outcome)
}

/// A transaction: the only way to rows.
pub struct Tx<'t> {
    engine: SqliteTx<'t>,
}

impl Tx<'_> {
    /// Returns the first row of a statement; `None` where there is none.
    pub(crate) fn one<'v, T>(
        &self,
        sql: &str,
        values: impl AsRef<[Value<'v>]>,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.engine.rows(sql, values.as_ref(), &mut |engine| {
            found = Some(read(&Row { engine })?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Returns the first row of a statement, which must be there.
    pub(crate) fn only<'v, T>(
        &self,
        sql: &str,
        values: impl AsRef<[Value<'v>]>,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let missing = || Damage::Row("what other rows name".to_owned());
        Ok(self.one(sql, values, read)?.ok_or_else(missing)?)
    }

    /// Returns all rows of a statement.
    pub(crate) fn all<'v, T>(
        &self,
        sql: &str,
        values: impl AsRef<[Value<'v>]>,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.engine.rows(sql, values.as_ref(), &mut |engine| {
            found.push(read(&Row { engine })?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Returns all rows of a statement that looks for any of many values: they take the place of its `?`s, up to 200 at a
    /// time.
    pub(crate) fn all_in<'v, T, V: Into<Value<'v>>>(
        &self,
        sql: &str,
        among: impl IntoIterator<Item = V>,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        let mut rest: Vec<Value<'v>> = among.into_iter().map(Into::into).collect();
        while !rest.is_empty() {
            // whole hundreds, so that few statements are prepared; what is looked for twice is found once
            let count = rest.len().min(VALUES_IN_MAX);
            let mut some: Vec<Value<'v>> = rest.drain(..count).collect();
            let last = some[count - 1].clone();
            some.resize(if count == 1 { 1 } else { VALUES_IN_MAX }, last);
            let places: Vec<String> = (1..=some.len()).map(|place| format!("?{place}")).collect();
            found.extend(self.all(&sql.replace('?', &places.join(", ")), some, &mut read)?);
        }
        Ok(found)
    }

    /// Runs a statement that inserts a row; returns the id that it was given, and `None` where the statement left it out for a
    /// conflict. How an engine tells the id is its own affair.
    pub(crate) fn insert<'v>(
        &self,
        sql: &str,
        values: impl AsRef<[Value<'v>]>,
    ) -> Result<Option<i64>, StoreError> {
        self.engine.insert(sql, values.as_ref())
    }

    /// Runs a statement that inserts a row whatever there is; returns the id that it was given.
    pub(crate) fn insert_new<'v>(
        &self,
        sql: &str,
        values: impl AsRef<[Value<'v>]>,
    ) -> Result<i64, StoreError> {
        let missing = || Damage::Row("what was just written".to_owned());
        Ok(self.insert(sql, values)?.ok_or_else(missing)?)
    }

    /// Runs a statement; returns how many rows it changed.
    pub(crate) fn run<'v>(&self, sql: &str, values: impl AsRef<[Value<'v>]>) -> Result<u64, StoreError> {
        self.engine.run(sql, [values])
    }

    /// Runs a statement for many sets of values; returns how many rows it changed.
    pub(crate) fn batch<'v, V: AsRef<[Value<'v>]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, StoreError> {
        self.engine.run(sql, rows)
    }

    /// Puts empty tables of this transaction's own in the place of others, to be written and read instead.
    ///
    /// # Errors
    /// [`StoreError`] where the transaction has no tables of its own.
    pub(crate) fn set_aside(&self, tables: &[&str]) -> Result<(), StoreError> {
        tables.iter().try_for_each(|table| self.engine.set_aside(table))
    }

    /// Runs work so that nothing of it is kept where it fails, while what the transaction did before and does after is.
    ///
    /// # Errors
    /// The outer one where the transaction itself failed; the inner one is what `work` returns.
    pub(crate) fn attempt<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<Result<T, E>, StoreError> {
        self.engine.set_savepoint()?;
        match work(self) {
            Ok(outcome) => {
                self.engine.keep_since_savepoint()?;
                Ok(Ok(outcome))
            }
            Err(e) => match self.engine.undo_since_savepoint() {
                // after a full disk the whole transaction has ended: the error of the work tells more than this one
                Ok(()) | Err(_) => Ok(Err(e)),
            },
        }
    }
}

/// A row, while it is read.
pub struct Row<'r> {
    engine: SqliteRow<'r>,
}

impl Row<'_> {
    /// Reads the value of a column.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], naming the column, where it holds something else.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, StoreError> {
        let value = T::from_value(self.engine.value(column)?);
        value.ok_or_else(|| Damage::Column(column.to_owned()).into())
    }
}

pub(crate) fn make_private_dir(dir: &Path) -> Result<(), StoreError> {
    let fault = |operation, source| StoreError::File { operation, path: dir.display().to_string(), source };
    if dir.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(dir).map_err(|e| fault("make the directory", e))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(dir, private).map_err(|e| fault("set the permissions of", e))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
