//! Head office's replica: enrolment, taking in pushes, publishing the catalog, reading it all back.

mod audit;
mod budget;
mod carried;
mod certificate;
mod defaults;
mod desk;
mod enrol;
mod exchange_error;
mod follow;
mod held;
mod intake;
mod joining;
mod keys;
mod matching;
pub(in crate::replica) mod moving;
mod passes;
mod people;
mod plan_import;
mod plans;
mod publish;
mod pull;
mod push;
mod reading;
mod receipts;
mod recover;
mod requests;
mod sessions;
mod settle;
mod shut_out;
mod suggestions;
mod undo;
mod verify;
mod waits;
mod working_set;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::facts::{Facts, TakeError};
use super::incarnation;
use super::log::CATALOG;
use super::secrets::{Secrets, SecretsError};
use super::{Act, Home};
use crate::doc::KeyOwner;
use crate::domain::{BranchId, Catalog, DeviceId, FactId, FileId, Incarnation, Line, LineKind};
use crate::store::{Damage, Db, Part, StoreError, Tx, make_private_dir, meta, office, scope};
use crate::sync::RecoveryCode;

pub use audit::{AuditState, OpenValues};
pub use budget::{Activity, Budgets};
pub use defaults::default_catalog;
pub use enrol::{Enrolled, Judged, NewCode};
pub use exchange_error::ExchangeError;
pub use held::{Accepting, HeldContent, HeldRecord};
pub use intake::Loaded;
pub use joining::{FilesOfPerson, FilesState};
pub use keys::{OfficeKeysState, SealingKeyState};
pub use moving::{MoveError, MoveStep, Moved, move_office, use_again};
pub use pull::PullAnswer;
pub use push::PushAnswer;
pub use reading::SHARE_DAYS_MAX;
pub use receipts::{GenuineReceipt, ReceiptFinding};
pub use recover::{RecoverError, Recovered, recover_secrets};
pub(in crate::replica) use shut_out::SHUT_OUT;
pub use suggestions::ListedSuggestion;
pub use undo::{Undo, Undone};
pub use waits::WaitsOfDay;
pub use working_set::{MONTHS_MAX, PEOPLE_MAX, WorkingSet};

/// What can go wrong at head office. Whatever was acknowledged before is still there.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secret file failed.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// No branch of that id.
    #[error("there is no branch {branch}: add it first (sync-server branch add)")]
    UnknownBranch {
        /// The id asked for.
        branch: String,
    },
    /// A key of the key table does not open.
    #[error("the secret file does not belong to this database: put both back from the same backup")]
    ForeignSecret,
    /// The list of sealing keys is full.
    #[error("head office has had as many sealing keys as it may have: the one in use stays")]
    TooManyKeys,
    /// A catalog entry that can't be stored.
    #[error("the catalog entry {code} {reason}")]
    Entry {
        /// Its code.
        code: String,
        /// What is wrong.
        reason: String,
    },
    /// The list of who was shut out can't be read.
    #[error(
        "{path}, which says which devices and accounts were shut out, cannot be read: {why}; put it back from the last copy, or take it away if there is none and look through device list and user list"
    )]
    ShutOut {
        /// The file.
        path: String,
        /// Why not.
        why: String,
    },
    /// No such beneficiary file.
    #[error("there is no beneficiary file {file}: see sync-server people list")]
    UnknownFile {
        /// The file asked for.
        file: FileId,
    },
    /// No account of that name.
    #[error("there is no account {name}: see sync-server user list")]
    UnknownUser {
        /// The name asked for.
        name: String,
    },
    /// The change would leave nobody who can administer.
    #[error(
        "{name} is the last administrator who may sign in: make another one first (sync-server user add)"
    )]
    LastAdministrator {
        /// The account's name.
        name: String,
    },
    /// Two files of which no branch holds both.
    #[error("no branch holds both files: they are two people's everywhere; nothing was changed")]
    HeldApart,
    /// Nothing of that name is held for review.
    #[error("nothing is held for review under {id}: see sync-server held list")]
    NotHeld {
        /// What was asked for.
        id: FactId,
    },
    /// A held record that can't be accepted.
    #[error("{id} can't be accepted: {why}")]
    NotAcceptable {
        /// The record.
        id: FactId,
        /// Why, and what to do.
        why: &'static str,
    },
    /// A pass that can't be issued.
    #[error("nobody can get a pass for the device {device}: it {why}")]
    NoPass {
        /// The device.
        device: DeviceId,
        /// Why, and what to do.
        why: &'static str,
    },
    /// Somebody must have signed in.
    #[error("nobody signed in: sign in first")]
    NotSignedIn,
    /// A visit to be made that can't be written down.
    #[error("the planned visit {id} {reason}; nothing was planned")]
    Plan {
        /// Its id.
        id: FactId,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl From<TakeError> for OfficeError {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::Store(e) => Self::Store(e),
            TakeError::Meaning(e) => Self::Store(Damage::Row(format!("a publication ({e})")).into()),
        }
    }
}

/// The setting that holds nothing, locked: what opens it are head office's own secrets.
const LOCK: &str = "lock";

/// The setting that holds the public half of what reads here.
const READ_PUBLIC: &str = "read_public";

/// Head office's replica.
pub struct Office {
    home: Home,
    db: Db,
    secrets: Secrets,
    catalog: Mutex<Option<CatalogAt>>,
    loads_most: Loaded,
    /// The recovery code of a replica that was made just now, until it is asked for.
    recovery: Mutex<Option<RecoveryCode>>,
    /// The life of the database's server that was looked at last.
    life: Mutex<Option<String>>,
}

/// The catalog as it stood at an end of its log.
struct CatalogAt {
    checksum: [u8; 32],
    catalog: Arc<Catalog>,
}

impl Office {
    /// Opens the replica that is there.
    ///
    /// # Errors
    /// [`OfficeError`] where there is none, or it is damaged or newer.
    pub fn open(home: impl Into<Home>, act: &mut Act) -> Result<Self, OfficeError> {
        let home = home.into();
        // it says where there is none before anything is written
        let db = home.open(Part::Office)?;
        let _opening = incarnation::Opening::begin(home.dir())?;
        Self::prepare(home, db, act)
    }

    /// Opens the replica to look at it alone: nothing is written and nothing locked, also on a disk that can only be read.
    /// What would write fails with [`StoreError::ReadOnly`].
    ///
    /// # Errors
    /// [`OfficeError`] as for [`Office::open`].
    pub fn look(home: impl Into<Home>) -> Result<Self, OfficeError> {
        let home = home.into();
        let db = home.look(Part::Office)?;
        let secrets = Secrets::read_whole(home.dir())?;
        let office = Self::of(home, db, secrets);
        office.refuse_foreign_secrets()?;
        Ok(office)
    }

    /// Opens the replica, making one with the default catalog where there is none.
    ///
    /// # Errors
    /// [`OfficeError`] where it is damaged or newer, or the directory can't be made.
    pub fn open_or_create(home: impl Into<Home>, act: &mut Act) -> Result<Self, OfficeError> {
        let home = home.into();
        make_private_dir(home.dir())?;
        let _opening = incarnation::Opening::begin(home.dir())?;
        let db = home.open_or_create(Part::Office)?;
        Self::prepare(home, db, act)
    }

    /// Has each push read as much of files at most; [`Loaded::OF_A_PUSH`] unless it is said here.
    pub fn load_at_most(&mut self, most: Loaded) {
        self.loads_most = most;
    }

    fn prepare(home: Home, db: Db, act: &mut Act) -> Result<Self, OfficeError> {
        // in its turn, so that no move begins meanwhile
        db.write(moving::has_stayed)?;
        #[cfg(feature = "postgres")]
        moving::refuse_once_left(&db);
        let current = db.read(incarnation::current)?;
        if !db.is_shared() && incarnation::was_emptied(current, home.dir()) {
            return Err(StoreError::from(Damage::Database(db.place())).into());
        }
        let is_new = current.is_none();
        let secrets = Secrets::open_whole(home.dir(), is_new, &mut act.dice)?;
        let office = Self::of(home, db, secrets);
        office.refuse_foreign_secrets()?;
        if is_new {
            let code = office.db.write::<_, OfficeError>(|tx| {
                // another server may have been the first meanwhile, with its own secrets
                if meta::get(tx, LOCK)?.is_some() && office.secrets.are_foreign(tx)? {
                    return Err(OfficeError::ForeignSecret);
                }
                let lock = office.secrets.lock(&mut act.dice, LOCK.as_bytes(), b"");
                meta::set(tx, LOCK, lock)?;
                meta::set(tx, READ_PUBLIC, office.secrets.read_public().unwrap_or_default())?;
                office.secrets.note(tx)?;
                office.make_recovery_key(tx, act)
            })?;
            *office.recovery_code() = Some(code);
            office.begin_epoch(
                act,
                |tx| Ok(incarnation::current(tx)?.is_none()),
                |_| Ok(default_catalog()),
            )?;
        } else {
            office.begin_epoch_unless_whole(act)?;
        }
        // what a server that was stopped left
        match office.db.forget_order() {
            // the next push of ratings does it
            Err(passing) if passing.passes() => {}
            done => done?,
        }
        office.merge_shut_out()?;
        office.take_up_keys(act)?;
        office.publish_lacking(act)?;
        office.db.write(|tx| office.release_unknown(tx, act))?;
        Ok(office)
    }

    fn of(home: Home, db: Db, secrets: Secrets) -> Self {
        let (catalog, recovery, life) = (Mutex::default(), Mutex::default(), Mutex::new(db.life()));
        Self { home, db, secrets, catalog, recovery, life, loads_most: Loaded::OF_A_PUSH }
    }

    fn recovery_code(&self) -> MutexGuard<'_, Option<RecoveryCode>> {
        self.recovery.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the data directory.
    pub(in crate::replica) fn dir(&self) -> &Path {
        self.home.dir()
    }

    /// Returns where the replica is.
    pub(in crate::replica) fn home(&self) -> &Home {
        &self.home
    }

    /// Secrets are foreign where the database names others and the catalog's key does not open with them: one alone may be
    /// damaged.
    fn refuse_foreign_secrets(&self) -> Result<(), OfficeError> {
        let are_foreign = self.db.read::<_, StoreError>(|tx| {
            let key = Facts::new(tx, &self.secrets).keys.current(&KeyOwner::Catalog)?;
            let opens = |lock: Vec<u8>| self.secrets.unlock(LOCK.as_bytes(), &lock).is_ok();
            let lock_opens = meta::get(tx, LOCK)?.is_none_or(opens);
            Ok(self.secrets.are_foreign(tx)? && (key.is_none() || !lock_opens))
        })?;
        if are_foreign {
            return Err(OfficeError::ForeignSecret);
        }
        self.refuse_lacking_keys()
    }

    /// Tells what somebody should know who runs the server of the database: how many hold what is acknowledged, and what it does not
    /// notice. Nothing where the database is a file.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn about_its_server(&self) -> Result<Vec<String>, OfficeError> {
        Ok(self.db.remarks()?)
    }

    /// Returns the database, for limits and checks.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Returns the catalog as it stands. It is read out of its facts again once something was published.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn catalog(&self) -> Result<Arc<Catalog>, OfficeError> {
        let (checksum, fresh) = self.db.read::<_, StoreError>(|tx| {
            let checksum = scope::end(tx, CATALOG)?.map_or([0; 32], |end| end.checksum);
            if let Some(known) = self.catalog_kept().as_ref().filter(|known| known.checksum == checksum) {
                return Ok((checksum, Arc::clone(&known.catalog)));
            }
            Ok((checksum, Arc::new(Facts::new(tx, &self.secrets).catalog()?)))
        })?;
        *self.catalog_kept() = Some(CatalogAt { checksum, catalog: Arc::clone(&fresh) });
        Ok(fresh)
    }

    fn catalog_kept(&self) -> MutexGuard<'_, Option<CatalogAt>> {
        self.catalog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls `each` for every record or beneficiary file of a kind, opened. The owner's full copy: made at the server's own
    /// data directory alone.
    ///
    /// # Errors
    /// [`OfficeError::Store`], or what `each` returns.
    pub fn export<E: From<StoreError>>(
        &self,
        kind: LineKind,
        each: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<(), E> {
        self.db.read(|tx| Facts::new(tx, &self.secrets).each_line(kind, each))
    }

    /// Adds a branch, or renames one, and publishes its names.
    ///
    /// # Errors
    /// [`OfficeError`] where nothing was added.
    pub fn add_branch(
        &self,
        act: &mut Act,
        id: &BranchId,
        name_ar: &str,
        name_en: &str,
    ) -> Result<(), OfficeError> {
        let entry = defaults::branch(id, name_ar, name_en)?;
        self.publish_with(act, &[entry], |tx| office::put_branch(tx, id, name_ar, name_en))
    }

    /// Notes the pin of the certificate that the server serves, for the codes that are made from now on.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn set_tls_pin(&self, pin: Option<[u8; 16]>) -> Result<(), OfficeError> {
        Ok(self.db.write::<_, StoreError>(|tx| match pin {
            Some(pin) => meta::set(tx, "tls_pin", pin),
            None => meta::remove(tx, "tls_pin"),
        })?)
    }

    /// Returns the epoch: another one begins when the database was restored, or another server was promoted in its place.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn epoch_now(&self) -> Result<Incarnation, OfficeError> {
        Ok(self.db.read(Self::epoch)?)
    }

    fn epoch(tx: &Tx<'_>) -> Result<Incarnation, StoreError> {
        incarnation::current(tx)?.ok_or_else(|| Damage::Setting("the epoch of the database").into())
    }
}
