//! `plan import`: visits to be made, as JSON, one a line. The branches' devices show them from their next exchange on.

use std::io::{BufRead, BufReader, Read, Write as _};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use rand::rngs::StdRng;
use shared::domain::{LINE_BYTES_MAX, PlanLine};

use super::{Data, Failure, now};

/// Most visits of one import: a day's of the largest association, many times over.
const LINES_MAX: usize = 10_000;

/// Visits to be made.
#[derive(Subcommand)]
pub(super) enum Plan {
    /// Write down visits to be made from a file; either all of them or, where a line is wrong, none
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
    pub(super) fn run(self, rng: &mut StdRng) -> Result<(), Failure> {
        let Self::Import(import) = self;
        let office = import.data.open(rng)?;
        let lines = if import.file.as_os_str() == "-" {
            read_lines(std::io::stdin().lock())?
        } else {
            let missing =
                |fault| Failure::new(format!("reading {}: {fault}; name a file", import.file.display()));
            read_lines(BufReader::new(std::fs::File::open(&import.file).map_err(missing)?))?
        };
        let n_new = office.plan_visits(now(), rng, &lines)?;
        let known = lines.len() - n_new;
        Ok(writeln!(std::io::stdout().lock(), "planned {n_new}, known before {known}")?)
    }
}

/// Reads every line before anything is written down.
fn read_lines(mut input: impl BufRead) -> Result<Vec<PlanLine>, Failure> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let at_most = LINE_BYTES_MAX as u64 + 1;
        if input.by_ref().take(at_most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        let wrong = |fault: String| {
            Failure::new(format!(
                "line {number}: {fault}; nothing was planned: repair the line and import again"
            ))
        };
        if lines.len() == LINES_MAX {
            return Err(wrong(format!("is one more than the {LINES_MAX} of an import")));
        }
        lines.push(PlanLine::parse(text).map_err(|fault| wrong(fault.to_string()))?);
    }
    Ok(lines)
}
