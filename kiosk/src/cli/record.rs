//! `kiosk record`: a register into the replica, line by line, each id printed once its record is durable.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal as _, Read, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use shared::domain::{LINE_BYTES_MAX, Record, RecordLine};
use shared::replica::RecordOutcome;

use super::Opened;
use super::say::tell;

/// Most records of one transaction: one wait for the disk for a hundred records.
const BATCH_RECORDS: usize = 100;

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

pub(super) fn record(opened: &mut Opened, file: &Path) -> anyhow::Result<ExitCode> {
    let (input, bytes): (Box<dyn Read>, u64) = if file == Path::new("-") {
        (Box::new(std::io::stdin().lock()), 0)
    } else {
        let name = || format!("open {}: check the path", file.display());
        let opened = File::open(file).with_context(name)?;
        let bytes = opened.metadata().map_or(0, |m| m.len());
        (Box::new(opened), bytes)
    };
    let progress = progress(bytes);
    let mut run = Run { opened, progress, batch: Vec::new(), saved: 0, repeated: 0, refused: 0 };
    let ended = run.all_lines(BufReader::with_capacity(LINE_BYTES_MAX, input));
    run.progress.finish_and_clear();
    // also of a run that ended early: whoever repairs what stopped it wants to know how far it came
    tell(format_args!("recorded {}, repeated {}, refused {}", run.saved, run.repeated, run.refused));
    ended?;
    Ok(if run.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
    progress: ProgressBar,
    batch: Vec<(u64, Record)>,
    saved: u64,
    repeated: u64,
    refused: u64,
}

impl Run<'_> {
    fn all_lines(&mut self, mut input: BufReader<Box<dyn Read>>) -> anyhow::Result<()> {
        let mut number = 0;
        loop {
            // a register that is still being written is recorded as far as it goes before the next wait
            let would_wait = !input.buffer().contains(&b'\n');
            if self.batch.len() >= BATCH_RECORDS || would_wait {
                self.save()?;
            }
            number += 1;
            match read_line(&mut input).context("read the register")? {
                None => return self.save(),
                Some(Line::Whole(bytes)) => {
                    self.progress.inc(bytes.len() as u64 + 1);
                    self.take(number, without_mark(number, &bytes));
                }
                Some(Line::TooLong) => {
                    self.refuse(number, &format!("line: is longer than {LINE_BYTES_MAX} bytes"));
                }
            }
        }
    }

    fn take(&mut self, number: u64, bytes: &[u8]) {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        match RecordLine::parse(bytes) {
            Ok(RecordLine { record, doubts }) => {
                for (field, doubt) in doubts {
                    self.say(&format!("warning: line {number}: {field}: {doubt}"));
                }
                self.batch.push((number, record));
            }
            Err(fault) => self.refuse(number, &fault.to_string()),
        }
    }

    /// Makes the batch durable, then prints its ids. All of it is counted, also where nobody reads the ids any more.
    fn save(&mut self) -> anyhow::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let (numbers, records): (Vec<u64>, Vec<Record>) = std::mem::take(&mut self.batch).into_iter().unzip();
        let reading = crate::clock::reading();
        let outcomes = self.opened.kiosk.record(&reading, &mut self.opened.dice, &records);
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
                    self.refuse(number, &format!("{field}: {reason}"))
                }
            }
        }
        printed.and_then(|()| out.flush()).context("print the ids")
    }

    fn refuse(&mut self, number: u64, fault: &str) {
        self.refused += 1;
        self.say(&format!("line {number}: {fault}"));
    }

    fn say(&self, line: &str) {
        self.progress.suspend(|| tell(line));
    }
}

/// Takes the byte-order mark off the first line: Notepad and Excel put one in front of what they save as UTF-8.
fn without_mark(number: u64, line: &[u8]) -> &[u8] {
    if number == 1 { line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line) } else { line }
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// Reads a line without its line end; one beyond the limit is skipped to its newline without being kept.
fn read_line(input: &mut impl BufRead) -> std::io::Result<Option<Line>> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let buffered = input.fill_buf()?;
        if buffered.is_empty() {
            let ended = line.is_empty() && !too_long;
            return Ok((!ended).then(|| finish(line, too_long)));
        }
        let newline = buffered.iter().position(|b| *b == b'\n');
        let taken = newline.unwrap_or(buffered.len());
        if line.len() + taken > LINE_BYTES_MAX + 1 {
            too_long = true;
            line.clear();
        } else if !too_long {
            line.extend_from_slice(&buffered[..taken]);
        }
        let used = taken + usize::from(newline.is_some());
        input.consume(used);
        if newline.is_some() {
            return Ok(Some(finish(line, too_long)));
        }
    }
}

fn finish(mut line: Vec<u8>, too_long: bool) -> Line {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    if too_long || line.len() > LINE_BYTES_MAX { Line::TooLong } else { Line::Whole(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Option<usize>> {
        let mut input = BufReader::with_capacity(16, text.as_bytes());
        let mut lines = Vec::new();
        while let Some(line) = read_line(&mut input).unwrap() {
            lines.push(match line {
                Line::Whole(bytes) => Some(bytes.len()),
                Line::TooLong => None,
            });
        }
        lines
    }

    #[test]
    fn a_line_beyond_the_limit_is_skipped_to_its_newline_and_the_next_is_read() {
        let long = "x".repeat(LINE_BYTES_MAX + 1);
        let fits = "y".repeat(LINE_BYTES_MAX);
        assert_eq!(
            lines(&format!("a\n{long}\nbc\n{fits}\r\nlast")),
            [Some(1), None, Some(2), Some(LINE_BYTES_MAX), Some(4)]
        );
        assert_eq!(lines(&long.repeat(3)), [None]);
        assert_eq!(lines(""), []);
        assert_eq!(lines("\n\n"), [Some(0), Some(0)]);
    }

    #[test]
    fn a_byte_order_mark_counts_for_nothing_before_the_first_line_alone() {
        assert_eq!(without_mark(1, "\u{FEFF}{}".as_bytes()), b"{}");
        assert_eq!(without_mark(1, "\u{FEFF}".as_bytes()), b"");
        assert_eq!(without_mark(1, b"{}"), b"{}");
        assert_eq!(without_mark(2, "\u{FEFF}{}".as_bytes()), "\u{FEFF}{}".as_bytes());
    }
}
