//! One-time enrolment codes, found by their hash. Whether a code is still good is the caller's to say.

use crate::domain::{BranchId, DeviceMode, UnixMillis};
use crate::store::{StoreError, Tx, values};

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

/// Keeps a new code. A branch that is unknown is refused.
pub(crate) fn add_enrolment_code(tx: &Tx<'_>, code: &NewEnrolmentCode<'_>) -> Result<(), StoreError> {
    let NewEnrolmentCode { hash, branch, mode, expires } = *code;
    let sql = "INSERT INTO enrolment_code (hash, branch, mode, expires_millis) VALUES (?1, ?2, ?3, ?4)";
    tx.put(sql, values![hash, branch, mode, expires])
}

/// Forgets the codes that ended unused more than a day ago: until then a device that comes late is told why.
pub(crate) fn forget_ended_codes(tx: &Tx<'_>, now: UnixMillis) -> Result<(), StoreError> {
    let sql = "DELETE FROM enrolment_code WHERE used_millis IS NULL AND expires_millis < ?1 - 86400000";
    tx.put(sql, values![now])
}

/// Finds a code by its hash.
pub(crate) fn enrolment_code(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<Option<EnrolmentCodeRow>, StoreError> {
    let sql = "SELECT branch, mode, expires_millis, used_millis FROM enrolment_code WHERE hash = ?1";
    tx.one(sql, values![hash], |row| {
        Ok(EnrolmentCodeRow {
            branch: row.get("branch")?,
            mode: row.get("mode")?,
            expires: row.get("expires_millis")?,
            used: row.get("used_millis")?,
        })
    })
}

/// Marks a code as used; returns false where it already was.
pub(crate) fn use_enrolment_code(tx: &Tx<'_>, hash: &[u8; 32], now: UnixMillis) -> Result<bool, StoreError> {
    let sql = "UPDATE enrolment_code SET used_millis = ?2 WHERE hash = ?1 AND used_millis IS NULL";
    Ok(tx.run(sql, values![hash, now])? == 1)
}
