//! Enrolled devices: which branch each serves, its keys, and what it last told of itself.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};

use crate::domain::{BranchId, DeviceId, DeviceMode, UnixMillis};
use crate::store::{Store, StoreError};

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
}

/// A device as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceRow {
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
    /// When it last pushed or pulled.
    pub last_exchange: Option<UnixMillis>,
    /// Its clock minus ours at the last exchange, in milliseconds.
    pub clock_offset_millis: Option<i64>,
    /// Records it had still to send when it last told.
    pub waiting: u64,
    /// Ratings whose hour it waited for when it last told.
    pub waiting_hour: u64,
    /// When it was seen to be a copy of another device.
    pub forked: Option<UnixMillis>,
    /// The program's version it last told.
    pub version: String,
}

/// Records of a device that are held for review, counted by reason.
pub type HeldRecords = BTreeMap<String, u64>;

const COLUMNS: &str = "device, branch, mode, signing_key, sealing_key, enrolled_millis, revoked_millis,
    last_exchange_millis, clock_offset_millis, waiting, waiting_hour, forked_millis, version";

impl Store {
    /// Adds a device.
    ///
    /// # Errors
    /// The database refuses the row: the branch is unknown, the device already there.
    pub fn add_device(&self, device: &NewDevice<'_>) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO device (device, branch, mode, signing_key, sealing_key, token_hash, enrolled_millis)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = params![
            device.device.as_bytes(),
            device.branch.as_str(),
            device.mode.code(),
            device.signing_key,
            device.sealing_key,
            device.token_hash,
            device.enrolled.0,
        ];
        self.connection().execute(sql, values)?;
        Ok(())
    }

    /// Finds a device by the hash of its token.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn device_with_token(&self, token_hash: &[u8; 32]) -> Result<Option<DeviceRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM device WHERE token_hash = ?1");
        Ok(self.connection().query_row(&sql, params![token_hash], read_device).optional()?)
    }

    /// Finds a device by its id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn device(&self, device: DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM device WHERE device = ?1");
        Ok(self.connection().query_row(&sql, params![device.as_bytes()], read_device).optional()?)
    }

    /// Lists the devices by branch, the latest enrolled first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn devices(&self) -> Result<Vec<DeviceRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM device ORDER BY branch, id DESC");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map([], read_device)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Shuts a device out from now on; returns false where it already was.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn revoke_device(&self, device: DeviceId, now: UnixMillis) -> Result<bool, StoreError> {
        let sql = "UPDATE device SET revoked_millis = ?2 WHERE device = ?1 AND revoked_millis IS NULL";
        Ok(self.connection().execute(sql, params![device.as_bytes(), now.0])? == 1)
    }

    /// Counts the records held for review, by device and reason.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn held_records(&self) -> Result<BTreeMap<DeviceId, HeldRecords>, StoreError> {
        let sql = "SELECT COALESCE(document.device, file_writer.device), quarantine.reason, COUNT(*)
                   FROM quarantine JOIN document ON document.id = quarantine.document
                   LEFT JOIN file_writer ON file_writer.document = quarantine.document
                        AND file_writer.writer = quarantine.writer
                   GROUP BY 1, 2";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut held: BTreeMap<DeviceId, HeldRecords> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let device: Option<Vec<u8>> = row.get(0)?;
            if let Some(device) = device.as_deref().and_then(DeviceId::from_slice) {
                *held.entry(device).or_default().entry(row.get(1)?).or_default() += count(row, 2)?;
            }
        }
        Ok(held)
    }
}

fn read_device(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    let id: [u8; 16] = row.get(0)?;
    Ok(DeviceRow {
        device: DeviceId(uuid::Uuid::from_bytes(id)),
        branch: row.get(1)?,
        mode: DeviceMode::from_code(&row.get::<_, String>(2)?),
        signing_key: row.get(3)?,
        sealing_key: row.get(4)?,
        enrolled: UnixMillis(row.get(5)?),
        revoked: row.get::<_, Option<i64>>(6)?.map(UnixMillis),
        last_exchange: row.get::<_, Option<i64>>(7)?.map(UnixMillis),
        clock_offset_millis: row.get(8)?,
        waiting: count(row, 9)?,
        waiting_hour: count(row, 10)?,
        forked: row.get::<_, Option<i64>>(11)?.map(UnixMillis),
        version: row.get(12)?,
    })
}

/// Reads a count; a negative one, which no program writes, counts as none.
fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}
