//! Receipts that this device signs, and those that are shown to it again.

use jiff::civil::Date;

use super::{Kiosk, KioskError};
use crate::doc::FactKind;
use crate::domain::{Code, FactId, FileId, RecordDigest, SignedReceipt};
use crate::store::{StoreError, facts};
use crate::sync::{receipt_statement, sign, verify};

/// What a device knows of a visit whose receipt is shown to it, with nothing opened: it names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReceipt {
    /// The visit.
    pub visit: FactId,
    /// Its reference code.
    pub reference: String,
    /// The day on which the receipt was given out.
    pub date: Date,
    /// What was asked for.
    pub services: Vec<Code>,
    /// The person's file, where the visit has one: for staff alone.
    pub file: Option<FileId>,
}

impl Kiosk {
    /// Signs the receipt of a record. It tells nothing but that this device gave it out for that record on that day.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`].
    pub fn receipt(&self, fact: FactId, date: Date) -> Result<SignedReceipt, KioskError> {
        let signing = self.secrets.signing();
        Ok(SignedReceipt::new(self.identity()?.device, fact, date, |body| {
            sign(signing, &receipt_statement(body))
        }))
    }

    /// Finds the visit of a receipt that this device gave out; `None` for one that it did not sign, and for one whose record is
    /// not here. Looks through the visits that are here.
    ///
    /// # Errors
    /// [`KioskError::NotEnrolled`], [`KioskError::Store`].
    pub fn own_receipt(&self, receipt: &SignedReceipt) -> Result<Option<OwnReceipt>, KioskError> {
        let statement = receipt_statement(&receipt.body());
        let is_ours = receipt.device == self.identity()?.device
            && verify(&self.secrets.signing_public(), &statement, &receipt.signature);
        if !is_ours {
            return Ok(None);
        }
        self.db.read(|tx| {
            let mut found = None;
            facts::each::<StoreError>(tx, FactKind::Visit.code(), |row| {
                if RecordDigest::of(row.fact) == receipt.record {
                    found = Some(row);
                }
                Ok(())
            })?;
            let Some(row) = found else { return Ok(None) };
            let services = facts::services_of(tx, row.id)?;
            Ok(Some(OwnReceipt {
                visit: row.fact,
                reference: receipt.record.reference(),
                date: receipt.date(),
                services: services.iter().filter_map(|code| Code::new(code).ok()).collect(),
                file: row.file,
            }))
        })
    }
}
