//! What each device asked for and was given, by day: numbers alone.

use crate::domain::{DeviceId, UnixMillis};
use crate::store::{StoreError, Tx, values};

const DAY_MILLIS: i64 = 24 * 60 * 60_000;

/// How long a day is kept: 400 days, as the account of sign-ins is.
const KEPT_DAYS: i64 = 400;

/// What one request brought or was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Served {
    /// Entries and changes that went out.
    pub entries: u64,
    /// Keys that were handed out.
    pub keys: u64,
    /// Bytes of the request's and the answer's body.
    pub bytes: u64,
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

/// Adds a request to its day.
pub(crate) fn add_traffic(
    tx: &Tx<'_>,
    device: DeviceId,
    now: UnixMillis,
    address: &str,
    served: Served,
) -> Result<(), StoreError> {
    let Served { entries, keys, bytes } = served;
    let day = now.0.div_euclid(DAY_MILLIS);
    let sql = "INSERT INTO traffic (device, day, address, requests, entries, keys, bytes) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)
               ON CONFLICT (device, day) DO UPDATE SET address = excluded.address,
               requests = traffic.requests + 1, entries = traffic.entries + excluded.entries,
               keys = traffic.keys + excluded.keys, bytes = traffic.bytes + excluded.bytes";
    tx.run(sql, values![device, day, address, entries, keys, bytes])?;
    tx.run("DELETE FROM traffic WHERE device = ?1 AND day < ?2", values![device, day - KEPT_DAYS]).map(drop)
}

/// Lists days since one, the earliest first; of one device alone where one is named.
pub(crate) fn traffic(
    tx: &Tx<'_>,
    since: UnixMillis,
    device: Option<DeviceId>,
) -> Result<Vec<DayTraffic>, StoreError> {
    let sql = "SELECT device, day, address, requests, entries, keys, bytes FROM traffic
               WHERE day >= ?1 AND (?2 IS NULL OR device = ?2) ORDER BY day, device";
    tx.all(sql, values![since.0.div_euclid(DAY_MILLIS), device], |row| {
        Ok(DayTraffic {
            device: row.get("device")?,
            day: UnixMillis(row.get::<i64>("day")?.saturating_mul(DAY_MILLIS)),
            address: row.get("address")?,
            requests: row.get("requests")?,
            served: Served { entries: row.get("entries")?, keys: row.get("keys")?, bytes: row.get("bytes")? },
        })
    })
}
