//! The steps of the first start.

use std::sync::Arc;

use super::Stage;
use super::sample::sample_setting;
use crate::action::{Action, DigitKey, FirstStartAction};
use crate::config::PrinterKind;
use crate::flow::SettingsChange;
use crate::worker::event::{Event, SetupStep};

/// A step of the first start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupScene {
    /// The language.
    Language,
    /// Address and code.
    Connect,
    /// The device is enrolled.
    Enrolled,
    /// The screen's size.
    Screen,
    /// The printer.
    Printer,
    /// The staff PIN.
    Pin,
    /// All is done.
    Done,
}

impl SetupScene {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Language => "first-start-language",
            Self::Connect => "first-start",
            Self::Enrolled => "first-start-enrolled",
            Self::Screen => "first-start-screen",
            Self::Printer => "first-start-printer",
            Self::Pin => "first-start-pin",
            Self::Done => "first-start-done",
        }
    }

    pub(super) fn play(self, stage: &mut Stage) {
        let act = |stage: &mut Stage, action| stage.act(Action::FirstStart(action));
        match self {
            Self::Language => stage.tell(Event::Ready(None)),
            Self::Connect => {
                stage.tell(Event::SettingUp(SetupStep::Connect));
                stage.tell(Event::Ready(None));
                act(stage, FirstStartAction::WriteServer("https://sila.example.org".to_owned()));
            }
            Self::Enrolled => {
                at(stage, SetupStep::Screen);
                act(stage, FirstStartAction::Back);
            }
            Self::Screen => at(stage, SetupStep::Screen),
            Self::Printer => {
                at(stage, SetupStep::Printer);
                act(stage, FirstStartAction::Change(SettingsChange::Printer(PrinterKind::Device)));
                act(stage, FirstStartAction::Change(SettingsChange::Path("/dev/usb/lp0".to_owned())));
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

fn at(stage: &mut Stage, step: SetupStep) {
    stage.tell(Event::SettingUp(step));
    stage.tell(Event::Ready(Some(Arc::new(sample_setting()))));
}
