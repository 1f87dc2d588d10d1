//! The board: a window of its own, on a second screen of the same machine, that shows the numbers called last. It opens nothing of
//! what is recorded and writes nothing: the kiosk's window leaves the numbers in a small file, and the board reads that, the
//! settings and the catalog.

mod file;
mod watch;

pub use file::{BOARD_FILE, KioskShown, is_kiosk_shown, read, write};
pub use watch::{WatchSettings, start};
