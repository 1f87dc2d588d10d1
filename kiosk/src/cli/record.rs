//! `kiosk record`: a register, or what `kiosk export` wrote, into the replica, line by line, each id printed once its record is
//! durable.

use std::fs::File;
use std::io::{BufReader, IsTerminal as _, Read, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use shared::domain::{
    Against, BranchId, Catalog, Code, LINE_BYTES_MAX, LineFault, LineRead, Lines, Record, RecordLine,
};
use shared::replica::{Act, CARRIED_BYTES_MAX, CarryOutcome, RecordOutcome};
use shared::sync::{SEALED_LINE_BYTES_MAX, Sealed};

use super::Opened;
use super::say::tell;
use crate::clock;

/// Most records of one transaction: one wait for the disk for a hundred records.
const BATCH_RECORDS: usize = 100;

/// Records a file of lines, in the name of whoever signed in.
pub(super) fn record(opened: &mut Opened, signed_in: Option<Code>, file: &Path) -> anyhow::Result<ExitCode> {
    let (input, bytes): (Box<dyn Read>, u64) = if file == Path::new("-") {
        (Box::new(std::io::stdin().lock()), 0)
    } else {
        let name = || format!("open {}: check the path", file.display());
        let opened = File::open(file).with_context(name)?;
        let bytes = opened.metadata().map_or(0, |m| m.len());
        (Box::new(opened), bytes)
    };
    let progress = progress(bytes);
    let branch = opened.kiosk.branch()?.clone();
    let catalog = opened.kiosk.catalog()?;
    let mut run = Run {
        opened,
        branch,
        catalog,
        progress,
        batch: Vec::new(),
        by: None,
        signed_in,
        sealed: Vec::new(),
        saved: 0,
        repeated: 0,
        refused: 0,
        carried: 0,
    };
    let input = BufReader::with_capacity(LINE_BYTES_MAX, input);
    let ended = run.all_lines(Lines::of_kinds(input, SEALED_LINE_BYTES_MAX, limit_of));
    run.progress.finish_and_clear();
    // also of a run that ended early: whoever repairs what stopped it wants to know how far it came
    tell(format_args!("recorded {}, repeated {}, refused {}", run.saved, run.repeated, run.refused));
    if run.carried > 0 {
        let carried = run.carried;
        tell(format_args!(
            "took {carried} sealed lines of other devices, unopened: kiosk sync brings them to head office"
        ));
    }
    ended?;
    Ok(if run.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns how long a line may be that begins so.
fn limit_of(line: &[u8]) -> usize {
    if Sealed::is_begun(line) { SEALED_LINE_BYTES_MAX } else { LINE_BYTES_MAX }
}

/// A bar on a terminal; nothing where standard error goes to a file or the length is unknown.
fn progress(bytes: u64) -> ProgressBar {
    if bytes == 0 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}");
    let bar = ProgressBar::new(bytes);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

struct Run<'a> {
    opened: &'a mut Opened,
    branch: BranchId,
    catalog: Catalog,
    progress: ProgressBar,
    batch: Vec<(u64, Record)>,
    /// Who recorded what is in the batch, as its lines say.
    by: Option<Code>,
    /// Who signed in: everything is recorded in their name.
    signed_in: Option<Code>,
    /// Lines of other devices.
    sealed: Vec<(u64, Sealed)>,
    saved: u64,
    repeated: u64,
    refused: u64,
    carried: u64,
}

impl Run<'_> {
    fn all_lines(&mut self, mut lines: Lines<BufReader<Box<dyn Read>>>) -> anyhow::Result<()> {
        loop {
            // a register that is still being written is recorded as far as it goes before the next wait
            let would_wait = !lines.input().buffer().contains(&b'\n');
            if self.batch.len().max(self.sealed.len()) >= BATCH_RECORDS || would_wait {
                self.save()?;
            }
            let Some(read) = lines.next() else { return self.save() };
            let LineRead { number, text } = read.context("read the register")?;
            self.progress.set_position(lines.bytes());
            match text {
                Ok(blank) if blank.is_empty() => {}
                Ok(text) => self.take(number, &text)?,
                Err(fault) => self.refuse(number, &fault),
            }
        }
    }

    fn take(&mut self, number: u64, text: &[u8]) -> anyhow::Result<()> {
        if let Some(sealed) = Sealed::from_line(text) {
            match sealed {
                Ok(sealed) => self.sealed.push((number, sealed)),
                Err(fault) => self.refuse_sealed(number, &fault),
            }
            return Ok(());
        }
        match RecordLine::parse(text) {
            Ok(RecordLine { branch: Some(branch), .. }) if branch != self.branch => {
                let of = &self.branch;
                let reason =
                    format!("is not this device's ({of}): record the line on a device of that branch");
                self.refuse(number, &LineFault { field: "branch".to_owned(), reason });
            }
            Ok(RecordLine { mut record, by, branch: _ }) => {
                let by = match self.whose(&record, by) {
                    Ok(by) => by,
                    Err(fault) => {
                        self.refuse(number, &fault);
                        return Ok(());
                    }
                };
                if by != self.by {
                    self.save()?;
                    self.by = by;
                }
                self.catalog.write_listed(&mut record);
                let now = clock::reading().moment().timestamp();
                for (field, doubt) in (Against { catalog: &self.catalog, now }).doubts(&record) {
                    self.say(&format!("warning: line {number}: {field}: {doubt}"));
                }
                self.batch.push((number, record));
            }
            Err(fault) => self.refuse(number, &fault),
        }
        Ok(())
    }

    /// Returns in whose name a line is recorded: whoever signed in, or where nobody did and it is no part of a request, whom it names.
    fn whose(&self, record: &Record, named: Option<Code>) -> Result<Option<Code>, LineFault> {
        let fault =
            |field: &str, reason: &str| LineFault { field: field.to_owned(), reason: reason.to_owned() };
        match &self.signed_in {
            Some(person) if named.as_ref().is_some_and(|named| named != person) => {
                Err(fault("by", "is not whoever signed in (--as): nobody records in another's name"))
            }
            Some(person) => Ok(Some(person.clone())),
            None if matches!(record, Record::Request(_) | Record::Step(_)) => {
                Err(fault("type", "is recorded under one's own name: give --as STAFF and --pin-file FILE"))
            }
            None => Ok(named),
        }
    }

    /// Makes the batch durable, then prints its ids. All of it is counted, also where nobody reads the ids any more.
    fn save(&mut self) -> anyhow::Result<()> {
        self.carry()?;
        if self.batch.is_empty() {
            return Ok(());
        }
        let (numbers, records): (Vec<u64>, Vec<Record>) = std::mem::take(&mut self.batch).into_iter().unzip();
        let mut act = Act { by: self.by.clone(), ..self.opened.act() };
        let outcomes = self.opened.kiosk.record(&mut act, &records);
        let outcomes = outcomes.context("the ids printed so far are saved, the rest is not")?;
        let mut out = std::io::stdout().lock();
        let mut printed = Ok(());
        for (number, outcome) in numbers.into_iter().zip(outcomes) {
            match outcome {
                RecordOutcome::Saved(id) => {
                    self.saved += 1;
                    printed = printed.and_then(|()| writeln!(out, "{id}"));
                }
                RecordOutcome::Repeated(id) => {
                    self.repeated += 1;
                    printed = printed.and_then(|()| writeln!(out, "{id}"));
                }
                RecordOutcome::Refused { field, reason } => {
                    self.refuse(number, &LineFault { field: field.to_owned(), reason });
                }
            }
        }
        printed.and_then(|()| out.flush()).context("print the ids")
    }

    /// Makes the sealed lines of the batch durable, then prints the ids of what is in them.
    fn carry(&mut self) -> anyhow::Result<()> {
        if self.sealed.is_empty() {
            return Ok(());
        }
        let (numbers, lines): (Vec<u64>, Vec<Sealed>) = std::mem::take(&mut self.sealed).into_iter().unzip();
        let outcomes = self.opened.kiosk.carry(&lines);
        let outcomes = outcomes.context("the ids printed so far are saved, the rest is not")?;
        let mut out = std::io::stdout().lock();
        let mut printed = Ok(());
        for (number, outcome) in numbers.into_iter().zip(outcomes) {
            let ids = match outcome {
                CarryOutcome::Taken { ids } => {
                    self.carried += 1;
                    self.saved += ids.len() as u64;
                    ids
                }
                CarryOutcome::Repeated { ids } => {
                    self.repeated += ids.len() as u64;
                    ids
                }
                CarryOutcome::Refused(fault) => {
                    self.refuse_sealed(number, &fault);
                    continue;
                }
                CarryOutcome::Full => {
                    let mib = CARRIED_BYTES_MAX / 1024 / 1024;
                    self.refuse_sealed(number, &format_args!("is not accepted: this device already carries {mib} MiB for others: sync (kiosk sync), then record the file again"));
                    continue;
                }
            };
            for id in ids {
                printed = printed.and_then(|()| writeln!(out, "{id}"));
            }
        }
        printed.and_then(|()| out.flush()).context("print the ids")
    }

    fn refuse_sealed(&mut self, number: u64, why: &dyn std::fmt::Display) {
        self.refuse(number, &LineFault { field: "sealed".to_owned(), reason: why.to_string() });
    }

    fn refuse(&mut self, number: u64, fault: &LineFault) {
        self.refused += 1;
        self.say(&format!("line {number}: {fault}"));
    }

    fn say(&self, line: &str) {
        self.progress.suspend(|| tell(line));
    }
}
