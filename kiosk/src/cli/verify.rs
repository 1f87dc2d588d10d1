//! `kiosk verify`: whether everything kept still fits together.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use shared::replica::{Kiosk, VerifyReport};

use super::say::print;

pub(super) fn verify(dir: &Path) -> anyhow::Result<ExitCode> {
    let VerifyReport { documents, changes, faults, read_tables_agree } =
        Kiosk::look(dir)?.verify().context("verify")?;
    print(format_args!("looked through {documents} documents with {changes} changes"))?;
    for fault in &faults {
        print(format_args!("does not fit: {fault}"))?;
    }
    match (faults.len(), read_tables_agree) {
        (0, Some(true)) => Ok(ExitCode::SUCCESS),
        (0, None) => {
            print("reading is locked: what is sealed was not checked")?;
            Ok(ExitCode::SUCCESS)
        }
        (0, Some(false)) => bail!(
            "what is shown differs from what was recorded; nothing is lost: kiosk rescue OUT makes a data directory in which they agree"
        ),
        (count, _) => bail!(
            "{count} inconsistencies: keep this data directory, send what can be sent (kiosk sync), then save whatever can still be read (kiosk rescue OUT)"
        ),
    }
}
