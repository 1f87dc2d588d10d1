//! The first start's trace on the device: the step at which a restart goes on, the PIN with which it ends. A device that is
//! enrolled and has no PIN is in its first start, whatever else is kept.

use shared::domain::{is_pin, is_tried_first};
use shared::replica::{KioskError, NewPin, PinBefore, PinCost, Whose};
use tracing::error;

use super::Worker;
use super::saving::not_saved;
use crate::link::{Event, NotSaved, SetupStep};

/// The setting that holds the open step.
const SETUP: &str = "setup";

impl Worker {
    /// Tells at which step the first start goes on, where it is under way.
    pub(super) fn tell_setup(&self) {
        match self.setup() {
            Ok(Some(step)) => self.tell(Event::SettingUp(step)),
            Ok(None) => {}
            Err(e) => {
                error!(error = %e, "the step of the first start could not be read");
                // nobody is let past the PIN for it
                if self.kiosk.is_enrolled() {
                    self.tell(Event::SettingUp(SetupStep::Pin));
                }
            }
        }
    }

    fn setup(&self) -> Result<Option<SetupStep>, KioskError> {
        let is_enrolled = self.kiosk.is_enrolled();
        if is_enrolled && self.kiosk.has_pin()? {
            return Ok(None);
        }
        let kept = self.kiosk.setting(SETUP)?.unwrap_or_default();
        let step = SetupStep::ALL.into_iter().find(|step| step.code() == kept);
        let step = step.filter(|step| step.is_after_enrolment() == is_enrolled);
        Ok(if is_enrolled { step.or(Some(SetupStep::Screen)) } else { step })
    }

    /// Notes the open step. Where that fails, a restart asks for a little more once more.
    pub(super) fn keep_setup(&mut self, step: SetupStep) {
        if let Err(e) = self.kiosk.keep_setting(SETUP, step.code()) {
            error!(error = %e, "the step of the first start was not kept");
        }
    }

    /// Sets the PIN of a device that has none.
    pub(super) fn set_pin(&mut self, pin: &str) {
        match self.set_first_pin(pin) {
            Ok(true) => self.tell(Event::PinSet),
            Ok(false) => {
                error!("a PIN was refused: it is too short, too long or tried first, or the device has one");
                self.tell(Event::NotSaved(NotSaved::Failed));
            }
            Err(e) => {
                error!(error = %e, "the PIN was not kept");
                self.tell(Event::NotSaved(not_saved(&e)));
            }
        }
    }

    fn set_first_pin(&mut self, pin: &str) -> Result<bool, KioskError> {
        if !is_pin(pin) || is_tried_first(pin) || self.kiosk.has_pin()? {
            return Ok(false);
        }
        let pin = NewPin::new(&mut self.dice, pin, PinCost::STAFF);
        self.kiosk.set_pin(Whose::Device, pin, PinBefore::None)?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::Config;
    use crate::link::{Command, Hidden, WorkerLink, link};
    use crate::worker::{WorkerSettings, start};

    fn started(dir: &std::path::Path) -> WorkerLink {
        let (window, worker) = link();
        let settings = WorkerSettings {
            dir: dir.to_owned(),
            seed: [1; 32],
            clock: crate::clock::reading,
            config: Config::default(),
            wake: Arc::new(|| ()),
        };
        start(settings, worker).unwrap();
        window
    }

    fn stop(window: &WorkerLink) {
        window.commands.send(Command::Stop).unwrap();
        while window.events.recv().is_ok() {}
    }

    #[test]
    fn a_step_is_kept_over_a_restart_and_counts_for_nothing_where_it_cannot_be() {
        let dir = tempfile::tempdir().unwrap();
        let window = started(dir.path());
        assert!(matches!(window.events.recv(), Ok(Event::Ready(None))), "a new device begins at the first");
        window.commands.send(Command::KeepSetup(SetupStep::Connect)).unwrap();
        stop(&window);
        let window = started(dir.path());
        assert!(matches!(window.events.recv(), Ok(Event::SettingUp(SetupStep::Connect))));
        assert!(matches!(window.events.recv(), Ok(Event::Ready(None))));
        // a device that is not enrolled can't be past its enrolment
        window.commands.send(Command::KeepSetup(SetupStep::Pin)).unwrap();
        stop(&window);
        let window = started(dir.path());
        assert!(matches!(window.events.recv(), Ok(Event::Ready(None))));
        stop(&window);
    }

    #[test]
    fn the_first_pin_is_set_once_and_no_window_sets_another() {
        let dir = tempfile::tempdir().unwrap();
        let window = started(dir.path());
        assert!(matches!(window.events.recv(), Ok(Event::Ready(None))));
        for (pin, is_taken) in [("12", false), ("1111", false), ("2468", true), ("1357", false)] {
            window.commands.send(Command::SetPin(Hidden(pin.to_owned()))).unwrap();
            let told = window.events.recv();
            assert_eq!(matches!(told, Ok(Event::PinSet)), is_taken, "{pin}: {told:?}");
        }
        stop(&window);
    }
}
