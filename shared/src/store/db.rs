//! The one door to a database: transactions, and in them rows by statements that every engine understands.
//!
//! Placeholders are `?1`, `?2`, …; a row's values are read by the names of its columns. What a statement needs of an
//! engine is kept to what several have in common: `ON CONFLICT`, `RETURNING`, `IS NOT DISTINCT FROM`; which id a new row was
//! given, [`Tx::insert`] tells.

#[cfg(feature = "postgres")]
mod postgres;
mod schema;
mod sqlite;
mod value;

use std::path::Path;

#[cfg(feature = "postgres")]
pub use postgres::Address;
#[cfg(all(feature = "postgres", feature = "checks"))]
pub use postgres::Asker;
#[cfg(feature = "postgres")]
use postgres::{PgRowRead, PgTx, Postgres, until_not_lost};
pub use sqlite::OPENABLE_SQLITE;
use sqlite::{Leaf, SqliteRow, SqliteStore, SqliteTx};
pub(crate) use value::values;
pub use value::{FromValue, Value};

use super::no_order::LooseRow;
use super::{Damage, StoreError, meta};
/// The format of the tables. A database of any other is left alone.
pub const FORMAT: i64 = 9;

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

/// A table and its columns.
#[derive(PartialEq)]
pub(crate) struct Shape {
    pub table: String,
    pub columns: Vec<Column>,
    /// The columns of its primary key, in their order.
    pub key: Vec<String>,
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

/// What a transaction that writes waits for. Of one file there is one writer at a time, whatever it waits for; of a database that
/// several programs have open, this is what keeps them in order.
#[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "of a file there is one writer at a time"))]
#[derive(Clone, Copy, Debug)]
pub(crate) enum Turn<'a> {
    /// Nobody else writes records meanwhile.
    Whole,
    /// Nobody else writes for this branch meanwhile, and nobody writes for the whole. Rows that several branches share are held
    /// by [`Tx::hold`].
    Branch(&'a str),
    /// The rows alone that its statements change, and what [`Tx::hold_name`] names.
    Rows,
}

/// An open database, to read and to write, from any thread.
pub struct Db {
    engine: Engine,
    /// A setting and the value that it has while this program may write.
    write_while: Option<(&'static str, Vec<u8>)>,
}

enum Engine {
    Sqlite(SqliteStore),
    #[cfg(feature = "postgres")]
    Postgres(Postgres),
}

impl From<SqliteStore> for Db {
    fn from(store: SqliteStore) -> Self {
        Self { engine: Engine::Sqlite(store), write_while: None }
    }
}

#[cfg(feature = "postgres")]
impl From<Postgres> for Db {
    fn from(store: Postgres) -> Self {
        Self { engine: Engine::Postgres(store), write_while: None }
    }
}

impl Db {
    /// Opens a database that is there.
    ///
    /// # Errors
    /// [`StoreError`] where there is none, it is damaged, of another format, or can't be opened.
    pub fn open(dir: &Path, part: Part) -> Result<Self, StoreError> {
        Self::is_there(dir, part)?;
        Ok(SqliteStore::open(&dir.join(part.file_name()), part)?.into())
    }

    /// Opens a database of a server's that is there.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Db::open`], or where the server can't be reached or is not fit.
    #[cfg(feature = "postgres")]
    pub fn open_at(address: &Address, part: Part) -> Result<Self, StoreError> {
        Ok(Postgres::open(address, part)?.into())
    }

    /// Opens a database of a server's, making the tables where there are none.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Db::open_at`].
    #[cfg(feature = "postgres")]
    pub fn open_or_create_at(address: &Address, part: Part) -> Result<Self, StoreError> {
        Ok(Postgres::open_or_create(address, part)?.into())
    }

    /// Opens a database of a server's to read alone.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Db::open_at`].
    #[cfg(feature = "postgres")]
    pub fn look_there(address: &Address, part: Part) -> Result<Self, StoreError> {
        Ok(Postgres::look(address, part)?.into())
    }

    /// Tells whether there is a database.
    ///
    /// # Errors
    /// [`StoreError::Absent`] with the command that makes one.
    pub(crate) fn is_there(dir: &Path, part: Part) -> Result<(), StoreError> {
        if dir.join(part.file_name()).exists() {
            return Ok(());
        }
        Err(StoreError::absent(&dir.display().to_string(), part))
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
        Ok(SqliteStore::look(path, part)?.into())
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
        Ok(SqliteStore::create(&path, part)?.into())
    }

    /// Writes from now on only while a setting has a value, or is not there: whose database it is.
    pub(crate) fn write_while(&mut self, name: &'static str, value: &[u8]) {
        self.write_while = Some((name, value.to_vec()));
    }

    /// Refuses connections that are made from here on where a setting is there, with what it means; of a file there are none.
    #[cfg(feature = "postgres")]
    pub(crate) fn refuse_where_set(&self, name: &'static str, refusal: fn(&str) -> StoreError) {
        if let Engine::Postgres(store) = &self.engine {
            store.refuse_where_set(name, refusal);
        }
    }

    /// Runs one durable transaction, alone: when it returns `Ok`, everything in it survives a power cut; otherwise nothing of it
    /// happened. Transactions don't nest.
    ///
    /// # Errors
    /// Whatever `work` returns, or the error of the commit.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.looks() {
            return Err(StoreError::ReadOnly.into());
        }
        match &self.engine {
            Engine::Sqlite(store) => store.write(|engine| self.lasting(EngineTx::Sqlite(engine), work))?,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => {
                self.lasting(EngineTx::Postgres(store.begin(Turn::Whole, None)?), work)
            }
        }
    }

    /// Runs one durable transaction in a turn that lets others write meanwhile. Work that met another's is taken back and run
    /// again.
    ///
    /// # Errors
    /// As for [`Db::write`]; [`StoreError::Busy`] where it met others again and again.
    pub(crate) fn write_in<T, E: From<StoreError>>(
        &self,
        turn: Turn<'_>,
        work: impl FnMut(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match (&self.engine, turn) {
            (Engine::Sqlite(_), _) => self.write(work),
            #[cfg(feature = "postgres")]
            (Engine::Postgres(_), _) if self.looks() => Err(StoreError::ReadOnly.into()),
            #[cfg(feature = "postgres")]
            (Engine::Postgres(store), turn) => {
                let mut work = work;
                until_not_lost(|has_lost| {
                    self.lasting(EngineTx::Postgres(store.begin(turn, Some(has_lost))?), &mut work)
                })
            }
        }
    }

    fn lasting<T, E: From<StoreError>>(
        &self,
        engine: EngineTx<'_>,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let tx = Tx { engine, known_meta: meta::Known::default() };
        self.refuse_overtaken(&tx)?;
        let outcome = work(&tx)?;
        tx.engine.commit()?;
        Ok(outcome)
    }

    fn refuse_overtaken(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        match &self.write_while {
            Some((name, value)) if meta::get(tx, name)?.is_some_and(|now| now != *value) => {
                Err(StoreError::Overtaken)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Runs reads that all see the database at one point in time: what was committed before, whoever writes meanwhile.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.engine {
            Engine::Sqlite(store) => store.read(|engine| taken_back(EngineTx::Sqlite(engine), work))?,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => taken_back(EngineTx::Postgres(store.begin_reading()?), work),
        }
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
        match &self.engine {
            Engine::Sqlite(store) => store.aside(|engine| taken_back(EngineTx::Sqlite(engine), work))?,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => taken_back(EngineTx::Postgres(store.begin_aside()?), work),
        }
    }

    /// Takes the order away in which rows came that were noted, where the engine keeps one (P-11).
    ///
    /// # Errors
    /// [`StoreError`]; the next time takes it away then.
    pub(crate) fn forget_order(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.forget_order(),
        }
    }

    /// Limits the database to so many pages: how tests fill a disk.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.file("be limited to pages")?.limit_pages(pages)
    }

    /// Looks through every page and index.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where something does not fit.
    pub fn integrity_check(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(store) => store.integrity_check(),
            // it looks at pages as it reads them
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Looks through every page and index, and holds the tables against those that a part's database is made with; returns
    /// what does not fit, in the engine's words where it is of pages.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where that can't even be looked for.
    pub(crate) fn page_faults(&self, part: Part) -> Result<Vec<String>, StoreError> {
        match &self.engine {
            Engine::Sqlite(store) => store.faults(part),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.table_faults(),
        }
    }

    /// Returns the tables with their columns.
    ///
    /// # Errors
    /// [`StoreError`] where they can't be read.
    pub(crate) fn shapes(&self) -> Result<Vec<Shape>, StoreError> {
        match &self.engine {
            Engine::Sqlite(store) => store.shapes(),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.shapes(),
        }
    }

    /// Makes every index again from its table, where nothing else is damaged.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where something else is damaged; nothing changed then.
    pub(crate) fn make_indexes_again(&self) -> Result<(), StoreError> {
        self.file("have its indexes made again")?.make_indexes_again()
    }

    /// Copies the database as it stands, whoever writes meanwhile. The copy has its name once it is whole and durable.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the copy is there then.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        self.file("be copied to a file")?.copy_to(path)
    }

    /// Gives the room of what was removed or packed back to the file system.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses; nothing is lost then.
    pub(crate) fn shrink(&self) -> Result<(), StoreError> {
        self.file("be shrunk")?.shrink()
    }

    /// Copies the write-ahead log into the database and empties it, so that erased values are gone from both.
    ///
    /// # Errors
    /// [`StoreError`] where the database refuses.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(store) => store.checkpoint(),
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Returns the database where it is a file of this program's own.
    fn file(&self, wanted: &'static str) -> Result<&SqliteStore, StoreError> {
        match (&self.engine, wanted) {
            (Engine::Sqlite(store), _) => Ok(store),
            #[cfg(feature = "postgres")]
            (Engine::Postgres(_), wanted) => Err(StoreError::NoFile { wanted }),
        }
    }

    /// Tells whether nothing can be written.
    pub(crate) fn looks(&self) -> bool {
        match &self.engine {
            Engine::Sqlite(store) => store.looks(),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.looks(),
        }
    }

    /// Tells whether several programs may have the database open and write at once.
    pub fn is_shared(&self) -> bool {
        !matches!(self.engine, Engine::Sqlite(_))
    }

    /// Counts the other connections to the database of a server; of a file nobody knows any.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be asked.
    pub(crate) fn others(&self) -> Result<u64, StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(0),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.others(),
        }
    }

    /// Returns the life of the server's own that the newest connection leads to, which is another one once it was restored or
    /// promoted; `None` of a file, which has none.
    pub(crate) fn life(&self) -> Option<String> {
        match &self.engine {
            Engine::Sqlite(_) => None,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.life(),
        }
    }

    /// Returns for how long the oldest commit has been under way that waits for another server; `None` where none is.
    pub fn commit_waits(&self) -> Option<std::time::Duration> {
        match &self.engine {
            Engine::Sqlite(_) => None,
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.commit_waits(),
        }
    }

    /// Tells what somebody should know who runs the database's server; nothing of a file.
    ///
    /// # Errors
    /// [`StoreError`] where it can't be asked.
    pub(crate) fn remarks(&self) -> Result<Vec<String>, StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(Vec::new()),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.remarks(),
        }
    }

    /// Returns where the database is.
    pub fn place(&self) -> String {
        match &self.engine {
            Engine::Sqlite(store) => store.path().display().to_string(),
            #[cfg(feature = "postgres")]
            Engine::Postgres(store) => store.place(),
        }
    }
}

fn taken_back<T, E: From<StoreError>>(
    engine: EngineTx<'_>,
    work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let tx = Tx { engine, known_meta: meta::Known::default() };
    let outcome = work(&tx)?;
    tx.engine.roll_back()?;
    Ok(outcome)
}

enum EngineTx<'t> {
    Sqlite(SqliteTx<'t>),
    #[cfg(feature = "postgres")]
    Postgres(PgTx<'t>),
}

enum EngineRow<'r> {
    Sqlite(SqliteRow<'r>),
    #[cfg(feature = "postgres")]
    Postgres(PgRowRead<'r>),
}

/// Hands a call to whichever engine it is.
macro_rules! engine {
    ($engine:expr, $which:ident => $call:expr) => {
        match $engine {
            EngineTx::Sqlite($which) => $call,
            #[cfg(feature = "postgres")]
            EngineTx::Postgres($which) => $call,
        }
    };
}

impl EngineTx<'_> {
    fn rows(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => {
                tx.rows(sql, values, &mut |engine| each(&Row { engine: EngineRow::Sqlite(engine) }))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => {
                tx.rows(sql, values, &mut |engine| each(&Row { engine: EngineRow::Postgres(engine) }))
            }
        }
    }

    fn commit(self) -> Result<(), StoreError> {
        engine!(self, tx => tx.commit())
    }

    fn roll_back(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.roll_back(),
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => {
                tx.roll_back();
                Ok(())
            }
        }
    }
}

/// A transaction: the only way to rows.
pub struct Tx<'t> {
    engine: EngineTx<'t>,
    known_meta: meta::Known,
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
        self.engine.rows(sql, values.as_ref(), &mut |row| {
            found = Some(read(row)?);
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
        self.engine.rows(sql, values.as_ref(), &mut |row| {
            found.push(read(row)?);
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
        engine!(&self.engine, tx => tx.insert(sql, values.as_ref()))
    }

    /// Runs a statement that inserts a row whatever there is; returns the id that it was given.
    pub(crate) fn insert_new<'v>(
        &self,
        sql: &str,
        values: impl AsRef<[Value<'v>]>,
    ) -> Result<i64, StoreError> {
        let missing = || Damage::Row("what was just written".to_owned());
        let number = match &self.engine {
            EngineTx::Sqlite(tx) => tx.insert(sql, values.as_ref())?,
            #[cfg(feature = "postgres")]
            EngineTx::Postgres(tx) => tx.insert_new(sql, values.as_ref())?,
        };
        Ok(number.ok_or_else(missing)?)
    }

    /// Runs a statement; returns how many rows it changed.
    pub(crate) fn run<'v>(&self, sql: &str, values: impl AsRef<[Value<'v>]>) -> Result<u64, StoreError> {
        engine!(&self.engine, tx => tx.run(sql, [values]))
    }

    /// Runs a statement for many sets of values; returns how many rows it changed.
    pub(crate) fn batch<'v, V: AsRef<[Value<'v>]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, StoreError> {
        engine!(&self.engine, tx => tx.run(sql, rows))
    }

    /// Runs a statement of which nobody asks how many rows it changed. An engine may send it later, but before anything that could
    /// see what it does; what is wrong with it is told then.
    pub(crate) fn put<'v>(&self, sql: &str, values: impl AsRef<[Value<'v>]>) -> Result<(), StoreError> {
        self.put_all(sql, [values])
    }

    /// Runs a statement as [`Tx::put`] does, for many sets of values.
    pub(crate) fn put_all<'v, V: AsRef<[Value<'v>]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<(), StoreError> {
        match &self.engine {
            EngineTx::Sqlite(tx) => tx.run(sql, rows).map(drop),
            #[cfg(feature = "postgres")]
            EngineTx::Postgres(tx) => tx.put(sql, rows),
        }
    }

    /// Waits until no other program's transaction holds rows of a table, and holds them until this one ends: those whose column
    /// has one of some values, in that order. Of a file there is one writer, who holds it all.
    pub(crate) fn hold<'v>(
        &self,
        table: &str,
        column: &str,
        values: impl IntoIterator<Item = Value<'v>>,
    ) -> Result<(), StoreError> {
        match &self.engine {
            EngineTx::Sqlite(_) => {
                drop((table, column, values));
                Ok(())
            }
            #[cfg(feature = "postgres")]
            EngineTx::Postgres(tx) => {
                self.known_meta.forget();
                tx.hold(table, column, values.into_iter().collect())
            }
        }
    }

    /// Waits until no other program's transaction holds a name, and holds it until this one ends: of what has no row yet.
    pub(crate) fn hold_name(&self, name: &[u8]) -> Result<(), StoreError> {
        match &self.engine {
            EngineTx::Sqlite(_) => {
                let _: &[u8] = name;
                Ok(())
            }
            #[cfg(feature = "postgres")]
            EngineTx::Postgres(tx) => {
                self.known_meta.forget();
                tx.hold_name(name)
            }
        }
    }

    /// Returns what was read of single values.
    pub(super) fn known_meta(&self) -> &meta::Known {
        &self.known_meta
    }

    /// Tells whether rows lie in the order in which they came, or tell it.
    pub(crate) fn keeps_order(&self) -> bool {
        !matches!(self.engine, EngineTx::Sqlite(_))
    }

    /// Tells whether a statement failed, and a server takes back the whole transaction for it, and answers nothing more.
    pub(crate) fn has_failed(&self) -> bool {
        match &self.engine {
            EngineTx::Sqlite(_) => false,
            #[cfg(feature = "postgres")]
            EngineTx::Postgres(tx) => tx.has_failed(),
        }
    }

    /// Notes rows whose order [`Db::forget_order`] takes away.
    pub(crate) fn note_loose(&self, rows: &[LooseRow]) -> Result<(), StoreError> {
        match (&self.engine, rows) {
            (EngineTx::Sqlite(_), _) => Ok(()),
            #[cfg(feature = "postgres")]
            (EngineTx::Postgres(tx), rows) => tx.note_loose(rows),
        }
    }

    /// Puts empty tables of this transaction's own in the place of others, to be written and read instead.
    ///
    /// # Errors
    /// [`StoreError`] where the transaction has no tables of its own.
    pub(crate) fn set_aside(&self, tables: &[&str]) -> Result<(), StoreError> {
        engine!(&self.engine, tx => tx.set_aside(tables))
    }

    fn undo_since_savepoint(&self) -> Result<(), StoreError> {
        self.known_meta.forget();
        engine!(&self.engine, tx => tx.undo_since_savepoint())
    }

    /// Has a table that was filled from elsewhere go on as one that was filled here: with the number of its next row, where it
    /// gives its rows numbers, and with what its engine knows of it. A file's engine sees to it by itself.
    pub(crate) fn settle(&self, table: &str, gives_numbers: bool) -> Result<(), StoreError> {
        match &self.engine {
            EngineTx::Sqlite(_) => {
                let _: (&str, bool) = (table, gives_numbers);
                Ok(())
            }
            #[cfg(feature = "postgres")]
            EngineTx::Postgres(tx) => {
                if gives_numbers {
                    tx.number_on(table)?;
                }
                tx.survey(table)
            }
        }
    }

    /// Runs work so that nothing of it is kept where it fails, while what the transaction did before and does after is.
    ///
    /// # Errors
    /// The outer one where the transaction itself failed; the inner one is what `work` returns.
    pub(crate) fn attempt<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<Result<T, E>, StoreError> {
        engine!(&self.engine, tx => tx.set_savepoint())?;
        match work(self) {
            Ok(outcome) => {
                engine!(&self.engine, tx => tx.keep_since_savepoint())?;
                Ok(Ok(outcome))
            }
            Err(e) => match self.undo_since_savepoint() {
                // after a full disk the whole transaction has ended: the error of the work tells more than this one
                Ok(()) | Err(_) => Ok(Err(e)),
            },
        }
    }
}

/// A row, while it is read.
pub struct Row<'r> {
    engine: EngineRow<'r>,
}

impl Row<'_> {
    /// Reads the value of a column.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], naming the column, where it holds something else.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, StoreError> {
        let value = match &self.engine {
            EngineRow::Sqlite(row) => row.value(column)?,
            #[cfg(feature = "postgres")]
            EngineRow::Postgres(row) => row.value(column)?,
        };
        let value = T::from_value(value);
        value.ok_or_else(|| Damage::Column(column.to_owned()).into())
    }

    /// Returns the names of the columns.
    #[cfg(feature = "checks")]
    pub(crate) fn columns(&self) -> Vec<String> {
        match &self.engine {
            EngineRow::Sqlite(row) => row.columns(),
            #[cfg(feature = "postgres")]
            EngineRow::Postgres(row) => row.columns(),
        }
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
