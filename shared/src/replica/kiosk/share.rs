//! Head office's share of what opens reading: it comes with the answer to each push and holds for some days. Without it no PIN
//! opens anything; what records, sends and receives never asks for it.
//!
//! In the field it lies on the disk, because days go by without a network; at a branch it is in memory alone, and comes again
//! with the first exchange after a start. A clock that jumped locks reading until it is right again or an exchange is over,
//! and destroys nothing.

use zeroize::Zeroizing;

use super::pin::{NewPin, PinBefore, PinCost, Whose};
use super::pulled::forget_everything_pulled;
use super::shut_out::known_by;
use super::{Kiosk, KioskError};
use crate::doc::Dice;
use crate::domain::{DeviceMode, UnixMillis};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::secrets::Secrets;
use crate::store::{StoreError, Tx, index, keys, meta, pins};
use crate::sync::{Opening, ReadingGrant};

/// The share, locked with the device's write key; there where it is kept on the disk.
const SHARE: &str = "share";

/// When the share came, in milliseconds since 1970.
const SINCE: &str = "share_since";

/// For how many days it holds.
const DAYS: &str = "share_days";

/// The latest that the wall clock said.
const SEEN: &str = "clock_seen";

/// The beginning of the share's hash: a share has 256 bits of chance, so that it tells nothing of it.
const KNOWN: &str = "share_known";

/// Head office told this device that it is shut out.
const REVOKED: &str = "revoked";

/// The number of the opening that was taken last.
const OPENING: &str = "opening_taken";

pub(super) const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// How far back a clock may be set without anything being locked: a zone that was wrong, or a battery that runs slow.
const BACK_MILLIS_MAX: i64 = DAY_MILLIS;

/// What a clock may leap ahead while the program is not running; beyond it the clock is wrong.
const AHEAD_MILLIS_MAX: i64 = 400 * DAY_MILLIS;

/// How often it is noted what the clock says.
const SEEN_EVERY_MILLIS: i64 = 60 * 60 * 1_000;

/// Most days that a share is believed to hold.
const DAYS_MAX: u32 = 3_650;

/// Where the share is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareKept {
    /// On the disk: reading is opened with a PIN, for days without a network.
    Disk,
    /// In memory alone: after a start reading waits for an exchange.
    Memory,
}

impl ShareKept {
    /// Where it is kept if nothing else is said.
    pub fn of(mode: &DeviceMode) -> Self {
        if *mode == DeviceMode::Field { Self::Disk } else { Self::Memory }
    }
}

/// Why nothing that is sealed can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// Nobody whose PIN opens reading has signed in.
    Pin,
    /// Head office's share is not here: it comes with the next exchange.
    Share,
    /// The clock jumped.
    Clock,
    /// Head office shut the device out.
    Revoked,
    /// A self-service kiosk opens nothing.
    WriteOnly,
}

/// The share that is here.
pub(super) struct Share {
    bytes: Zeroizing<[u8; 32]>,
}

/// Whether the share may be used now.
#[derive(PartialEq, Eq)]
enum Standing {
    Holds,
    Over,
    ClockJumped,
}

/// Reads the share that lies on the disk; one that does not open is not there.
pub(super) fn load(tx: &Tx<'_>, secrets: &Secrets) -> Result<Option<Share>, StoreError> {
    let locked = meta::get(tx, SHARE)?;
    let bytes = locked.and_then(|locked| secrets.unlock(SHARE.as_bytes(), &locked).ok()).map(Zeroizing::new);
    let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
    Ok(bytes.map(|bytes| Share { bytes: Zeroizing::new(bytes) }))
}

impl Kiosk {
    /// Says where the share is kept from now on, as the settings of the device have it.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn keep_share(&mut self, kept: ShareKept) -> Result<(), KioskError> {
        self.share_kept = Some(kept);
        let is_there = self.db.read(|tx| meta::get(tx, SHARE))?.is_some();
        if kept == ShareKept::Memory && is_there {
            self.db.write::<_, StoreError>(|tx| meta::remove(tx, SHARE))?;
            self.db.checkpoint()?;
            self.share = None;
        }
        Ok(())
    }

    pub(super) fn share_bytes(&self) -> Option<&[u8; 32]> {
        self.share.as_ref().map(|share| &*share.bytes)
    }

    /// Tells whether head office's share is here: without it no PIN opens reading.
    pub fn has_share(&self) -> bool {
        self.share.is_some()
    }

    /// Returns why nothing that is sealed can be opened; `None` while reading is open.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn locked(&self, now: UnixMillis) -> Result<Option<Locked>, KioskError> {
        if !self.is_locked() {
            return Ok(None);
        }
        if self.is_write_only() {
            return Ok(Some(Locked::WriteOnly));
        }
        if self.is_revoked()? {
            return Ok(Some(Locked::Revoked));
        }
        Ok(Some(match (&self.share, self.standing(now)?) {
            (Some(_), Standing::Holds) => Locked::Pin,
            (Some(_), Standing::ClockJumped) => Locked::Clock,
            (Some(_), Standing::Over) | (None, _) => Locked::Share,
        }))
    }

    /// Tells whether head office shut the device out and told it so.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn is_revoked(&self) -> Result<bool, KioskError> {
        Ok(self.db.read(|tx| meta::get(tx, REVOKED))?.is_some())
    }

    pub(super) fn share_holds(&self, now: UnixMillis) -> Result<bool, KioskError> {
        Ok(self.standing(now)? == Standing::Holds)
    }

    fn standing(&self, now: UnixMillis) -> Result<Standing, KioskError> {
        let (since, days, seen) = self.db.read::<_, StoreError>(|tx| {
            Ok((meta::get_number(tx, SINCE)?, meta::get_number(tx, DAYS)?, meta::get_number(tx, SEEN)?))
        })?;
        let since = since.unwrap_or(0);
        let (latest, days) = (seen.unwrap_or(0).max(since), days.unwrap_or(0));
        Ok(if now.0 < latest - BACK_MILLIS_MAX || now.0 > latest + AHEAD_MILLIS_MAX {
            Standing::ClockJumped
        } else if now.0 > since.saturating_add(days.saturating_mul(DAY_MILLIS)) {
            Standing::Over
        } else {
            Standing::Holds
        })
    }

    /// Looks at the clock: where the share is over, it is dropped and reading is locked; where the clock jumped, reading is
    /// locked alone.
    ///
    /// # Errors
    /// [`KioskError::Store`]; reading is locked then.
    pub fn mind_share(&mut self, now: UnixMillis) -> Result<(), KioskError> {
        if self.share.is_none() {
            return Ok(());
        }
        match self.standing(now) {
            Ok(Standing::Holds) => {
                let seen = self.db.read(|tx| meta::get_number(tx, SEEN))?.unwrap_or(0);
                if now.0 > seen + SEEN_EVERY_MILLIS && !self.db.looks() {
                    self.db.write::<_, StoreError>(|tx| meta::set(tx, SEEN, now.0.to_string()))?;
                }
                Ok(())
            }
            Ok(Standing::ClockJumped) => {
                self.secrets.lock_reading();
                Ok(())
            }
            Ok(Standing::Over) => {
                self.secrets.lock_reading();
                self.share = None;
                if self.db.looks() {
                    return Ok(());
                }
                self.db.write::<_, StoreError>(|tx| meta::remove(tx, SHARE))?;
                Ok(self.db.checkpoint()?)
            }
            Err(e) => {
                self.secrets.lock_reading();
                Err(e)
            }
        }
    }

    /// Locks reading until somebody signs in again, as at a day's end. What is recorded then is made up for.
    pub fn lock_reading(&mut self) {
        self.secrets.lock_reading();
    }

    pub(super) fn open_reading(&mut self, read: &[u8]) -> Result<(), KioskError> {
        let secret = <[u8; 32]>::try_from(read).map_err(|_| KioskError::ForeignSecret)?;
        if !self.secrets.open_reading(secret) {
            return Err(KioskError::ForeignSecret);
        }
        self.keep_up_at_once()?;
        if self.db.looks() {
            return Ok(());
        }
        // what an earlier version could not read, or compared in another way, waited for this
        Ok(self.db.write::<_, StoreError>(|tx| {
            Facts::new(tx, &self.secrets).release_unknown(|_| Ok(None)).map(drop)
        })?)
    }

    /// Takes the share, and what head office hands back, once the answer that brought them is durable.
    pub(super) fn take_share(&mut self, dice: &mut Dice, grant: &ReadingGrant) -> Result<(), KioskError> {
        if !self.is_write_only() {
            self.share = Some(Share { bytes: Zeroizing::new(*grant.share) });
        }
        let Some(opening) = &grant.opening else { return Ok(()) };
        let Opening { number, pin, read_key } = opening;
        if let Some(read) = read_key.as_ref().filter(|_| !self.is_write_only()) {
            self.open_reading(read.as_slice()).map_err(|_| KioskError::BadReply("reading"))?;
        }
        let pin = NewPin::new(dice, pin, PinCost::STAFF);
        self.set_pin(Whose::Device, pin, PinBefore::GivenUp)?;
        Ok(self.db.write::<_, StoreError>(|tx| meta::set(tx, OPENING, number.to_string()))?)
    }

    /// Destroys whatever opens anything here, because head office said that the device is shut out: what the PINs open, the
    /// share, the keys that head office has, the index of who is who. What waits is still sealed for head office, and recording
    /// goes on.
    ///
    /// # Errors
    /// [`KioskError::Store`]; what reads is gone from memory all the same.
    pub fn was_revoked(&mut self) -> Result<(), KioskError> {
        self.secrets.lock_reading();
        self.share = None;
        if self.is_revoked()? {
            return Ok(());
        }
        let is_write_only = self.is_write_only();
        self.db.write::<_, StoreError>(|tx| {
            pins::close_all(tx)?;
            meta::remove(tx, SHARE)?;
            if !is_write_only {
                keys::destroy_readable(tx)?;
                index::clear(tx)?;
                forget_everything_pulled(tx)?;
            }
            meta::set(tx, REVOKED, "1")
        })?;
        Ok(self.db.checkpoint()?)
    }
}

/// Notes the share that an answer of head office's brought, in its transaction.
pub(super) fn note(
    tx: &Tx<'_>,
    secrets: &Secrets,
    act: &mut Act,
    kept: ShareKept,
    grant: &ReadingGrant,
) -> Result<(), StoreError> {
    let now = act.now.unix_millis().0.to_string();
    meta::remove(tx, REVOKED)?;
    meta::set(tx, SINCE, &now)?;
    meta::set(tx, SEEN, &now)?;
    meta::set(tx, DAYS, grant.days.min(DAYS_MAX).to_string())?;
    let known = known_by(grant.share.as_slice());
    if meta::get(tx, KNOWN)?.is_some_and(|before| before != known) {
        // the device was shut out and let in again: what opened with the share before opens no more
        pins::close_all(tx)?;
    }
    meta::set(tx, KNOWN, known)?;
    let is_there = load(tx, secrets)?.is_some_and(|there| *there.bytes == *grant.share);
    if kept == ShareKept::Disk && !is_there {
        meta::set(tx, SHARE, secrets.lock(&mut act.dice, SHARE.as_bytes(), grant.share.as_slice()))?;
    }
    Ok(())
}

/// Returns the number of the opening that was taken last.
pub(super) fn opening_taken(tx: &Tx<'_>) -> Result<Option<i64>, StoreError> {
    meta::get_number(tx, OPENING)
}
