//! Records as a receipt's reader asks for them: whether one arrived, and which have a reference number. Nothing of a person.

use rusqlite::{OptionalExtension as _, params};

use crate::domain::{DeviceId, FactId, reference_of};
use crate::store::{Store, StoreError};

/// A record that arrived here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRecord {
    /// Its id.
    pub fact: FactId,
    /// The device that wrote it.
    pub device: Option<DeviceId>,
    /// The branch that it was recorded for; `None` while it is held for review.
    pub branch: Option<String>,
    /// When the visit began, as it was stated; `None` while it is held for review.
    pub at: Option<String>,
    /// A later record corrects it.
    pub corrected: bool,
}

impl Store {
    /// Returns a record that arrived; `None` where it did not.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn received_record(&self, fact: FactId) -> Result<Option<ReceivedRecord>, StoreError> {
        let c = self.connection();
        let sql =
            "SELECT visit.branch, visit.at, EXISTS (SELECT 1 FROM visit AS later WHERE later.supersedes = visit.fact),
                    document.device
             FROM visit JOIN document ON document.id = visit.document WHERE visit.fact = ?1";
        let visit = c.query_row(sql, params![fact.as_bytes()], |row| {
            let device = device_of(row.get(3)?);
            Ok(ReceivedRecord { fact, device, branch: row.get(0)?, at: row.get(1)?, corrected: row.get(2)? })
        });
        if let Some(visit) = visit.optional()? {
            return Ok(Some(visit));
        }
        let sql = "SELECT document.device FROM quarantine JOIN document ON document.id = quarantine.document
                   WHERE quarantine.fact = ?1";
        let held = c.query_row(sql, params![fact.as_bytes()], |row| {
            let device = device_of(row.get(0)?);
            Ok(ReceivedRecord { fact, device, branch: None, at: None, corrected: false })
        });
        Ok(held.optional()?)
    }

    /// Returns the records that have a reference number, mostly one or none. Looks through all ids: a million take some
    /// 0.3 s, and nothing has to be kept for it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn records_with_reference(&self, reference: &str) -> Result<Vec<ReceivedRecord>, StoreError> {
        let sql =
            "SELECT fact FROM visit UNION SELECT fact FROM quarantine WHERE fact IS NOT NULL ORDER BY fact";
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes: Vec<u8> = row.get(0)?;
            let fact = FactId::from_slice(&bytes).filter(|fact| reference_of(*fact) == reference);
            if let Some(record) = fact.map(|fact| self.received_record(fact)).transpose()? {
                found.extend(record);
            }
        }
        Ok(found)
    }
}

fn device_of(bytes: Option<Vec<u8>>) -> Option<DeviceId> {
    bytes.as_deref().and_then(DeviceId::from_slice)
}
