//! The account of what crossed: each time a branch was given a beneficiary file that another one held, or one of its own again that
//! its devices held no longer.

use crate::domain::{DeviceId, FileId, UnixMillis};
use crate::store::{StoreError, Tx, Value, values};

/// Why a file crossed to another branch, or came back to its devices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CrossedBy {
    /// Files of one national id agreed in a second value.
    Match,
    /// A device of the branch wrote to it or recorded a visit with it, and showed that it has its key.
    Key,
    /// Somebody at head office joined files.
    Person,
    /// A visit was planned at head office.
    Plan,
    /// A device of the branch looked for its person: it was the branch's, and came back to its devices.
    Looked,
    /// A device of the branch wrote to it or recorded something of its person, whom it was not to hold any more: likewise.
    Served,
}

impl CrossedBy {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Match, "match"),
        (Self::Key, "key"),
        (Self::Person, "person"),
        (Self::Plan, "plan"),
        (Self::Looked, "looked"),
        (Self::Served, "served"),
    ];

    /// Returns the stored code.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(why, _)| *why == self).map_or("", |(_, code)| code)
    }
}

impl<'v> From<CrossedBy> for Value<'v> {
    fn from(why: CrossedBy) -> Self {
        why.code().into()
    }
}

/// A file that crossed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CrossingRow {
    /// When, by the server's clock.
    pub at: UnixMillis,
    /// The file.
    pub file: FileId,
    /// The branch that was given it.
    pub branch: String,
    /// Why.
    pub why: String,
    /// The device whose push it was; `None` for head office.
    pub device: Option<DeviceId>,
    /// Who at head office did it.
    pub by: Option<String>,
}

/// A file that crosses.
#[derive(Clone, Copy, Debug)]
pub struct NewCrossing<'a> {
    /// When, by the server's clock.
    pub at: UnixMillis,
    /// The file's document.
    pub document: i64,
    /// The branch that is given it.
    pub branch: &'a str,
    /// Why.
    pub why: CrossedBy,
    /// The row of the device whose push it was; 0 for head office.
    pub device: i64,
    /// Who at head office did it.
    pub by: Option<&'a str>,
}

/// Notes that a file crossed.
pub(crate) fn add_crossing(tx: &Tx<'_>, new: &NewCrossing<'_>) -> Result<(), StoreError> {
    let NewCrossing { at, document, branch, why, device, by } = *new;
    let sql = "INSERT INTO crossing (at_millis, document, branch, why, device, by_whom) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.put(sql, values![at, document, branch, why, device, by])
}

/// Returns the latest crossings, the last first.
pub(crate) fn crossings(tx: &Tx<'_>, at_most: u64) -> Result<Vec<CrossingRow>, StoreError> {
    let sql = "SELECT crossing.at_millis, document.file, crossing.branch, crossing.why, device.device, crossing.by_whom
               FROM crossing JOIN document ON document.id = crossing.document
                  LEFT JOIN device ON device.id = crossing.device
               ORDER BY crossing.id DESC LIMIT ?1";
    tx.all(sql, values![at_most], |row| {
        Ok(CrossingRow {
            at: row.get("at_millis")?,
            file: row.get("file")?,
            branch: row.get("branch")?,
            why: row.get("why")?,
            device: row.get("device")?,
            by: row.get("by_whom")?,
        })
    })
}
