//! What is shown now, with everything entered on the way there. Leaving a route drops what it carries.

use std::time::Duration;

use crate::flow::{FirstStartFlow, GuideFlow, RatingFlow, StaffFlow, SuggestionFlow, VisitFlow};

/// What the window shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// Nothing yet: the worker has not said who this device is.
    #[default]
    Starting,
    /// The device is not enrolled.
    FirstStart(Box<FirstStartFlow>),
    /// The ways in.
    Welcome,
    /// A visitor asks for a service or information.
    Visit(Box<VisitFlow>),
    /// A visitor rates a service.
    Rating(Box<RatingFlow>),
    /// A visitor makes a suggestion.
    Suggestion(Box<SuggestionFlow>),
    /// A visitor reads the service guide.
    Guide(Box<GuideFlow>),
    /// Staff mode.
    Staff(Box<StaffFlow>),
    /// Work cannot go on without a member of staff.
    Trouble(Trouble),
}

/// Why work cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The thread that saves records is gone; starting the program again is the way forward.
    CallStaff,
    /// The last record did not fit on the disk.
    DiskFull,
    /// A screen failed. Everything else works.
    Crashed {
        /// When the next visitor finds the welcome again, since the program started.
        back_at: Duration,
    },
    /// The settings file can't be read as settings.
    Settings {
        /// The line at fault, counted from 1.
        line: usize,
    },
}

impl Route {
    /// Tells whether the idle guard watches: something was entered, or something is shown that is not for everybody.
    pub fn is_guarded(&self) -> bool {
        match self {
            Self::Starting
            | Self::Welcome
            | Self::Trouble(Trouble::CallStaff | Trouble::Crashed { .. } | Trouble::Settings { .. }) => false,
            Self::FirstStart(flow) => flow.is_guarded(),
            Self::Visit(_) | Self::Rating(_) | Self::Suggestion(_) | Self::Guide(_) => true,
            Self::Staff(_) | Self::Trouble(Trouble::DiskFull) => true,
        }
    }

    /// Tells whether it is a visitor who stands before the screen and may want it to be easier.
    pub fn is_for_visitors(&self) -> bool {
        match self {
            Self::Welcome | Self::Visit(_) | Self::Rating(_) => true,
            Self::Suggestion(_) | Self::Guide(_) | Self::Trouble(_) => true,
            Self::Starting | Self::FirstStart(_) | Self::Staff(_) => false,
        }
    }

    /// Tells whether it is staff who stand before the screen.
    pub fn is_for_staff(&self) -> bool {
        match self {
            Self::FirstStart(_) => true,
            Self::Staff(flow) => flow.is_signed_in(),
            Self::Starting | Self::Welcome | Self::Visit(_) | Self::Rating(_) => false,
            Self::Suggestion(_) | Self::Guide(_) | Self::Trouble(_) => false,
        }
    }
}
