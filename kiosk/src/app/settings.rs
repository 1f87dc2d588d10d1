//! What the app does in the settings: they are staff's, behind the device's own PIN.

use egui::Context;

use super::KioskApp;
use crate::action::SettingsAction;
use crate::config::Config;
use crate::flow::{SettingsFlow, SettingsOutcome, StaffFlow};
use crate::link::Command;
use crate::printing::{Block, Page};
use crate::route::Route;

impl KioskApp {
    pub(super) fn apply_settings(&mut self, action: SettingsAction, ctx: &Context) {
        let config = self.settings.config.clone();
        let Route::Staff(staff) = &mut self.route else { return };
        // only whoever knows the device's PIN may change the device
        if !may_change_the_device(staff) {
            return;
        }
        if action == SettingsAction::Show {
            staff.show_settings(SettingsFlow::new(config));
            self.inputs.wipe();
            return;
        }
        let Some(flow) = staff.settings_mut() else { return };
        match action {
            SettingsAction::Show => {}
            SettingsAction::Open(part) => {
                flow.part = part;
                self.inputs.wipe();
            }
            SettingsAction::Change(change) => flow.change(change),
            SettingsAction::Save => {
                if let Some(config) = flow.submit() {
                    self.send(Command::SaveConfig(Box::new(config)));
                }
            }
            SettingsAction::TestPage => self.print_test_page(),
            SettingsAction::Back => {
                staff.show_device();
                self.inputs.wipe();
                self.send(Command::LoadStatus);
            }
            SettingsAction::AskToLeave => flow.leaving = true,
            SettingsAction::Stay => flow.leaving = false,
            SettingsAction::Leave => self.leave(ctx),
        }
    }

    /// Notes at which line the settings file could not be read: staff are asked for until it is mended.
    pub fn settings_are_wrong(&mut self, line: usize) {
        self.config_fault = Some(line);
    }

    /// Takes in settings that are durable: they are in force at once, and whatever was wrong with the file is mended.
    pub(super) fn take_config(&mut self, config: Config) {
        self.settings.config = config;
        self.config_fault = None;
        self.tell_settings(SettingsOutcome::Saved);
    }

    pub(super) fn tell_settings(&mut self, outcome: SettingsOutcome) {
        match &mut self.route {
            Route::FirstStart(_) => self.tell_first_start(outcome),
            Route::Staff(staff) => {
                if let Some(flow) = staff.settings_mut() {
                    flow.outcome = Some(outcome);
                }
            }
            Route::Starting | Route::Welcome | Route::Visit(_) | Route::Rating(_) | Route::Suggestion(_) => {}
            Route::Guide(_) | Route::Trouble(_) => {}
        }
    }

    pub(super) fn print_test_page(&mut self) {
        let view = self.view();
        let page = Page::new(view.direction())
            .with(Block::Title(view.association()))
            .with(Block::Rule)
            .with(Block::Centred(view.tr("settings-test-page")))
            .with(Block::Qr("SILA".to_owned()))
            .with(Block::Text(view.tr("settings-test-words")));
        self.print(page);
    }
}

fn may_change_the_device(staff: &StaffFlow) -> bool {
    staff.is_signed_in() && staff.field.representative().is_none()
}
