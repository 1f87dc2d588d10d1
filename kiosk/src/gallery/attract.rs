//! The screens that nobody stands before, and the call for a member of staff.

use std::sync::Arc;

use shared::domain::{DaySpan, DeviceMode};

use super::Stage;
use super::sample::sample_setting;
use crate::action::{Action, DigitKey, StaffAction};
use crate::link::{Event, PinOutcome, Setting};

/// Seconds after which nobody stands before the welcome.
const AFTER: u32 = 121;

/// A screen before which nobody stands, or from which staff are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttractScene {
    /// What was said and done, in turn.
    Open,
    /// The branch is closed for a while.
    Paused,
    /// The welcome while the branch is closed for a while.
    WelcomePaused,
    /// Staff are called.
    Called,
    /// Staff are called where none are.
    CalledAlone,
    /// Staff sign in after they were called.
    Answered,
}

impl AttractScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "attract",
            Self::Paused => "attract-closed",
            Self::WelcomePaused => "welcome-closed",
            Self::Called => "call-staff",
            Self::CalledAlone => "call-staff-alone",
            Self::Answered => "call-staff-answered",
        }
    }

    /// Plays the scene up to its screen.
    pub fn play(self, stage: &mut Stage) {
        let setting = match self {
            Self::Paused | Self::WelcomePaused => paused(),
            Self::CalledAlone => Setting { mode: DeviceMode::SelfService, ..sample_setting() },
            Self::Open | Self::Called | Self::Answered => sample_setting(),
        };
        stage.tell(Event::Ready(Some(Arc::new(setting))));
        match self {
            Self::Open | Self::Paused => stage.wait(AFTER),
            Self::WelcomePaused => {}
            Self::Called | Self::CalledAlone => {
                stage.act(Action::StartVisit);
                stage.act(Action::CallStaff);
            }
            Self::Answered => {
                stage.act(Action::CallStaff);
                stage.act(Action::OpenStaff);
                stage.act(Action::Staff(StaffAction::Key(DigitKey::Digits("1357".to_owned()))));
                stage.act(Action::Staff(StaffAction::SubmitPin));
                stage.tell(Event::PinChecked(PinOutcome::Right));
                stage.tell(Event::Today(super::sample::sample_today()));
            }
        }
    }
}

/// A branch that pauses at the moment of the pictures.
fn paused() -> Setting {
    let mut setting = sample_setting();
    let mut hours = setting.catalog.hours_of(&setting.branch).cloned().unwrap_or_default();
    hours.pauses = vec![DaySpan { from_minutes: 10 * 60 + 20, until_minutes: 10 * 60 + 45 }];
    super::visits::publish_hours(&mut setting, hours);
    setting
}
