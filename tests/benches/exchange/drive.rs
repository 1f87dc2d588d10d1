//! Sila under the workload: the one file of this bench that calls the programs. Head office is its command line in processes
//! of its own; a device is a replica that records and exchanges as `kiosk record` and `kiosk sync` do.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use kiosk::{clock, sync};
use sha2::{Digest as _, Sha256};
use shared::doc::{Dice, random};
use shared::domain::{Record, RecordLine, Role, UnixMillis};
use shared::hex::to_hex;
use shared::replica::{Act, DATABASE, Kiosk, LetIn, Office, RecordOutcome};
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
    type Record = Record;

    fn found(office: &str, branches: u32, database: Option<&str>) -> anyhow::Result<()> {
        if let Some(address) = database {
            std::fs::create_dir_all(office)?;
            std::fs::write(Path::new(office).join(DATABASE), address)?;
        }
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

    fn sign_in(office: &Path) -> anyhow::Result<Option<String>> {
        let mut dice: Dice = rand::make_rng();
        let mut act = Act::new(clock::reading(), &mut dice);
        let office = Office::open(office, &mut act)?;
        let account = office.add_user("reader", &Role::Administrator, "nobody signs in with a password")?;
        let token: [u8; 32] = random(&mut dice);
        let now = act.now.unix_millis();
        let who = LetIn {
            account: account.context("the first account")?,
            generation: office.user_named("reader")?.context("an account")?.generation,
            session: Sha256::digest(token).into(),
            browser: random(&mut dice),
            address: "127.0.0.1",
            counted: &[],
            begun: UnixMillis(0),
            unused: UnixMillis(0),
        };
        office.door()?.let_in(&who, now)?;
        Ok(Some(format!("sila={}", to_hex(&token))))
    }
}
