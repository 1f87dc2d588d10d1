//! How much a device may do with people's files in a day before head office looks, and what it may cost. What comes beyond the first
//! is received like all else; what would reach other devices of it waits. Beyond the second it is slowed, at the door.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::people::Logs;
use super::{Office, OfficeError};
use crate::domain::{DeviceId, UnixMillis};
use crate::store::matching::{self, Waits};
use crate::store::office::{self, CrossingRow, DeviceDay};
use crate::store::{StoreError, Tx, Value, meta};

/// For how many days' budget a day counts at most: a representative's month in the field.
const DAYS_MAX: u64 = 31;

/// For how many days it is kept what each device did.
const DAYS_KEPT: i64 = 400;

/// When the epoch began, in milliseconds since 1970; not set in the first one.
const EPOCH_BEGAN: &str = "epoch_began";

/// Changes of files of a device that are in no log while they wait, at most this many files at a time.
const FILES_TOGETHER: u64 = 1_000;

/// What one device may do in a day. Days without an exchange count for the next one, up to 31.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budgets {
    /// New files that are compared with those of other branches. A busy desk has 60 visitors.
    pub files: u64,
    /// Changes of files that were there before.
    pub corrections: u64,
    /// Files that are joined to those of other branches.
    pub joins: u64,
    /// People who are looked for and not held: a busy desk has 60 visitors, each of whom may be new.
    pub looked: u64,
    /// People whom what it records brings back to devices of its branch that hold them no longer, and whom its plans put before all
    /// others; a file that is told again counts once for each 16 KiB begun. A busy desk has 60 visitors and plans 250 visits.
    pub brought: u64,
    /// Bytes of its requests and their answers, with what of files is read for them. They come back all the time; a device that is
    /// beyond them is asked to wait a little, and slowed by that alone.
    pub bytes: u64,
}

impl Default for Budgets {
    /// A GiB: the first pull of a branch of 70,000 people costs 19 MB, all their files, of five changes each, sent again to a restored
    /// server that has them 280 MB. A device that is beyond goes on with 12 KiB a second.
    fn default() -> Self {
        Self { files: 300, corrections: 300, joins: 30, looked: 100, brought: 500, bytes: 1024 * 1024 * 1024 }
    }
}

impl Budgets {
    fn fields(&mut self) -> [(&'static str, &mut u64); 6] {
        let Self { files, corrections, joins, looked, brought, bytes } = self;
        [
            ("budget/files", files),
            ("budget/corrections", corrections),
            ("budget/joins", joins),
            ("budget/looked", looked),
            ("budget/brought", brought),
            ("budget/bytes", bytes),
        ]
    }

    pub(super) fn read(tx: &Tx<'_>) -> Result<Self, StoreError> {
        let mut budgets = Self::default();
        for (name, field) in budgets.fields() {
            if let Some(set) = meta::get_number(tx, name)? {
                *field = u64::try_from(set).unwrap_or(0);
            }
        }
        Ok(budgets)
    }
}

/// A device's day, against what it may do.
pub(super) struct Day {
    budgets: Budgets,
    row: DeviceDay,
    before: DeviceDay,
    /// It is the first exchange of the day.
    pub is_new: bool,
}

impl Day {
    /// Reads a device's day, or begins it.
    pub fn of(tx: &Tx<'_>, device: i64, now: UnixMillis) -> Result<Self, StoreError> {
        let (budgets, day) = (Budgets::read(tx)?, date_of(now));
        if let Some(row) = office::device_day(tx, device, day)? {
            return Ok(Self { budgets, row, before: row, is_new: false });
        }
        // what others carried for it used the budget of the days before
        let counted = office::last_day(tx, device)?.map(midnight_of);
        let last = office::last_seen(tx, device)?.max(counted);
        let epoch_began = meta::get_number(tx, EPOCH_BEGAN)?.unwrap_or(i64::MIN);
        let days = match last {
            // what it sends again to a restored server was counted before
            Some(last) if last.0 <= epoch_began => DAYS_MAX,
            Some(last) => {
                let days = date_of(last).until(day).map_or(0, |span| span.get_days());
                u64::try_from(days).unwrap_or(0).clamp(1, DAYS_MAX)
            }
            None => 1,
        };
        let row = DeviceDay { device, day, days, files: 0, corrections: 0, joins: 0, looked: 0, brought: 0 };
        Ok(Self { budgets, row, before: row, is_new: true })
    }

    /// Counts a new file; tells whether it is within the budget.
    pub fn file(&mut self) -> bool {
        self.row.files += 1;
        self.row.files <= self.budgets.files.saturating_mul(self.row.days)
    }

    /// Counts a change of a file that was there before; tells whether it is within the budget.
    pub fn correction(&mut self) -> bool {
        self.row.corrections += 1;
        self.row.corrections <= self.budgets.corrections.saturating_mul(self.row.days)
    }

    /// Counts a file that is joined to those of another branch, where that is within the budget; tells whether it is.
    pub fn join(&mut self) -> bool {
        let is_within = self.row.joins < self.budgets.joins.saturating_mul(self.row.days);
        self.row.joins += u64::from(is_within);
        is_within
    }

    /// Counts somebody who is looked for; tells whether that is within the budget.
    pub fn look(&mut self) -> bool {
        self.row.looked += 1;
        self.row.looked <= self.budgets.looked.saturating_mul(self.row.days)
    }

    /// Counts a file that comes back to the branch's devices by a number that the device sent, where that is within the budget; tells
    /// whether it is.
    pub fn bring_back(&mut self) -> bool {
        let is_within = self.row.looked < self.budgets.looked.saturating_mul(self.row.days);
        self.row.looked += u64::from(is_within);
        is_within
    }

    /// Counts what it costs the branch's other devices that a file comes back to them, or before others; tells whether that is within
    /// the budget.
    pub fn bring(&mut self, costs: u64) -> bool {
        self.row.brought = self.row.brought.saturating_add(costs);
        self.row.brought <= self.budgets.brought.saturating_mul(self.row.days)
    }

    /// Lets through what waits of the device's earlier days, as far as this day's budget goes.
    pub fn let_through(&mut self, tx: &Tx<'_>, logs: &Logs<'_>) -> Result<(), StoreError> {
        let DeviceDay { device, days, .. } = self.row;
        let files = self.budgets.files.saturating_mul(days).saturating_sub(self.row.files);
        self.row.files += matching::wake(tx, device, Waits::Files, files)?;
        let joins = self.budgets.joins.saturating_mul(days).saturating_sub(self.row.joins);
        matching::wake(tx, device, Waits::Joins, joins)?;
        let looked = self.budgets.looked.saturating_mul(days).saturating_sub(self.row.looked);
        // a file's own number is counted where it brings another one back
        self.row.looked += matching::numbers_waiting(tx, device)?.min(looked);
        matching::wake(tx, device, Waits::Looked, looked)?;
        let most = self.budgets.corrections.saturating_mul(days);
        let files = most.saturating_sub(self.row.corrections).min(FILES_TOGETHER);
        let withheld = office::files_withheld(tx, device, files)?;
        // as a push that brings changes of them does
        tx.hold("document", "id", withheld.iter().map(|document| Value::from(*document)))?;
        for document in withheld {
            if self.row.corrections >= most {
                break;
            }
            self.row.corrections += logs.let_through(document)?;
        }
        Ok(())
    }

    /// Keeps what was counted.
    pub fn keep(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        if self.row == self.before && !self.is_new {
            return Ok(());
        }
        if self.is_new {
            let kept_from = self.row.day.checked_sub(DAYS_KEPT.days()).unwrap_or(Date::MIN);
            office::forget_days_before(tx, kept_from)?;
        }
        office::put_day(tx, &self.row)
    }
}

/// What a device did with people's files in the last 31 days, and what of it waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Activity {
    /// Files that it made.
    pub files: u64,
    /// Changes of files that were there before.
    pub corrections: u64,
    /// Files that were joined to those of other branches.
    pub joins: u64,
    /// People whom it looked for and did not hold.
    pub looked: u64,
    /// People whom its records brought back to its branch's devices or its plans put before others.
    pub brought: u64,
    /// Files that wait to be compared, people who are looked for later, and changes that wait to reach other devices.
    pub waiting: u64,
    /// Something went beyond a day's budget.
    pub is_unusual: bool,
}

impl Office {
    /// Returns what one device may do in a day.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn budgets(&self) -> Result<Budgets, OfficeError> {
        Ok(self.db.read(Budgets::read)?)
    }

    /// Sets what one device may do in a day, from now on.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn set_budgets(&self, mut budgets: Budgets) -> Result<(), OfficeError> {
        Ok(self.db.write::<_, StoreError>(|tx| {
            for (name, field) in budgets.fields() {
                meta::set(tx, name, field.to_string())?;
            }
            Ok(())
        })?)
    }

    /// Returns what each device did with people's files in the last 31 days.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn activity(&self, now: UnixMillis) -> Result<BTreeMap<DeviceId, Activity>, OfficeError> {
        let from = date_of(now).checked_sub(i64::try_from(DAYS_MAX).unwrap_or(0).days()).unwrap_or(Date::MIN);
        Ok(self.db.read::<_, StoreError>(|tx| {
            let budgets = Budgets::read(tx)?;
            let mut by_row: BTreeMap<i64, Activity> = BTreeMap::new();
            for day in office::days_since(tx, from)? {
                let of = by_row.entry(day.device).or_default();
                of.files += day.files;
                of.corrections += day.corrections;
                of.joins += day.joins;
                of.looked += day.looked;
                of.brought += day.brought;
                let limits = [
                    (day.files, budgets.files),
                    (day.corrections, budgets.corrections),
                    (day.looked, budgets.looked),
                    (day.brought, budgets.brought),
                ];
                of.is_unusual |= limits.iter().any(|(n, most)| *n > most.saturating_mul(day.days));
            }
            for (device, n) in matching::waiting(tx)?.into_iter().chain(office::count_withheld(tx)?) {
                let of = by_row.entry(device).or_default();
                of.waiting += n;
                of.is_unusual = true;
            }
            let devices = office::devices(tx)?.into_iter();
            Ok(devices.filter_map(|row| Some((row.device, by_row.remove(&row.id)?))).collect())
        })?)
    }

    /// Lets through all that waits of a device, beyond its budget: somebody looked at it. Returns how much that was.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn let_through(&self, device: DeviceId) -> Result<u64, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let Some(device) = office::device(tx, device)? else { return Ok(0) };
            let mut n = matching::hand_over(tx, device.id, HEAD_OFFICE)?;
            let logs = Logs::new(tx, Self::epoch(tx)?);
            for document in office::files_withheld(tx, device.id, u64::from(u32::MAX))? {
                n += logs.let_through(document)?;
            }
            logs.finish()?;
            Ok(n)
        })
    }

    /// Returns the latest times that a branch was given a file which another one held, or which its devices held no longer, the last
    /// first.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn crossings(&self, at_most: u64) -> Result<Vec<CrossingRow>, OfficeError> {
        Ok(self.db.read(|tx| office::crossings(tx, at_most))?)
    }

    /// Notes that another epoch begins: what devices send again is within their budgets.
    pub(super) fn note_epoch_began(tx: &Tx<'_>, now: UnixMillis) -> Result<(), StoreError> {
        meta::set(tx, EPOCH_BEGAN, now.0.to_string())?;
        office::give_days(tx, date_of(now), DAYS_MAX)
    }
}

/// Returns the day of the server's in which a moment lies, in UTC.
pub(super) fn date_of(now: UnixMillis) -> Date {
    Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}

fn midnight_of(day: Date) -> UnixMillis {
    let midnight = day.to_zoned(TimeZone::UTC).map(|midnight| midnight.timestamp());
    UnixMillis(midnight.unwrap_or_default().as_millisecond())
}

/// What a step of head office's own is noted as, beside those of devices.
pub(super) const HEAD_OFFICE: i64 = 0;
