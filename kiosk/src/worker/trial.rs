//! A trial on sample data: a head office and a device of its own in a temporary directory, enrolled with each other on this
//! thread. Nothing of it touches the network or the real data directory, and all of it is gone once the trial is over.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use shared::doc::random;
use shared::domain::{BranchId, CatalogEntry, CatalogKind, Code, DeviceMode, FactId, Record, Visit};
use shared::replica::{Act, Kiosk, NewPin, Office, PinCost, Progress, Session};
use shared::sync::EnrolmentCode;
use tempfile::TempDir;
use tracing::{error, warn};

use super::Worker;
use super::exchanging::Exchanging;
use crate::config::Config;
use crate::exchange::PROGRAM;
use crate::link::{Event, SyncFailure, SyncState};
use crate::sample::{sample_society, sample_visit};

/// The staff PIN of every trial; the banner says it.
pub const TRIAL_PIN: &str = "2468";

/// The address that a trial's device keeps. Nothing is ever sent to it.
const NO_SERVER: &str = "http://127.0.0.1";

/// What a trial replaced, and what it runs on.
pub(super) struct Trial {
    office: Office,
    /// The real replica, with its directory and settings.
    kiosk: Kiosk,
    dir: PathBuf,
    config: Config,
    // last: what stands in it is closed before it is deleted
    temporary: TempDir,
}

impl Worker {
    /// Begins a trial, on a device that is not enrolled.
    pub(super) fn begin_trial(&mut self) {
        if self.trial.is_some() || self.kiosk.is_enrolled() {
            return;
        }
        match made_up(&mut self.act()) {
            Ok((office, kiosk, temporary)) => {
                let kiosk = std::mem::replace(&mut self.kiosk, kiosk);
                let dir = std::mem::replace(&mut self.dir, device_dir(&temporary));
                self.trial = Some(Trial { office, kiosk, dir, config: self.config.clone(), temporary });
                self.exchanging = Exchanging::default();
                self.tell_ready();
                self.begin_session();
            }
            Err(e) => {
                error!(error = %format_args!("{e:#}"), "the trial could not be prepared");
                self.tell(Event::TrialNotBegun);
            }
        }
    }

    /// Ends the trial: everything in it is deleted, and the first start goes on.
    pub(super) fn end_trial(&mut self) {
        let Some(Trial { office, kiosk, dir, config, temporary }) = self.trial.take() else { return };
        (self.kiosk, self.dir, self.config) = (kiosk, dir, config);
        (self.people, self.exchanging) = (None, Exchanging::default());
        drop(office);
        if let Err(e) = temporary.close() {
            error!(error = %e, "the made-up data of the trial could not be deleted");
        }
        self.tell(Event::ConfigSaved(Box::new(self.config.clone())));
        self.tell_setup();
        self.tell_ready();
    }

    /// Exchanges with the trial's own head office; false where there is no trial.
    pub(super) fn exchange_in_trial(&mut self) -> bool {
        let mut act = self.act();
        let Some(trial) = &mut self.trial else { return false };
        match exchange(&mut self.kiosk, &mut trial.office, &mut act) {
            Ok(()) => {
                self.tell_ready();
                self.tell(Event::Sync(SyncState::Done(act.now.wall.timestamp())));
            }
            Err(e) => {
                warn!(error = %format_args!("{e:#}"), "the trial's exchange failed");
                self.tell(Event::Sync(SyncState::Failed(SyncFailure::Failed)));
            }
        }
        true
    }
}

fn device_dir(temporary: &TempDir) -> PathBuf {
    temporary.path().join("device")
}

/// Makes a head office and a device that is enrolled with it.
fn made_up(act: &mut Act) -> anyhow::Result<(Office, Kiosk, TempDir)> {
    let temporary = TempDir::with_prefix("sila-trial-").context("make a temporary directory")?;
    let (mut office, branch) = made_up_office(&temporary.path().join("office"), act)?;
    let mut kiosk = enrolled(&device_dir(&temporary), &office, &branch, &DeviceMode::Branch, act)?;
    exchange(&mut kiosk, &mut office, act)?;
    let visit = Record::Visit(Box::new(made_up_visit(&kiosk, act)?));
    kiosk.record(act, &[visit])?;
    Ok((office, kiosk, temporary))
}

/// Makes a device that is enrolled with a head office of this process, with the trial's PIN.
pub(super) fn enrolled(
    dir: &Path,
    office: &Office,
    branch: &BranchId,
    mode: &DeviceMode,
    act: &mut Act,
) -> anyhow::Result<Kiosk> {
    let (mut kiosk, _) = Kiosk::open_or_create(dir, &mut act.dice)?;
    let code = EnrolmentCode::parse(&office.new_enrolment_code(act, branch, mode)?.text)?;
    let enrolment = kiosk.begin_enrolment(&mut act.dice, NO_SERVER, &code, PROGRAM)?;
    let enrolled = office.enrol(act, &enrolment.body)?;
    let pin = NewPin::new(&mut act.dice, TRIAL_PIN, PinCost::STAFF);
    kiosk.finish_enrolment(act, enrolment, &enrolled.reply, Some(pin))?;
    Ok(kiosk)
}

/// The catalog that every head office begins with, and the sample's association, branch and staff.
pub(super) fn made_up_office(dir: &Path, act: &mut Act) -> anyhow::Result<(Office, BranchId)> {
    let office = Office::open_or_create(dir, act)?;
    let sample = sample_society();
    let branch = sample.all(&CatalogKind::Branch).next().context("the sample has a branch")?;
    let id = BranchId::parse(branch.code.as_str())?;
    office.add_branch(act, &id, branch.name_ar.as_str(), branch.name_en.as_str())?;
    let kinds = [CatalogKind::Association, CatalogKind::Staff];
    let entries: Vec<CatalogEntry> = kinds.iter().flat_map(|kind| sample.all(kind)).cloned().collect();
    office.publish(act, &entries)?;
    Ok((office, id))
}

/// A visit of somebody made up, earlier on this day.
fn made_up_visit(kiosk: &Kiosk, act: &mut Act) -> anyhow::Result<Visit> {
    let catalog = kiosk.catalog()?;
    let services: Vec<Code> =
        catalog.offered(&CatalogKind::Service).iter().take(1).map(|entry| entry.code.clone()).collect();
    let millis = u64::try_from(act.now.unix_millis().0).unwrap_or_default();
    let id = FactId::from_time(millis, random(&mut act.dice));
    Ok(Visit { id, at: act.now.moment(), services, department: None, ..sample_visit() })
}

/// One exchange, from the first push to the last pull.
fn exchange(kiosk: &mut Kiosk, office: &mut Office, act: &mut Act) -> anyhow::Result<()> {
    let token = kiosk.token()?.to_owned();
    let (mut session, mut request) = Session::begin(kiosk, act, PROGRAM)?;
    loop {
        let answer = office.answer(act, &token, &request)?;
        match session.take(kiosk, act, &answer)? {
            Progress::Next(next) => request = next,
            Progress::Done | Progress::Undone => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
