//! Opening a database: the pragmas that durability rests on, the format it has, the tables it needs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::StoreError;

/// The format of the tables. A database with a higher one is left alone.
pub const FORMAT: i64 = 3;

/// The oldest SQLite that is safe here: earlier ones lose pages when a checkpoint meets a writer (WAL reset).
pub const OPENABLE_SQLITE: i32 = 3_051_003;

/// Marks the file as ours for `file(1)` and against mix-ups: "Sila".
const APPLICATION_ID: i64 = 0x5369_6C61;

/// How long a writer waits for another: commands and a running server or window share the file.
const BUSY: Duration = Duration::from_secs(10);

/// Databases up to this size are looked through when they are opened; larger ones by `verify`.
const QUICK_CHECK_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Statements that a connection keeps prepared: more than the program has (some 80), at a few kilobytes each. With the
/// driver's own 16, every record would have its statements compiled anew.
const STATEMENTS_KEPT_MAX: usize = 128;

mod replica_migrations {
    refinery::embed_migrations!("src/store/migrations/replica");
}
mod kiosk_migrations {
    refinery::embed_migrations!("src/store/migrations/kiosk");
}
mod office_migrations {
    refinery::embed_migrations!("src/store/migrations/office");
}

/// Whose database it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A kiosk's: `kiosk.db`.
    Kiosk,
    /// Head office's: `office.db`.
    Office,
}

impl Part {
    /// Returns the database's file name in the data directory.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Kiosk => "kiosk.db",
            Self::Office => "office.db",
        }
    }
}

/// An open database.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens a database that is there.
    ///
    /// # Errors
    /// [`StoreError`] where there is none, it is damaged, newer, or can't be opened.
    pub fn open(dir: &Path, part: Part) -> Result<Self, StoreError> {
        Self::is_there(dir, part)?;
        let path = dir.join(part.file_name());
        let is_small = std::fs::metadata(&path).is_ok_and(|m| m.len() <= QUICK_CHECK_BYTES_MAX);
        let connection = Connection::open_with_flags(
            &path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        Self::prepare(connection, path, part, is_small)
    }

    /// Tells whether there is a database.
    ///
    /// # Errors
    /// [`StoreError::Absent`] with the command that makes one.
    pub(crate) fn is_there(dir: &Path, part: Part) -> Result<(), StoreError> {
        if dir.join(part.file_name()).exists() {
            return Ok(());
        }
        let hint = match part {
            Part::Kiosk => "enrol this device first (kiosk enrol)",
            Part::Office => "make one by adding a branch (sync-server branch add)",
        };
        Err(StoreError::Absent { dir: dir.display().to_string(), hint })
    }

    /// Opens a database, making the directory (readable by its owner alone) and an empty database where there is none.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Store::open`].
    pub fn open_or_create(dir: &Path, part: Part) -> Result<Self, StoreError> {
        make_private_dir(dir)?;
        let path = dir.join(part.file_name());
        if path.exists() {
            return Self::open(dir, part);
        }
        make_private_file(&path)?;
        let connection = Connection::open(&path).map_err(|e| StoreError::from(e).about(&path))?;
        Self::prepare(connection, path, part, false)
    }

    /// Opens an empty database in memory, for tests.
    ///
    /// # Errors
    /// [`StoreError`] as for [`Store::open`].
    pub fn open_in_memory(part: Part) -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, PathBuf::from(":memory:"), part, false)
    }

    fn prepare(
        mut connection: Connection,
        path: PathBuf,
        part: Part,
        check: bool,
    ) -> Result<Self, StoreError> {
        if rusqlite::version_number() < OPENABLE_SQLITE {
            return Err(StoreError::OldSqlite { found: rusqlite::version() });
        }
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT_MAX);
        let outcome = (|| {
            connection.busy_timeout(BUSY)?;
            // without it SQLite compiles a statement anew whenever a bound value could change its plan
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if found > FORMAT {
                return Err(StoreError::NewerFormat { found, known: FORMAT });
            }
            connection.pragma_update(None, "synchronous", "EXTRA")?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "secure_delete", "ON")?;
            connection.pragma_update(None, "mmap_size", 0)?;
            connection.pragma_update(None, "foreign_keys", "ON")?;
            if check {
                quick_check(&connection)?;
            }
            if found < FORMAT {
                migrate(&mut connection, part)?;
            }
            Ok(())
        })();
        outcome.map_err(|e: StoreError| e.about(&path))?;
        Ok(Self { connection, path })
    }

    /// Returns the connection, for reading.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Runs one durable transaction: when it returns `Ok`, everything in it survives a power cut; otherwise nothing
    /// of it happened. Rows written through this store inside `work` belong to it; transactions don't nest.
    ///
    /// # Errors
    /// Whatever `work` returns, or the error of the commit.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path.clone();
        let about = |e: rusqlite::Error| E::from(StoreError::from(e).about(&path));
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(about)?;
        let outcome = work(&transaction)?;
        transaction.commit().map_err(about)?;
        Ok(outcome)
    }

    /// Runs reads that all see the database at one point in time.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred);
        let transaction = begun.map_err(StoreError::from)?;
        let outcome = work(&transaction);
        transaction.rollback().map_err(StoreError::from)?;
        outcome
    }

    /// Runs work in a transaction that is taken back whatever it did: how a rebuild is tried out.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub(crate) fn try_out<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = begun.map_err(StoreError::from)?;
        let outcome = work(&transaction);
        transaction.rollback().map_err(StoreError::from)?;
        outcome
    }

    /// Limits the database to so many pages: how tests fill a disk.
    ///
    /// # Errors
    /// [`StoreError`] where SQLite refuses.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "max_page_count", pages)?)
    }

    /// Looks through every page and index.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where something does not fit.
    pub fn integrity_check(&self) -> Result<(), StoreError> {
        let verdict: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" {
            Ok(())
        } else {
            Err(StoreError::Damaged { file: self.path.display().to_string() })
        }
    }

    /// Copies the write-ahead log into the database and empties it, so that erased values are gone from both.
    ///
    /// # Errors
    /// [`StoreError`] where SQLite refuses.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// Returns the database's path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn quick_check(connection: &Connection) -> Result<(), StoreError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged { file: String::new() }) }
}

fn migrate(connection: &mut Connection, part: Part) -> Result<(), StoreError> {
    let (own, own_table) = match part {
        Part::Kiosk => (kiosk_migrations::migrations::runner(), "schema_kiosk"),
        Part::Office => (office_migrations::migrations::runner(), "schema_office"),
    };
    let common = (replica_migrations::migrations::runner(), "schema_replica");
    for (mut runner, table) in [common, (own, own_table)] {
        runner.set_migration_table_name(table);
        runner.run(connection).map_err(migration_error)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", FORMAT)?;
    Ok(())
}

/// The runner's own words quote the whole of the SQL: the cause alone is told.
fn migration_error(error: refinery::Error) -> StoreError {
    let mut cause: &dyn std::error::Error = &error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    StoreError::Migration(cause.to_string().lines().next().unwrap_or_default().to_owned())
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
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_newer_program_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(dir.path(), Part::Kiosk).unwrap();
        store.connection().pragma_update(None, "user_version", FORMAT + 1).unwrap();
        drop(store);
        let error = Store::open(dir.path(), Part::Kiosk).err().unwrap();
        assert!(matches!(error, StoreError::NewerFormat { found, known } if found == known + 1), "{error}");
    }

    #[test]
    fn a_file_that_is_no_database_is_told_as_damaged() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("kiosk.db"), vec![7; 8_192]).unwrap();
        let error = Store::open(dir.path(), Part::Kiosk).err().unwrap();
        assert!(matches!(&error, StoreError::Damaged { file } if file.ends_with("kiosk.db")), "{error}");
    }

    #[test]
    fn a_page_overwritten_in_the_middle_is_found_when_the_database_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open_or_create(dir.path(), Part::Kiosk).unwrap());
        let path = dir.path().join("kiosk.db");
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 4_096].fill(0xA5);
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(Store::open(dir.path(), Part::Kiosk).err(), Some(StoreError::Damaged { .. })));
    }

    #[test]
    fn nothing_there_names_the_command_that_makes_it() {
        let dir = tempfile::tempdir().unwrap();
        let error = Store::open(dir.path(), Part::Kiosk).err().unwrap().to_string();
        assert!(error.contains("kiosk enrol"), "{error}");
    }
}
