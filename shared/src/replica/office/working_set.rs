//! Which of a branch's people its devices hold: those planned and those served latest, up to a limit. A thief gets these.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::{Office, OfficeError};
use crate::domain::{DeviceMode, UnixMillis};
use crate::store::{StoreError, Tx, meta, scope};

/// Most months that can be set.
pub const MONTHS_MAX: u32 = 120;

/// Most people that can be set: as many as one device searches.
pub const PEOPLE_MAX: u32 = 200_000;

/// How far back the moment may go from which on people are held, in milliseconds, before a device is told of all of them again: a week.
/// A clock that is put right, or a limit that is raised by a little, begins nothing anew.
pub(super) const SLACK_MILLIS: i64 = 7 * DAY_MILLIS;

/// Milliseconds of a day.
pub(super) const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// Which people devices hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WorkingSet {
    /// Those served within so many months.
    pub months: u32,
    /// Most people on a branch's device: one of 70,000 is searched in 20 ms.
    pub branch: u32,
    /// Most people on a representative's device: what may be lost in the field.
    pub field: u32,
}

impl Default for WorkingSet {
    fn default() -> Self {
        Self { months: 24, branch: 70_000, field: 2_000 }
    }
}

impl WorkingSet {
    fn fields(&mut self) -> [(&'static str, &mut u32); 3] {
        let Self { months, branch, field } = self;
        [("people/months", months), ("people/branch", branch), ("people/field", field)]
    }

    /// Reads the settings.
    pub(super) fn read(tx: &Tx<'_>) -> Result<Self, StoreError> {
        let mut set = Self::default();
        for (name, field) in set.fields() {
            if let Some(known) = meta::get_number(tx, name)? {
                *field = u32::try_from(known).unwrap_or(*field);
            }
        }
        Ok(set)
    }

    /// Returns how many of a branch's people may come before all others, since a visit is planned to them.
    pub(super) fn ahead(&self) -> u64 {
        u64::from(self.branch.min(self.field)) / 2
    }

    /// Returns since when a person must have been served for a device of a mode to hold them, in milliseconds since 1970; `scope` is
    /// the row of its branch's people.
    pub(super) fn since(
        &self,
        tx: &Tx<'_>,
        scope: i64,
        mode: &DeviceMode,
        now: UnixMillis,
    ) -> Result<i64, StoreError> {
        let most = match mode {
            DeviceMode::Field => self.field,
            DeviceMode::Branch => self.branch,
            // they hold nobody
            DeviceMode::SelfService | DeviceMode::Other(_) => return Ok(i64::MAX),
        };
        let wall = Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned(TimeZone::UTC);
        let first = wall
            .checked_sub(i64::from(self.months).months())
            .map_or(i64::MIN, |at| at.timestamp().as_millisecond());
        let one_more = scope::served_after(tx, scope, u64::from(most))?;
        Ok(one_more.map_or(first, |served| first.max(served.saturating_add(1))))
    }
}

impl Office {
    /// Returns which people devices hold.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn working_set(&self) -> Result<WorkingSet, OfficeError> {
        Ok(self.db.read(WorkingSet::read)?)
    }

    /// Sets which people devices hold; each hears of it with its next exchange. At most [`MONTHS_MAX`] and [`PEOPLE_MAX`].
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn set_working_set(&self, mut set: WorkingSet) -> Result<(), OfficeError> {
        set.months = set.months.min(MONTHS_MAX);
        (set.branch, set.field) = (set.branch.min(PEOPLE_MAX), set.field.min(PEOPLE_MAX));
        Ok(self.db.write::<_, StoreError>(|tx| {
            set.fields().into_iter().try_for_each(|(name, field)| meta::set(tx, name, field.to_string()))
        })?)
    }
}
