//! `verify` and `rebuild`: whether everything kept still fits together, and the read tables built anew.

use std::io::Write;

use clap::Args;
use shared::replica::Act;

use super::progress::Progress;
use super::{Data, Failure};

/// Looks through everything. Changes nothing.
#[derive(Args)]
pub(super) struct Verify {
    #[command(flatten)]
    data: Data,
}

/// Builds the read tables anew.
#[derive(Args)]
pub(super) struct Rebuild {
    #[command(flatten)]
    data: Data,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let progress = Progress::of_work();
        let report = office.verify()?;
        drop(progress);
        let mut out = std::io::stdout().lock();
        writeln!(out, "looked through {} documents with {} changes", report.documents, report.changes)?;
        for fault in &report.faults {
            writeln!(out, "does not fit: {fault}")?;
        }
        match (report.faults.len(), report.read_tables_agree) {
            (0, Some(true) | None) => Ok(()),
            (0, Some(false)) => {
                Err(Failure::new("the read tables differ from the documents: run sync-server rebuild"))
            }
            (count, _) => Err(Failure::new(format!(
                "{count} things do not fit: keep this data directory, put the last copy back (sync-server restore \
                 COPY), and let the kiosks synchronise"
            ))),
        }
    }
}

impl Rebuild {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let _progress = Progress::of_work();
        Ok(office.rebuild()?)
    }
}
