//! `working-set`: which of their branch's people devices hold.

use std::io::Write as _;

use clap::Args;
use shared::replica::{Act, MONTHS_MAX, PEOPLE_MAX};

use super::arguments::number;
use super::{Data, Failure};

/// Shows or sets which of their branch's people devices hold.
#[derive(Args)]
pub(super) struct WorkingSet {
    #[command(flatten)]
    data: Data,
    /// Those served, planned or looked for within so many months
    #[arg(long, value_name = "N", value_parser = number(1..=MONTHS_MAX))]
    months: Option<u32>,
    /// Most people on a branch's device, the latest of them
    #[arg(long, value_name = "N", value_parser = number(1..=PEOPLE_MAX))]
    branch: Option<u32>,
    /// Most people on a representative's device, likewise
    #[arg(long, value_name = "N", value_parser = number(1..=PEOPLE_MAX))]
    field: Option<u32>,
}

impl WorkingSet {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self { data, months, branch, field } = self;
        let office = data.open(act)?;
        let now = office.working_set()?;
        let set = shared::replica::WorkingSet {
            months: months.unwrap_or(now.months),
            branch: branch.unwrap_or(now.branch),
            field: field.unwrap_or(now.field),
        };
        if set != now {
            office.set_working_set(set)?;
        }
        let shared::replica::WorkingSet { months, branch, field } = set;
        let mut out = std::io::stdout().lock();
        writeln!(out, "months\tbranch\tfield")?;
        writeln!(out, "{months}\t{branch}\t{field}")?;
        Ok(())
    }
}
