//! The window of a kiosk that can't start: it says so to whoever stands before it, until what is in the way is gone. The terminal
//! has the details.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use shared::domain::Telephone;
use shared::replica::{Kiosk, KioskError, SecretsError};
use shared::store::StoreError;

use crate::app::AppSettings;
use crate::config::{self, Config, ConfigError};
use crate::link::{Command, Event, OutOfOrder, StartFault, WindowLink, link};
use crate::{clock, window};

/// How often it is looked whether the kiosk can start now.
const LOOK: Duration = Duration::from_secs(10);

/// Why the kiosk can't start.
#[derive(Debug, thiserror::Error)]
pub(super) enum CannotStart {
    /// The replica can't be opened.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
    /// The settings can't be read at all.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl CannotStart {
    /// Returns what is in the way.
    pub(super) fn fault(&self) -> StartFault {
        match self {
            Self::Config(_) => StartFault::Settings,
            Self::Kiosk(KioskError::Store(e)) => of_store(e),
            Self::Kiosk(KioskError::Secrets(e)) => of_secrets(e),
            Self::Kiosk(KioskError::ForeignSecret) => StartFault::Damaged,
            Self::Kiosk(_) => StartFault::Other,
        }
    }
}

fn of_store(error: &StoreError) -> StartFault {
    match error {
        StoreError::Full | StoreError::ReadOnly | StoreError::File { .. } => StartFault::Disk,
        StoreError::Damaged { .. } | StoreError::Lost { .. } => StartFault::Damaged,
        StoreError::NewerFormat { .. } | StoreError::OldFormat { .. } | StoreError::OldSqlite { .. } => {
            StartFault::Version
        }
        StoreError::Busy | StoreError::Overtaken => StartFault::InUse,
        // a kiosk's database is a file
        StoreError::Server { .. } | StoreError::NoFile { .. } => StartFault::Other,
        StoreError::HalfMoved { .. } | StoreError::Moved { .. } => StartFault::Other,
        StoreError::Absent { .. } | StoreError::Value(_) | StoreError::Refused(_) => StartFault::Other,
    }
}

fn of_secrets(error: &SecretsError) -> StartFault {
    match error {
        SecretsError::Missing { .. } | SecretsError::Damaged { .. } => StartFault::Damaged,
        SecretsError::OfficeMissing { .. } | SecretsError::Lacks { .. } => StartFault::Damaged,
        SecretsError::File { .. } | SecretsError::Out(_) | SecretsError::ReadOnly { .. } => StartFault::Disk,
        SecretsError::Served { .. } => StartFault::InUse,
    }
}

/// The settings, and the line at which the file could not be read as settings.
pub(super) type Settings = (Config, Option<(usize, ConfigError)>);

/// Tries whether the kiosk can start, and reads its settings; those of a file with a fault in a line are the defaults.
pub(super) fn try_to_start(dir: &Path) -> Result<Settings, CannotStart> {
    drop(Kiosk::open_or_create(dir, &mut super::dice())?);
    match config::load(dir) {
        Ok(config) => Ok((config, None)),
        Err(e @ ConfigError::Wrong { line, .. }) => Ok((Config::default(), Some((line, e)))),
        Err(e @ (ConfigError::File { .. } | ConfigError::Out(_))) => Err(e.into()),
    }
}

/// Shows why the kiosk can't start; true where it can now, false where somebody closed the window.
pub(super) fn show(dir: &Path, fault: StartFault, config: Config, windowed: bool) -> anyhow::Result<bool> {
    let settings = AppSettings { config, seed: [0; 32], clock: Box::new(clock::now) };
    let (window, worker) = link();
    let out_of_order = OutOfOrder { fault, phone: phone_in(dir) };
    let (dir, found) = (dir.to_owned(), Arc::new(AtomicBool::new(false)));
    let finds = found.clone();
    let can_start = move || {
        let can_start = try_to_start(&dir).is_ok();
        finds.store(can_start, Ordering::Release);
        can_start
    };
    let shown = window::Shown { windowed, wrong_line: None, gives_way: true };
    let mut started = Ok(());
    window::run(settings, shown, |wake| {
        let thread = std::thread::Builder::new().name("start".to_owned());
        started = thread.spawn(move || watch(&worker, out_of_order, LOOK, can_start, &*wake)).map(drop);
        window
    })
    .map_err(|e| anyhow::anyhow!("{e}"))?;
    started?;
    Ok(found.load(Ordering::Acquire))
}

/// Returns the number of the kiosk's branch, where what is in the way leaves the catalog readable. Nothing is written.
fn phone_in(dir: &Path) -> Option<Telephone> {
    let kiosk = Kiosk::look(dir).ok()?;
    let branch = kiosk.branch().ok()?;
    kiosk.catalog().ok()?.phone_of(branch.as_str()).cloned()
}

/// Tells the window what is in the way, looks again and again whether it still is, and tells the window once it is gone. Ends with
/// the window.
fn watch(
    worker: &WindowLink,
    out_of_order: OutOfOrder,
    every: Duration,
    can_start: impl Fn() -> bool,
    wake: &dyn Fn(),
) {
    let tell = |event: Event| {
        // a window that is gone is noticed below
        if worker.events.send(event).is_ok() {
            wake();
        }
    };
    tell(Event::CannotStart(out_of_order));
    let mut is_told = false;
    loop {
        match worker.commands.recv_timeout(every) {
            Ok(Command::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) if !is_told && can_start() => {
                is_told = true;
                tell(Event::CanStart);
            }
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_window_is_told_what_is_in_the_way_and_once_it_is_gone() {
        let (window, worker) = link();
        let looked = Arc::new(AtomicBool::new(false));
        let can_start = {
            let looked = looked.clone();
            move || looked.swap(true, Ordering::AcqRel)
        };
        let thread = std::thread::spawn(move || {
            let out_of_order = OutOfOrder { fault: StartFault::Damaged, phone: None };
            watch(&worker, out_of_order, Duration::from_millis(1), can_start, &|| ());
        });
        assert!(matches!(
            window.events.recv(),
            Ok(Event::CannotStart(OutOfOrder { fault: StartFault::Damaged, phone: None }))
        ));
        assert!(matches!(window.events.recv(), Ok(Event::CanStart)));
        assert!(looked.load(Ordering::Acquire), "the first look found it in the way still");
        window.commands.send(Command::Stop).unwrap();
        thread.join().unwrap();
        assert!(window.events.recv().is_err(), "it is told once");
    }

    #[test]
    fn a_window_that_is_closed_ends_the_watch() {
        let (window, worker) = link();
        drop(window);
        let wakes = Cell::new(0);
        let out_of_order = OutOfOrder { fault: StartFault::Disk, phone: None };
        watch(&worker, out_of_order, LOOK, || true, &|| wakes.set(wakes.get() + 1));
        assert_eq!(wakes.get(), 0);
    }

    #[test]
    fn what_is_in_the_way_has_the_number_of_what_can_be_done_about_it() {
        let fault = |dir: &Path| try_to_start(dir).map(drop).map_err(|e| e.fault());
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(fault(dir.path()), Ok(()));
        std::fs::write(dir.path().join(config::CONFIG_FILE), "nonsense").unwrap();
        assert_eq!(fault(dir.path()), Ok(()), "the line at fault is told in staff mode");
        std::fs::remove_file(dir.path().join(config::CONFIG_FILE)).unwrap();
        std::fs::create_dir(dir.path().join(config::CONFIG_FILE)).unwrap();
        assert_eq!(fault(dir.path()), Err(StartFault::Settings));
        std::fs::remove_dir(dir.path().join(config::CONFIG_FILE)).unwrap();
        std::fs::remove_file(dir.path().join("secret.key")).unwrap();
        assert_eq!(fault(dir.path()), Err(StartFault::Damaged));
        assert_eq!(fault(&dir.path().join("kiosk.db")), Err(StartFault::Disk));
        let torn = tempfile::tempdir().unwrap();
        std::fs::write(torn.path().join("kiosk.db"), [7; 9_000]).unwrap();
        assert_eq!(fault(torn.path()), Err(StartFault::Damaged));
    }
}
