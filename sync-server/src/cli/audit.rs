//! `audit …`: the account of who opened people's values.

use std::io::Write as _;

use clap::{Args, Subcommand};
use shared::hex::{from_hex, to_hex};
use shared::store::office::audit::AuditRow;

use super::device::instant;
use super::{Data, Failure};

/// The account of who opened people's values, and what for.
#[derive(Subcommand)]
pub(super) enum Audit {
    /// List it, one row per line, tab-separated, under a line of field names
    List(Of),
    /// Check that no row was changed or taken out, and print the hash of the last one
    Verify(Verify),
}

/// Names the data.
#[derive(Args)]
pub(super) struct Of {
    #[command(flatten)]
    data: Data,
}

/// Checks the account.
#[derive(Args)]
pub(super) struct Verify {
    #[command(flatten)]
    data: Data,
    /// A hash that `audit verify` printed before: it must be among the rows, or the end was cut off
    #[arg(long, value_name = "HASH", value_parser = hash)]
    head: Option<[u8; 32]>,
}

impl Audit {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::List(Of { data }) => {
                let mut out = std::io::stdout().lock();
                writeln!(out, "row\tat\tby\twhat\tabout\tpurpose\thash")?;
                data.look()?.each_audit_row::<Failure>(|row| {
                    let AuditRow { id, at, by, what, about, purpose, hash } = row;
                    let about = about.map_or_else(|| "-".to_owned(), |about| about.to_string());
                    let purpose = purpose.unwrap_or_else(|| "-".to_owned());
                    let (at, hash) = (instant(Some(at)), to_hex(&hash));
                    Ok(writeln!(out, "{id}\t{at}\t{by}\t{what}\t{about}\t{purpose}\t{hash}")?)
                })
            }
            Self::Verify(Verify { data, head }) => {
                let state = data.look()?.verify_audit(head)?;
                if let Some(bad) = state.bad {
                    let reason = format!("row {bad} of the account was changed, or one before it taken out");
                    return Err(Failure::new(reason));
                }
                if head.is_some() && !state.has_head {
                    let reason =
                        "no row has that hash: the end of the account was cut off, or it is another office's";
                    return Err(Failure::new(reason));
                }
                writeln!(std::io::stdout(), "{} rows\t{}", state.rows, to_hex(&state.head))?;
                Ok(())
            }
        }
    }
}

fn hash(text: &str) -> Result<[u8; 32], String> {
    let bytes = from_hex(text.trim()).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| "is no hash of 64 hexadecimal digits".to_owned())
}
