//! The life of a database: a random number in it and beside it. Where the two differ, one of them was copied or
//! restored, and a new life begins, so that no number in a chain is ever given twice.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use super::secrets::{SecretsError, write_private};
use crate::doc::{Dice, random};
use crate::domain::Incarnation;
use crate::store::{StoreError, Tx, meta};

const META: &str = "incarnation";

/// The file beside the database.
pub(super) const FILE: &str = "incarnation";

/// The file that is locked while a replica is opened.
pub(super) const LOCK: &str = "lock";

/// Returns the incarnation that the database names.
pub(crate) fn current(tx: &Tx<'_>) -> Result<Option<Incarnation>, StoreError> {
    Ok(meta::get(tx, META)?.and_then(|bytes| Incarnation::from_slice(&bytes)))
}

/// Tells whether the database and the file beside it name the same incarnation.
pub(crate) fn is_whole(inside: Option<Incarnation>, dir: &Path) -> bool {
    let beside =
        std::fs::read_to_string(dir.join(FILE)).ok().and_then(|text| Incarnation::parse(text.trim()));
    inside.is_some() && inside == beside
}

/// Holds a directory's lock while a replica is opened in it, so that two first commands don't make two of everything.
/// Dropping it lets go.
pub(crate) struct Opening {
    _lock: File,
}

impl Opening {
    /// Waits for the lock.
    pub fn begin(dir: &Path) -> Result<Self, SecretsError> {
        let path = dir.join(LOCK);
        let fault =
            |operation, source| SecretsError::File { operation, path: path.display().to_string(), source };
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        let lock = options.open(&path).map_err(|e| match e.kind() {
            ErrorKind::ReadOnlyFilesystem => SecretsError::ReadOnly { dir: dir.display().to_string() },
            _ => fault("make", e),
        })?;
        lock.lock().map_err(|e| fault("lock", e))?;
        Ok(Self { _lock: lock })
    }
}

/// Forgets the incarnation beside a database that is about to be replaced: another one begins when it is opened.
pub(crate) fn forget_beside(dir: &Path) -> Result<(), SecretsError> {
    let path = dir.join(FILE);
    match std::fs::remove_file(&path) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(SecretsError::File { operation: "remove", path: path.display().to_string(), source })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Tells whether a database that names no incarnation lies where one with an incarnation was: it was emptied or replaced.
pub(crate) fn was_emptied(inside: Option<Incarnation>, dir: &Path) -> bool {
    inside.is_none() && dir.join(FILE).exists()
}

/// Begins a new incarnation in the database; [`write_beside`] follows once it is durable.
pub(crate) fn begin(tx: &Tx<'_>, dice: &mut Dice) -> Result<Incarnation, StoreError> {
    let incarnation = Incarnation(random(dice));
    meta::set(tx, META, incarnation.0)?;
    Ok(incarnation)
}

/// Writes the incarnation beside the database. A cut between the two only begins another one.
pub(crate) fn write_beside(dir: &Path, incarnation: Incarnation) -> Result<(), SecretsError> {
    Ok(write_private(&dir.join(FILE), &incarnation.to_string())?)
}
