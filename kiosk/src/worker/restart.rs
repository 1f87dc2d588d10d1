//! A fault in the worker ends what it was doing, not the worker: the replica is opened anew from its file, where every
//! acknowledged record is, and the window is told that the last one was not saved.

use std::panic::{AssertUnwindSafe, catch_unwind};

use shared::replica::Kiosk;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;
use tracing::error;

use super::Worker;
use super::exchanging::Exchanging;
use super::reading::Reading;
use crate::link::{Command, Event, NotSaved};

/// Faults that are got over: a program that fails more often than this needs a person, who is then asked for.
const RESTARTS_MAX: u32 = 20;

/// Runs the worker until it is told to stop, or fails too often; its end of the channel is dropped then.
pub(super) fn run_on(runtime: &Runtime, mut worker: Worker, mut commands: Receiver<Command>) {
    for _ in 0..=RESTARTS_MAX {
        // what a fault may leave half-changed is replaced before the worker goes on
        let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(worker.run(&mut commands))));
        if ended.is_ok() || !worker.begin_again() {
            return;
        }
    }
    error!("the worker failed too often; start the kiosk again");
}

impl Worker {
    /// Opens the replica anew; true where that was possible.
    fn begin_again(&mut self) -> bool {
        match Kiosk::open_or_create(&self.dir, &mut self.dice) {
            Ok((kiosk, _)) => {
                error!("the worker failed and goes on with the records as they are saved");
                self.kiosk = kiosk;
                if let Err(e) = self.config.reading.apply(&mut self.kiosk) {
                    error!(error = %e, "where the share is kept could not be said");
                }
                self.reading = Reading::default();
                self.exchanging = Exchanging::default();
                self.people = None;
                self.tell(Event::NotSaved(NotSaved::Failed));
                true
            }
            Err(e) => {
                error!(error = %e, "the worker failed and the records can't be opened");
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use shared::replica::Reading;

    use super::*;
    use crate::config::Config;
    use crate::link::{Save, link};
    use crate::sample::sample_visit;
    use crate::worker::{WorkerSettings, start};

    /// The planted fault: the next look at the clock fails.
    static FAILS: AtomicBool = AtomicBool::new(false);

    fn clock() -> Reading {
        assert!(!FAILS.swap(false, Ordering::AcqRel), "planted");
        crate::clock::reading()
    }

    #[test]
    fn a_worker_that_fails_says_that_nothing_was_saved_and_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let (window, worker) = link();
        let settings = WorkerSettings {
            dir: dir.path().to_owned(),
            seed: [1; 32],
            clock,
            config: Config::default(),
            wake: Arc::new(|| ()),
        };
        start(settings, worker).unwrap();
        assert!(matches!(window.events.recv(), Ok(Event::Ready(None))));
        for _ in 0..3 {
            FAILS.store(true, Ordering::Release);
            window.commands.send(Command::Save(Save::visit(sample_visit()))).unwrap();
            assert!(matches!(window.events.recv(), Ok(Event::NotSaved(NotSaved::Failed))));
            assert!(matches!(window.events.recv(), Ok(Event::Ready(None))), "it goes on");
        }
        window.commands.send(Command::Stop).unwrap();
        assert!(window.events.recv().is_err());
    }
}
