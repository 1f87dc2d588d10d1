//! What the app does in the first start. The welcome opens only once the staff PIN is set.

use egui::Context;

use super::KioskApp;
use crate::action::{DigitKey, FirstStartAction};
use crate::flow::{FirstStartAsk, FirstStartFlow, FirstStartPage, SettingsOutcome};
use crate::link::{Command, SetupStep};
use crate::printing::PrintState;
use crate::route::Route;

impl KioskApp {
    /// The first start at the step that is open.
    pub(super) fn first_start(&self) -> Route {
        Route::FirstStart(Box::new(FirstStartFlow::new(self.setup, self.settings.config.clone())))
    }

    pub(super) fn apply_first_start(&mut self, action: FirstStartAction, ctx: &Context) {
        let Route::FirstStart(flow) = &mut self.route else { return };
        let asked = match action {
            FirstStartAction::WriteServer(text) => {
                flow.write_server(text);
                None
            }
            FirstStartAction::WriteCode(text) => {
                flow.write_code(text);
                None
            }
            FirstStartAction::ChooseLanguage(language) => {
                self.language = language;
                flow.choose_language(language)
            }
            FirstStartAction::Change(change) => {
                flow.change(change);
                None
            }
            FirstStartAction::Enrol => {
                flow.choose_enrolment();
                None
            }
            FirstStartAction::Try => flow.try_out(),
            FirstStartAction::TestPage => flow.try_printer(),
            FirstStartAction::Next if flow.page() == FirstStartPage::Done => return self.wipe(ctx),
            FirstStartAction::Next => flow.go_on(),
            FirstStartAction::Back => {
                flow.back();
                None
            }
            FirstStartAction::Key(DigitKey::Digits(digits)) => {
                digits.chars().for_each(|digit| flow.press(digit));
                None
            }
            FirstStartAction::Key(DigitKey::Delete) => {
                flow.delete();
                None
            }
            FirstStartAction::SubmitPin => flow.submit_pin(),
        };
        match asked {
            None => {}
            Some(FirstStartAsk::SaveConfig(config)) => self.send(Command::SaveConfig(Box::new(config))),
            Some(FirstStartAsk::Enrol { server, code }) => {
                self.send(Command::Enrol { server, code: code.into() })
            }
            Some(FirstStartAsk::BeginTrial) => self.send(Command::BeginTrial),
            Some(FirstStartAsk::SetPin(pin)) => self.send(Command::SetPin(pin.into())),
        }
        self.note_step();
    }

    /// Takes in what became of saving the settings.
    pub(super) fn tell_first_start(&mut self, outcome: SettingsOutcome) {
        let Route::FirstStart(flow) = &mut self.route else { return };
        if flow.settings_told(outcome) {
            self.print_test_page();
        }
        self.note_step();
    }

    /// Takes in that the device has its identity: the first start goes on, even where the idle guard wiped it meanwhile.
    pub(super) fn take_enrolled(&mut self) {
        if self.setting.is_some() {
            return;
        }
        if let Route::FirstStart(flow) = &mut self.route {
            flow.enrolled();
            self.inputs.wipe();
        }
        self.setup = Some(SetupStep::Screen);
        self.send(Command::KeepSetup(SetupStep::Screen));
    }

    /// Takes in that no trial could be prepared.
    pub(super) fn take_trial_not_begun(&mut self) {
        if let Route::FirstStart(flow) = &mut self.route {
            flow.trial_not_begun();
        }
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

    /// Takes in that the staff PIN is set.
    pub(super) fn take_pin_set(&mut self) {
        self.setup = None;
        if let Route::FirstStart(flow) = &mut self.route {
            flow.pin_kept();
        }
    }

    /// Has the worker keep the step that is open now, and begins it with empty fields.
    fn note_step(&mut self) {
        let Route::FirstStart(flow) = &self.route else { return };
        let step = flow.step();
        if step == self.setup || flow.page() == FirstStartPage::Done {
            return;
        }
        self.setup = step;
        self.inputs.wipe();
        self.printing = PrintState::Idle;
        if let Some(step) = step {
            self.send(Command::KeepSetup(step));
        }
    }
}
