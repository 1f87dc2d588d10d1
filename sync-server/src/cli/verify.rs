//! `verify` and `rebuild`: whether everything kept still fits together, and the read tables built anew.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use shared::replica::{Act, CopyError, SecretsError, restore};
use shared::store::{Part, StoreError};

use super::device::instant;
use super::progress::Progress;
use super::say::tell;
use super::{Data, Failure, keys};

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

/// Puts a copy back.
#[derive(Args)]
pub(super) struct Restore {
    #[command(flatten)]
    data: Data,
    /// The copy, such as office-2026-11-27.db
    copy: PathBuf,
    /// A file with the recovery code, where secret.key or read.key are lost; - for standard input
    #[arg(long, value_name = "FILE")]
    recovery_key: Option<PathBuf>,
}

impl Restore {
    pub(super) fn run(self) -> Result<(), Failure> {
        let (home, dir) = (self.data.home()?, self.data.dir()?);
        if home.database()?.is_some() {
            return Err(StoreError::NoFile { wanted: "be put back from a copied file" }.into());
        }
        if let Some(file) = &self.recovery_key {
            keys::recover(&home, Some(&self.copy), file)?;
        }
        let without = |fault: CopyError| match fault {
            CopyError::Secrets(SecretsError::Missing { path }) => Failure::new(format!(
                "{path} is missing: put it back, or give the recovery code (--recovery-key FILE); nothing was changed"
            )),
            fault => fault.into(),
        };
        restore(&dir, Part::Office, &self.copy).map_err(without)?;
        // what it lacks of the secrets is said now, and not when the server is started
        self.data.look()?;
        tell(
            "the copy is in place, and what was there before is kept beside it; start the server, and kiosks send again what it lacks",
        );
        Ok(())
    }
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let progress = Progress::of_work();
        let report = office.verify()?;
        drop(progress);
        let mut out = std::io::stdout().lock();
        writeln!(out, "looked through {} documents with {} changes", report.documents, report.changes)?;
        let remarks = office.about_its_server()?;
        if remarks.is_empty() {
            writeln!(out, "last copy: {}", instant(office.last_copy()?))?;
        }
        for remark in remarks {
            writeln!(out, "{remark}")?;
        }
        for fault in &report.faults {
            writeln!(out, "does not fit: {fault}")?;
        }
        match (report.faults.len(), report.read_tables_agree) {
            (0, Some(true) | None) => Ok(()),
            (0, Some(false)) => {
                Err(Failure::new("the read tables differ from the documents: run sync-server rebuild"))
            }
            (count, _) => Err(Failure::new(format!(
                "{count} inconsistencies: keep this data directory, restore the last copy (sync-server restore \
                 COPY), and let the kiosks sync"
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
