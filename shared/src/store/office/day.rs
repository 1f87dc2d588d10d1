//! What each device did in a day, by the server's clock: what its budgets are reckoned by, and what head office looks at.

use jiff::civil::Date;

use crate::store::{Row, StoreError, Tx, values};

/// The bits of a row's id that are the day, from the first of January 1970 on.
const DAY_BITS: u32 = 20;

/// Day 0.
const FIRST_DAY: Date = Date::constant(1970, 1, 1);

/// A device's day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeviceDay {
    /// The device's row.
    pub device: i64,
    /// The day, in UTC.
    pub day: Date,
    /// For how many days' budget it counts: those since the exchange before.
    pub days: u64,
    /// Beneficiary files that it made.
    pub files: u64,
    /// Changes of files that were there before.
    pub corrections: u64,
    /// Files that were joined to those of other branches by what it sent.
    pub joins: u64,
    /// Numbers of people whom it looked for and did not hold, and files that came back to its branch by a number that it sent.
    pub looked: u64,
    /// Files that what it recorded brought back to devices of its branch, or put before all others by a plan.
    pub brought: u64,
}

impl DeviceDay {
    fn id(&self) -> i64 {
        row_of(self.device, self.day)
    }
}

fn number_of(day: Date) -> i64 {
    i64::from(FIRST_DAY.until(day).map_or(0, |span| span.get_days()).max(0))
}

fn row_of(device: i64, day: Date) -> i64 {
    device << DAY_BITS | number_of(day)
}

fn read(row: &Row<'_>) -> Result<DeviceDay, StoreError> {
    let id: i64 = row.get("id")?;
    let day = jiff::ToSpan::days(id & ((1 << DAY_BITS) - 1));
    Ok(DeviceDay {
        device: id >> DAY_BITS,
        day: FIRST_DAY.checked_add(day).unwrap_or(Date::MAX),
        days: row.get("days")?,
        files: row.get("files")?,
        corrections: row.get("corrections")?,
        joins: row.get("joins")?,
        looked: row.get("looked")?,
        brought: row.get("brought")?,
    })
}

/// Returns a device's day; `None` where it did nothing yet.
pub(crate) fn device_day(tx: &Tx<'_>, device: i64, day: Date) -> Result<Option<DeviceDay>, StoreError> {
    let sql = "SELECT id, days, files, corrections, joins, looked, brought FROM device_day WHERE id = ?1";
    tx.one(sql, values![row_of(device, day)], read)
}

/// Returns the latest day on which a device did something.
pub(crate) fn last_day(tx: &Tx<'_>, device: i64) -> Result<Option<Date>, StoreError> {
    let sql = "SELECT id, days, files, corrections, joins, looked, brought FROM device_day WHERE id BETWEEN ?1 AND ?2
               ORDER BY id DESC LIMIT 1";
    let first = device << DAY_BITS;
    Ok(tx.one(sql, values![first, first | ((1 << DAY_BITS) - 1)], read)?.map(|row| row.day))
}

/// Notes a device's day, as it stands now.
pub(crate) fn put_day(tx: &Tx<'_>, day: &DeviceDay) -> Result<(), StoreError> {
    let DeviceDay { days, files, corrections, joins, looked, brought, .. } = day;
    let sql = "INSERT INTO device_day (id, days, files, corrections, joins, looked, brought)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
               ON CONFLICT (id) DO UPDATE SET days = excluded.days, files = excluded.files,
                  corrections = excluded.corrections, joins = excluded.joins, looked = excluded.looked,
                  brought = excluded.brought";
    tx.put(sql, values![day.id(), *days, *files, *corrections, *joins, *looked, *brought])
}

/// Has a day that devices began already count for so many days' budget.
pub(crate) fn give_days(tx: &Tx<'_>, day: Date, days: u64) -> Result<(), StoreError> {
    let sql = "UPDATE device_day SET days = ?3 WHERE (id & ?2) = ?1";
    tx.put(sql, values![number_of(day), (1_i64 << DAY_BITS) - 1, days])
}

/// Returns all days of all devices from one on.
pub(crate) fn days_since(tx: &Tx<'_>, day: Date) -> Result<Vec<DeviceDay>, StoreError> {
    let sql = "SELECT id, days, files, corrections, joins, looked, brought FROM device_day WHERE (id & ?2) >= ?1 ORDER BY id";
    tx.all(sql, values![number_of(day), (1_i64 << DAY_BITS) - 1], read)
}

/// Forgets the days before one.
pub(crate) fn forget_days_before(tx: &Tx<'_>, day: Date) -> Result<(), StoreError> {
    let sql = "DELETE FROM device_day WHERE (id & ?2) < ?1";
    tx.put(sql, values![number_of(day), (1_i64 << DAY_BITS) - 1])
}
