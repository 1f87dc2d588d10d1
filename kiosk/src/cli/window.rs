//! `kiosk` alone: the window over the worker.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use rand::Rng as _;
use shared::replica::{Copies, Kiosk};
use shared::store::Part;

use super::WindowOptions;
use crate::app::AppSettings;
use crate::board::KioskShown;
use crate::config::{self, Config, ConfigError, Inches};
use crate::link::link;
use crate::worker::{self, WorkerSettings};
use crate::{clock, copying, display, window};

/// How long the end of the program waits for the worker to clear up.
const CLEARING_UP_MAX: Duration = Duration::from_secs(5);

pub(super) fn show(dir: PathBuf, options: WindowOptions) -> anyhow::Result<ExitCode> {
    display::check()?;
    // a replica that can't be opened is told here, before a window covers the screen
    drop(Kiosk::open_or_create(&dir, &mut super::dice())?);
    let (mut config, wrong_line) = match config::load(&dir) {
        Ok(config) => (config, None),
        Err(ConfigError::Wrong { line, path, why }) => {
            super::tell(format_args!("kiosk: {}", ConfigError::Wrong { line, path, why }));
            (Config::default(), Some(line))
        }
        Err(e @ (ConfigError::File { .. } | ConfigError::Out(_))) => return Err(e.into()),
    };
    if let Some(inches) = options.screen_inches {
        config.screen.diagonal_inches = Inches::try_from(inches)?;
    }
    let mut seeds = [[0; 32]; 2];
    for seed in &mut seeds {
        rand::rng().fill_bytes(seed);
    }
    let [app_seed, worker_seed] = seeds;
    let worker_config = config.clone();
    let _shown = KioskShown::say(&dir);
    copying::start(Copies::new(&dir, Part::Kiosk, config.copy.place()), clock::reading)?;
    let settings = AppSettings { config, seed: app_seed, clock: Box::new(clock::now) };
    let (to_worker, to_window) = link();
    let mut started = Ok(None);
    let shown = window::Shown { windowed: options.windowed, wrong_line, is_board: false };
    window::run(settings, shown, |wake| {
        let settings =
            WorkerSettings { dir, seed: worker_seed, clock: clock::reading, config: worker_config, wake };
        started = worker::start(settings, to_window).map(Some);
        to_worker
    })
    .map_err(|e| anyhow::anyhow!("{e}"))?;
    if let Some(worker) = started? {
        // a trial on sample data is deleted before the program is gone
        worker.wait(CLEARING_UP_MAX);
    }
    Ok(ExitCode::SUCCESS)
}
