//! What devices need to be read, and head office gives with the answer to each push: its share, and where somebody had it
//! handed back, what reads on a device, with a new PIN.

use minicbor::bytes::ByteArray;

use super::{Office, OfficeError};
use crate::domain::{DeviceId, DeviceMode, UnixMillis};
use crate::replica::Act;
use crate::replica::kiosk::generate_pin;
use crate::store::office::{self, OpeningRow};
use crate::store::{Damage, StoreError, Tx, meta};
use crate::sync::{Opening, PushRequest, ReadingGrant};

/// For how many days a device's share holds if nothing else is set: longer than a representative's month in the field.
const SHARE_DAYS: u32 = 45;

/// Most days that can be set.
pub const SHARE_DAYS_MAX: u32 = 366;

/// The setting that holds for how many days.
const DAYS: &str = "share_days";

/// How long a device may be handed back what reads there.
const OPENING_MILLIS: i64 = 24 * 60 * 60 * 1_000;

impl Office {
    /// Returns for how many days a device can be read without an exchange.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn share_days(&self) -> Result<u32, StoreError> {
        self.db.read(share_days)
    }

    /// Sets for how many days a device can be read without an exchange; it hears of it with its next one. At most
    /// [`SHARE_DAYS_MAX`].
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn set_share_days(&self, days: u32) -> Result<(), StoreError> {
        self.db.write(|tx| meta::set(tx, DAYS, days.min(SHARE_DAYS_MAX).to_string()))
    }

    /// Has a device be handed back, with an exchange within a day, what reads there, and a new PIN: after too many wrong ones,
    /// after its keys were destroyed, or where the PIN was forgotten. Returns the PIN; `None` for an unknown or revoked device.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn open_device(&self, act: &mut Act, device: DeviceId) -> Result<Option<String>, OfficeError> {
        let pin = generate_pin(&mut act.dice);
        let locked = self.secrets.lock(&mut act.dice, &pin_label(device), pin.as_bytes());
        let is_allowed = self.db.write::<_, StoreError>(|tx| {
            office::allow_opening(tx, device, act.now.unix_millis().0, &locked)
        })?;
        Ok(is_allowed.then_some(pin))
    }

    /// Returns what an answer gives a device, besides what it is handed back.
    pub(super) fn reading_grant(&self, tx: &Tx<'_>, device: DeviceId) -> Result<ReadingGrant, StoreError> {
        let share = ByteArray::from(self.secrets.share_of(device, office::generation(tx, device)?));
        Ok(ReadingGrant { share, days: share_days(tx)?, opening: None })
    }

    /// Returns what a device is handed back with the answer to a push; the first such answer binds it to the life of the
    /// database that pushed. A copy of the device that lives another one gets nothing of it.
    pub(super) fn opening_for(
        &self,
        tx: &Tx<'_>,
        now: UnixMillis,
        device: DeviceId,
        request: &PushRequest,
    ) -> Result<Option<Opening>, StoreError> {
        let Some(allowed) = office::opening(tx, device)? else { return Ok(None) };
        let age = now.0.saturating_sub(allowed.number);
        if !(0..=OPENING_MILLIS).contains(&age) || request.opening_taken == Some(allowed.number) {
            return Ok(None);
        }
        match allowed.incarnation {
            None => office::bind_opening(tx, device, &request.incarnation)?,
            Some(bound) if bound == *request.incarnation => {}
            Some(_) => return Ok(None),
        }
        self.handed_back(device, allowed).map(Some)
    }

    fn handed_back(&self, device: DeviceId, allowed: OpeningRow) -> Result<Opening, StoreError> {
        let damaged = || StoreError::from(Damage::Row("what reads on a device".to_owned()));
        let unlock =
            |label: Vec<u8>, locked: &[u8]| self.secrets.unlock(&label, locked).map_err(|_| damaged());
        let pin = String::from_utf8(unlock(pin_label(device), &allowed.pin)?).map_err(|_| damaged())?;
        let read_key = match allowed.reading {
            Some(locked) => {
                let secret = unlock(reading_label(device), &locked)?;
                Some(ByteArray::from(<[u8; 32]>::try_from(secret).map_err(|_| damaged())?))
            }
            None => None,
        };
        Ok(Opening { number: allowed.number, pin, read_key })
    }

    /// Locks what reads on a device that is enrolled; `None` for one that opens nothing.
    pub(super) fn locked_reading(
        &self,
        act: &mut Act,
        device: DeviceId,
        mode: &DeviceMode,
        read_key: &[u8; 32],
    ) -> Option<Vec<u8>> {
        let reads = *mode != DeviceMode::SelfService;
        reads.then(|| self.secrets.lock(&mut act.dice, &reading_label(device), read_key))
    }
}

fn share_days(tx: &Tx<'_>) -> Result<u32, StoreError> {
    let set = meta::get_number(tx, DAYS)?.and_then(|days| u32::try_from(days).ok());
    Ok(set.unwrap_or(SHARE_DAYS))
}

fn reading_label(device: DeviceId) -> Vec<u8> {
    [b"reading\0".as_slice(), device.as_bytes()].concat()
}

fn pin_label(device: DeviceId) -> Vec<u8> {
    [b"opening\0".as_slice(), device.as_bytes()].concat()
}
