//! What each device asked for and was given, by day: numbers alone. And how long it is to wait, where that is more than it may
//! cost.

use crate::domain::{DeviceId, UnixMillis};
use crate::store::{StoreError, Tx, values};

const DAY_MILLIS: i64 = 24 * 60 * 60_000;

/// How long a day is kept: 400 days, as the account of sign-ins is.
const KEPT_DAYS: i64 = 400;

/// What a request costs besides its bytes: the rows that are looked at and written for it, and the disk's own time. A kiosk that
/// exchanges every minute costs 70 MB a day by it.
const REQUEST_COSTS: u64 = 16 * 1024;

/// Longest wait that a device is asked for, in seconds, as long as `kiosk sync` waits: then it may go on.
const WAIT_SECS_MAX: u64 = 10 * 60;

/// What one request brought or was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Served {
    /// Entries and changes that went out.
    pub entries: u64,
    /// Keys that were handed out.
    pub keys: u64,
    /// Bytes of the request's and the answer's body.
    pub bytes: u64,
    /// Bytes of files that were read to judge what it brought.
    pub loaded: u64,
}

impl Served {
    fn costs(&self) -> u64 {
        self.bytes.saturating_add(self.loaded).saturating_add(REQUEST_COSTS)
    }
}

/// A device's day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayTraffic {
    /// The device.
    pub device: DeviceId,
    /// When the day began, in UTC.
    pub day: UnixMillis,
    /// The address of its last request.
    pub address: String,
    /// Requests.
    pub requests: u64,
    /// What they brought and were given together.
    pub served: Served,
}

/// Adds a request to its day. Of what a device may cost in a day, `a_day` bytes, all comes back in a day, and some at any time.
pub(crate) fn add_traffic(
    tx: &Tx<'_>,
    device: DeviceId,
    now: UnixMillis,
    address: &str,
    served: Served,
    a_day: u64,
) -> Result<(), StoreError> {
    let Served { entries, keys, bytes, loaded } = served;
    let day = now.0.div_euclid(DAY_MILLIS);
    let owed = owed(tx, device, now, a_day)?.saturating_add(served.costs());
    let sql = "INSERT INTO traffic (device, day, address, requests, entries, keys, bytes, loaded, owed, at_millis)
               VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT (device, day) DO UPDATE SET address = excluded.address,
               requests = traffic.requests + 1, entries = traffic.entries + excluded.entries,
               keys = traffic.keys + excluded.keys, bytes = traffic.bytes + excluded.bytes,
               loaded = traffic.loaded + excluded.loaded, owed = excluded.owed, at_millis = excluded.at_millis";
    tx.put(sql, values![device, day, address, entries, keys, bytes, loaded, owed, now])?;
    tx.put("DELETE FROM traffic WHERE device = ?1 AND day < ?2", values![device, day - KEPT_DAYS])
}

/// Returns how many seconds a device is to wait that may cost so many bytes a day; 0 where it need not.
pub(crate) fn wait_secs(
    tx: &Tx<'_>,
    device: DeviceId,
    now: UnixMillis,
    a_day: u64,
) -> Result<u64, StoreError> {
    let beyond = u128::from(owed(tx, device, now, a_day)?.saturating_sub(a_day));
    let secs = (beyond * u128::from(DAY_MILLIS.unsigned_abs() / 1_000)).div_ceil(u128::from(a_day.max(1)));
    Ok(u64::try_from(secs).unwrap_or(u64::MAX).min(WAIT_SECS_MAX))
}

/// Returns how much of its budget a device has used that has not come back: at most a day's, and what comes back within the longest
/// wait, whatever it cost and whichever budget held then. What was noted later than now was noted by a clock that has been set back
/// since: it holds nobody up.
fn owed(tx: &Tx<'_>, device: DeviceId, now: UnixMillis, a_day: u64) -> Result<u64, StoreError> {
    let sql = "SELECT owed, at_millis FROM traffic WHERE device = ?1 AND day <= ?2 ORDER BY day DESC LIMIT 1";
    let day = now.0.div_euclid(DAY_MILLIS);
    let last = tx.one(sql, values![device, day], |row| {
        Ok((row.get::<u64>("owed")?, row.get::<UnixMillis>("at_millis")?))
    })?;
    let Some((owed, at)) = last else { return Ok(0) };
    let Ok(passed) = u128::try_from(now.0.saturating_sub(at.0)) else { return Ok(0) };
    let back = passed * u128::from(a_day) / u128::from(DAY_MILLIS.unsigned_abs());
    Ok(owed.min(owed_at_most(a_day)).saturating_sub(u64::try_from(back).unwrap_or(u64::MAX)))
}

/// A day's budget, and what of it comes back within the longest wait: whoever waited that long may go on.
fn owed_at_most(a_day: u64) -> u64 {
    let secs_a_day = DAY_MILLIS.unsigned_abs() / 1_000;
    let within = u128::from(a_day) * u128::from(WAIT_SECS_MAX) / u128::from(secs_a_day);
    a_day.saturating_add(u64::try_from(within).unwrap_or(u64::MAX))
}

/// Lists days since one, the earliest first; of one device alone where one is named.
pub(crate) fn traffic(
    tx: &Tx<'_>,
    since: UnixMillis,
    device: Option<DeviceId>,
) -> Result<Vec<DayTraffic>, StoreError> {
    let sql = "SELECT device, day, address, requests, entries, keys, bytes, loaded FROM traffic
               WHERE day >= ?1 AND (device = ?2 OR ?2 IS NULL) ORDER BY day, device";
    tx.all(sql, values![since.0.div_euclid(DAY_MILLIS), device], |row| {
        let (entries, keys) = (row.get("entries")?, row.get("keys")?);
        Ok(DayTraffic {
            device: row.get("device")?,
            day: UnixMillis(row.get::<i64>("day")?.saturating_mul(DAY_MILLIS)),
            address: row.get("address")?,
            requests: row.get("requests")?,
            served: Served { entries, keys, bytes: row.get("bytes")?, loaded: row.get("loaded")? },
        })
    })
}
