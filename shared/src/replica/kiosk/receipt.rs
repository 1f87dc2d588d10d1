//! Receipts that this device signs.

use jiff::civil::Date;

use super::{Kiosk, KioskError};
use crate::domain::{FactId, SignedReceipt};
use crate::sync::{receipt_statement, sign};

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
}
