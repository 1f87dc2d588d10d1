//! The thread that looks for new calls. It stands where the kiosk's worker stands beside its window, and does next to nothing while
//! nothing changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::{Duration, SystemTime};

use jiff::Zoned;
use shared::replica::{Kiosk, KioskError};

use super::file::{BOARD_FILE, is_kiosk_shown, read};
use crate::link::{BoardState, Command, Event, Setting, Waker, WindowLink};

/// How often it is looked whether somebody was called: soon enough for whoever waits to look up in time.
const LOOK: Duration = Duration::from_millis(400);

/// How many looks go by before the kiosk and the catalog are looked for again: some five seconds, and five minutes.
const LOOKS_FOR_KIOSK: u32 = 12;
const LOOKS_FOR_CATALOG: u32 = 750;

/// What the board is started with.
#[derive(Debug)]
pub struct WatchSettings {
    /// The data directory of the kiosk.
    pub dir: PathBuf,
    /// The wall clock.
    pub clock: fn() -> Zoned,
}

/// Starts the thread; the catalog is read before it returns.
///
/// # Errors
/// [`KioskError`] where there is no kiosk in the directory.
pub fn start(settings: WatchSettings, link: WindowLink, wake: Waker) -> Result<(), KioskError> {
    let setting = setting_in(&settings.dir)?;
    let mut watch = Watch { settings, link, wake, seen: None, shown: None };
    watch.tell(Event::Ready(Some(Arc::new(setting))));
    watch.look(true);
    let started = thread::Builder::new().name("board".to_owned()).spawn(move || watch.run());
    if let Err(fault) = started {
        tracing::error!(%fault, "the board's thread could not be started: it shows no new calls");
    }
    Ok(())
}

struct Watch {
    settings: WatchSettings,
    link: WindowLink,
    wake: Waker,
    /// When the file was last written, as far as it was read.
    seen: Option<SystemTime>,
    /// What was told last.
    shown: Option<BoardState>,
}

impl Watch {
    fn run(&mut self) {
        for looks in 1_u32.. {
            match self.link.commands.recv_timeout(LOOK) {
                Ok(Command::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            }
            self.look(looks % LOOKS_FOR_KIOSK == 0);
            if looks % LOOKS_FOR_CATALOG == 0 {
                // a kiosk that is set up anew meanwhile is not there for a moment
                if let Ok(setting) = setting_in(&self.settings.dir) {
                    self.tell(Event::Ready(Some(Arc::new(setting))));
                }
            }
        }
    }

    /// Looks for calls, and for the kiosk; tells what changed.
    fn look(&mut self, for_kiosk: bool) {
        let dir = &self.settings.dir;
        let written = std::fs::metadata(dir.join(BOARD_FILE)).and_then(|found| found.modified()).ok();
        if written == self.seen && !for_kiosk {
            return;
        }
        let mut state = match &self.shown {
            Some(shown) if written == self.seen => shown.clone(),
            Some(_) | None => read(dir),
        };
        state.is_running = is_kiosk_shown(dir);
        // yesterday's numbers are nobody's today
        if state.day.is_some_and(|day| day != (self.settings.clock)().date()) {
            state.calls.clear();
        }
        self.seen = written;
        if self.shown.as_ref() == Some(&state) {
            return;
        }
        let is_new = self.shown.as_ref().is_some_and(|shown| shown.calls_made != state.calls_made);
        let called = state.calls.first().filter(|_| is_new).map(|call| call.number);
        self.tell(Event::Board(Box::new(state.clone())));
        self.shown = Some(state);
        if let Some(number) = called {
            self.tell(Event::Called(number));
        }
    }

    fn tell(&self, event: Event) {
        // a window that is gone needs no telling; the next look ends here
        if self.link.events.send(event).is_ok() {
            (self.wake)();
        }
    }
}

/// Reads who the kiosk is. Nothing is written, and nothing of what was recorded is opened.
fn setting_in(dir: &Path) -> Result<Setting, KioskError> {
    Setting::of(&Kiosk::look(dir)?)
}

#[cfg(test)]
mod tests {
    use shared::domain::WaitingNumber;

    use super::super::file::{KioskShown, write};
    use super::*;
    use crate::link::{BoardCall, link};

    fn call(number: &str) -> BoardCall {
        BoardCall { number: WaitingNumber::parse(number).unwrap(), desk: String::new() }
    }

    /// Looks once, and says what was told in short.
    fn looks(watch: &mut Watch, told: &std::sync::mpsc::Receiver<Event>) -> Vec<String> {
        watch.look(true);
        let say = |event| match event {
            Event::Board(state) => {
                let numbers: Vec<String> = state.calls.iter().map(|call| call.number.to_string()).collect();
                format!("{} {}", state.is_running, numbers.join(","))
            }
            Event::Called(number) => format!("called {number}"),
            other => panic!("{other:?}"),
        };
        told.try_iter().map(say).collect()
    }

    #[test]
    fn a_new_call_is_shown_and_said_once_and_what_was_called_before_the_board_began_is_shown_alone() {
        let dir = tempfile::tempdir().unwrap();
        let clock: fn() -> Zoned = || jiff::civil::date(2026, 11, 22).at(10, 30, 0, 0).in_tz("UTC").unwrap();
        let (window, worker) = link();
        let settings = WatchSettings { dir: dir.path().to_owned(), clock };
        let wake: Waker = Arc::new(|| ());
        let mut watch = Watch { settings, link: worker, wake, seen: None, shown: None };
        let told = window.events;
        let none = Vec::<String>::new();
        assert_eq!(looks(&mut watch, &told), ["false "]);
        assert_eq!(looks(&mut watch, &told), none);
        let shown = KioskShown::say(dir.path());
        assert_eq!(looks(&mut watch, &told), ["true "]);
        let today = jiff::civil::date(2026, 11, 22);
        write(dir.path(), today, 1, &[call("101")]).unwrap();
        assert_eq!(looks(&mut watch, &told), ["true 101", "called 101"]);
        // called again: the same number, one call more
        watch.seen = None;
        write(dir.path(), today, 2, &[call("101")]).unwrap();
        assert_eq!(looks(&mut watch, &told), ["true 101", "called 101"]);
        watch.seen = None;
        write(dir.path(), jiff::civil::date(2026, 11, 21), 9, &[call("140")]).unwrap();
        assert_eq!(looks(&mut watch, &told), ["true "], "yesterday's are nobody's");
        drop(shown);
        assert_eq!(looks(&mut watch, &told), ["false "]);
        watch.shown = None;
        write(dir.path(), today, 3, &[call("103")]).unwrap();
        assert_eq!(looks(&mut watch, &told), ["false 103"]);
    }
}
