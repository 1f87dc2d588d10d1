//! `export`: the owner's full copy of visits, ratings or suggestions, names and numbers included, taken at the server's own data
//! directory. What leaves through pages obeys the hiding rule of P-11; this does not (the policy's exemption).

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rand::rngs::StdRng;
use serde::Serialize;
use shared::replica::Office;

use super::export_csv::Rows;
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
    pub(super) fn run(self, rng: &mut StdRng) -> Result<(), Failure> {
        let office = self.data.open(rng)?;
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
        match (self.what, self.format) {
            (What::Visits, Format::Ndjson) => {
                office.export_visits(|visit| line(&mut out, &visit).inspect(|()| count()))?;
            }
            (What::Ratings, Format::Ndjson) => {
                office.export_ratings(|rating| line(&mut out, &rating).inspect(|()| count()))?;
            }
            (What::Suggestions, Format::Ndjson) => {
                office.export_suggestions(|suggestion| line(&mut out, &suggestion).inspect(|()| count()))?;
            }
            (What::Suggestions, Format::Csv) => {
                let mut rows = Rows::of_suggestions(&mut out)?;
                office.export_suggestions(|suggestion| {
                    rows.suggestion(&suggestion).inspect(|()| count()).map_err(Failure::from)
                })?;
                rows.finish()?;
            }
            (What::Beneficiaries, Format::Ndjson) => {
                office.export_files(|file| line(&mut out, &file).inspect(|()| count()))?;
            }
            (What::Beneficiaries, Format::Csv) => {
                let mut rows = Rows::of_files(&mut out)?;
                office.export_files(|file| rows.file(&file).inspect(|()| count()).map_err(Failure::from))?;
                rows.finish()?;
            }
            (What::Visits, Format::Csv) => {
                let mut rows = Rows::of_visits(&mut out)?;
                office
                    .export_visits(|visit| rows.visit(&visit).inspect(|()| count()).map_err(Failure::from))?;
                rows.finish()?;
            }
            (What::Ratings, Format::Csv) => {
                let mut rows = Rows::of_ratings(&mut out)?;
                office.export_ratings(|rating| {
                    rows.rating(&rating).inspect(|()| count()).map_err(Failure::from)
                })?;
                rows.finish()?;
            }
        }
        Ok(out.flush()?)
    }
}

fn line(out: &mut impl Write, record: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, record)?;
    Ok(out.write_all(b"\n")?)
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
