//! The real window, where a display is: its CPU time and memory while nobody does anything.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;

use crate::clock::{cpu_of, resident_mib};

/// Given to the window to open and settle.
const SETTLE: Duration = Duration::from_secs(8);
/// Watched then.
const WATCHED: Duration = Duration::from_secs(60);

/// A window's still minute.
pub struct Still {
    pub cpu: Duration,
    pub resident_mib: f64,
}

/// Words with which the program shows the kiosk.
pub const KIOSK: &[&str] = &["--windowed"];
/// Words with which it shows the board.
pub const BOARD: &[&str] = &["board", "--windowed"];

/// Opens a window over a data directory and watches it; `None` where there is no display.
pub fn watch(dir: &Path, words: &[&str]) -> anyhow::Result<Option<Still>> {
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        return Ok(None);
    }
    let mut window = Command::new(env!("CARGO_BIN_EXE_test-kiosk"))
        .args(words)
        .arg("--data")
        .arg(dir)
        .stdout(Stdio::null())
        .spawn()
        .context("start the window")?;
    std::thread::sleep(SETTLE);
    let before = cpu_of(window.id());
    std::thread::sleep(WATCHED);
    let still =
        Still { cpu: cpu_of(window.id()) - before, resident_mib: resident_mib(&window.id().to_string()) };
    let ended = window.try_wait()?;
    window.kill()?;
    window.wait()?;
    anyhow::ensure!(ended.is_none(), "the window closed by itself");
    Ok(Some(still))
}
