//! Who was given a number to wait, and when they were first called. Times and places alone: nothing here is of a person.

use crate::domain::DeviceId;
use crate::store::{StoreError, Tx, values};

/// A visitor who was given a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitRow {
    /// The branch at which they waited.
    pub branch: String,
    /// The device that gave the number; `None` where head office wrote the visit down.
    pub device: Option<DeviceId>,
    /// When they were given it, in seconds since 1970.
    pub given_seconds: i64,
    /// How many minutes the clock on their wall is ahead of UTC.
    pub offset_minutes: i64,
    /// When they were first called; `None` where no call has reached head office.
    pub called_seconds: Option<i64>,
}

/// Returns who was given a number from a second on, once each: a correction of a visit is no second visitor. A call counts where
/// the branch itself tells of it.
pub(crate) fn waits(tx: &Tx<'_>, from_seconds: i64, called: &str) -> Result<Vec<WaitRow>, StoreError> {
    let sql = "SELECT (SELECT code FROM code WHERE id = fact.branch) AS branch, document.device,
                  fact.ticket_seconds, fact.offset_minutes,
                  (SELECT min(at_seconds) FROM fact AS call WHERE call.subject = fact.fact
                      AND call.kind = (SELECT id FROM code WHERE code = ?2) AND call.branch = fact.branch) AS called
               FROM fact JOIN document ON document.id = fact.document
               WHERE fact.ticket_seconds >= ?1 AND fact.supersedes IS NULL ORDER BY fact.ticket_seconds, fact.id";
    tx.all(sql, values![from_seconds, called], |row| {
        Ok(WaitRow {
            branch: row.get("branch")?,
            device: row.get("device")?,
            given_seconds: row.get("ticket_seconds")?,
            offset_minutes: row.get("offset_minutes")?,
            called_seconds: row.get("called")?,
        })
    })
}
