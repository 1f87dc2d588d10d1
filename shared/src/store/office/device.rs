//! Enrolled devices: which branch each serves, its keys, and what it last told of itself.

use std::collections::BTreeMap;

use crate::domain::{BranchId, DeviceId, DeviceMode, UnixMillis};
use crate::store::{Row, StoreError, Tx, values};

/// A device at its enrolment.
#[derive(Clone, Copy, Debug)]
pub struct NewDevice<'a> {
    /// Its id.
    pub device: DeviceId,
    /// The branch it serves.
    pub branch: &'a BranchId,
    /// How it is used.
    pub mode: &'a DeviceMode,
    /// Its Ed25519 public key.
    pub signing_key: &'a [u8; 32],
    /// Its X25519 public key.
    pub sealing_key: &'a [u8; 32],
    /// SHA-256 of its token.
    pub token_hash: &'a [u8; 32],
    /// When it was enrolled.
    pub enrolled: UnixMillis,
    /// What reads there, locked; `None` for a device that opens nothing.
    pub reading: Option<&'a [u8]>,
    /// When it came with its certificate, so that somebody is to confirm it.
    pub unconfirmed: Option<UnixMillis>,
    /// The ids that it had before.
    pub formers: &'a [DeviceId],
}

/// A device as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceRow {
    /// Row id.
    pub id: i64,
    /// Its id.
    pub device: DeviceId,
    /// The branch it serves.
    pub branch: String,
    /// How it is used.
    pub mode: DeviceMode,
    /// Its Ed25519 public key.
    pub signing_key: [u8; 32],
    /// Its X25519 public key.
    pub sealing_key: [u8; 32],
    /// When it was enrolled.
    pub enrolled: UnixMillis,
    /// When it was shut out; `None` while it may exchange.
    pub revoked: Option<UnixMillis>,
    /// When it came with its certificate, enrolled after the backup from which head office was put back; `None` once somebody
    /// confirmed it, or where nobody has to.
    pub unconfirmed: Option<UnixMillis>,
    /// When it last pushed or pulled.
    pub last_exchange: Option<UnixMillis>,
    /// Its clock minus ours at the last exchange, in milliseconds.
    pub clock_offset_millis: Option<i64>,
    /// Records it had still to send when it last told.
    pub waiting: u64,
    /// What it had set aside, and nobody had looked at, when it last told.
    pub set_aside: u64,
    /// When it was seen to be a copy of another device.
    pub forked: Option<UnixMillis>,
    /// What it wrote of beneficiary files in all, in bytes that they cost here.
    pub file_bytes: u64,
    /// The program's version it last told.
    pub version: String,
    /// The ids that it had before it was enrolled anew, the latest last.
    pub formers: Vec<DeviceId>,
}

/// Records of a device that are held for review, counted by reason.
pub type HeldRecords = BTreeMap<String, u64>;

const COLUMNS: &str = "id, device, branch, mode, signing_key, sealing_key, enrolled_millis, revoked_millis,
    unconfirmed_millis, last_exchange_millis, clock_offset_millis, waiting, set_aside, forked_millis, file_bytes, version,
    formers";

const ID_BYTES: usize = 16;

/// Ids, one behind the other.
fn listed(devices: &[DeviceId]) -> Vec<u8> {
    devices.iter().flat_map(|device| *device.as_bytes()).collect()
}

/// Adds a device. A branch that is unknown, or a device that is there already, is refused.
pub(crate) fn add_device(tx: &Tx<'_>, new: &NewDevice<'_>) -> Result<(), StoreError> {
    let NewDevice {
        device,
        branch,
        mode,
        signing_key,
        sealing_key,
        token_hash,
        enrolled,
        reading,
        unconfirmed,
        formers,
    } = *new;
    let sql = "INSERT INTO device (device, branch, mode, signing_key, sealing_key, token_hash, enrolled_millis, reading,
                   unconfirmed_millis, formers)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let values = values![
        device,
        branch,
        mode,
        signing_key,
        sealing_key,
        token_hash,
        enrolled,
        reading,
        unconfirmed,
        listed(formers)
    ];
    tx.put(sql, values)
}

/// Finds a device that was enrolled with a signing key and never heard of since: its enrolment was cut off on its side.
pub(crate) fn device_never_heard_of(
    tx: &Tx<'_>,
    signing_key: &[u8; 32],
) -> Result<Option<DeviceId>, StoreError> {
    let sql = "SELECT device FROM device WHERE signing_key = ?1 AND last_exchange_millis IS NULL
                  AND revoked_millis IS NULL ORDER BY id DESC LIMIT 1";
    tx.one(sql, values![signing_key], |row| row.get("device"))
}

/// Enrols a device once more: what it was given before is good for nothing.
pub(crate) fn enrol_again(tx: &Tx<'_>, new: &NewDevice<'_>) -> Result<(), StoreError> {
    let NewDevice {
        device,
        branch,
        mode,
        signing_key,
        sealing_key,
        token_hash,
        enrolled,
        reading,
        unconfirmed,
        formers,
    } = *new;
    let sql = "UPDATE device SET branch = ?2, mode = ?3, signing_key = ?4, sealing_key = ?5, token_hash = ?6,
                   enrolled_millis = ?7, reading = ?8, unconfirmed_millis = ?9, formers = ?10 WHERE device = ?1";
    let values = values![
        device,
        branch,
        mode,
        signing_key,
        sealing_key,
        token_hash,
        enrolled,
        reading,
        unconfirmed,
        listed(formers)
    ];
    tx.put(sql, values)
}

/// Notes that somebody confirmed a device; returns false where nobody had to.
pub(crate) fn confirm_device(tx: &Tx<'_>, device: DeviceId) -> Result<bool, StoreError> {
    let sql =
        "UPDATE device SET unconfirmed_millis = NULL WHERE device = ?1 AND unconfirmed_millis IS NOT NULL";
    Ok(tx.run(sql, values![device])? == 1)
}

/// Finds a device by the hash of its token.
pub(crate) fn device_with_token(tx: &Tx<'_>, token_hash: &[u8; 32]) -> Result<Option<DeviceRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE token_hash = ?1");
    tx.one(&sql, values![token_hash], read_device)
}

/// Finds a device by its id.
pub(crate) fn device(tx: &Tx<'_>, device: DeviceId) -> Result<Option<DeviceRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE device = ?1");
    tx.one(&sql, values![device], read_device)
}

/// Lists the devices by branch, the latest enrolled first.
pub(crate) fn devices(tx: &Tx<'_>) -> Result<Vec<DeviceRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM device ORDER BY branch, id DESC");
    tx.all(&sql, values![], read_device)
}

/// Finds a device by its row.
pub(crate) fn device_in(tx: &Tx<'_>, id: i64) -> Result<Option<DeviceRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE id = ?1");
    tx.one(&sql, values![id], read_device)
}

/// Returns the modes of a branch's devices, shut out or not.
pub(crate) fn modes_of(tx: &Tx<'_>, branch: &str) -> Result<Vec<DeviceMode>, StoreError> {
    let sql = "SELECT DISTINCT mode FROM device WHERE branch = ?1 ORDER BY mode";
    tx.all(sql, values![branch], |row| row.get("mode"))
}

/// Shuts a device out from now on; returns false where it already was.
pub(crate) fn revoke_device(tx: &Tx<'_>, device: DeviceId, now: UnixMillis) -> Result<bool, StoreError> {
    let sql = "UPDATE device SET revoked_millis = ?2 WHERE device = ?1 AND revoked_millis IS NULL";
    Ok(tx.run(sql, values![device, now])? == 1)
}

/// What a device is handed back: what reads there, and a new PIN, both locked.
pub(crate) struct OpeningRow {
    /// Its number: when it was allowed, in milliseconds since 1970.
    pub number: i64,
    /// The PIN.
    pub pin: Vec<u8>,
    /// What reads there; `None` for a device that opens nothing.
    pub reading: Option<Vec<u8>>,
    /// To which life of the device's database it is handed; `None` before the first asked.
    pub incarnation: Option<[u8; 16]>,
}

/// Allows a device to be handed back what reads there, with a new PIN; false for one that is unknown or shut out.
pub(crate) fn allow_opening(
    tx: &Tx<'_>,
    device: DeviceId,
    number: i64,
    pin: &[u8],
) -> Result<bool, StoreError> {
    let sql = "UPDATE device SET opening_number = ?2, opening_pin = ?3, opening_incarnation = NULL
               WHERE device = ?1 AND revoked_millis IS NULL";
    Ok(tx.run(sql, values![device, number, pin])? == 1)
}

/// Notes to which life of a device's database what it is handed back goes.
pub(crate) fn bind_opening(tx: &Tx<'_>, device: DeviceId, incarnation: &[u8; 16]) -> Result<(), StoreError> {
    let sql = "UPDATE device SET opening_incarnation = ?2 WHERE device = ?1";
    tx.put(sql, values![device, incarnation])
}

/// Returns since when a device's share is what it is.
pub(crate) fn generation(tx: &Tx<'_>, device: DeviceId) -> Result<i64, StoreError> {
    let sql = "SELECT generation FROM device WHERE device = ?1";
    Ok(tx.one(sql, values![device], |row| row.get("generation"))?.unwrap_or(0))
}

/// Has a device have another share from a moment on.
pub(crate) fn begin_generation(tx: &Tx<'_>, device: DeviceId, since: UnixMillis) -> Result<(), StoreError> {
    let sql = "UPDATE device SET generation = ?2 WHERE device = ?1 AND generation < ?2";
    tx.put(sql, values![device, since])
}

/// Forgets what a device was handed back, once it took it.
pub(crate) fn end_opening(tx: &Tx<'_>, device: DeviceId, number: i64) -> Result<(), StoreError> {
    let sql = "UPDATE device SET opening_number = NULL, opening_pin = NULL, opening_incarnation = NULL
               WHERE device = ?1 AND opening_number = ?2";
    tx.put(sql, values![device, number])
}

/// Returns what a device is to be handed back.
pub(crate) fn opening(tx: &Tx<'_>, device: DeviceId) -> Result<Option<OpeningRow>, StoreError> {
    let sql = "SELECT opening_number, opening_pin, opening_incarnation, reading FROM device
               WHERE device = ?1 AND opening_number IS NOT NULL AND opening_pin IS NOT NULL";
    tx.one(sql, values![device], |row| {
        Ok(OpeningRow {
            number: row.get("opening_number")?,
            pin: row.get("opening_pin")?,
            reading: row.get("reading")?,
            incarnation: row.get("opening_incarnation")?,
        })
    })
}

/// Lets a device in again; returns false where it was not shut out.
pub(crate) fn restore_device(tx: &Tx<'_>, device: DeviceId) -> Result<bool, StoreError> {
    let sql = "UPDATE device SET revoked_millis = NULL WHERE device = ?1 AND revoked_millis IS NOT NULL";
    Ok(tx.run(sql, values![device])? == 1)
}

/// Returns when a device, by its row, last exchanged, or where it did not yet, when it was enrolled.
pub(crate) fn last_seen(tx: &Tx<'_>, id: i64) -> Result<Option<UnixMillis>, StoreError> {
    let sql = "SELECT COALESCE(last_exchange_millis, enrolled_millis) AS seen FROM device WHERE id = ?1";
    tx.one(sql, values![id], |row| row.get("seen"))
}

/// Adds to what a device wrote of beneficiary files in all; two requests may bring some of it at once.
pub(crate) fn add_file_bytes(tx: &Tx<'_>, device: DeviceId, bytes: u64) -> Result<(), StoreError> {
    tx.put("UPDATE device SET file_bytes = file_bytes + ?2 WHERE device = ?1", values![device, bytes])
}

/// Counts the records held for review, by device and reason.
pub(crate) fn held_records(tx: &Tx<'_>) -> Result<BTreeMap<DeviceId, HeldRecords>, StoreError> {
    let counted = tx.all(
        "SELECT document.device, held.reason, COUNT(*) AS n
         FROM held JOIN document ON document.id = held.document GROUP BY 1, 2",
        values![],
        |row| Ok((row.get::<Option<DeviceId>>("device")?, row.get("reason")?, row.get::<u64>("n")?)),
    )?;
    let mut held: BTreeMap<DeviceId, HeldRecords> = BTreeMap::new();
    for (device, reason, count) in counted {
        if let Some(device) = device {
            *held.entry(device).or_default().entry(reason).or_default() += count;
        }
    }
    Ok(held)
}

fn read_device(row: &Row<'_>) -> Result<DeviceRow, StoreError> {
    Ok(DeviceRow {
        id: row.get("id")?,
        device: row.get("device")?,
        branch: row.get("branch")?,
        mode: row.get("mode")?,
        signing_key: row.get("signing_key")?,
        sealing_key: row.get("sealing_key")?,
        enrolled: row.get("enrolled_millis")?,
        revoked: row.get("revoked_millis")?,
        unconfirmed: row.get("unconfirmed_millis")?,
        last_exchange: row.get("last_exchange_millis")?,
        clock_offset_millis: row.get("clock_offset_millis")?,
        waiting: row.get("waiting")?,
        set_aside: row.get("set_aside")?,
        forked: row.get("forked_millis")?,
        file_bytes: row.get("file_bytes")?,
        version: row.get("version")?,
        formers: row.get::<Vec<u8>>("formers")?.chunks(ID_BYTES).filter_map(DeviceId::from_slice).collect(),
    })
}
