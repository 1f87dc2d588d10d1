//! Sila under the workload: the one file of this bench that calls the programs. Head office is its command line in processes
//! of its own; a device is a replica that records and exchanges as `kiosk record` and `kiosk sync` do.

use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use kiosk::{clock, sync};
use shared::doc::Dice;
use shared::domain::{Record, RecordLine};
use shared::replica::{Act, Kiosk, RecordOutcome};
use tokio::runtime::Runtime;

use crate::child;
use crate::phases::{Place, Side};

/// A branch's device.
pub struct Sila {
    kiosk: Kiosk,
    dice: Dice,
    runtime: Runtime,
}

/// Runs head office's command line; the child side.
pub fn office(words: &[&str]) -> ExitCode {
    sync_server::cli::run(["sync-server"].iter().chain(words).map(Into::into))
}

fn branch_id(branch: u32) -> String {
    format!("branch-{branch}")
}

impl Side for Sila {
    const NAME: &str = "Sila";

    type Record = Record;

    fn found(office: &str, branches: u32) -> anyhow::Result<()> {
        for branch in (0..branches).map(branch_id) {
            let add = ["office", "branch", "add", "--data", office, "--id", &branch];
            child::output(&[&add[..], &["--name-ar", "فرع", "--name-en", "Branch"]].concat())?;
        }
        Ok(())
    }

    fn serve(office: &str) -> anyhow::Result<child::Child> {
        child::Child::start(&["serve", "serve", "--data", office, "--listen"])
    }

    fn join(Place { office, address, branch, dir, is_locked }: &Place<'_>) -> anyhow::Result<Self> {
        let printed = child::output(&["office", "enrol", "--data", office, "--branch", &branch_id(*branch)])?;
        let code = printed.lines().next().context("a code is printed first")?;
        let mut dice: Dice = rand::make_rng();
        let (mut kiosk, _) = Kiosk::open_or_create(dir, &mut dice)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(kiosk::enrol::enrol(&mut kiosk, &mut dice, address, code, None))?;
        if *is_locked {
            kiosk.lock_reading();
        }
        Ok(Self { kiosk, dice, runtime })
    }

    fn read(line: &str) -> anyhow::Result<Record> {
        Ok(RecordLine::parse(line.as_bytes())?.record)
    }

    fn record(&mut self, records: &[Record]) -> anyhow::Result<()> {
        let mut act = Act::new(clock::reading(), &mut self.dice);
        let outcomes = self.kiosk.record(&mut act, records)?;
        let are_saved = outcomes.iter().all(|outcome| matches!(outcome, RecordOutcome::Saved(_)));
        ensure!(are_saved, "a line was not saved");
        Ok(())
    }

    fn exchange(&mut self) -> anyhow::Result<()> {
        let Self { kiosk, dice, runtime } = self;
        runtime.block_on(sync::sync(kiosk, dice, |_| {}))?;
        ensure!(kiosk.counts()?.waiting == 0, "something was not acknowledged");
        Ok(())
    }
}
