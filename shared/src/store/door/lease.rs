//! Leases of devices: each has one request at work at a time, whichever server process it came to.

use crate::domain::{DeviceId, UnixMillis};
use crate::store::{StoreError, Tx, values};

/// Takes a device's lease until a time, or keeps one longer; returns the time at which another process's ends where that holds
/// it. A lease that would last longer than the one that is asked for was made by a clock that has been set back since, and
/// holds nobody up.
pub(crate) fn take(
    tx: &Tx<'_>,
    device: DeviceId,
    process: &[u8; 16],
    now: UnixMillis,
    until: UnixMillis,
) -> Result<Option<UnixMillis>, StoreError> {
    let sql = "INSERT INTO lease (device, process, until_millis) VALUES (?1, ?2, ?3)
               ON CONFLICT (device) DO UPDATE SET process = excluded.process, until_millis = excluded.until_millis
               WHERE lease.process = excluded.process OR lease.until_millis <= ?4
               OR lease.until_millis > excluded.until_millis";
    if tx.run(sql, values![device, process, until, now])? == 1 {
        return Ok(None);
    }
    tx.one("SELECT until_millis FROM lease WHERE device = ?1", values![device], |row| row.get("until_millis"))
}

/// Gives a lease back that this process took until then; one that it took again since stays.
pub(crate) fn give_back(
    tx: &Tx<'_>,
    device: DeviceId,
    process: &[u8; 16],
    until: UnixMillis,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM lease WHERE device = ?1 AND process = ?2 AND until_millis = ?3";
    tx.put(sql, values![device, process, until])
}
