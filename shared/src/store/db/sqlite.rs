//! All that only SQLite knows: the pragmas that durability rests on, how a database is made and opened, its errors.
//!
//! # Durability
//! The journal mode is WAL with `synchronous=FULL`: when a write returns, its transaction survives a power cut. A new
//! database is first switched to `synchronous=EXTRA`, so that the switch to WAL itself is durable. One connection writes
//! and checkpoints; there is no memory mapping. Deleted rows are overwritten (`secure_delete`).

use std::borrow::Cow;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql, Transaction, TransactionBehavior};

use super::{FORMAT, Part, Value};
use crate::store::{Damage, StoreError};

/// The oldest SQLite that is safe here: earlier ones lose pages when a checkpoint meets a writer (WAL reset).
pub const OPENABLE_SQLITE: i32 = 3_051_003;

/// Marks the file as ours for `file(1)` and against mix-ups: "Sila".
const APPLICATION_ID: i64 = 0x5369_6C61;

/// How long a writer waits for another: commands and a running server or window share the file.
const BUSY: Duration = Duration::from_secs(10);

/// Databases up to this size are looked through when they are opened; larger ones by `verify`.
const QUICK_CHECK_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Looks through all pages, and stops at the first fault.
const QUICK_CHECK: &str = "PRAGMA quick_check(1)";

/// Statements that a connection keeps prepared: more than the program has (some 100), at a few kilobytes each. With the
/// driver's own 16, every record would have its statements compiled anew.
const STATEMENTS_KEPT_MAX: usize = 128;

/// The tables that a kiosk's replica and head office's have in common.
const REPLICA: &str = include_str!("../schema/replica.sql");
const KIOSK: &str = include_str!("../schema/kiosk.sql");
const OFFICE: &str = include_str!("../schema/office.sql");

/// An open SQLite database.
pub(super) struct Sqlite {
    connection: Connection,
    path: PathBuf,
}

impl Sqlite {
    /// Opens a file that is there.
    pub fn open(path: &Path, part: Part) -> Result<Self, StoreError> {
        let is_small = std::fs::metadata(path).is_ok_and(|m| m.len() <= QUICK_CHECK_BYTES_MAX);
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?.prepare(part, is_small)
    }

    /// Makes a file that only its owner may read, with empty tables.
    pub fn create(path: &Path, part: Part) -> Result<Self, StoreError> {
        make_private_file(path)?;
        let made = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // before all tables, or it does nothing
        made.pragma("auto_vacuum", "INCREMENTAL")?;
        made.prepare(part, false)
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
        let fault = |e| fault(e, path);
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT_MAX);
        connection.busy_timeout(BUSY).map_err(fault)?;
        // without it SQLite compiles a statement anew whenever a bound value could change its plan
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Refuses what another version wrote, untouched; sets the pragmas, and makes the tables where there are none.
    fn prepare(self, part: Part, check: bool) -> Result<Self, StoreError> {
        self.config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let format = self.format()?;
        match format {
            Some(found) if found > FORMAT => return Err(StoreError::NewerFormat { found, known: FORMAT }),
            Some(found) if found < FORMAT => return Err(StoreError::OldFormat { found, needed: FORMAT }),
            Some(_) | None => {}
        }
        self.config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        for (name, value) in [
            ("synchronous", "EXTRA"),
            ("journal_mode", "WAL"),
            ("synchronous", "FULL"),
            ("secure_delete", "ON"),
            ("mmap_size", "0"),
            ("foreign_keys", "ON"),
            ("cache_size", part.cache_kib()),
            ("wal_autocheckpoint", part.log_pages()),
        ] {
            self.pragma(name, value)?;
        }
        if check && self.look_through(QUICK_CHECK).is_err() {
            self.make_indexes_again()?;
        }
        if format.is_none() {
            self.make_tables(&schema_of(part)).map_err(|e| self.fault(e))?;
        }
        Ok(self)
    }

    /// Returns the format of the tables; `None` where there are no tables yet.
    fn format(&self) -> Result<Option<i64>, StoreError> {
        let one = |sql: &str| -> Result<i64, StoreError> {
            self.connection.query_row(sql, [], |row| row.get(0)).map_err(|e| self.fault(e))
        };
        match (one("PRAGMA user_version")?, one("SELECT count(*) FROM sqlite_schema")?) {
            (0, 0) => Ok(None),
            (format, _) => Ok(Some(format)),
        }
    }

    /// Makes all tables, or none of them: the format is written in the same transaction, so that a database whose making
    /// was cut off is an empty one.
    fn make_tables(&self, schema: &[&str]) -> rusqlite::Result<()> {
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        for sql in schema {
            transaction.execute_batch(sql)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", FORMAT)?;
        transaction.commit()
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

    /// Makes an empty table of the same columns that stands before another one, for this connection alone.
    pub fn set_aside(&self, table: &str) -> Result<(), StoreError> {
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
        }
    }

    /// Pages in the write-ahead log at which it is copied into the database: the more, the fewer are copied twice.
    fn log_pages(self) -> &'static str {
        match self {
            Self::Kiosk => "1000",
            Self::Office => "4000",
        }
    }
}

fn schema_of(part: Part) -> [&'static str; 2] {
    match part {
        Part::Kiosk => [REPLICA, KIOSK],
        Part::Office => [REPLICA, OFFICE],
    }
}

fn fault(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
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
