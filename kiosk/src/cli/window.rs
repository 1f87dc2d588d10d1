//! `kiosk` alone: the window over the worker.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use rand::Rng as _;
use shared::replica::Copies;
use shared::store::Part;

use super::out_of_order::{self, try_to_start};
use super::{WindowOptions, of_screen};
use crate::app::AppSettings;
use crate::board::KioskShown;
use crate::config;
use crate::link::link;
use crate::worker::{self, WorkerSettings};
use crate::{clock, copying, display, window};

/// How long the end of the program waits for the worker to clear up.
const CLEARING_UP_MAX: Duration = Duration::from_secs(5);

pub(super) fn show(dir: PathBuf, options: WindowOptions) -> anyhow::Result<ExitCode> {
    let WindowOptions { windowed, screen_inches } = options;
    display::check()?;
    let (config, wrong) = loop {
        match try_to_start(&dir) {
            Ok(settings) => break settings,
            Err(why) => {
                let fault = why.fault();
                super::tell(format_args!("kiosk: {}", super::one_line(&why.into())));
                let config = of_screen(config::load(&dir).unwrap_or_default(), screen_inches)?;
                if !out_of_order::show(&dir, fault, config, windowed)? {
                    return Ok(ExitCode::FAILURE);
                }
            }
        }
    };
    let config = of_screen(config, screen_inches)?;
    let wrong_line = wrong.map(|(line, why)| {
        super::tell(format_args!("kiosk: {why}"));
        line
    });
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
    let shown = window::Shown { windowed, wrong_line, gives_way: false };
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
