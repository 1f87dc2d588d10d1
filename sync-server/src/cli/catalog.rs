//! `catalog import` and `catalog export`: what kiosks show, as JSON, one entry a line.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use shared::domain::{CATALOG_LINE_BYTES_MAX, CatalogEntry, read_catalog_line, write_catalog_line};
use shared::replica::Act;

use super::list::List;
use super::{Data, Failure};

/// Entries, published together.
const ENTRIES: List<CatalogEntry> =
    List { bytes_max: CATALOG_LINE_BYTES_MAX, parse: read_catalog_line, undone: "nothing was published" };

/// What kiosks show.
#[derive(Subcommand)]
pub(super) enum Catalog {
    /// Publish entries from a file: all of them or, if a line is wrong, none
    Import(Import),
    /// Write the current catalog
    Export(Export),
}

/// Publishes entries.
#[derive(Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: Data,
    /// A file of entries, or - for standard input
    file: PathBuf,
}

/// Writes the catalog.
#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: Data,
}

impl Catalog {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::Import(import) => import.run(act),
            Self::Export(export) => export.run(),
        }
    }
}

impl Import {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        office.publish(act, &ENTRIES.read(&self.file)?)?;
        Ok(())
    }
}

impl Export {
    fn run(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let mut out = std::io::stdout().lock();
        for entry in office.catalog()?.entries() {
            writeln!(out, "{}", write_catalog_line(entry))?;
        }
        Ok(())
    }
}
