//! Where pages go: to the printer's device or to the end of a file, on a thread of their own. A printer without paper may
//! hold a writer for ever, so the thread is given up after a while and nobody waits for it.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use tracing::warn;

use super::escpos::encode;
use super::layout::lay_out;
use super::page::Page;
use crate::config::{PrinterKind, PrinterSettings};

/// How long a printer may take a page: 2 m at 100 mm a second are 20 s.
const PAGE_LASTS: Duration = Duration::from_secs(25);

/// Most bytes of a file that pages are added to: some 2,000 receipts that nobody took.
const FILE_BYTES_MAX: u64 = 64 * 1_024 * 1_024;

/// What became of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintOutcome {
    /// The printer has it all.
    Printed,
    /// No printer is set.
    NotSet,
    /// The device or the file isn't there, or isn't ours to write.
    Absent,
    /// The printer says that it is out of paper, or the file's disk is full.
    NoPaper,
    /// The printer takes nothing: out of paper, open, or off.
    NoAnswer,
    /// The last page is still being printed.
    Busy,
    /// The page is longer than two metres.
    TooLong,
    /// Anything else; the log has the details.
    Failed,
}

/// How the last page stands, as a screen shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrintState {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// A page is on its way.
    Printing,
    /// It is known what became of it.
    Done(PrintOutcome),
}

/// Prints one page at a time.
#[derive(Clone, Debug, Default)]
pub struct Spool {
    is_busy: Arc<AtomicBool>,
}

impl Spool {
    /// Prints a page and calls `done` with what became of it, from another thread, once, at the latest after 25 s.
    pub fn print(
        &self,
        page: Page,
        settings: &PrinterSettings,
        done: impl FnOnce(PrintOutcome) + Send + 'static,
    ) {
        let settings = settings.clone();
        self.carry_out(PAGE_LASTS, move || print_now(&page, &settings), done);
    }

    /// Runs `work` on a thread of its own, and tells what came of it or, after `limit`, that nothing did.
    pub(super) fn carry_out(
        &self,
        limit: Duration,
        work: impl FnOnce() -> PrintOutcome + Send + 'static,
        done: impl FnOnce(PrintOutcome) + Send + 'static,
    ) {
        if self.is_busy.swap(true, Ordering::AcqRel) {
            return done(PrintOutcome::Busy);
        }
        let (to_watcher, outcome) = channel();
        let busy = Busy(Arc::clone(&self.is_busy));
        let writer = std::thread::Builder::new().name("printer".to_owned()).spawn(move || {
            let outcome = work();
            drop(busy);
            // the watcher may have given up
            to_watcher.send(outcome).ok();
        });
        if let Err(e) = writer {
            warn!(error = %e, "no thread for the printer");
            return done(PrintOutcome::Failed);
        }
        let watch = move || {
            done(outcome.recv_timeout(limit).unwrap_or_else(|e| match e {
                RecvTimeoutError::Timeout => PrintOutcome::NoAnswer,
                RecvTimeoutError::Disconnected => PrintOutcome::Failed,
            }));
        };
        if let Err(e) = std::thread::Builder::new().name("printer watch".to_owned()).spawn(watch) {
            // the page is printed all the same
            warn!(error = %e, "no thread to watch the printer");
        }
    }
}

/// A page that is being printed; whatever ends it, the next one may come.
struct Busy(Arc<AtomicBool>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

fn print_now(page: &Page, settings: &PrinterSettings) -> PrintOutcome {
    let Ok(bitmap) = lay_out(page, settings.width_dots) else { return PrintOutcome::TooLong };
    let bytes = encode(&bitmap, settings.cut);
    match write(settings, &bytes) {
        Ok(outcome) => outcome,
        Err(e) => {
            warn!(error = %e, path = %settings.path.display(), "a page was not printed");
            outcome_of(&e)
        }
    }
}

fn write(settings: &PrinterSettings, bytes: &[u8]) -> io::Result<PrintOutcome> {
    let mut options = OpenOptions::new();
    let mut to = match settings.kind {
        PrinterKind::None => return Ok(PrintOutcome::NotSet),
        PrinterKind::Device => options.write(true).open(&settings.path)?,
        PrinterKind::File => options.append(true).create(true).open(&settings.path)?,
    };
    if settings.kind == PrinterKind::File && to.metadata()?.len() > FILE_BYTES_MAX {
        return Err(io::Error::new(ErrorKind::StorageFull, "nobody takes the pages out of this file"));
    }
    to.write_all(bytes)?;
    to.flush()?;
    Ok(PrintOutcome::Printed)
}

fn outcome_of(error: &io::Error) -> PrintOutcome {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::IsADirectory => PrintOutcome::Absent,
        // the printer driver's way to say that there is no paper
        ErrorKind::StorageFull => PrintOutcome::NoPaper,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => PrintOutcome::NoAnswer,
        _ => PrintOutcome::Failed,
    }
}
