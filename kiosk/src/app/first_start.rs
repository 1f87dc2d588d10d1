//! What the app does in the first start and in a trial. The welcome opens only once the staff PIN is set.

use egui::Context;
use shared::domain::DeviceMode;

use super::KioskApp;
use crate::flow::{FirstStartFlow, StaffFlow};
use crate::link::Command;
use crate::route::{Route, Trouble};

impl KioskApp {
    /// What everybody finds who comes to the kiosk.
    pub(super) fn first_route(&self) -> Route {
        if let Some(board) = &self.board {
            return Route::Board(board.clone());
        }
        if let Some(out_of_order) = &self.out_of_order {
            return Route::OutOfOrder(out_of_order.clone());
        }
        match (&self.setting, self.setup, self.config_fault) {
            // the first start, at the step that is open
            (None, _, _) | (Some(_), Some(_), _) => {
                Route::FirstStart(Box::new(FirstStartFlow::new(self.setup, self.settings.config.clone())))
            }
            (Some(_), None, Some(line)) => Route::Trouble(Trouble::Settings { line }),
            (Some(setting), None, None) if setting.mode == DeviceMode::Field => {
                Route::Staff(Box::new(StaffFlow::new(Some(setting))))
            }
            (Some(_), None, None) => Route::Welcome,
        }
    }

    /// Notes at which line the settings file could not be read: staff are asked for until it is mended.
    pub fn settings_are_wrong(&mut self, line: usize) {
        self.config_fault = Some(line);
    }

    /// Tells whether this is a trial on sample data.
    pub(super) fn is_trial(&self) -> bool {
        self.setting.as_ref().is_some_and(|setting| setting.trial_pin.is_some())
    }

    /// Ends the trial. What is open is wiped first, so that whatever that keeps is kept in the trial.
    pub(super) fn end_trial(&mut self, ctx: &Context) {
        if self.is_trial() {
            self.wipe(ctx);
            self.send(Command::EndTrial);
        }
    }

    /// Opens the trial's welcome, or goes back to the first start, where a setting begins or ends a trial.
    pub(super) fn follow_trial(&mut self, was_trial: bool, ctx: &Context) {
        let ends = was_trial && self.setting.is_none();
        let begins = !was_trial && self.is_trial();
        if begins {
            self.setup = None;
        }
        if begins || ends {
            // nothing of the trial is kept outside it, and nothing of the first start within it
            self.route = Route::Starting;
            self.sync = None;
            self.wipe(ctx);
        }
    }
}
