//! What goes wrong with a store, told apart by what a person can do about it.

use rusqlite::ErrorCode;

/// Why a store could not do something. Whatever was acknowledged before is still there.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No space left.
    #[error("the disk is full: free some space and try again; everything saved before is safe")]
    Full,
    /// The file is no database, or its pages don't fit together.
    #[error(
        "the database {file} is damaged: keep the file, put back the last backup of the data directory, then synchronise"
    )]
    Damaged {
        /// Which database.
        file: String,
    },
    /// A newer program wrote it.
    #[error("the database has format {found} and this program knows {known}: install the newer program")]
    NewerFormat {
        /// The format found.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// SQLite is too old to be trusted with a write-ahead log.
    #[error("SQLite {found} loses data under load: this program needs 3.51.3 or newer")]
    OldSqlite {
        /// The version found.
        found: &'static str,
    },
    /// Nothing is there.
    #[error("there is no database in {dir}: {hint}")]
    Absent {
        /// The data directory.
        dir: String,
        /// What makes one.
        hint: &'static str,
    },
    /// Another program held the database for too long.
    #[error("the database is in use by another program: try again in a moment")]
    Busy,
    /// The directory or file can't be read or written.
    #[error("cannot {operation} {path}: {source}")]
    File {
        /// What was tried.
        operation: &'static str,
        /// On what.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// Anything else that SQLite says.
    #[error("the database refused an operation: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// The tables could not be brought to this program's format.
    #[error("the database's tables could not be brought up to date: {0}")]
    Migration(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { file: String::new() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Sqlite(error),
        }
    }
}

impl StoreError {
    /// Names the file in an error that SQLite gave without one.
    pub(crate) fn about(self, path: &std::path::Path) -> Self {
        match self {
            Self::Damaged { file } if file.is_empty() => Self::Damaged { file: path.display().to_string() },
            other => other,
        }
    }
}
