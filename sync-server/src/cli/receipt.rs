//! `receipt check`: whether a receipt that somebody shows is one of ours.

use std::io::Write;

use clap::{Args, Subcommand};
use shared::replica::{Act, GenuineReceipt, ReceiptFinding};
use shared::store::office::ReceivedRecord;

use super::device::instant;
use super::{Data, Failure};

/// Receipts that visitors show.
#[derive(Subcommand)]
pub(super) enum Receipt {
    /// Check whether a receipt is genuine, even before its kiosk has synced
    ///
    /// Exit status 0 for a real one and for a reference number that is known here, 1 for anything else.
    Check(Check),
}

/// Tells whether a receipt is one of ours.
#[derive(Args)]
pub(super) struct Check {
    #[command(flatten)]
    data: Data,
    /// The text of its QR code (SILA1:…), or the reference number alone
    text: String,
}

impl Receipt {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::Check(check) => check.run(act),
        }
    }
}

impl Check {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        // a record that another device recorded under its id makes room; where nothing can be written, it is told all the same
        let office = self.data.open(act).or_else(|_| self.data.look())?;
        let mut out = std::io::stdout().lock();
        match office.check_receipt(&self.text)? {
            ReceiptFinding::Genuine(receipt) if receipt.revoked.is_some() && receipt.record.is_none() => {
                Err(Failure::new(format!(
                    "proves nothing: device {} was revoked at {}, and anyone who has it can sign any date; the record has not arrived",
                    receipt.device,
                    instant(receipt.revoked),
                )))
            }
            ReceiptFinding::Genuine(receipt) => genuine(&mut out, &receipt),
            ReceiptFinding::Reference(reference, records) if !records.is_empty() => {
                writeln!(
                    out,
                    "reference {reference}: the number alone proves nothing; these records have it"
                )?;
                records.iter().try_for_each(|found| record(&mut out, found))
            }
            ReceiptFinding::Reference(reference, _) => Err(Failure::new(format!(
                "no record with reference {reference} has arrived: scan the code on the receipt, which says more"
            ))),
            ReceiptFinding::Unreadable => Err(Failure::new(
                "this is neither a receipt's text nor a reference number: scan the code again",
            )),
            ReceiptFinding::UnknownDevice => {
                Err(Failure::new("not one of ours: no device of that id was ever enrolled here"))
            }
            ReceiptFinding::OtherRecord => Err(Failure::new(
                "not genuine: another device wrote the record it names; keep the paper and tell the branch",
            )),
            ReceiptFinding::Forged => Err(Failure::new(
                "not genuine: the signature is not that of the device it names; keep the paper and tell the branch",
            )),
        }
    }
}

fn genuine(out: &mut impl Write, receipt: &GenuineReceipt) -> Result<(), Failure> {
    let GenuineReceipt { reference, device, branch, date, revoked, record: found } = receipt;
    writeln!(out, "genuine: reference {reference}, issued on {date} by device {device} at branch {branch}")?;
    if revoked.is_some() {
        let since = instant(*revoked);
        writeln!(out, "the device was revoked at {since}; the record had arrived by then")?;
    }
    match found {
        Some(found) => record(out, found),
        None => Ok(writeln!(
            out,
            "its record has not arrived yet: it is saved on the device and arrives with its next sync"
        )?),
    }
}

fn record(out: &mut impl Write, found: &ReceivedRecord) -> Result<(), Failure> {
    let ReceivedRecord { fact, device: _, branch, at, corrected } = found;
    match (branch, at) {
        (Some(branch), Some(at)) => {
            let later = if *corrected { ", corrected by a later record" } else { "" };
            writeln!(out, "record {fact}: {} at branch {branch}{later}", at.as_str())?;
        }
        (_, _) => writeln!(out, "record {fact}: received, and held for review")?,
    }
    Ok(())
}
