//! `branch add`: a branch office. On a new data directory it makes head office's empty replica first.

use clap::{Args, Subcommand};
use shared::domain::{BranchId, Text};
use shared::replica::Act;

use super::arguments::name;
use super::{Data, Failure, keys};

/// Branch offices.
#[derive(Subcommand)]
pub(super) enum Branch {
    /// Add a branch office, or rename one; makes the data directory where there is none, and prints its recovery code
    Add(Add),
}

/// Adds a branch.
#[derive(Args)]
pub(super) struct Add {
    #[command(flatten)]
    data: Data,
    /// A short word for it: a-z, 0-9, - and _
    #[arg(long, value_parser = |text: &str| BranchId::parse(text))]
    id: BranchId,
    /// Its name in Arabic
    #[arg(long, value_name = "NAME", value_parser = name)]
    name_ar: Text,
    /// Its name in English
    #[arg(long, value_name = "NAME", value_parser = name)]
    name_en: Text,
}

impl Branch {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self::Add(add) = self;
        let office = add.data.create(act)?;
        if let Some(code) = office.take_recovery_code() {
            keys::show(&office, &code)?;
        }
        office.add_branch(act, &add.id, add.name_ar.as_str(), add.name_en.as_str())?;
        Ok(())
    }
}
