//! Who may read, and until when: a PIN opens reading, the day's end and the field's signing out lock it again. Never while a
//! member of staff is at work: a form that was begun is saved as it was begun.

use jiff::civil::Date;
use shared::domain::DeviceMode;
use shared::replica::{KioskError, PinOutcome, Whose};
use tracing::{error, warn};

use super::Worker;
use crate::link::SyncFailure;

/// What the worker knows of whoever reads.
#[derive(Default)]
pub(super) struct Reading {
    /// A member of staff is signed in.
    pub(super) is_staffed: bool,
    /// The day on which reading was opened.
    opened: Option<Date>,
}

impl Worker {
    /// Checks a PIN; a right one opens what it opens, which the window is told before the answer.
    pub(super) fn open_with(&mut self, whose: Whose<'_>, pin: &str) -> Result<PinOutcome, KioskError> {
        let (now, was_locked) = ((self.clock)(), self.kiosk.is_locked());
        let outcome = self.kiosk.check_pin(now.unix_millis(), whose, pin)?;
        if outcome == PinOutcome::Right {
            self.reading = Reading { is_staffed: true, opened: Some(now.wall.date()) };
            // where it is still locked, the reason may be another one
            if was_locked {
                self.tell_ready();
            }
        }
        Ok(outcome)
    }

    /// Staff signed out.
    pub(super) fn staff_left(&mut self) {
        self.people = None;
        self.reading.is_staffed = false;
        self.kiosk.sign_out();
        if matches!(self.kiosk.mode(), Ok(DeviceMode::Field)) {
            self.lock_reading();
        }
    }

    /// Locks reading where the day is over on which it was opened, the share is, or the clock jumped.
    pub(super) fn mind_reading(&mut self) {
        if self.reading.is_staffed || !self.kiosk.is_enrolled() {
            return;
        }
        let (now, was_locked) = ((self.clock)(), self.kiosk.is_locked());
        if let Err(e) = self.kiosk.mind_share(now.unix_millis()) {
            error!(error = %e, "whether reading is still allowed could not be seen: it is locked");
        }
        // what a first start or head office opened ends with the day like all else
        if !self.kiosk.is_locked() && *self.reading.opened.get_or_insert(now.wall.date()) != now.wall.date() {
            self.lock_reading();
        }
        if self.kiosk.is_locked() != was_locked {
            self.tell_ready();
        }
    }

    fn lock_reading(&mut self) {
        (self.people, self.reading.opened) = (None, None);
        self.kiosk.lock_reading();
    }

    /// Destroys the keys of a device that head office shut out, once it is told so.
    pub(super) fn mind_refusal(&mut self, failure: SyncFailure) {
        if failure != SyncFailure::RevokedDevice {
            return;
        }
        warn!("head office shut this device out: its keys are destroyed");
        self.people = None;
        if let Err(e) = self.kiosk.was_revoked() {
            error!(error = %e, "the keys could not be destroyed");
        }
        self.tell_ready();
    }
}
