//! `reading`: for how many days a device can be read without an exchange.

use std::io::Write as _;

use clap::Args;
use shared::replica::{Act, SHARE_DAYS_MAX};

use super::arguments::number;
use super::{Data, Failure};

/// Shows or sets for how many days a device can be read without an exchange.
#[derive(Args)]
pub(super) struct Reading {
    #[command(flatten)]
    data: Data,
    /// The days; devices learn it at their next sync
    #[arg(long, value_name = "N", value_parser = number(1..=SHARE_DAYS_MAX))]
    days: Option<u32>,
}

impl Reading {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self { data, days } = self;
        let office = data.open(act)?;
        if let Some(days) = days {
            office.set_share_days(days)?;
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "days")?;
        writeln!(out, "{}", office.share_days()?)?;
        Ok(())
    }
}
