//! `kiosk board`: the numbers called last, in a window of its own.

use std::path::PathBuf;
use std::process::ExitCode;

use rand::Rng as _;

use super::{WindowOptions, of_screen};
use crate::app::AppSettings;
use crate::board::{self, WatchSettings};
use crate::config::{self, Config};
use crate::link::link;
use crate::{clock, display, window};

pub(super) fn show(dir: PathBuf, options: WindowOptions) -> anyhow::Result<ExitCode> {
    let WindowOptions { windowed, screen_inches } = options;
    display::check()?;
    // a board that shows numbers in another look is better than none
    let config = config::load(&dir).unwrap_or_else(|e| {
        super::tell(format_args!("kiosk: {e}; until then the board uses the defaults"));
        Config::default()
    });
    let config = of_screen(config, screen_inches)?;
    let mut seed = [0; 32];
    rand::rng().fill_bytes(&mut seed);
    let settings = AppSettings { config, seed, clock: Box::new(clock::now) };
    let (to_watch, to_window) = link();
    let mut started = Ok(());
    let shown = window::Shown { windowed, wrong_line: None, gives_way: true };
    window::run(settings, shown, |wake| {
        started = board::start(WatchSettings { dir, clock: clock::now }, to_window, wake);
        to_watch
    })
    .map_err(|e| anyhow::anyhow!("{e}"))?;
    started?;
    Ok(ExitCode::SUCCESS)
}
