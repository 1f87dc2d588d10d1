//! The branches: each a kiosk with a replica of its own, enrolled over HTTP, then cut off for six weeks, then merged.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use jiff::Zoned;
use kiosk::{clock, enrol, sync};
use rand::SeedableRng as _;
use shared::doc::Dice;
use shared::domain::Record;
use shared::replica::{Act, Kiosk, Office, Reading, RecordOutcome, generate_pin};
use uuid::Uuid;

use super::plans;
use super::register::{Sitting, register};
use super::sample::{Sample, SampleBranch};

/// A branch's kiosk after it was merged.
pub(super) struct Branch {
    /// Its name in English.
    pub(super) name: String,
    /// Its data directory.
    pub(super) dir: PathBuf,
    /// Its staff PIN.
    pub(super) pin: String,
    /// Visits that it recorded offline.
    pub(super) visits: usize,
    /// Ratings that it recorded offline.
    pub(super) ratings: usize,
}

/// Has every branch enrol, record offline and exchange, all of them at once.
///
/// # Errors
/// A branch's replica or its exchange failed.
pub(super) fn merge(
    root: &Path,
    address: &str,
    sample: &Sample,
    codes: Vec<String>,
) -> anyhow::Result<Vec<Branch>> {
    let now = clock::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> = sample
            .branches
            .iter()
            .zip(codes)
            .enumerate()
            .map(|(number, (branch, code))| {
                let now = &now;
                scope.spawn(move || merge_one(root, address, sample, branch, (number as u64, code), now))
            })
            .collect();
        let ended = threads.into_iter().map(|thread| match thread.join() {
            Ok(branch) => branch,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.collect()
    })
}

fn merge_one(
    root: &Path,
    address: &str,
    sample: &Sample,
    branch: &SampleBranch,
    (number, code): (u64, String),
    now: &Zoned,
) -> anyhow::Result<Branch> {
    let failed = || format!("the {} failed", branch.en);
    let dir = dir_of(root, branch);
    let mut dice: Dice = rand::make_rng();
    let (mut kiosk, _) = Kiosk::open_or_create(&dir, &mut dice).with_context(failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let pin = generate_pin(&mut dice);
    runtime.block_on(enrol::enrol(&mut kiosk, &mut dice, address, &code, Some(&pin))).with_context(failed)?;
    // the same sample on every machine; what is secret comes from the other dice
    let sittings = register(sample, branch, now, &mut Dice::seed_from_u64(number));
    let (visits, ratings) = record_all(&mut kiosk, &mut dice, &sittings).with_context(failed)?;
    if number == 0 {
        // the branch whose window is shown
        let when = (sittings.as_slice(), now);
        plans::plan(&mut kiosk, &mut dice, sample, &branch.id, &pin, when).with_context(failed)?;
    }
    runtime.block_on(sync::sync(&mut kiosk, &mut dice, |_| {})).with_context(failed)?;
    let counts = kiosk.counts()?;
    ensure!(
        counts.waiting == 0 && counts.quarantined.is_empty(),
        "not everything of the {} arrived",
        branch.en
    );
    Ok(Branch { name: branch.en.clone(), dir, pin, visits, ratings })
}

/// Records sitting by sitting, each with the clock that it had then; ratings leave as they would have (P-11).
fn record_all(kiosk: &mut Kiosk, dice: &mut Dice, sittings: &[Sitting]) -> anyhow::Result<(usize, usize)> {
    let mut counts = (0, 0);
    for (sitting, day) in sittings.iter().zip(1_i64..) {
        let boot = Uuid::from_u128(rand::random());
        let reading = Reading { wall: sitting.wall.clone(), monotonic_millis: day * 1_000, boot };
        let mut act = Act::new(reading, dice);
        kiosk.move_due_ratings(&mut act)?;
        for outcome in kiosk.record(&mut act, &sitting.records)? {
            match outcome {
                RecordOutcome::Saved(_) => {}
                RecordOutcome::Repeated(id) => bail!("the sample holds {id} twice"),
                RecordOutcome::Refused { field, reason } => bail!("the sample's {field} {reason}"),
            }
        }
        for record in &sitting.records {
            match record {
                Record::Visit(_) => counts.0 += 1,
                Record::Rating(_) => counts.1 += 1,
                Record::Suggestion(_) | Record::Request(_) | Record::Step(_) | Record::Session(_) => {}
            }
        }
    }
    Ok(counts)
}

/// Opens the kiosks of an earlier demo: head office hands each of them what reads there, under a new staff PIN.
///
/// # Errors
/// A branch's replica can't be opened.
pub(super) fn open(root: &Path, sample: &Sample) -> anyhow::Result<Vec<Branch>> {
    let mut dice: Dice = rand::make_rng();
    let office = Office::open(&root.join("head-office"), &mut Act::new(clock::reading(), &mut dice))?;
    let open_one = |branch: &SampleBranch| {
        let dir = dir_of(root, branch);
        let device = Kiosk::open(&dir, &mut dice)?.0.device()?;
        let mut act = Act::new(clock::reading(), &mut dice);
        let pin = office.open_device(&mut act, device)?.context("a kiosk of the demo was revoked")?;
        Ok(Branch { name: branch.en.clone(), dir, pin, visits: 0, ratings: 0 })
    };
    sample.branches.iter().map(open_one).collect()
}

pub(super) fn dir_of(root: &Path, branch: &SampleBranch) -> PathBuf {
    root.join(format!("kiosk-{}", branch.id))
}
