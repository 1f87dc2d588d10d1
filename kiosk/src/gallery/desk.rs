//! The screens of whoever runs the device: its settings, what stands in its way, the receipt with a printer.

use std::sync::Arc;

use super::Stage;
use super::sample::{sample_receipt, sample_setting};
use crate::action::{Action, DigitKey, SettingsAction, StaffAction, VisitAction};
use crate::config::PrinterKind;
use crate::flow::{SettingsChange, SettingsPart};
use crate::link::{Event, OutOfOrder, PinOutcome, StartFault};
use crate::printing::PrintOutcome;

/// A screen of whoever runs the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskScene {
    /// Settings: the screen's size.
    Screen,
    /// Settings: what every visitor begins with.
    Visitors,
    /// Settings: the printer.
    Printer,
    /// Settings: numbers and calls.
    Queue,
    /// Settings: rating in passing.
    Rating,
    /// The question before the program is closed.
    Leave,
    /// A settings file that is wrong.
    WrongSettings,
    /// A kiosk that can't start.
    OutOfOrder,
    /// The receipt, with a printer that does not answer.
    PrintedReceipt,
}

impl DeskScene {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Screen => "settings-screen",
            Self::Visitors => "settings-visitors",
            Self::Printer => "settings-printer",
            Self::Queue => "settings-queue",
            Self::Rating => "settings-rating",
            Self::Leave => "settings-leave",
            Self::WrongSettings => "wrong-settings",
            Self::OutOfOrder => "out-of-order",
            Self::PrintedReceipt => "receipt-printed",
        }
    }

    pub(super) fn play(self, stage: &mut Stage) {
        if self == Self::OutOfOrder {
            let phone = sample_setting().catalog.phone_of("riyadh").cloned();
            let out_of_order = OutOfOrder { fault: StartFault::InUse, phone };
            return stage.tell(Event::CannotStart(out_of_order));
        }
        if self == Self::WrongSettings {
            stage.app.settings_are_wrong(7);
        }
        stage.tell(Event::Ready(Some(Arc::new(sample_setting()))));
        let settings = |action| Action::Settings(action);
        match self {
            Self::WrongSettings | Self::OutOfOrder => {}
            Self::PrintedReceipt => play_receipt(stage),
            Self::Screen => open(stage, SettingsPart::Screen),
            Self::Visitors => open(stage, SettingsPart::Visitors),
            Self::Printer => {
                open(stage, SettingsPart::Printer);
                for change in [
                    SettingsChange::Printer(PrinterKind::Device),
                    SettingsChange::Path("/dev/usb/lp0".to_owned()),
                ] {
                    stage.act(settings(SettingsAction::Change(change)));
                }
            }
            Self::Queue => {
                open(stage, SettingsPart::Queue);
                stage.act(settings(SettingsAction::Change(SettingsChange::FirstDigit(3))));
                let desk = if stage.language().is_rtl() { "مكتب 2" } else { "Desk 2" };
                stage.act(settings(SettingsAction::Change(SettingsChange::Desk(desk.to_owned()))));
            }
            Self::Rating => {
                open(stage, SettingsPart::Rating);
                stage.act(settings(SettingsAction::Change(SettingsChange::Exit(true))));
            }
            Self::Leave => {
                open(stage, SettingsPart::Screen);
                stage.act(settings(SettingsAction::AskToLeave));
            }
        }
    }
}

fn open(stage: &mut Stage, part: SettingsPart) {
    stage.act(Action::OpenStaff);
    stage.act(Action::Staff(StaffAction::Key(DigitKey::Digits("1357".to_owned()))));
    stage.act(Action::Staff(StaffAction::SubmitPin));
    stage.tell(Event::PinChecked(PinOutcome::Right));
    stage.act(Action::Staff(StaffAction::ShowDevice));
    stage.act(Action::Settings(SettingsAction::Show));
    stage.act(Action::Settings(SettingsAction::Open(part)));
}

fn play_receipt(stage: &mut Stage) {
    let mut config = stage.app.config().clone();
    config.printer.kind = PrinterKind::Device;
    stage.tell(Event::ConfigSaved(Box::new(config)));
    stage.act(Action::StartVisit);
    stage.act(Action::Visit(VisitAction::ChooseService(crate::flow::other_service())));
    stage.act(Action::Visit(VisitAction::SkipNumber));
    stage.act(Action::Visit(VisitAction::Save));
    if let Some(id) = stage.record_being_saved() {
        stage.tell(Event::visit_saved(sample_receipt(id)));
    }
    stage.act(Action::PrintReceipt);
    stage.tell(Event::Printed(PrintOutcome::NoAnswer));
}
