//! Where head office's replica is: a directory, with the secrets that no database holds, and the rows, in a file there or in a
//! PostgreSQL database that several servers share.

use std::path::{Path, PathBuf};

use super::incarnation;
use super::office::moving;
use super::secrets::is_not_lost;
#[cfg(feature = "postgres")]
use crate::store::Address;
#[cfg(feature = "postgres")]
use crate::store::make_private_dir;
use crate::store::{Db, Part, StoreError, Tx, meta};

/// The file of a directory that holds the address of its database, where that is on a server.
pub const DATABASE: &str = "database";

/// The setting that holds the life of the server's own which the epoch began in.
pub(super) const LIFE: &str = "life";

/// Where head office's replica is.
#[derive(Clone, Debug)]
pub struct Home {
    dir: PathBuf,
    #[cfg(feature = "postgres")]
    database: Option<Address>,
}

impl From<&Path> for Home {
    /// Takes a directory, with the rows in a file there, or where its file `database` says.
    fn from(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            #[cfg(feature = "postgres")]
            database: None,
        }
    }
}

impl From<&PathBuf> for Home {
    fn from(dir: &PathBuf) -> Self {
        Self::from(dir.as_path())
    }
}

impl Home {
    /// Takes a directory for the secrets, and a database on a server for the rows.
    #[cfg(feature = "postgres")]
    pub fn on_server(dir: &Path, database: Address) -> Self {
        Self { dir: dir.to_owned(), database: Some(database) }
    }

    /// Returns the directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the address of the database, where it is on a server.
    ///
    /// # Errors
    /// [`StoreError`] where the file that says it can't be read.
    #[cfg(feature = "postgres")]
    pub fn database(&self) -> Result<Option<Address>, StoreError> {
        match &self.database {
            Some(address) => Ok(Some(address.clone())),
            None => address_in(&self.dir.join(DATABASE)),
        }
    }

    #[cfg(not(feature = "postgres"))]
    pub(super) fn database(&self) -> Result<Option<std::convert::Infallible>, StoreError> {
        Ok(None)
    }

    /// Tells whether the rows are in files of the directory.
    pub(super) fn is_in_files(&self) -> Result<bool, StoreError> {
        Ok(self.database()?.is_none())
    }

    /// Returns where the rows are, as a person reads it: the directory, or the address without its password.
    ///
    /// # Errors
    /// [`StoreError`] where the file that says it can't be read.
    pub fn place(&self) -> Result<String, StoreError> {
        match self.database()? {
            None => {
                let dir = self.dir.canonicalize().or_else(|_| std::path::absolute(&self.dir));
                Ok(dir.unwrap_or_else(|_| self.dir.clone()).display().to_string())
            }
            #[cfg(feature = "postgres")]
            Some(address) => Ok(address.to_string()),
            #[cfg(not(feature = "postgres"))]
            Some(nowhere) => match nowhere {},
        }
    }

    /// Opens a database that is there.
    pub(super) fn open(&self, part: Part) -> Result<Db, StoreError> {
        let opened = match self.database()? {
            None => {
                is_not_lost(&self.dir, part)?;
                Db::open(&self.dir, part)
            }
            #[cfg(feature = "postgres")]
            Some(address) => Db::open_at(&address, part),
            #[cfg(not(feature = "postgres"))]
            Some(nowhere) => match nowhere {},
        };
        moving::has_arrived(opened?, part)
    }

    /// Opens a database, making it where there is none.
    pub(crate) fn open_or_create(&self, part: Part) -> Result<Db, StoreError> {
        #[cfg(all(feature = "postgres", feature = "checks"))]
        if part == Part::Office {
            super::test_database::give_one(&self.dir)?;
        }
        if part != Part::Door && self.is_in_files()? {
            is_not_lost(&self.dir, part)?;
        }
        moving::has_arrived(self.make(part)?, part)
    }

    /// Opens a database, making it where there is none, whatever else is there.
    pub(super) fn make(&self, part: Part) -> Result<Db, StoreError> {
        match self.database()? {
            None => Db::open_or_create(&self.dir, part),
            #[cfg(feature = "postgres")]
            Some(address) => {
                make_private_dir(&self.dir)?;
                Db::open_or_create_at(&address, part)
            }
            #[cfg(not(feature = "postgres"))]
            Some(nowhere) => match nowhere {},
        }
    }

    /// Opens a database to read alone.
    pub(super) fn look(&self, part: Part) -> Result<Db, StoreError> {
        let looked = match self.database()? {
            None => {
                is_not_lost(&self.dir, part)?;
                Db::look(&self.dir, part)
            }
            #[cfg(feature = "postgres")]
            Some(address) => Db::look_there(&address, part),
            #[cfg(not(feature = "postgres"))]
            Some(nowhere) => match nowhere {},
        };
        moving::has_arrived(looked?, part)
    }

    /// Opens a database that is there, whatever became of the secrets beside it.
    #[cfg(feature = "checks")]
    pub(super) fn rows(&self, part: Part) -> Result<Db, StoreError> {
        match self.database()? {
            #[cfg(feature = "postgres")]
            Some(address) if part != Part::Kiosk => Db::open_at(&address, part),
            _ => Db::open(&self.dir, part),
        }
    }

    /// Tells whether a database is the one that its epoch began in: neither restored, nor copied, nor promoted since.
    pub(super) fn is_whole(&self, db: &Db, tx: &Tx<'_>) -> Result<bool, StoreError> {
        let current = incarnation::current(tx)?;
        match db.life() {
            None => Ok(incarnation::is_whole(current, &self.dir)),
            Some(life) => Ok(current.is_some() && meta::get_text(tx, LIFE)? == Some(life)),
        }
    }

    /// Forgets in which life of the server's own the epoch began: another one begins with the next opening.
    pub(super) fn forget_life(tx: &Tx<'_>) -> Result<(), StoreError> {
        meta::remove(tx, LIFE)
    }

    /// Notes in which life of the server's own an epoch begins.
    pub(super) fn note_life(db: &Db, tx: &Tx<'_>) -> Result<(), StoreError> {
        db.life().map_or(Ok(()), |life| meta::set(tx, LIFE, life))
    }
}

/// Reads an address out of a file; `None` where there is no file.
#[cfg(feature = "postgres")]
pub fn address_in(path: &Path) -> Result<Option<Address>, StoreError> {
    let fault = |source| StoreError::File {
        operation: "read the address of the database in",
        path: path.display().to_string(),
        source,
    };
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let address: Address =
                text.trim().parse().map_err(|why: String| fault(std::io::Error::other(why)))?;
            match address.has_password() && is_for_others(path).map_err(fault)? {
                true => Err(fault(std::io::Error::other(
                    "it holds a password, and others may read it: give it to the server's user, and let nobody else read it (chmod 600)",
                ))),
                false => Ok(Some(address)),
            }
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(fault(e)),
    }
}

/// Tells whether others than its owner may read a file.
#[cfg(all(feature = "postgres", unix))]
fn is_for_others(path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Tells whether others than its owner may read a file: nothing that this system says.
#[cfg(all(feature = "postgres", not(unix)))]
fn is_for_others(_path: &Path) -> std::io::Result<bool> {
    Ok(false)
}
