//! `budget`: how much one device may do with people's files in a day before head office looks, and how many bytes it may cost.

use std::io::Write as _;

use clap::Args;
use shared::replica::{Act, Budgets};

use super::arguments::number;
use super::{Data, Failure};

/// Shows or sets the budgets.
#[derive(Args)]
pub(super) struct Budget {
    #[command(flatten)]
    data: Data,
    /// New files that are compared with those of other branches
    #[arg(long, value_name = "N", value_parser = number(0..=u32::MAX))]
    files: Option<u32>,
    /// Corrections of files that were there before
    #[arg(long, value_name = "N", value_parser = number(0..=u32::MAX))]
    corrections: Option<u32>,
    /// Files that are joined to those of other branches
    #[arg(long, value_name = "N", value_parser = number(0..=u32::MAX))]
    joins: Option<u32>,
    /// People whom staff look for and the device does not hold
    #[arg(long, value_name = "N", value_parser = number(0..=u32::MAX))]
    looked: Option<u32>,
    /// People whom what it records brings back to its branch's devices, and whom its plans put before all others
    #[arg(long, value_name = "N", value_parser = number(0..=u32::MAX))]
    brought: Option<u32>,
    /// Bytes of requests, answers and files read for them, beyond which the device is asked to wait; at least 1048576
    #[arg(long, value_name = "N", value_parser = number(BYTES_MIN..=BYTES_MAX))]
    bytes: Option<u64>,
}

/// Fewest bytes a day: with fewer, a device would wait hours for each answer.
const BYTES_MIN: u64 = 1024 * 1024;

/// Most bytes a day: a tebibyte, as good as no limit.
const BYTES_MAX: u64 = 1 << 40;

impl Budget {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self { data, files, corrections, joins, looked, brought, bytes } = self;
        let office = data.open(act)?;
        let now = office.budgets()?;
        let budgets = Budgets {
            files: files.map_or(now.files, u64::from),
            corrections: corrections.map_or(now.corrections, u64::from),
            joins: joins.map_or(now.joins, u64::from),
            looked: looked.map_or(now.looked, u64::from),
            brought: brought.map_or(now.brought, u64::from),
            bytes: bytes.unwrap_or(now.bytes),
        };
        if budgets != now {
            office.set_budgets(budgets)?;
        }
        let mut out = std::io::stdout().lock();
        let Budgets { files, corrections, joins, looked, brought, bytes } = budgets;
        writeln!(out, "files\tcorrections\tjoins\tlooked\tbrought\tbytes")?;
        writeln!(out, "{files}\t{corrections}\t{joins}\t{looked}\t{brought}\t{bytes}")?;
        Ok(())
    }
}
