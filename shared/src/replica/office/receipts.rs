//! Telling a real receipt from a made-up one, also before the record behind it has arrived.

use jiff::civil::Date;

use super::{Office, OfficeError};
use crate::doc::Meaning;
use crate::domain::{DeviceId, SignedReceipt, UnixMillis, parse_reference};
use crate::replica::facts::Facts;
use crate::store::office::{self, InTheWay, ReceivedRecord};
use crate::store::{StoreError, Tx, facts, held};
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
            let records =
                self.db.read(|tx| office::records_named(tx, |digest| digest.reference() == reference))?;
            return Ok(ReceiptFinding::Reference(reference, records));
        }
        let Ok(receipt) = SignedReceipt::parse(shown) else { return Ok(ReceiptFinding::Unreadable) };
        let Some(device) = self.db.read(|tx| office::device(tx, receipt.device))? else {
            return Ok(ReceiptFinding::UnknownDevice);
        };
        if !verify(&device.signing_key, &receipt_statement(&receipt.body()), &receipt.signature) {
            return Ok(ReceiptFinding::Forged);
        }
        let record = match self.record_of(&receipt)? {
            Some(other) if other.device != Some(device.device) => return Ok(ReceiptFinding::OtherRecord),
            record => record,
        };
        Ok(ReceiptFinding::Genuine(Box::new(GenuineReceipt {
            reference: receipt.record.reference(),
            device: device.device,
            branch: device.branch,
            date: receipt.date(),
            revoked: device.revoked,
            record,
        })))
    }

    /// Finds the record that a receipt names. Where another device recorded something under its id first, the one that signed the
    /// receipt is right: its record stands from now on, and the other one is held.
    fn record_of(&self, receipt: &SignedReceipt) -> Result<Option<ReceivedRecord>, OfficeError> {
        let named = |tx: &Tx<'_>| {
            let records = office::records_named(tx, |digest| *digest == receipt.record)?;
            Ok::<_, StoreError>(records.into_iter().next())
        };
        let Some(record) = self.db.read(named)? else { return Ok(None) };
        if record.device == Some(receipt.device) {
            return Ok(Some(record));
        }
        // where nothing can be written, the other record goes on standing
        if self.db.looks()
            || self.db.read(|tx| office::in_the_way(tx, record.fact, receipt.device))?.is_none()
        {
            return Ok(Some(record));
        }
        self.db.write::<_, OfficeError>(|tx| {
            let Some(InTheWay { document, seq, row }) = office::in_the_way(tx, record.fact, receipt.device)?
            else {
                return Ok(Some(record));
            };
            let (facts, taken) = (Facts::new(tx, &self.secrets), Meaning::IdTaken.to_string());
            facts::remove_visit(tx, row)?;
            held::hold(tx, document, seq, Some(record.fact), &taken)?;
            let own = held::of_device_for(tx, receipt.device, &taken)?;
            let branch = office::device(tx, receipt.device)?.map(|device| device.branch);
            facts.release(own, |_| Ok(branch.clone()))?;
            Ok(office::received_record(tx, record.fact)?)
        })
    }
}
