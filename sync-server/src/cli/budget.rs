//! `budget`: how much one device may do with people's files in a day before head office looks.

use std::io::Write as _;

use clap::Args;
use shared::replica::{Act, Budgets};

use super::{Data, Failure};

/// Shows or sets the budgets.
#[derive(Args)]
pub(super) struct Budget {
    #[command(flatten)]
    data: Data,
    /// New files that are compared with those of other branches
    #[arg(long, value_name = "N")]
    files: Option<u32>,
    /// Corrections of files that were there before
    #[arg(long, value_name = "N")]
    corrections: Option<u32>,
    /// Files that are joined to those of other branches
    #[arg(long, value_name = "N")]
    joins: Option<u32>,
}

impl Budget {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self { data, files, corrections, joins } = self;
        let office = data.open(act)?;
        let now = office.budgets()?;
        let budgets = Budgets {
            files: files.map_or(now.files, u64::from),
            corrections: corrections.map_or(now.corrections, u64::from),
            joins: joins.map_or(now.joins, u64::from),
        };
        if budgets != now {
            office.set_budgets(budgets)?;
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "files\tcorrections\tjoins")?;
        writeln!(out, "{}\t{}\t{}", budgets.files, budgets.corrections, budgets.joins)?;
        Ok(())
    }
}
