//! `plan import`: visits to be made, as JSON, one a line. The branches' devices show them from their next exchange on.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use shared::domain::{Against, LINE_BYTES_MAX, LineFault, PlanLine};
use shared::replica::{Act, OfficeError};

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
        let (mut numbers, mut lines) = (Vec::new(), Vec::new());
        for (number, mut line) in VISITS.read(&import.file)? {
            catalog.write_listed_plan(&mut line);
            for (field, doubt) in against.plan_doubts(&line) {
                tell(format_args!("warning: line {number}: {field}: {doubt}"));
            }
            numbers.push(number);
            lines.push(line);
        }
        let n_new = office.plan_visits(act, &lines).map_err(|fault| located(fault, &numbers, &lines))?;
        let known = lines.len() - n_new;
        Ok(writeln!(std::io::stdout().lock(), "planned {n_new}, known before {known}")?)
    }
}

/// Says which line is at fault, where one is.
fn located(fault: OfficeError, numbers: &[u64], lines: &[PlanLine]) -> Failure {
    let number_of =
        |is_it: &dyn Fn(&PlanLine) -> bool| lines.iter().rposition(is_it).and_then(|at| numbers.get(at));
    let (number, field) = match &fault {
        OfficeError::Plan { id, .. } => (number_of(&|line| line.plan.id == *id), "id"),
        OfficeError::UnknownBranch { branch } => {
            (number_of(&|line| line.branch.as_str() == branch), "branch")
        }
        _ => (None, ""),
    };
    match number {
        Some(number) => {
            VISITS.refuse(*number, LineFault { field: field.to_owned(), reason: fault.to_string() })
        }
        None => fault.into(),
    }
}
