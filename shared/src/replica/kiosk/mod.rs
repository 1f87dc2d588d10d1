//! A device's replica: recording, the exchange from its side, what staff see of it.

mod again;
mod carried;
mod chain;
mod drafts;
mod enrolment;
mod follow;
mod identity;
mod office_keys;
mod outgoing;
mod people;
mod pin;
mod plans;
mod pulled;
mod pulled_people;
mod ratings;
mod receipt;
mod record;
mod reissue;
mod reply;
mod requests;
mod rescue;
mod sealed;
mod set_aside;
mod share;
pub(super) mod shut_out;
mod unread;
mod verify;
mod view;
mod waiting;

use std::path::{Path, PathBuf};

use super::facts::{Facts, TakeError};
use super::incarnation;
use super::journals::AppendError;
use super::keyring::Wrapping;
use super::secrets::{BELONGS_TO, Secrets, SecretsError, is_not_lost};
use crate::doc::Dice;
use crate::domain::{BranchId, DeviceId, DeviceMode, FactId, Incarnation, UnixMillis};
use crate::store::{Damage, Db, Part, StoreError, Tx, make_private_dir, meta};

pub use again::{EnrolledAgain, EnrolmentAgain};
pub use carried::{CARRIED_BYTES_MAX, CarryOutcome};
pub use drafts::{DRAFT_BYTES_MAX, DRAFTS_LISTED_MAX, Draft, NewDraft};
pub use enrolment::Enrolment;
pub(crate) use identity::Identity;
pub use outgoing::Push;
pub use pin::{NewPin, PinBefore, PinCost, PinOutcome, WRONG_PINS_MAX, Whose, generate_pin};
pub use plans::{PLAN_FILE, PlannedRow};
pub use pulled::Pulled;
pub use receipt::OwnReceipt;
pub use record::RecordOutcome;
pub use reply::SyncStep;
pub use requests::SEEN;
pub use rescue::{LostRecord, RescueError, RescueReport};
pub use sealed::SealedLines;
pub use set_aside::trusting_the_disk;
pub use share::{Locked, ShareKept};
pub use view::{DeviceCounts, TodayRow};
pub use waiting::{Call, QueueState, Ticket, Waiting};

/// What can go wrong with a device's replica. Whatever was acknowledged before is still there.
#[derive(Debug, thiserror::Error)]
pub enum KioskError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secret file failed.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Nothing was ever enrolled here.
    #[error(
        "this device is not enrolled: get a code at head office (sync-server enrol), then run kiosk enrol"
    )]
    NotEnrolled,
    /// It was enrolled before.
    #[error(
        "this data directory is enrolled already (branch {branch}): use another --data for another device, or enrol this one again (kiosk enrol --again)"
    )]
    AlreadyEnrolled {
        /// The branch it belongs to.
        branch: String,
    },
    /// A device that is enrolled anew for another branch or another use has something that its former identity has to send.
    #[error(
        "{waiting} records wait here that only the earlier enrolment can send: nothing was changed; sync first (kiosk sync), then get another code for branch {branch}"
    )]
    Waits {
        /// How many.
        waiting: u64,
        /// The branch that the code is of.
        branch: String,
    },
    /// A key of the key table does not open.
    #[error("the secret file does not belong to this database: restore both from the same backup")]
    ForeignSecret,
    /// What was asked for is sealed, and reading is locked.
    #[error(
        "reading is locked on this device: records are saved and sent; a staff PIN opens it after the next sync with head office"
    )]
    ReadLocked,
    /// The server refuses what this program writes.
    #[error(
        "the server refuses this device's records; they are safe here: check whether anything is damaged (kiosk verify); if nothing is, update the server, then sync again"
    )]
    Refused,
    /// The server answered with something that is no reply, or that this device must not take.
    #[error(
        "the server's answer cannot be used ({0}): update this program, or ask head office to update the server"
    )]
    BadReply(&'static str),
    /// A draft is larger than any form can be.
    #[error("the draft is larger than 256 KiB: it was not kept; shorten what was entered")]
    DraftTooLarge,
    /// A representative's own PIN can't be changed while it opens nothing: their drafts would be lost with it.
    #[error(
        "the PIN stays as it was: it can be changed only while it opens its owner's drafts; sync or correct the date, then sign in with it again"
    )]
    DraftsClosed,
    /// A representative has a PIN that opens drafts.
    #[error(
        "the representative already has a PIN, which stays as it was: remove it first, with the drafts that only it opens"
    )]
    HasPin,
    /// Nobody may work here under that name, or not with that code.
    #[error(
        "head office gave nobody of that name a pass for this device, or the code is not theirs, too old or used: get another one (sync-server pass issue), sync, and try again"
    )]
    NoPass,
    /// Head office ended the pass.
    #[error(
        "head office ended this person's pass for this device: what they did stays; sign in as somebody else"
    )]
    PassEnded,
    /// This device has not heard of head office for so long that nobody works here under their own name.
    #[error("this device had no exchange with head office for 45 days: sync first (kiosk sync)")]
    PassTooOld,
    /// A draft under this id belongs to another member of staff.
    #[error("the draft belongs to another member of staff and stays as it is")]
    ForeignDraft,
}

impl From<TakeError> for KioskError {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::Store(e) => Self::Store(e),
            // what this device writes itself has a meaning; only damage can take it away
            TakeError::Meaning(e) => Self::Store(Damage::Row(format!("a fact ({e})")).into()),
        }
    }
}

impl From<AppendError> for KioskError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Store(e) => Self::Store(e),
            // foreign secrets are noticed when the replica is opened
            AppendError::Key => Self::Store(Damage::Row("a key that does not open".to_owned()).into()),
            // what was taken in before fits again; only damage can make it larger
            AppendError::TooLarge(e) => Self::Store(Damage::Row(format!("a fact ({e})")).into()),
            AppendError::SealedTooLarge(e) => Self::Store(Damage::Row(format!("a fact ({e})")).into()),
        }
    }
}

/// Tells that a copied or restored database began a new incarnation when it was opened. Nothing is lost by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewIncarnation;

/// A device's replica.
pub struct Kiosk {
    dir: PathBuf,
    db: Db,
    secrets: Secrets,
    identity: Option<Identity>,
    wrapping: Option<Wrapping>,
    share: Option<share::Share>,
    share_kept: Option<ShareKept>,
    /// The rating that is still being given.
    open_rating: Option<FactId>,
}

impl Kiosk {
    /// Opens an enrolled replica.
    ///
    /// # Errors
    /// [`KioskError`] where there is none, or it is damaged, newer, or not enrolled.
    pub fn open(dir: &Path, dice: &mut Dice) -> Result<(Self, Option<NewIncarnation>), KioskError> {
        Self::open_where(dir, dice, |_| Ok(()))
    }

    /// Opens an enrolled replica that no other program has open, such as the window.
    ///
    /// # Errors
    /// [`KioskError`] as for [`Kiosk::open`]; [`StoreError::Busy`] where another program has it open.
    pub fn open_alone(dir: &Path, dice: &mut Dice) -> Result<(Self, Option<NewIncarnation>), KioskError> {
        Self::open_where(dir, dice, |dir| Db::refuse_shared(dir, Part::Kiosk))
    }

    fn open_where(
        dir: &Path,
        dice: &mut Dice,
        refuse: impl FnOnce(&Path) -> Result<(), StoreError>,
    ) -> Result<(Self, Option<NewIncarnation>), KioskError> {
        is_not_lost(dir, Part::Kiosk)?;
        Db::is_there(dir, Part::Kiosk)?;
        let _opening = incarnation::Opening::begin(dir)?;
        refuse(dir)?;
        let db = Db::open(dir, Part::Kiosk)?;
        let (kiosk, news) = Self::prepare(dir, db, dice)?;
        if kiosk.identity.is_none() {
            return Err(KioskError::NotEnrolled);
        }
        Ok((kiosk, news))
    }

    /// Opens an enrolled replica to look at it alone: nothing is written and nothing locked, also on a disk that can only be
    /// read. What would write fails with [`StoreError::ReadOnly`].
    ///
    /// # Errors
    /// [`KioskError`] as for [`Kiosk::open`].
    pub fn look(dir: &Path) -> Result<Self, KioskError> {
        is_not_lost(dir, Part::Kiosk)?;
        let db = Db::look(dir, Part::Kiosk)?;
        let secrets = Secrets::read(dir)?;
        let secrets = db.read(|tx| again::secrets_of(tx, dir, secrets, false))?;
        let kiosk = Self::of(dir, db, secrets)?;
        if kiosk.identity.is_none() { Err(KioskError::NotEnrolled) } else { Ok(kiosk) }
    }

    /// Makes a replica of its parts; reading is locked.
    fn of(dir: &Path, db: Db, mut secrets: Secrets) -> Result<Self, KioskError> {
        let (identity, share) =
            db.read::<_, KioskError>(|tx| Ok((Identity::load(tx, &secrets)?, share::load(tx, &secrets)?)))?;
        secrets.know_reader(identity.as_ref().and_then(|identity| identity.reader));
        let dir = dir.to_owned();
        let mut kiosk = Self {
            dir,
            db,
            secrets,
            identity: None,
            wrapping: None,
            share,
            share_kept: None,
            open_rating: None,
        };
        kiosk.take_identity(identity);
        Ok(kiosk)
    }

    /// Opens a replica, making an empty one where there is none.
    ///
    /// # Errors
    /// [`KioskError`] where it is damaged or newer.
    pub fn open_or_create(dir: &Path, dice: &mut Dice) -> Result<(Self, Option<NewIncarnation>), KioskError> {
        is_not_lost(dir, Part::Kiosk)?;
        make_private_dir(dir)?;
        let _opening = incarnation::Opening::begin(dir)?;
        let db = Db::open_or_create(dir, Part::Kiosk)?;
        Self::prepare(dir, db, dice)
    }

    fn prepare(dir: &Path, db: Db, dice: &mut Dice) -> Result<(Self, Option<NewIncarnation>), KioskError> {
        let current = db.read(incarnation::current)?;
        if incarnation::was_emptied(current, dir) {
            return Err(StoreError::from(Damage::Database(db.place())).into());
        }
        let is_new = current.is_none();
        let secrets = Secrets::open(dir, is_new, dice)?;
        let secrets = db.read(|tx| again::secrets_of(tx, dir, secrets, true))?;
        let mut news = None;
        if !incarnation::is_whole(current, dir) {
            let begun = db.write::<_, StoreError>(|tx| {
                if is_new {
                    secrets.note(tx)?;
                }
                incarnation::begin(tx, dice)
            })?;
            incarnation::write_beside(dir, begun)?;
            news = (!is_new).then_some(NewIncarnation);
        }
        let mut kiosk = Self::of(dir, db, secrets)?;
        kiosk.mend_identity(dice)?;
        kiosk.write_as_itself();
        kiosk.db.write(|tx| Facts::new(tx, &kiosk.secrets).release_unknown(|_| Ok(None)))?;
        Ok((kiosk, news))
    }

    /// Tells whether the device is enrolled.
    pub fn is_enrolled(&self) -> bool {
        self.identity.is_some()
    }

    /// Returns the device's id.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`].
    pub fn device(&self) -> Result<DeviceId, KioskError> {
        Ok(self.identity()?.device)
    }

    /// Returns the device's branch.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`].
    pub fn branch(&self) -> Result<&BranchId, KioskError> {
        Ok(&self.identity()?.branch)
    }

    /// Returns how the device is used.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`].
    pub fn mode(&self) -> Result<&DeviceMode, KioskError> {
        Ok(&self.identity()?.mode)
    }

    /// Returns the public half of head office's key that this device seals to.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`].
    pub fn seals_to(&self) -> Result<[u8; 32], KioskError> {
        Ok(self.identity()?.server_sealing)
    }

    /// Returns the server's address and, for TLS, the pin of its key.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`].
    pub fn server(&self) -> Result<(&str, Option<[u8; 16]>), KioskError> {
        let identity = self.identity()?;
        Ok((&identity.server, identity.tls_pin))
    }

    /// Returns what the device proves itself with when it exchanges.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`].
    pub fn token(&self) -> Result<&str, KioskError> {
        Ok(&self.identity()?.token)
    }

    /// Returns the database, for limits and checks.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Keeps a value that belongs to this device's settings, such as the step of its first start.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn keep_setting(&mut self, name: &str, value: &str) -> Result<(), KioskError> {
        let name = format!("setting/{name}");
        Ok(self.db.write::<_, StoreError>(|tx| meta::set(tx, &name, value))?)
    }

    /// Returns a setting; `None` where it was never kept.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn setting(&self, name: &str) -> Result<Option<String>, KioskError> {
        Ok(self.db.read(|tx| meta::get_text(tx, &format!("setting/{name}")))?)
    }

    /// Writes from now on only while the database belongs to these secrets: another program may enrol the device anew.
    fn write_as_itself(&mut self) {
        self.db.write_while(BELONGS_TO, &self.secrets.signing_public());
    }

    /// Puts right what somebody altered of the identity that is kept, or a bad byte did, and has it told.
    fn mend_identity(&self, dice: &mut Dice) -> Result<(), KioskError> {
        if self.db.read(|tx| self.secrets.are_foreign(tx))? {
            self.db.write::<_, KioskError>(|tx| {
                // what opens with these secrets bears them out
                Identity::load(tx, &self.secrets)?;
                Ok(self.secrets.note(tx)?)
            })?;
        }
        let Some(identity) = &self.identity else { return Ok(()) };
        if self.db.read(|tx| identity.is_whole(tx, &self.secrets))? {
            return Ok(());
        }
        // the latest that is known of the clock, which is not at hand here
        let at = UnixMillis(self.db.read(|tx| meta::get_number(tx, "last_exchange"))?.unwrap_or(0));
        Ok(self.db.write(|tx| identity.mend(tx, &self.secrets, at, dice))?)
    }

    /// Begins to wrap keys for the head office that the device belongs to.
    fn take_identity(&mut self, identity: Option<Identity>) {
        let wraps = |identity: &Identity| Wrapping::new(identity.server_sealing, self.secrets.read_public());
        self.wrapping = identity.as_ref().map(wraps);
        self.identity = identity;
    }

    /// Returns what wraps the keys that are made in this process.
    fn wrapping(&self) -> Result<&Wrapping, KioskError> {
        self.wrapping.as_ref().ok_or(KioskError::NotEnrolled)
    }

    /// Tells whether reading is locked: what is sealed can't be opened in this process. All that records, exchanges and
    /// receives goes on.
    pub fn is_locked(&self) -> bool {
        self.secrets.is_locked()
    }

    /// Tells whether this device never opens anything: what it records is sealed for head office alone.
    fn is_write_only(&self) -> bool {
        self.identity.as_ref().is_some_and(|identity| identity.mode == DeviceMode::SelfService)
    }

    /// Tells whether keys that head office lost wait until somebody opens them here, to be wrapped for it again.
    fn keys_wait_for_reader(&self) -> bool {
        self.is_locked() && !self.is_write_only()
    }

    fn must_read(&self) -> Result<(), KioskError> {
        if self.is_locked() { Err(KioskError::ReadLocked) } else { Ok(()) }
    }

    pub(crate) fn identity(&self) -> Result<&Identity, KioskError> {
        self.identity.as_ref().ok_or(KioskError::NotEnrolled)
    }

    fn incarnation(tx: &Tx<'_>) -> Result<Incarnation, StoreError> {
        incarnation::current(tx)?.ok_or_else(|| Damage::Setting("the incarnation of the database").into())
    }
}
