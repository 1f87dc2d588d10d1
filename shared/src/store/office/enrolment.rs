//! One-time enrolment codes, found by their hash. Whether a code is still good is the caller's to say.

use rusqlite::{OptionalExtension, params};

use crate::domain::{BranchId, DeviceMode, UnixMillis};
use crate::store::{Store, StoreError};

/// A code to be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewEnrolmentCode<'a> {
    /// SHA-256 of the code.
    pub hash: &'a [u8; 32],
    /// The branch that the device will belong to.
    pub branch: &'a BranchId,
    /// How the device will be used.
    pub mode: &'a DeviceMode,
    /// When the code ends.
    pub expires: UnixMillis,
}

/// A code as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnrolmentCodeRow {
    /// The branch that the device will belong to.
    pub branch: String,
    /// How the device will be used.
    pub mode: DeviceMode,
    /// When the code ends.
    pub expires: UnixMillis,
    /// When a device used it; `None` while it is unused.
    pub used: Option<UnixMillis>,
}

impl Store {
    /// Keeps a new code.
    ///
    /// # Errors
    /// The database refuses the row: the branch is unknown.
    pub fn add_enrolment_code(&self, code: &NewEnrolmentCode<'_>) -> Result<(), StoreError> {
        let sql = "INSERT INTO enrolment_code (hash, branch, mode, expires_millis) VALUES (?1, ?2, ?3, ?4)";
        let values = params![code.hash, code.branch.as_str(), code.mode.code(), code.expires.0];
        self.connection().execute(sql, values)?;
        Ok(())
    }

    /// Forgets the codes that ended unused more than a day ago: until then a device that comes late is told why.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn forget_ended_codes(&self, now: UnixMillis) -> Result<(), StoreError> {
        let sql = "DELETE FROM enrolment_code WHERE used_millis IS NULL AND expires_millis < ?1 - 86400000";
        self.connection().execute(sql, [now.0])?;
        Ok(())
    }

    /// Finds a code by its hash.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn enrolment_code(&self, hash: &[u8; 32]) -> Result<Option<EnrolmentCodeRow>, StoreError> {
        let sql = "SELECT branch, mode, expires_millis, used_millis FROM enrolment_code WHERE hash = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(EnrolmentCodeRow {
                branch: row.get(0)?,
                mode: DeviceMode::from_code(&row.get::<_, String>(1)?),
                expires: UnixMillis(row.get(2)?),
                used: row.get::<_, Option<i64>>(3)?.map(UnixMillis),
            })
        };
        Ok(self.connection().query_row(sql, params![hash], read).optional()?)
    }

    /// Marks a code as used; returns false where it already was.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn use_enrolment_code(&self, hash: &[u8; 32], now: UnixMillis) -> Result<bool, StoreError> {
        let sql = "UPDATE enrolment_code SET used_millis = ?2 WHERE hash = ?1 AND used_millis IS NULL";
        Ok(self.connection().execute(sql, params![hash, now.0])? == 1)
    }
}
