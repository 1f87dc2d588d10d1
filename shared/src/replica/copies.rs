//! Copies of a replica's database in a second place, one a day, and the way back from one. A copy has the database alone:
//! without the secrets beside the original it opens nothing.

use std::path::{Path, PathBuf};

use super::incarnation::{self, Opening};
use super::kiosk::Identity;
use super::secrets::{BELONGS_TO, IDENTITY_AND_WRITE, Secrets, SecretsError, former_file};
use super::{KioskError, OfficeError, Reading};
use crate::domain::{DeviceId, UnixMillis};
use crate::io_words::io_words;
use crate::store::{Db, Part, StoreError, Tx, make_private_dir, meta};

/// How many days' copies are kept in the second place.
pub const COPIES_KEPT: usize = 7;

/// How long the copy is kept that was made before tables were brought up to date: as long as head office is without most of
/// what a field device records.
const UPGRADE_COPY_MILLIS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Under which name it is noted when the last copy was made.
const LAST_COPY: &str = "last_copy";

/// Why a copy was not made or not put back. Nothing is lost by it.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secrets.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// The second place is not there.
    #[error("the directory for copies {path} is not there: connect its disk, or make it")]
    NoDirectory {
        /// The directory.
        path: String,
    },
    /// The second place is the first.
    #[error("{path} is the data directory itself: name a second place for copies, on another disk")]
    SamePlace {
        /// The directory.
        path: String,
    },
    /// The copy was made before the device was enrolled anew.
    #[error(
        "{path} was made before this device was enrolled again (kiosk enrol --again), and nothing was moved: keep {here} under another name, copy {former} to {here}, then restore again and enrol the device once more"
    )]
    Former {
        /// The copy.
        path: String,
        /// The file of the secrets that it belongs to.
        former: String,
        /// Where they are to be.
        here: String,
    },
    /// The copy belongs to other secrets, which are not here.
    #[error(
        "{path} belongs to another secret.key than {here}, and nothing was moved: put the one beside which it was made in its place, or use another --data"
    )]
    Foreign {
        /// The copy.
        path: String,
        /// The file that is here.
        here: String,
    },
    /// What is to be put back is not there, or may not be read.
    #[error("cannot read the copy {path}: {}", io_words(source))]
    Missing {
        /// The file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// What is to be put back is no copy of such a database.
    #[error("{path} is not a copy that can be restored: {source}")]
    NoCopy {
        /// The file.
        path: String,
        /// Why not.
        source: StoreError,
    },
}

/// Keeps copies of one replica's database. It has connections of its own: recording waits for none of it.
#[derive(Clone, Debug)]
pub struct Copies {
    data: PathBuf,
    part: Part,
    to: Option<PathBuf>,
}

impl Copies {
    /// Keeps those of a data directory in a second place; `None` where none is named.
    pub fn new(data: &Path, part: Part, to: Option<PathBuf>) -> Self {
        Self { data: data.to_owned(), part, to }
    }

    /// Makes today's copy unless it is there, and forgets those that are too old. Returns the new copy. It is durable, and
    /// readable by its owner alone; a copy that was cut off has no name that counts.
    ///
    /// # Errors
    /// [`CopyError`]; copies that are there stay.
    pub fn keep(&self, now: &Reading) -> Result<Option<PathBuf>, CopyError> {
        self.forget_upgrades(now.unix_millis())?;
        let Some(to) = &self.to else { return Ok(None) };
        if !to.is_dir() {
            return Err(CopyError::NoDirectory { path: to.display().to_string() });
        }
        if to.canonicalize().ok() == self.data.canonicalize().ok() {
            return Err(CopyError::SamePlace { path: to.display().to_string() });
        }
        let db = Db::open(&self.data, self.part)?;
        let Some(stem) = db.read(|tx| self.stem(tx))? else { return Ok(None) };
        let copy = to.join(format!("{stem}{}.db", now.wall.date()));
        let is_new = !copy.exists();
        if is_new {
            db.copy_to(&copy)?;
            let millis = now.unix_millis().0.to_string();
            db.write::<_, StoreError>(|tx| meta::set(tx, LAST_COPY, &millis))?;
        }
        let mut copies = copies_in(to, &stem)?;
        let old = copies.len().saturating_sub(COPIES_KEPT);
        // a clock that was set back makes the oldest: what was just made stays
        copies.retain(|known| *known != copy);
        copies.into_iter().take(old).try_for_each(|old| remove(&old))?;
        Ok(is_new.then_some(copy))
    }

    /// Returns what the names of its copies begin with; `None` for a device that nobody has enrolled.
    fn stem(&self, tx: &Tx<'_>) -> Result<Option<String>, StoreError> {
        match self.part {
            Part::Office => Ok(Some("office-".to_owned())),
            // nothing of it is missed
            Part::Door => Ok(None),
            Part::Kiosk => {
                let device = meta::get(tx, "device")?.and_then(|bytes| DeviceId::from_slice(&bytes));
                // several devices may have one second place
                Ok(device.map(|device| format!("kiosk-{}-", &device.to_string()[..8])))
            }
        }
    }

    fn forget_upgrades(&self, now: UnixMillis) -> Result<(), StoreError> {
        let stem = format!("{}.format-", self.part.file_name());
        for copy in files_in(&self.data)?.into_iter().filter(|path| name_of(path).starts_with(&stem)) {
            let made = std::fs::metadata(&copy).and_then(|found| found.modified()).map_err(|source| {
                StoreError::File { operation: "read", path: copy.display().to_string(), source }
            })?;
            let made = made.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis();
            if i64::try_from(made).is_ok_and(|made| now.0.saturating_sub(made) > UPGRADE_COPY_MILLIS) {
                remove(&copy)?;
            }
        }
        Ok(())
    }
}

/// Returns when the last copy was made; `None` before the first.
pub(super) fn last_copy(tx: &Tx<'_>) -> Result<Option<UnixMillis>, StoreError> {
    Ok(meta::get_number(tx, LAST_COPY)?.map(UnixMillis))
}

/// Puts a copy in the place of a database that is lost or damaged, while no program has it open. What was there is kept beside
/// it as `….replaced`. The replica begins a new incarnation when it is opened.
///
/// # Errors
/// [`CopyError`]; what was there is there still, or beside it.
pub fn restore(data: &Path, part: Part, copy: &Path) -> Result<(), CopyError> {
    let missing = |source| CopyError::Missing { path: copy.display().to_string(), source };
    std::fs::metadata(copy).map_err(missing)?;
    let source = Db::look_at(copy, part).and_then(|source| source.integrity_check().map(|()| source));
    let source = source.map_err(|source| CopyError::NoCopy { path: copy.display().to_string(), source })?;
    make_private_dir(data)?;
    // without them it would open nothing
    let secrets = Secrets::read(data)?;
    if part == Part::Kiosk
        && let Some(belongs_to) = foreign_to(&source, &secrets)?
    {
        let former = former_file(&belongs_to);
        let is_here = data.join(&former).exists();
        let (path, here) = (copy.display().to_string(), data.join(IDENTITY_AND_WRITE).display().to_string());
        return Err(match is_here {
            true => CopyError::Former { path, former: data.join(former).display().to_string(), here },
            false => CopyError::Foreign { path, here },
        });
    }
    let _opening = Opening::begin(data)?;
    incarnation::forget_beside(data)?;
    Db::replace(data, part, &source)?;
    Ok(())
}

/// Returns the signing key of the secrets that a device's copy belongs to, where nothing in it opens with those that are here.
fn foreign_to(copy: &Db, secrets: &Secrets) -> Result<Option<[u8; 32]>, StoreError> {
    copy.read(|tx| {
        let is_foreign = matches!(Identity::load(tx, secrets), Err(KioskError::ForeignSecret));
        let noted = meta::get(tx, BELONGS_TO)?.and_then(|noted| noted.try_into().ok());
        Ok(noted.filter(|_| is_foreign))
    })
}

/// Returns the copies with a stem, oldest first.
fn copies_in(dir: &Path, stem: &str) -> Result<Vec<PathBuf>, StoreError> {
    let is_copy = |path: &PathBuf| {
        let date =
            name_of(path).strip_prefix(stem).and_then(|rest| rest.strip_suffix(".db").map(str::to_owned));
        date.is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok())
    };
    let mut copies: Vec<PathBuf> = files_in(dir)?.into_iter().filter(is_copy).collect();
    copies.sort();
    Ok(copies)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn files_in(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let fault = |source| StoreError::File { operation: "list", path: dir.display().to_string(), source };
    dir.read_dir().map_err(fault)?.map(|entry| Ok(entry.map_err(fault)?.path())).collect()
}

fn remove(path: &Path) -> Result<(), StoreError> {
    let fault = |source| StoreError::File { operation: "remove", path: path.display().to_string(), source };
    std::fs::remove_file(path).map_err(fault)
}

impl super::Kiosk {
    /// Returns when the last copy of the database was made; `None` before the first.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn last_copy(&self) -> Result<Option<UnixMillis>, KioskError> {
        Ok(self.db().read(last_copy)?)
    }
}

impl super::Office {
    /// Returns when the last copy of the database was made; `None` before the first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn last_copy(&self) -> Result<Option<UnixMillis>, OfficeError> {
        Ok(self.db().read(last_copy)?)
    }
}
