//! Telling a real receipt from a made-up one, also before the record behind it has arrived.

use jiff::civil::Date;

use super::{Office, OfficeError};
use crate::domain::{DeviceId, SignedReceipt, UnixMillis, parse_reference, reference_of};
use crate::store::office::{self, ReceivedRecord};
use crate::sync::{receipt_statement, verify};

/// What head office knows of a receipt that somebody showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptFinding {
    /// Neither the text of a receipt nor a reference number.
    Unreadable,
    /// It names a device that was never enrolled here: not one of ours.
    UnknownDevice,
    /// Its signature is not that of the device it names: made up, or changed.
    Forged,
    /// Its signature is right, but another device wrote the record that it names: not given out for that record.
    OtherRecord,
    /// The device it names gave it out.
    Genuine(Box<GenuineReceipt>),
    /// A reference number alone; nothing proves it, but these records of ours have it. None: it was not received yet,
    /// or nobody gave it out.
    Reference(String, Vec<ReceivedRecord>),
}

/// A receipt that a device of ours signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenuineReceipt {
    /// The reference number that stands on it.
    pub reference: String,
    /// The device.
    pub device: DeviceId,
    /// The branch that the device serves.
    pub branch: String,
    /// The day, by the device's clock.
    pub date: Date,
    /// When the device was shut out. Whoever took it may sign what they like since, under any date: without a record,
    /// which arrived before, it proves nothing.
    pub revoked: Option<UnixMillis>,
    /// The record behind it; `None` while it has not arrived.
    pub record: Option<ReceivedRecord>,
}

impl Office {
    /// Looks at a receipt: the text of its QR code, or the reference number alone.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn check_receipt(&self, shown: &str) -> Result<ReceiptFinding, OfficeError> {
        if let Some(reference) = parse_reference(shown) {
            let records = self.db.read(|tx| office::records_with_reference(tx, &reference))?;
            return Ok(ReceiptFinding::Reference(reference, records));
        }
        let Ok(receipt) = SignedReceipt::parse(shown) else { return Ok(ReceiptFinding::Unreadable) };
        let (device, record) = self.db.read(|tx| {
            let device = office::device(tx, receipt.device)?;
            Ok::<_, OfficeError>((device, office::received_record(tx, receipt.fact)?))
        })?;
        let Some(device) = device else {
            return Ok(ReceiptFinding::UnknownDevice);
        };
        if !verify(&device.signing_key, &receipt_statement(&receipt.body()), &receipt.signature) {
            return Ok(ReceiptFinding::Forged);
        }
        if record.as_ref().is_some_and(|record| record.device != Some(device.device)) {
            return Ok(ReceiptFinding::OtherRecord);
        }
        Ok(ReceiptFinding::Genuine(Box::new(GenuineReceipt {
            reference: reference_of(receipt.fact),
            device: device.device,
            branch: device.branch,
            date: receipt.date(),
            revoked: device.revoked,
            record,
        })))
    }
}
