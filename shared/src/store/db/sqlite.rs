//! All that only SQLite knows: the pragmas that durability rests on, how a database is made and opened, its errors.
//!
//! # Durability
//! The journal mode is WAL with `synchronous=FULL`: when a write returns, its transaction survives a power cut. A new
//! database is first switched to `synchronous=EXTRA`, so that the switch to WAL itself is durable. One connection writes
//! and checkpoints; there is no memory mapping. Deleted rows are overwritten (`secure_delete`). The door's database alone
//! has `synchronous=NORMAL`: it stays whole, and a power cut may take its last moments.

mod image;
mod pages;
mod store;
mod tables;

use std::borrow::Cow;
use std::cell::Cell;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{
    CachedStatement, Connection, ErrorCode, MAIN_DB, OpenFlags, ToSql, Transaction, TransactionBehavior,
};

use self::image::{DamagedFrame, Image};
pub(super) use self::pages::Leaf;
pub(super) use self::store::SqliteStore;
use self::tables::{Tables, format_of};
use super::{Column, ColumnKind, Pages, Part, Shape, Value};
use crate::store::{Damage, StoreError};

/// The oldest SQLite that is safe here: earlier ones lose pages when a checkpoint meets a writer (WAL reset).
pub const OPENABLE_SQLITE: i32 = 3_051_003;

/// How long a writer waits for another: commands and a running server or window share the file.
const BUSY: Duration = Duration::from_secs(10);

/// Databases up to this size are looked through when they are opened; larger ones by `verify`.
const QUICK_CHECK_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Looks through all pages, and stops at the first fault.
const QUICK_CHECK: &str = "PRAGMA quick_check(1)";

/// Statements that a connection keeps prepared: more than the program has (some 100), at a few kilobytes each. With the
/// driver's own 16, every record would have its statements compiled anew.
const STATEMENTS_KEPT_MAX: usize = 128;

/// An open SQLite database.
pub(super) struct Sqlite {
    connection: Connection,
    path: PathBuf,
}

impl Sqlite {
    /// Opens a file that is there.
    pub fn open(path: &Path, part: Part) -> Result<Self, StoreError> {
        Self::open_with(path, &Tables::of(part), &mut || {})
    }

    fn open_with(path: &Path, tables: &Tables, reached: &mut dyn FnMut()) -> Result<Self, StoreError> {
        let is_small = std::fs::metadata(path).is_ok_and(|m| m.len() <= QUICK_CHECK_BYTES_MAX);
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?.prepare(tables, is_small, reached)
    }

    /// Makes a file that only its owner may read, with empty tables.
    pub fn create(path: &Path, part: Part) -> Result<Self, StoreError> {
        make_private_file(path)?;
        Self::open(path, part)
    }

    /// Opens a file to read alone, whether or not anything may be written where it lies: where SQLite can't, what is read is
    /// a copy in memory.
    pub fn look(path: &Path, part: Part) -> Result<Self, StoreError> {
        let tables = Tables::of(part);
        let found = Self::aside(path).and_then(|found| Ok((found.format()?, found)));
        match found {
            Ok((Some(format), _)) if tables.can_update(format) => Self::look_in_memory(path, &tables),
            Ok((format, found)) => found.of_format(&tables, format),
            // as on a disk that can only be read
            Err(StoreError::Refused(_) | StoreError::ReadOnly) => Self::look_in_memory(path, &tables),
            Err(e) => Err(e),
        }
    }

    fn look_in_memory(path: &Path, tables: &Tables) -> Result<Self, StoreError> {
        let Image { mut bytes, .. } = Image::read(path, DamagedFrame::Ends)?;
        // there is no log beside what lies in memory: versions of the file's form, to write and to read
        if let Some(versions) = bytes.get_mut(18..20) {
            versions.fill(1);
        }
        let mut memory = Self {
            connection: Connection::open_in_memory().map_err(|e| fault(e, path))?,
            path: path.to_owned(),
        };
        let read = memory.connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), false);
        read.map_err(|e| fault(e, path))?;
        memory.settle()?;
        memory.pragma("temp_store", "MEMORY")?;
        memory.pragma("foreign_keys", "OFF")?;
        let format = memory.format()?;
        if format.is_some_and(|format| tables.can_update(format)) {
            tables.update(&memory.connection, &mut || {}).map_err(|e| fault(e, path))?;
        }
        let format = memory.format()?;
        memory.of_format(tables, format)
    }

    /// Refuses what another version wrote.
    fn of_format(self, tables: &Tables, format: Option<i64>) -> Result<Self, StoreError> {
        match format {
            None => Err(StoreError::absent(
                &self.path.parent().unwrap_or(&self.path).display().to_string(),
                tables.part,
            )),
            Some(found) if found > tables.format() => {
                Err(StoreError::NewerFormat { found, known: tables.format() })
            }
            Some(found) if found < tables.format() => {
                Err(StoreError::OldFormat { found, needed: tables.format() })
            }
            Some(_) => Ok(self),
        }
    }

    /// Opens a file once more, to read.
    pub fn reader(path: &Path) -> Result<Self, StoreError> {
        let reader = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        reader.pragma("query_only", "ON")?;
        reader.pragma("mmap_size", "0")?;
        reader.pragma("cache_size", "-1000")?;
        Ok(reader)
    }

    /// Opens a file once more, to read, with room for tables that no other connection sees.
    pub fn aside(path: &Path) -> Result<Self, StoreError> {
        let aside = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        aside.pragma("mmap_size", "0")?;
        // what its own tables name stands in the others
        aside.pragma("foreign_keys", "OFF")?;
        Ok(aside)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        if rusqlite::version_number() < OPENABLE_SQLITE {
            return Err(StoreError::OldSqlite { found: rusqlite::version() });
        }
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| fault(e, path))?;
        let connected = Self { connection, path: path.to_owned() };
        connected.settle()?;
        Ok(connected)
    }

    /// Sets what is a connection's own.
    fn settle(&self) -> Result<(), StoreError> {
        self.connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT_MAX);
        self.connection.busy_timeout(BUSY).map_err(|e| self.fault(e))?;
        // without it SQLite compiles a statement anew whenever a bound value could change its plan
        self.config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
    }

    /// Refuses what another version wrote, untouched; sets the pragmas; makes the tables where there are none, and brings
    /// those of an earlier format up to date, a copy of which is kept beside them. `reached` is called after each step of that.
    fn prepare(self, tables: &Tables, check: bool, reached: &mut dyn FnMut()) -> Result<Self, StoreError> {
        self.config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let format = self.format()?;
        let is_old = format.is_some_and(|format| tables.can_update(format));
        let kept = if format.is_none() || is_old { self } else { self.of_format(tables, format)? };
        kept.config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        if format.is_none() {
            // before all tables, or it does nothing
            kept.pragma("auto_vacuum", "INCREMENTAL")?;
        }
        for (name, value) in [
            ("synchronous", "EXTRA"),
            ("journal_mode", "WAL"),
            ("synchronous", tables.part.durability()),
            ("secure_delete", "ON"),
            ("mmap_size", "0"),
            ("cache_size", tables.part.cache_kib()),
            ("wal_autocheckpoint", tables.part.log_pages()),
        ] {
            kept.pragma(name, value)?;
        }
        reached();
        if check && kept.look_through(QUICK_CHECK).is_err() {
            kept.make_indexes_again()?;
        }
        match format {
            None => tables.make(&kept.connection, reached).map_err(|e| kept.fault(e))?,
            Some(found) if is_old => {
                kept.copy_to(&copy_of_format(&kept.path, found))?;
                reached();
                tables.update(&kept.connection, reached).map_err(|e| kept.fault(e))?;
            }
            Some(_) => {}
        }
        kept.pragma("foreign_keys", "ON")?;
        Ok(kept)
    }

    /// Returns the format of the tables; `None` where there are no tables yet.
    fn format(&self) -> Result<Option<i64>, StoreError> {
        format_of(&self.connection).map_err(|e| self.fault(e))
    }

    /// Copies the database as it stands at one point in time, whoever writes meanwhile. The copy has its name once it is
    /// whole and durable, and only its owner may read it.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let part = with_ending(path, ".part");
        // what a cut left of an earlier attempt
        remove_files(&part)?;
        let copied = self.copy_pages(&part).and_then(|()| {
            let fault = |source| StoreError::File {
                operation: "copy the database to",
                path: path.display().to_string(),
                source,
            };
            std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(fault)?;
            std::fs::rename(&part, path).map_err(fault)?;
            match path.parent().map(std::fs::File::open) {
                Some(Ok(dir)) => dir.sync_all().map_err(fault),
                // a directory that can't be opened, as on Windows, keeps its names by itself
                Some(Err(_)) | None => Ok(()),
            }
        });
        if copied.is_err() {
            remove_files(&part)?;
        }
        copied
    }

    fn copy_pages(&self, to: &Path) -> Result<(), StoreError> {
        make_private_file(to)?;
        let mut copy = Self::connect(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let copying = Backup::new(&self.connection, &mut copy.connection).map_err(|e| self.fault(e))?;
        // in one go: between two steps somebody may write, and it would begin anew
        match copying.step(-1).map_err(|e| fault(e, to))? {
            StepResult::Done => Ok(()),
            _ => Err(StoreError::Busy),
        }
    }

    /// Begins a transaction. One that `may_write` waits for other writers first.
    pub fn begin(&self, may_write: bool) -> Result<SqliteTx<'_>, StoreError> {
        let behavior = if may_write { TransactionBehavior::Immediate } else { TransactionBehavior::Deferred };
        let transaction =
            Transaction::new_unchecked(&self.connection, behavior).map_err(|e| self.fault(e))?;
        Ok(SqliteTx { transaction, path: &self.path, may_write })
    }

    /// Begins a transaction that waits for nobody and writes to tables of its own alone.
    pub fn begin_aside(&self) -> Result<SqliteTx<'_>, StoreError> {
        Ok(SqliteTx { may_write: true, ..self.begin(false)? })
    }

    /// Limits the database to so many pages.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.pragma("max_page_count", &pages.to_string())
    }

    /// Looks through every page and index.
    pub fn integrity_check(&self) -> Result<(), StoreError> {
        self.look_through("PRAGMA integrity_check(1)")
    }

    /// Returns what does not fit of pages and indexes, up to twenty.
    pub fn page_faults(&self) -> Result<Vec<String>, StoreError> {
        let look = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
            let verdict = statement.query_map([], |row| row.get::<_, String>(0))?;
            verdict.collect()
        };
        let verdict = look().map_err(|e| self.fault(e))?;
        let lines = verdict.iter().flat_map(|verdict| verdict.lines()).filter(|line| *line != "ok");
        Ok(lines.map(|line| format!("the database's pages: {line}")).collect())
    }

    /// Returns which tables and indexes are not those that a part's database is made with: a flipped byte in the text that says
    /// how a table is made may leave one that SQLite takes.
    pub fn table_faults(&self, part: Part) -> Result<Vec<String>, StoreError> {
        let made = Connection::open_in_memory().map_err(|e| self.fault(e))?;
        Tables::of(part).make(&made, &mut || {}).map_err(|e| self.fault(e))?;
        let made = Self { connection: made, path: self.path.clone() };
        let (here, indexes) = (self.shapes()?, self.indexes()?);
        let tables =
            made.shapes()?.into_iter().filter(|shape| !here.contains(shape)).map(|shape| shape.table);
        let gone = made.indexes()?.into_iter().filter(|index| !indexes.contains(index));
        Ok(tables.chain(gone).map(|name| format!("the database's tables: {name}")).collect())
    }

    fn indexes(&self) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement =
                self.connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'index'")?;
            let names = statement.query_map([], |row| row.get(0))?;
            names.collect()
        };
        read().map_err(|e| self.fault(e))
    }

    /// Makes every index again from its table, where nothing else is damaged; otherwise nothing changes.
    pub fn make_indexes_again(&self) -> Result<(), StoreError> {
        let behavior = TransactionBehavior::Immediate;
        let transaction =
            Transaction::new_unchecked(&self.connection, behavior).map_err(|e| self.fault(e))?;
        let damaged = |_| StoreError::from(Damage::Database(self.path.display().to_string()));
        transaction.execute_batch("REINDEX").map_err(damaged)?;
        self.look_through(QUICK_CHECK)?;
        transaction.commit().map_err(|e| self.fault(e))
    }

    fn look_through(&self, sql: &str) -> Result<(), StoreError> {
        let verdict: Result<String, _> = self.connection.query_row(sql, [], |row| row.get(0));
        match verdict.map_err(|e| self.fault(e))?.as_str() {
            "ok" => Ok(()),
            _ => Err(Damage::Database(self.path.display().to_string()).into()),
        }
    }

    /// Returns the tables with their columns, that of the tables among them.
    pub fn shapes(&self) -> Result<Vec<Shape>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Shape>> {
            let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' UNION ALL SELECT 'sqlite_schema'";
            let mut statement = self.connection.prepare(sql)?;
            let tables = statement.query_map([], |row| row.get(0))?;
            tables.map(|table| self.shape_of(table?)).collect()
        };
        read().map_err(|e| self.fault(e))
    }

    fn shape_of(&self, table: String) -> rusqlite::Result<Shape> {
        let sql = "SELECT name, type, \"notnull\", pk, sum(pk > 0) OVER () AS keys FROM pragma_table_info(?1) ORDER BY cid";
        let mut statement = self.connection.prepare(sql)?;
        let mut key: Vec<(i64, String)> = Vec::new();
        let columns = statement.query_map([&table], |row| {
            let (kind, keys): (String, i64) = (row.get("type")?, row.get("keys")?);
            let place: i64 = row.get("pk")?;
            let is_key = place > 0;
            if is_key {
                key.push((place, row.get("name")?));
            }
            let kind = match kind.as_str() {
                "INTEGER" if is_key && keys == 1 => ColumnKind::Id,
                "TEXT" => ColumnKind::Text,
                "BLOB" => ColumnKind::Bytes,
                _ => ColumnKind::Number,
            };
            let may_be_null = !is_key && !row.get::<_, bool>("notnull")?;
            Ok(Column { name: row.get("name")?, kind, may_be_null })
        })?;
        let columns = columns.collect::<rusqlite::Result<_>>()?;
        key.sort();
        Ok(Shape { table, columns, key: key.into_iter().map(|(_, name)| name).collect() })
    }

    /// Gives pages that hold nothing back to the file system.
    pub fn shrink(&self) -> Result<(), StoreError> {
        // a row for each page that is given back
        let mut pages = self.connection.prepare("PRAGMA incremental_vacuum").map_err(|e| self.fault(e))?;
        let mut rows = pages.query([]).map_err(|e| self.fault(e))?;
        while rows.next().map_err(|e| self.fault(e))?.is_some() {}
        Ok(())
    }

    /// Copies the write-ahead log into the database and empties it.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let done = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        done.map_err(|e| self.fault(e))
    }

    fn pragma(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.connection.pragma_update(None, name, value).map_err(|e| self.fault(e))
    }

    fn config(&self, config: DbConfig, on: bool) -> Result<(), StoreError> {
        self.connection.set_db_config(config, on).map(drop).map_err(|e| self.fault(e))
    }

    fn fault(&self, error: rusqlite::Error) -> StoreError {
        fault(error, &self.path)
    }
}

/// A transaction; dropping it takes everything back.
pub(super) struct SqliteTx<'t> {
    transaction: Transaction<'t>,
    path: &'t Path,
    may_write: bool,
}

/// A call for each row; it says whether more are wanted.
pub(super) type EachRow<'a> = &'a mut dyn FnMut(SqliteRow<'_>) -> Result<bool, StoreError>;

impl SqliteTx<'_> {
    /// Calls `each` for the rows of a statement, until no more are wanted.
    pub fn rows(&self, sql: &str, values: &[Value<'_>], each: EachRow<'_>) -> Result<(), StoreError> {
        let mut statement = self.prepare(sql)?;
        self.bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|e| self.fault(e))? {
            if !each(SqliteRow { row, path: self.path, next: Cell::new(0) })? {
                break;
            }
        }
        Ok(())
    }

    /// Runs a statement once for each set of values; returns how many rows it changed.
    pub fn run<'v, V: AsRef<[Value<'v>]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, StoreError> {
        let mut statement = self.prepare(sql)?;
        let mut changed = 0;
        for values in rows {
            self.bind(&mut statement, values.as_ref())?;
            changed += statement.raw_execute().map_err(|e| self.fault(e))? as u64;
        }
        Ok(changed)
    }

    /// Inserts a row; returns its id, and `None` where there was none to insert.
    pub fn insert(&self, sql: &str, values: &[Value<'_>]) -> Result<Option<i64>, StoreError> {
        let mut statement = self.prepare(sql)?;
        self.bind(&mut statement, values)?;
        let changed = statement.raw_execute().map_err(|e| self.fault(e))?;
        Ok((changed > 0).then(|| self.transaction.last_insert_rowid()))
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, StoreError> {
        let statement = self.transaction.prepare_cached(sql).map_err(|e| self.fault(e))?;
        if self.may_write || statement.readonly() {
            Ok(statement)
        } else {
            Err(StoreError::Refused("what may only read was to write".into()))
        }
    }

    fn bind(&self, statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<(), StoreError> {
        let (given, wanted) = (values.len(), statement.parameter_count());
        if given != wanted {
            return Err(self.fault(rusqlite::Error::InvalidParameterCount(given, wanted)));
        }
        let writes = !statement.readonly();
        for (at, value) in (1..).zip(values) {
            match value {
                Value::Unsigned(number) if i64::try_from(*number).is_err() => {
                    return Err(StoreError::Value("is a number beyond 63 bits"));
                }
                Value::Text(text) if writes && text.contains('\0') => {
                    return Err(StoreError::Value("is a text that holds the character NUL"));
                }
                _ => statement.raw_bind_parameter(at, value).map_err(|e| self.fault(e))?,
            }
        }
        Ok(())
    }

    /// Makes empty tables of the same columns that stand before others, for this connection alone.
    pub fn set_aside(&self, tables: &[&str]) -> Result<(), StoreError> {
        tables.iter().try_for_each(|table| self.set_one_aside(table))
    }

    fn set_one_aside(&self, table: &str) -> Result<(), StoreError> {
        let find = "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1";
        let sql: rusqlite::Result<String> = self.transaction.query_row(find, [table], |row| row.get(0));
        let sql = sql.map_err(|e| self.fault(e))?.replacen("CREATE TABLE ", "CREATE TEMP TABLE ", 1);
        self.transaction.execute_batch(&sql).map_err(|e| self.fault(e))
    }

    /// Begins a part of the transaction that can be taken back alone.
    pub fn set_savepoint(&self) -> Result<(), StoreError> {
        self.end("SAVEPOINT attempt")
    }

    pub fn keep_since_savepoint(&self) -> Result<(), StoreError> {
        self.end("RELEASE attempt")
    }

    pub fn undo_since_savepoint(&self) -> Result<(), StoreError> {
        self.end("ROLLBACK TO attempt")?;
        self.end("RELEASE attempt")
    }

    fn end(&self, sql: &str) -> Result<(), StoreError> {
        let mut statement = self.transaction.prepare_cached(sql).map_err(|e| self.fault(e))?;
        statement.raw_execute().map(drop).map_err(|e| self.fault(e))
    }

    /// Ends the transaction durably.
    pub fn commit(self) -> Result<(), StoreError> {
        let Self { transaction, path, may_write: _ } = self;
        transaction.commit().map_err(|e| fault(e, path))
    }

    /// Ends the transaction and takes back what was written in it.
    pub fn roll_back(self) -> Result<(), StoreError> {
        let Self { transaction, path, may_write: _ } = self;
        transaction.rollback().map_err(|e| fault(e, path))
    }

    fn fault(&self, error: rusqlite::Error) -> StoreError {
        fault(error, self.path)
    }
}

/// A row, while it is read.
pub(super) struct SqliteRow<'r> {
    row: &'r rusqlite::Row<'r>,
    path: &'r Path,
    /// The column after the one read last: mostly the next to be asked for.
    next: Cell<usize>,
}

impl SqliteRow<'_> {
    /// Returns the value of a column.
    pub fn value(&self, column: &str) -> Result<Value<'_>, StoreError> {
        let at = self.place_of(column).map_err(|e| fault(e, self.path))?;
        self.next.set(at + 1);
        match self.row.get_ref(at).map_err(|e| fault(e, self.path))? {
            ValueRef::Null => Ok(Value::Null),
            ValueRef::Integer(number) => Ok(Value::Int(number)),
            ValueRef::Blob(bytes) => Ok(Value::Bytes(Cow::Borrowed(bytes))),
            ValueRef::Text(text) => match std::str::from_utf8(text) {
                Ok(text) => Ok(Value::Text(Cow::Borrowed(text))),
                Err(_) => Err(Damage::Column(column.to_owned()).into()),
            },
            ValueRef::Real(_) => Err(Damage::Column(column.to_owned()).into()),
        }
    }

    /// Returns the names of the columns.
    #[cfg(feature = "checks")]
    pub fn columns(&self) -> Vec<String> {
        self.row.as_ref().column_names().map(str::to_owned).collect()
    }

    fn place_of(&self, column: &str) -> rusqlite::Result<usize> {
        let statement = self.row.as_ref();
        let next = self.next.get();
        if next < statement.column_count() && statement.column_name(next)? == column {
            return Ok(next);
        }
        statement.column_index(column)
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(yes) => ValueRef::Integer((*yes).into()),
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Unsigned(number) => {
                let number = i64::try_from(*number);
                ValueRef::Integer(number.map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?)
            }
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Id(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Part {
    /// Memory for pages, of the connection that writes (a negative number is of KiB). A push touches pages all over head
    /// office's tables; what does not fit is written more than once.
    fn cache_kib(self) -> &'static str {
        match self {
            Self::Kiosk => "-2000",
            Self::Office => "-4000",
            Self::Door => "-500",
        }
    }

    /// Pages in the write-ahead log at which it is copied into the database: the more, the fewer are copied twice.
    fn log_pages(self) -> &'static str {
        match self {
            Self::Kiosk => "1000",
            Self::Office => "4000",
            Self::Door => "500",
        }
    }

    /// What a commit waits for: the disk, or, of what may be lost with the power, nothing.
    fn durability(self) -> &'static str {
        match self {
            Self::Kiosk | Self::Office => "FULL",
            Self::Door => "NORMAL",
        }
    }
}

/// Reads the pages of a database that need not be whole, with all that its log holds.
pub(super) fn pages_of(path: &Path) -> Result<Pages, StoreError> {
    let image = Image::read(path, DamagedFrame::Counts)?;
    let (leaves, unreadable) = image.leaves();
    Ok(Pages { leaves, unreadable, names: image.index("document_name"), files: image.index("document_file") })
}

/// Returns where the copy is kept of a database whose tables were brought up to date from a format.
pub(super) fn copy_of_format(path: &Path, format: i64) -> PathBuf {
    with_ending(path, &format!(".format-{format}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Refuses a database that another program has open; a damaged one is opened by nobody.
pub(super) fn refuse_shared(path: &Path, part: Part) -> Result<(), StoreError> {
    let Ok(open) = Sqlite::open(path, part) else { return Ok(()) };
    open.connection.busy_timeout(Duration::ZERO).map_err(|e| fault(e, path))?;
    // whoever else has it open keeps this from being done; the next one to open it has a log again
    open.pragma("journal_mode", "DELETE")
}

/// Moves a database that nobody has open out of the way, with its log.
pub(super) fn set_aside(path: &Path, part: Part) -> Result<(), StoreError> {
    if !path.exists() {
        // a log without its database is of no use, and would be taken for the next one's
        return remove_files(path);
    }
    refuse_shared(path, part)?;
    let replaced = with_ending(path, ".replaced");
    remove_files(&replaced)?;
    for ending in ["-wal", "-shm", ""] {
        let from = with_ending(path, ending);
        let fault = |source| StoreError::File { operation: "move", path: from.display().to_string(), source };
        if from.exists() {
            std::fs::rename(&from, with_ending(&replaced, ending)).map_err(fault)?;
        }
    }
    Ok(())
}

/// Removes a database that nobody has open, with what SQLite keeps beside it.
pub(super) fn remove_files(path: &Path) -> Result<(), StoreError> {
    for ending in ["-journal", "-wal", "-shm", ""] {
        let file = with_ending(path, ending);
        match std::fs::remove_file(&file) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(StoreError::File {
                    operation: "remove",
                    path: file.display().to_string(),
                    source,
                });
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn fault(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Damage::Database(path.display().to_string()).into()
        }
        // every statement is written for the tables of this format: these are not as they were made
        _ if matches!(error, rusqlite::Error::SqlInputError { .. }) => {
            Damage::Database(path.display().to_string()).into()
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Refused(Box::new(error)),
    }
}

/// Makes the empty file that only its owner may read; SQLite gives its log the same permissions.
fn make_private_file(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let fault = |source| StoreError::File { operation: "make", path: path.display().to_string(), source };
    options.open(path).map(drop).map_err(fault)
}

#[cfg(test)]
mod tests;
