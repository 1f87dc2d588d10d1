//! What goes wrong with a store, told apart by what a person can do about it.

use std::fmt;

use super::Part;

/// Why a store could not do something. Whatever was acknowledged before is still there.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No space left.
    #[error("the disk is full: free some space and try again; everything saved before is safe")]
    Full,
    /// Something that is kept is not what this program wrote.
    #[error("{what} is damaged: {}", what.next_step())]
    Damaged {
        /// What.
        what: Damage,
    },
    /// A newer program wrote it.
    #[error("the database has format {found} and this program knows {known}: install the newer program")]
    NewerFormat {
        /// The format found.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// A trial version wrote it.
    #[error(
        "the database has format {found} of a trial version and this program needs {needed}: export its records with that version, then start with an empty data directory"
    )]
    OldFormat {
        /// The format found.
        found: i64,
        /// The one format that can be opened here.
        needed: i64,
    },
    /// SQLite is too old to be trusted with a write-ahead log.
    #[error("SQLite {found} loses data under load: this program needs 3.51.3 or newer")]
    OldSqlite {
        /// The version found.
        found: &'static str,
    },
    /// Nothing is there.
    #[error("there is no database in {place}: {hint}")]
    Absent {
        /// The data directory, or a server's database.
        place: String,
        /// What makes one.
        hint: &'static str,
    },
    /// The database is gone, and what belongs to it is there.
    #[error("{path} is missing, but {beside} is there: {}", part.way_back())]
    Lost {
        /// The database's path.
        path: String,
        /// The file that tells that there was one.
        beside: &'static str,
        /// Whose database it is.
        part: Part,
    },
    /// Nothing can be written where the database lies.
    #[error(
        "the database cannot be written to; everything saved before is safe and can be read: if the disk is failing, export the records and replace it"
    )]
    ReadOnly,
    /// Another program enrolled the device anew: the secrets that this one holds are not the database's any more.
    #[error(
        "another program has enrolled this device again: nothing was saved here; close this program and start it again"
    )]
    Overtaken,
    /// The database is being filled from another one.
    #[error(
        "only a part of the office in {from} is in {place} yet: run the same sync-server move again, which goes on where it was cut off"
    )]
    HalfMoved {
        /// Where this database is.
        place: String,
        /// Where the whole office is.
        from: String,
    },
    /// What was in the database is in another one, or on its way there.
    #[error("{}", moved(.to, .arrived))]
    Moved {
        /// Where it is.
        to: String,
        /// Whether all of it is there.
        arrived: bool,
    },
    /// Another program held the database for too long.
    #[error("the database is in use by another program: try again in a moment")]
    Busy,
    /// The database's server can't be used.
    #[error("the database {server} {fault}")]
    Server {
        /// The server and the database.
        server: String,
        /// Why not.
        fault: ServerFault,
    },
    /// What was asked for needs a database that is a file.
    #[error(
        "a database on a PostgreSQL server cannot {wanted}: use the server's own means (docs/scale-out.md says which)"
    )]
    NoFile {
        /// What was asked for.
        wanted: &'static str,
    },
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
    /// A value that no column holds.
    #[error("a value {0}: nothing was saved; correct the value and try again")]
    Value(&'static str),
    /// Anything else that the database says.
    #[error("the database refused an operation: {0}")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
}

fn moved(to: &str, arrived: &bool) -> String {
    match arrived {
        true => format!(
            "the office was moved from here to {to}: use that one; to go on here all the same: sync-server move --use-again PLACE"
        ),
        false => format!(
            "the office is half moved from here to {to}: run the same sync-server move again; to stay here: sync-server move --use-again PLACE"
        ),
    }
}

impl StoreError {
    /// Tells whether it passes without anything being changed here: another program was in the way, or the database's server is away,
    /// is being put right, or another takes its place. Whoever asked may ask again.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Busy | Self::Server { .. })
    }

    /// Says that a place has no database, and what makes one.
    pub(crate) fn absent(place: &str, part: Part) -> Self {
        let hint = match part {
            Part::Kiosk => "enrol this device first (kiosk enrol)",
            Part::Office | Part::Door => "make one by adding a branch (sync-server branch add)",
        };
        Self::Absent { place: place.to_owned(), hint }
    }
}

impl Part {
    /// Says how a database comes back that is lost.
    fn way_back(self) -> &'static str {
        match self {
            Self::Kiosk => {
                "restore its last copy (kiosk restore COPY); without a copy, what head office received is safe there: enrol this device again with another --data"
            }
            Self::Office | Self::Door => {
                "restore its last copy (sync-server restore COPY); kiosks then send again what it lacks"
            }
        }
    }
}

/// Why a database's server can't be used. Everything acknowledged before is safe there.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ServerFault {
    /// It can't be reached, or went away.
    #[error(
        "cannot be reached: {0}; see whether it runs and is reachable from here, then try again; everything acknowledged before is safe"
    )]
    Unreachable(String),
    /// It has no connection left for this program.
    #[error("has no connection left: raise its max_connections (20 for each server program), or end others")]
    NoConnection,
    /// It does not let this program in.
    #[error(
        "does not let this user in: {0}; correct user and password in the address, or the server's pg_hba.conf"
    )]
    Denied(String),
    /// It has no such database.
    #[error("does not exist: make it (createdb --encoding UTF8 --template template0)")]
    NoDatabase,
    /// It can only be read: it follows another server.
    #[error(
        "can only be read, as one that follows another does: name the server that writes, or all of them and target_session_attrs=read-write"
    )]
    Standby,
    /// It is set to something that does not fit.
    #[error("{what}: {next_step}")]
    Unfit {
        /// What does not fit.
        what: String,
        /// What to do.
        next_step: &'static str,
    },
}

/// What is damaged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Damage {
    /// A database's file: it is none, or its pages don't fit together.
    Database(String),
    /// A single value that a replica cannot do without.
    Setting(&'static str),
    /// A document, or a change of it.
    Document(String),
    /// A row: what it is about.
    Row(String),
    /// A value in a row: the column.
    Column(String),
}

impl Damage {
    fn next_step(&self) -> &'static str {
        match self {
            Self::Database(path) if path.ends_with(Part::Kiosk.file_name()) => {
                "keep the file; kiosk rescue OUT saves whatever can still be read"
            }
            Self::Database(_) | Self::Setting(_) => {
                "keep the file, restore its last copy (restore), then sync"
            }
            Self::Document(_) | Self::Row(_) | Self::Column(_) => {
                "run verify, which lists every inconsistency and says what to do"
            }
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(path) => write!(f, "the database {path}"),
            Self::Setting(what) => write!(f, "{what}"),
            Self::Document(name) => write!(f, "the document {name}"),
            Self::Row(about) => write!(f, "the stored row of {about}"),
            Self::Column(column) => write!(f, "a stored row's column {column}"),
        }
    }
}

impl From<Damage> for StoreError {
    fn from(what: Damage) -> Self {
        Self::Damaged { what }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_decides_the_next_step() {
        let told = |what: Damage| StoreError::from(what).to_string();
        assert!(told(Damage::Database("d/kiosk.db".to_owned())).contains("kiosk rescue"));
        assert!(told(Damage::Database("d/office.db".to_owned())).contains("restore"));
        assert!(told(Damage::Document("j/1".to_owned())).contains("run verify"));
        assert!(told(Damage::Column("seq".to_owned())).contains("column seq"));
        assert!(told(Damage::Row("a visit".to_owned())).contains("row of a visit"));
    }

    #[test]
    fn a_lost_database_is_told_with_the_way_back_and_never_made_anew() {
        for part in [Part::Kiosk, Part::Office] {
            let path = part.file_name().to_owned();
            let told = StoreError::Lost { path, beside: "secret.key", part }.to_string();
            assert!(told.contains("restore COPY") && !told.contains("branch add"), "{told}");
        }
    }
}
