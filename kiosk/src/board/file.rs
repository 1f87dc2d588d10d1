//! What the kiosk's window leaves for the board: numbers and desks, and nothing else. The file is replaced whole, so that it is never
//! read half-written; a lock beside it says whether the window is there.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use shared::domain::WaitingNumber;
use shared::out_file::{OutFault, remove_part, write_whole};

use crate::link::{BoardCall, BoardState, CALLS_SHOWN};

/// The file's name within the data directory.
pub const BOARD_FILE: &str = "board.json";

/// The file that is locked while the kiosk's window is shown.
const SHOWN_FILE: &str = "window.lock";

/// Most bytes of the file: five calls take some 400.
const FILE_BYTES_MAX: u64 = 8 * 1_024;

/// The file's form. New fields may come; none goes.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    day: String,
    calls_made: u64,
    calls: Vec<KeptCall>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptCall {
    number: String,
    #[serde(default)]
    desk: String,
}

/// Leaves the calls of a day for the board.
///
/// # Errors
/// [`OutFault`]; what was left before is there still.
pub fn write(dir: &Path, day: Date, calls_made: u64, calls: &[BoardCall]) -> Result<(), OutFault> {
    let kept = |call: &BoardCall| KeptCall { number: call.number.to_string(), desk: call.desk.clone() };
    let kept = Kept { day: day.to_string(), calls_made, calls: calls.iter().map(kept).collect() };
    let text = serde_json::to_vec(&kept).expect("numbers and words are JSON");
    let path = dir.join(BOARD_FILE);
    remove_part(&path)?;
    write_whole(&path, &text)
}

/// Reads what was left; nothing where there is nothing, or nothing that can be read.
pub fn read(dir: &Path) -> BoardState {
    let path = dir.join(BOARD_FILE);
    let is_small = std::fs::metadata(&path).is_ok_and(|found| found.len() <= FILE_BYTES_MAX);
    let text = if is_small { std::fs::read(&path).unwrap_or_default() } else { Vec::new() };
    let Ok(Kept { day, calls_made, calls }) = serde_json::from_slice(&text) else {
        return BoardState::default();
    };
    let call =
        |kept: KeptCall| Some(BoardCall { number: WaitingNumber::parse(&kept.number)?, desk: kept.desk });
    let calls = calls.into_iter().filter_map(call).take(CALLS_SHOWN as usize).collect();
    BoardState { is_running: false, day: day.parse().ok(), calls_made, calls }
}

/// Says for as long as it lives that the kiosk's window is shown.
#[derive(Debug)]
pub struct KioskShown {
    _lock: Arc<OnceLock<File>>,
}

impl KioskShown {
    /// Says it, as soon as nobody else does: a window that is still closing, or a board that is looking. Where it can't be said,
    /// the board alone is worse off.
    pub fn say(dir: &Path) -> Self {
        let said = Arc::new(OnceLock::new());
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join(SHOWN_FILE));
        if let Ok(file) = file {
            if file.try_lock().is_ok() {
                said.get_or_init(|| file);
            } else {
                let waiting = Arc::downgrade(&said);
                thread::spawn(move || {
                    // whoever waited may be gone by then, and the lock goes with the file
                    if let (Ok(()), Some(said)) = (file.lock(), waiting.upgrade()) {
                        said.get_or_init(|| file);
                    }
                });
            }
        }
        Self { _lock: said }
    }
}

/// Tells whether the kiosk's window is shown over a data directory.
pub fn is_kiosk_shown(dir: &Path) -> bool {
    let Ok(file) = OpenOptions::new().write(true).open(dir.join(SHOWN_FILE)) else { return false };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(number: &str, desk: &str) -> BoardCall {
        BoardCall { number: WaitingNumber::parse(number).unwrap(), desk: desk.to_owned() }
    }

    #[test]
    fn the_board_reads_what_was_left_and_shows_nothing_of_what_it_cannot_read() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()), BoardState::default());
        let day = jiff::civil::date(2026, 11, 22);
        let calls = [call("107", "مكتب 2"), call("305", "")];
        write(dir.path(), day, 9, &calls).unwrap();
        let state = read(dir.path());
        assert_eq!((state.day, state.calls_made, state.calls.as_slice()), (Some(day), 9, calls.as_slice()));
        let text = std::fs::read_to_string(dir.path().join(BOARD_FILE)).unwrap();
        let newer = text.replacen('{', r#"{"later":true,"#, 1).replace("305", "B7");
        std::fs::write(dir.path().join(BOARD_FILE), newer).unwrap();
        assert_eq!(read(dir.path()).calls, [call("107", "مكتب 2")]);
        std::fs::write(dir.path().join(BOARD_FILE), &text[..text.len() / 2]).unwrap();
        assert_eq!(read(dir.path()), BoardState::default());
    }

    #[test]
    fn whether_the_kiosk_is_there_is_told_by_the_kiosk_alone() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!is_kiosk_shown(dir.path()));
        let shown = KioskShown::say(dir.path());
        assert!(is_kiosk_shown(dir.path()) && is_kiosk_shown(dir.path()), "looking changes nothing");
        let second = KioskShown::say(dir.path());
        assert!(second._lock.get().is_none(), "a second window takes nothing from the first");
        drop(shown);
        second._lock.wait();
        // whoever waited for it lets it go in a moment
        while Arc::strong_count(&second._lock) > 1 {
            thread::yield_now();
        }
        assert!(is_kiosk_shown(dir.path()), "a window that was opened while the other one closed");
        drop(second);
        assert!(!is_kiosk_shown(dir.path()));
    }
}
