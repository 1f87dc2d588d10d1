//! `export`: the owner's full copy of visits, ratings, suggestions or requests, names and numbers included, taken at the server's own data
//! directory. What leaves through pages obeys the hiding rule of P-11; this does not (the policy's exemption).

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use shared::domain::LineKind;
use shared::domain::request::day_of;
use shared::out_file::OutFile;
use shared::replica::{Act, Door, Office, own_files};
use shared::store::door::EventKind;

use super::export_csv::Table;
use super::progress::Progress;
use super::say::tell;
use super::{Data, Failure};

/// Writes visits, ratings, suggestions or requests.
#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: Data,
    /// What to write
    #[arg(long)]
    what: What,
    /// ndjson (one JSON object per line, byte for byte as recorded) or csv (for a spreadsheet)
    #[arg(long)]
    format: Format,
    /// The file to write, readable only by its owner; pipes, devices and links are written through
    /// [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Visits,
    Ratings,
    Suggestions,
    /// Support requests as they stand today
    Requests,
    /// Support requests as they were asked
    #[value(name = "requests_asked")]
    RequestsAsked,
    /// The steps of support requests
    #[value(name = "request_steps")]
    RequestSteps,
    /// The minutes of the committee's sessions
    Minutes,
    /// The steps of the committee's sessions
    #[value(name = "session_steps")]
    SessionSteps,
    /// Who opened people's values, and what for
    Audit,
    /// The last number of each series
    Series,
    Beneficiaries,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Ndjson,
    Csv,
}

impl Export {
    pub(super) fn run(self, act: &Act) -> Result<(), Failure> {
        let office = self.data.look()?;
        let own = own_files(&self.data.dir()?);
        let out = self.out.as_ref().map(|path| OutFile::create_beside(path, &own)).transpose()?;
        // before it is made: one that is broken off was made as far as it came
        let noted = |door: Door| door.note(act.now.unix_millis(), EventKind::Exported, None, None);
        if let Err(fault) = office.door().and_then(|door| Ok(noted(door)?)) {
            tell(format_args!("warning: the log could not note this copy: {fault}"));
        }
        let today = day_of(&act.now.moment());
        match out {
            None => self.write(&office, today, std::io::stdout().lock()),
            Some(mut file) => {
                self.write(&office, today, &mut file)?;
                Ok(file.finish()?)
            }
        }
    }

    fn write(&self, office: &Office, today: Date, out: impl Write) -> Result<(), Failure> {
        let mut out = BufWriter::new(out);
        // records that go to the terminal are sign enough
        let progress = self.out.is_some().then(Progress::of_records);
        let count = || progress.iter().for_each(Progress::count);
        match self.format {
            Format::Ndjson => office.export::<Failure>(self.what.kind(today), |line| {
                count();
                serde_json::to_writer(&mut out, &line)?;
                Ok(out.write_all(b"\n")?)
            })?,
            Format::Csv => {
                let mut table = Table::begin(&mut out, self.what.kind(today))?;
                office.export::<Failure>(self.what.kind(today), |line| {
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
    fn kind(self, today: Date) -> LineKind {
        match self {
            Self::Visits => LineKind::Visit,
            Self::Ratings => LineKind::Rating,
            Self::Suggestions => LineKind::Suggestion,
            Self::Requests => LineKind::Case(today),
            Self::RequestsAsked => LineKind::Request,
            Self::RequestSteps => LineKind::RequestStep,
            Self::Minutes => LineKind::Minutes,
            Self::SessionSteps => LineKind::SessionStep,
            Self::Audit => LineKind::Audit,
            Self::Series => LineKind::Series,
            Self::Beneficiaries => LineKind::Beneficiary,
        }
    }
}
