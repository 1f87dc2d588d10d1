//! A SQLite database as a program has it open: one connection writes; reads have connections of their own, so that they wait for
//! no write and no write waits for them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Sqlite, SqliteTx};
use crate::store::StoreError;
use crate::store::db::{Part, Shape};

/// How many connections that read are kept open for the next one: more than a small server's cores.
const READERS_KEPT_MAX: usize = 4;

/// An open database, from any thread.
pub(in crate::store::db) struct SqliteStore {
    path: PathBuf,
    // closed before the writer, which empties the log of the database as it closes
    readers: Mutex<Vec<Sqlite>>,
    writer: Mutex<Sqlite>,
    /// Nothing is written, and the one connection does it all.
    looks: bool,
}

impl SqliteStore {
    /// Opens a file that is there.
    pub fn open(path: &Path, part: Part) -> Result<Self, StoreError> {
        Ok(Self::around(path, Sqlite::open(path, part)?))
    }

    /// Makes a file that only its owner may read, with empty tables.
    pub fn create(path: &Path, part: Part) -> Result<Self, StoreError> {
        Ok(Self::around(path, Sqlite::create(path, part)?))
    }

    /// Opens a file to read alone.
    pub fn look(path: &Path, part: Part) -> Result<Self, StoreError> {
        Ok(Self { looks: true, ..Self::around(path, Sqlite::look(path, part)?) })
    }

    fn around(path: &Path, writer: Sqlite) -> Self {
        Self { path: path.to_owned(), readers: Mutex::default(), writer: Mutex::new(writer), looks: false }
    }

    /// Waits for the connection that writes. Work that panicked was rolled back as it was unwound: what it held is sound.
    fn writer(&self) -> MutexGuard<'_, Sqlite> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Sqlite>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the database's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Tells whether nothing is written.
    pub fn looks(&self) -> bool {
        self.looks
    }

    /// Runs work in a transaction that writes, once it is its turn.
    pub fn write<T>(&self, work: impl FnOnce(SqliteTx<'_>) -> T) -> Result<T, StoreError> {
        let writer = self.writer();
        Ok(work(writer.begin(true)?))
    }

    /// Runs work in a transaction that reads.
    pub fn read<T>(&self, work: impl FnOnce(SqliteTx<'_>) -> T) -> Result<T, StoreError> {
        if self.looks {
            return Ok(work(self.writer().begin(false)?));
        }
        let kept = self.readers().pop();
        let reader = match kept {
            Some(reader) => reader,
            None => Sqlite::reader(&self.path)?,
        };
        let outcome = work(reader.begin(false)?);
        let mut readers = self.readers();
        if readers.len() < READERS_KEPT_MAX {
            readers.push(reader);
        }
        Ok(outcome)
    }

    /// Runs work in a transaction that writes to tables of its own alone.
    pub fn aside<T>(&self, work: impl FnOnce(SqliteTx<'_>) -> T) -> Result<T, StoreError> {
        if self.looks {
            return Ok(work(self.writer().begin_aside()?));
        }
        let aside = Sqlite::aside(&self.path)?;
        Ok(work(aside.begin_aside()?))
    }

    /// Limits the database to so many pages.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.writer().limit_pages(pages)
    }

    /// Asks a connection that holds up nobody.
    fn ask<T>(&self, question: impl FnOnce(&Sqlite) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if self.looks { question(&self.writer()) } else { question(&Sqlite::reader(&self.path)?) }
    }

    /// Looks through every page and index.
    pub fn integrity_check(&self) -> Result<(), StoreError> {
        self.ask(Sqlite::integrity_check)
    }

    /// Returns what does not fit of pages and indexes, and which tables are not as a part's are made.
    pub fn faults(&self, part: Part) -> Result<Vec<String>, StoreError> {
        self.ask(|sqlite| {
            let mut faults = sqlite.page_faults()?;
            faults.extend(sqlite.table_faults(part)?);
            Ok(faults)
        })
    }

    /// Returns the tables with their columns.
    pub fn shapes(&self) -> Result<Vec<Shape>, StoreError> {
        self.writer().shapes()
    }

    /// Makes every index again from its table, where nothing else is damaged.
    pub fn make_indexes_again(&self) -> Result<(), StoreError> {
        self.writer().make_indexes_again()
    }

    /// Copies the database as it stands, whoever writes meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        self.ask(|sqlite| sqlite.copy_to(path))
    }

    /// Gives pages that hold nothing back to the file system.
    pub fn shrink(&self) -> Result<(), StoreError> {
        self.writer().shrink()
    }

    /// Copies the write-ahead log into the database and empties it.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.writer().checkpoint()
    }
}
