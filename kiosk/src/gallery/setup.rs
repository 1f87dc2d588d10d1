//! The steps of the first start.

use std::sync::Arc;

use super::Stage;
use super::sample::{sample_pulling, sample_setting, sample_today};
use crate::action::{Action, DigitKey, FirstStartAction, StaffAction};
use crate::config::PrinterKind;
use crate::flow::SettingsChange;
use crate::link::{Event, PinOutcome, Setting, SetupStep};

/// A step of the first start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupScene {
    /// The language.
    Language,
    /// Address and code.
    Connect,
    /// Enrolling, or trying it on sample data.
    Choose,
    /// The device is enrolled.
    Enrolled,
    /// The device is enrolled, and its first pull goes on.
    Pulling,
    /// The screen's size.
    Screen,
    /// The printer.
    Printer,
    /// What is rated, on a device that asks for nothing else.
    Rating,
    /// The staff PIN.
    Pin,
    /// All is done.
    Done,
    /// The welcome of a trial.
    Trial,
    /// The day's visits in a trial.
    TrialStaff,
}

impl SetupScene {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Language => "first-start-language",
            Self::Choose => "first-start-choose",
            Self::Connect => "first-start",
            Self::Enrolled => "first-start-enrolled",
            Self::Pulling => "first-start-pulling",
            Self::Screen => "first-start-screen",
            Self::Printer => "first-start-printer",
            Self::Rating => "first-start-rating",
            Self::Pin => "first-start-pin",
            Self::Done => "first-start-done",
            Self::Trial => "trial",
            Self::TrialStaff => "trial-staff",
        }
    }

    pub(super) fn play(self, stage: &mut Stage) {
        let act = |stage: &mut Stage, action| stage.act(Action::FirstStart(action));
        match self {
            Self::Language => stage.tell(Event::Ready(None)),
            Self::Choose => {
                stage.tell(Event::SettingUp(SetupStep::Choose));
                stage.tell(Event::Ready(None));
            }
            Self::Trial => try_out(stage),
            Self::TrialStaff => {
                try_out(stage);
                stage.act(Action::OpenStaff);
                stage.act(Action::Staff(StaffAction::Key(DigitKey::Digits("2468".to_owned()))));
                stage.act(Action::Staff(StaffAction::SubmitPin));
                stage.tell(Event::PinChecked(PinOutcome::Right));
                stage.tell(Event::Today(sample_today()));
            }
            Self::Connect => {
                stage.tell(Event::SettingUp(SetupStep::Connect));
                stage.tell(Event::Ready(None));
                act(stage, FirstStartAction::WriteServer("https://sila.example.org".to_owned()));
            }
            Self::Enrolled => {
                at(stage, SetupStep::Screen);
                act(stage, FirstStartAction::Back);
            }
            Self::Pulling => {
                at(stage, SetupStep::Screen);
                act(stage, FirstStartAction::Back);
                stage.tell(sample_pulling());
            }
            Self::Screen => at(stage, SetupStep::Screen),
            Self::Printer => {
                at(stage, SetupStep::Printer);
                act(stage, FirstStartAction::Change(SettingsChange::Printer(PrinterKind::Device)));
                act(stage, FirstStartAction::Change(SettingsChange::Path("/dev/usb/lp0".to_owned())));
            }
            Self::Rating => {
                let mut config = stage.config().clone();
                config.rating.exit = true;
                let saved = || Event::ConfigSaved(Box::new(config.clone()));
                stage.tell(saved());
                at(stage, SetupStep::Printer);
                act(stage, FirstStartAction::Next);
                stage.tell(saved());
            }
            Self::Pin => {
                at(stage, SetupStep::Pin);
                act(stage, FirstStartAction::Key(DigitKey::Digits("135".to_owned())));
            }
            Self::Done => {
                at(stage, SetupStep::Pin);
                stage.tell(Event::PinSet);
            }
        }
    }
}

fn try_out(stage: &mut Stage) {
    let setting = Setting { trial_pin: Some("2468"), ..sample_setting() };
    stage.tell(Event::Ready(Some(Arc::new(setting))));
}

fn at(stage: &mut Stage, step: SetupStep) {
    stage.tell(Event::SettingUp(step));
    stage.tell(Event::Ready(Some(Arc::new(sample_setting()))));
}
