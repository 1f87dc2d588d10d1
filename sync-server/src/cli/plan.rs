//! `plan import`: visits to be made, as JSON, one a line. The branches' devices show them from their next exchange on.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use shared::domain::{Against, LINE_BYTES_MAX, PlanLine};
use shared::replica::Act;

use super::list::List;
use super::say::tell;
use super::{Data, Failure};

/// Visits to be made, written down together.
const VISITS: List<PlanLine> =
    List { bytes_max: LINE_BYTES_MAX, parse: PlanLine::parse, undone: "nothing was planned" };

/// Visits to be made.
#[derive(Subcommand)]
pub(super) enum Plan {
    /// Import planned visits from a file: all of them or, if a line is wrong, none
    Import(Import),
}

/// Writes down visits to be made.
#[derive(Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: Data,
    /// A file of visits, or - for standard input
    file: PathBuf,
}

impl Plan {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self::Import(import) = self;
        let office = import.data.open(act)?;
        let catalog = office.catalog()?;
        let against = Against { catalog: &catalog, now: act.now.moment().timestamp() };
        let mut lines = Vec::new();
        for (number, mut line) in VISITS.read(&import.file)? {
            catalog.write_listed_group(&mut line.person);
            for (field, doubt) in against.plan_doubts(&line) {
                tell(format_args!("warning: line {number}: {field}: {doubt}"));
            }
            lines.push(line);
        }
        let n_new = office.plan_visits(act, &lines)?;
        let known = lines.len() - n_new;
        Ok(writeln!(std::io::stdout().lock(), "planned {n_new}, known before {known}")?)
    }
}
