//! `export`: the owner's full copy of visits, ratings or suggestions, names and numbers included, taken at the server's own data
//! directory. What leaves through pages obeys the hiding rule of P-11; this does not (the policy's exemption).

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use shared::domain::LineKind;
use shared::replica::{Act, Office};

use super::export_csv::Table;
use super::progress::Progress;
use super::{Data, Failure};

/// Writes visits, ratings or suggestions.
#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: Data,
    /// What to write
    #[arg(long)]
    what: What,
    /// ndjson (one JSON object a line, byte for byte what was recorded) or csv (for a spreadsheet)
    #[arg(long)]
    format: Format,
    /// The file to write, readable by its owner alone [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Visits,
    Ratings,
    Suggestions,
    Beneficiaries,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Ndjson,
    Csv,
}

impl Export {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        match &self.out {
            None => self.write(&office, std::io::stdout().lock()),
            Some(path) => {
                let part = part_of(path);
                let wrong =
                    |fault| Failure::new(format!("writing {}: {fault}; name another --out", path.display()));
                let file = private_file(&part).map_err(wrong)?;
                self.write(&office, &file)?;
                file.sync_all().map_err(wrong)?;
                fs::rename(&part, path).map_err(wrong)
            }
        }
    }

    fn write(&self, office: &Office, out: impl Write) -> Result<(), Failure> {
        let mut out = BufWriter::new(out);
        // records that go to the terminal are sign enough
        let progress = self.out.is_some().then(Progress::of_records);
        let count = || progress.iter().for_each(Progress::count);
        match self.format {
            Format::Ndjson => office.export::<Failure>(self.what.kind(), |line| {
                count();
                serde_json::to_writer(&mut out, &line)?;
                Ok(out.write_all(b"\n")?)
            })?,
            Format::Csv => {
                let mut table = Table::begin(&mut out, self.what.kind())?;
                office.export::<Failure>(self.what.kind(), |line| {
                    count();
                    Ok(table.row(&line)?)
                })?;
                table.finish()?;
            }
        }
        Ok(out.flush()?)
    }
}

impl What {
    fn kind(self) -> LineKind {
        match self {
            Self::Visits => LineKind::Visit,
            Self::Ratings => LineKind::Rating,
            Self::Suggestions => LineKind::Suggestion,
            Self::Beneficiaries => LineKind::Beneficiary,
        }
    }
}

/// The name under which a file is written until it is whole.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Opens a file that nobody but its owner may read: it holds personal data.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
