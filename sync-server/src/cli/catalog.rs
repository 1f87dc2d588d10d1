//! `catalog import` and `catalog export`: what kiosks show, as JSON, one entry a line.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use rand::rngs::StdRng;
use shared::domain::{CATALOG_LINE_BYTES_MAX, CatalogEntry, read_catalog_line, write_catalog_line};

use super::{Data, Failure, now};

/// Most entries of one import, many times what an association offers.
const ENTRIES_MAX: usize = 10_000;

/// What kiosks show.
#[derive(Subcommand)]
pub(super) enum Catalog {
    /// Publish entries from a file; either all of them or, where a line is wrong, none
    Import(Import),
    /// Write the catalog as it stands
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
    pub(super) fn run(self, rng: &mut StdRng) -> Result<(), Failure> {
        match self {
            Self::Import(import) => import.run(rng),
            Self::Export(export) => export.run(rng),
        }
    }
}

impl Import {
    fn run(self, rng: &mut StdRng) -> Result<(), Failure> {
        let office = self.data.open(rng)?;
        let entries = if self.file.as_os_str() == "-" {
            read_entries(std::io::stdin().lock())?
        } else {
            let missing =
                |fault| Failure::new(format!("reading {}: {fault}; name a file", self.file.display()));
            read_entries(BufReader::new(std::fs::File::open(&self.file).map_err(missing)?))?
        };
        office.publish(now(), rng, &entries)?;
        Ok(())
    }
}

impl Export {
    fn run(self, rng: &mut StdRng) -> Result<(), Failure> {
        let office = self.data.open(rng)?;
        let mut out = std::io::stdout().lock();
        for entry in office.catalog()?.entries() {
            writeln!(out, "{}", write_catalog_line(entry))?;
        }
        Ok(())
    }
}

/// Reads every line before anything is published.
fn read_entries(mut input: impl BufRead) -> Result<Vec<CatalogEntry>, Failure> {
    let mut entries = Vec::new();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.by_ref().take(CATALOG_LINE_BYTES_MAX).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let wrong = |fault: String| {
            Failure::new(format!(
                "line {number}: {fault}; nothing was published: repair the line and import again"
            ))
        };
        entries.push(read_catalog_line(&line).map_err(|fault| wrong(fault.to_string()))?);
        if entries.len() > ENTRIES_MAX {
            return Err(Failure::new(format!("more than {ENTRIES_MAX} entries: import them in parts")));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"kind":"service","code":"support","name_ar":"الدعم","name_en":"Support"}"#;

    #[test]
    fn a_wrong_line_is_named_and_nothing_is_read() {
        assert_eq!(read_entries(format!("{LINE}\n\n{LINE}").as_bytes()).unwrap().len(), 2);
        let fault =
            read_entries(format!("{LINE}\n{{\"kind\":\"service\"}}\n").as_bytes()).unwrap_err().line();
        assert!(fault.starts_with("line 2: missing field `code`"), "{fault}");
        let fault = read_entries(LINE.replace("service", "servise").as_bytes()).unwrap_err().line();
        assert!(fault.starts_with("line 1: kind: "), "{fault}");
        let fault = read_entries(LINE.replace("name_en", "name_fr").as_bytes()).unwrap_err().line();
        assert!(fault.contains("unknown field `name_fr`"), "{fault}");
    }
}
