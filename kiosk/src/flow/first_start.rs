//! First start, step by step: language, enrolment, screen, printer, staff PIN. Back is open on every step, and what was
//! entered stays when a step is left. Talks to nobody itself.

use std::time::Duration;

use shared::locale::Language;

use super::{PinPad, SettingsChange, SettingsFlow, SettingsOutcome};
use crate::config::{Config, PrinterSettings};
use crate::link::{EnrolFailure, SetupStep};

/// Longest server address that the field takes: more than any host name (253) with its port.
pub const SERVER_CHARS_MAX: usize = 300;

/// How many steps there are.
pub const FIRST_START_STEPS: usize = 5;

/// Which page of the first start is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirstStartPage {
    /// The language.
    #[default]
    Language,
    /// Enrolling, or trying it on sample data.
    Choose,
    /// Address and code.
    Connect,
    /// Waiting for the server's answer.
    Enrolling,
    /// The device has its identity.
    Enrolled,
    /// The screen's size.
    Screen,
    /// The printer.
    Printer,
    /// The PIN, the first time.
    ChoosePin,
    /// The PIN again.
    RepeatPin,
    /// The device is ready.
    Done,
}

impl FirstStartPage {
    /// Returns which of the steps it belongs to, counted from 1; `None` once all are done.
    pub fn step(self) -> Option<usize> {
        match self {
            Self::Language => Some(1),
            Self::Choose | Self::Connect | Self::Enrolling | Self::Enrolled => Some(2),
            Self::Screen => Some(3),
            Self::Printer => Some(4),
            Self::ChoosePin | Self::RepeatPin => Some(5),
            Self::Done => None,
        }
    }
}

/// What the flow needs from the worker before it goes on.
#[derive(Clone, PartialEq, Eq)]
pub enum FirstStartAsk {
    /// Save these settings.
    SaveConfig(Config),
    /// Begin a trial on sample data.
    BeginTrial,
    /// Enrol at this address with this code.
    Enrol {
        /// The server's address, as typed.
        server: String,
        /// The code, as typed.
        code: String,
    },
    /// Keep this PIN, typed twice alike.
    SetPin(String),
}

/// What follows once the settings are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    GoOn,
    Print,
}

/// What was entered so far.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FirstStartFlow {
    page: FirstStartPage,
    is_enrolled: bool,
    server: String,
    code: String,
    settings: SettingsFlow,
    saving: Option<Then>,
    pin: PinPad,
    first_pin: Option<String>,
    pins_differ: bool,
    trial_failed: bool,
    keeps_pin: bool,
    pin_not_kept: bool,
    failure: Option<EnrolFailure>,
}

impl std::fmt::Debug for FirstStartFlow {
    /// Shows neither code nor PIN: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FirstStartFlow").field("page", &self.page).finish_non_exhaustive()
    }
}

impl FirstStartFlow {
    /// Begins, or goes on at the step that was open.
    pub fn new(step: Option<SetupStep>, config: Config) -> Self {
        let page = match step {
            None => FirstStartPage::Language,
            Some(SetupStep::Choose) => FirstStartPage::Choose,
            Some(SetupStep::Connect) => FirstStartPage::Connect,
            Some(SetupStep::Screen) => FirstStartPage::Screen,
            Some(SetupStep::Printer) => FirstStartPage::Printer,
            Some(SetupStep::Pin) => FirstStartPage::ChoosePin,
        };
        let is_enrolled = step.is_some_and(SetupStep::is_after_enrolment);
        Self { page, is_enrolled, settings: SettingsFlow::new(config), ..Self::default() }
    }

    /// Returns the step at which a restart goes on; `None`: at the first.
    pub fn step(&self) -> Option<SetupStep> {
        match self.page {
            FirstStartPage::Language if self.is_enrolled => Some(SetupStep::Screen),
            FirstStartPage::Language | FirstStartPage::Done => None,
            FirstStartPage::Choose => Some(SetupStep::Choose),
            FirstStartPage::Connect | FirstStartPage::Enrolling => Some(SetupStep::Connect),
            FirstStartPage::Enrolled | FirstStartPage::Screen => Some(SetupStep::Screen),
            FirstStartPage::Printer => Some(SetupStep::Printer),
            FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => Some(SetupStep::Pin),
        }
    }

    /// Returns which page is shown.
    pub fn page(&self) -> FirstStartPage {
        self.page
    }

    /// Returns the address as it stands.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Returns the code as it stands.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the settings as they stand.
    pub fn settings(&self) -> &SettingsFlow {
        &self.settings
    }

    /// Returns the PIN being typed.
    pub fn pin(&self) -> &PinPad {
        &self.pin
    }

    /// Tells whether the two PINs differed, so that both are asked for again.
    pub fn pins_differ(&self) -> bool {
        self.pins_differ
    }

    /// Tells whether the last PIN could not be kept.
    pub fn pin_not_kept(&self) -> bool {
        self.pin_not_kept
    }

    /// Returns why the last attempt to enrol failed.
    pub fn failure(&self) -> Option<EnrolFailure> {
        self.failure
    }

    /// Tells whether something was entered that is not for whoever comes next, or nothing is left to be entered.
    pub fn is_guarded(&self) -> bool {
        let has_pin = !self.pin.is_empty() || self.first_pin.is_some();
        let is_typed = !self.server.is_empty() || !self.code.is_empty();
        has_pin || is_typed || self.page == FirstStartPage::Done
    }

    /// Takes the address as it stands in its field.
    pub fn write_server(&mut self, server: String) {
        self.server = server;
    }

    /// Takes the code as it stands in its field.
    pub fn write_code(&mut self, code: String) {
        self.code = code;
    }

    /// Takes a change of the settings.
    pub fn change(&mut self, change: SettingsChange) {
        self.settings.change(change);
    }

    /// Tells whether the way on is open.
    pub fn can_go_on(&self) -> bool {
        match self.page {
            FirstStartPage::Connect => !self.server.trim().is_empty() && !self.code.trim().is_empty(),
            FirstStartPage::Choose | FirstStartPage::Enrolling => false,
            FirstStartPage::Language | FirstStartPage::Enrolled | FirstStartPage::Screen => true,
            FirstStartPage::Printer | FirstStartPage::Done => true,
            FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => false,
        }
    }

    /// Chooses the language that every visitor begins with.
    pub fn choose_language(&mut self, language: Language) -> Option<FirstStartAsk> {
        if self.page != FirstStartPage::Language {
            return None;
        }
        self.settings.change(SettingsChange::Language(language));
        self.save(Then::GoOn)
    }

    /// Goes on to address and code.
    pub fn choose_enrolment(&mut self) {
        if self.page == FirstStartPage::Choose {
            self.page = FirstStartPage::Connect;
        }
    }

    /// Asks for a trial on sample data.
    pub fn try_out(&mut self) -> Option<FirstStartAsk> {
        self.trial_failed = false;
        (self.page == FirstStartPage::Choose).then_some(FirstStartAsk::BeginTrial)
    }

    /// Takes in that no trial could be prepared.
    pub fn trial_not_begun(&mut self) {
        self.trial_failed = true;
    }

    /// Tells whether the last trial could not be prepared.
    pub fn trial_failed(&self) -> bool {
        self.trial_failed
    }

    /// Goes on, once the worker did what is returned.
    pub fn go_on(&mut self) -> Option<FirstStartAsk> {
        match self.page {
            FirstStartPage::Connect if self.can_go_on() => {
                self.failure = None;
                self.page = FirstStartPage::Enrolling;
                let (server, code) = (self.server.trim().to_owned(), self.code.trim().to_owned());
                Some(FirstStartAsk::Enrol { server, code })
            }
            FirstStartPage::Enrolled => {
                self.page = FirstStartPage::Screen;
                None
            }
            FirstStartPage::Screen | FirstStartPage::Printer => self.save(Then::GoOn),
            FirstStartPage::Language
            | FirstStartPage::Choose
            | FirstStartPage::Connect
            | FirstStartPage::Enrolling
            | FirstStartPage::ChoosePin
            | FirstStartPage::RepeatPin
            | FirstStartPage::Done => None,
        }
    }

    /// Saves the printer, so that a page can be printed on it.
    pub fn try_printer(&mut self) -> Option<FirstStartAsk> {
        if self.page == FirstStartPage::Printer { self.save(Then::Print) } else { None }
    }

    fn save(&mut self, then: Then) -> Option<FirstStartAsk> {
        let config = if self.page == FirstStartPage::Printer {
            self.settings.submit()?
        } else {
            self.complete_config()
        };
        self.saving = Some(then);
        Some(FirstStartAsk::SaveConfig(config))
    }

    /// The settings as they stand; a printer that still lacks its path is left out until its own step is left.
    fn complete_config(&self) -> Config {
        let mut config = self.settings.config().clone();
        if config.printer.is_set() && config.printer.path.as_os_str().is_empty() {
            config.printer = PrinterSettings::default();
        }
        config
    }

    /// Takes in what became of saving the settings; true where a page is to be printed now.
    pub fn settings_told(&mut self, outcome: SettingsOutcome) -> bool {
        let Some(then) = self.saving.take() else { return false };
        if outcome != SettingsOutcome::Saved {
            self.settings.outcome = Some(outcome);
            return false;
        }
        self.settings.outcome = None;
        match (then, self.page) {
            (Then::Print, _) => return true,
            (Then::GoOn, FirstStartPage::Language) => {
                self.page = if self.is_enrolled { FirstStartPage::Enrolled } else { FirstStartPage::Choose };
            }
            (Then::GoOn, FirstStartPage::Screen) => self.page = FirstStartPage::Printer,
            (Then::GoOn, FirstStartPage::Printer) => self.page = FirstStartPage::ChoosePin,
            // somebody went back meanwhile
            (
                Then::GoOn,
                FirstStartPage::Choose
                | FirstStartPage::Connect
                | FirstStartPage::Enrolling
                | FirstStartPage::Enrolled
                | FirstStartPage::ChoosePin
                | FirstStartPage::RepeatPin
                | FirstStartPage::Done,
            ) => {}
        }
        false
    }

    /// Goes back a step; what was entered stays, but for a PIN.
    pub fn back(&mut self) {
        self.settings.outcome = None;
        (self.saving, self.trial_failed) = (None, false);
        match self.page {
            FirstStartPage::Choose | FirstStartPage::Enrolled => self.page = FirstStartPage::Language,
            FirstStartPage::Connect => self.page = FirstStartPage::Choose,
            FirstStartPage::Screen => self.page = FirstStartPage::Enrolled,
            FirstStartPage::Printer => self.page = FirstStartPage::Screen,
            FirstStartPage::ChoosePin => self.forget_pin(FirstStartPage::Printer),
            FirstStartPage::RepeatPin if !self.keeps_pin => self.forget_pin(FirstStartPage::ChoosePin),
            FirstStartPage::RepeatPin => {}
            FirstStartPage::Language | FirstStartPage::Enrolling | FirstStartPage::Done => {}
        }
    }

    /// Takes a digit of the PIN.
    pub fn press(&mut self, digit: char) {
        if !self.keeps_pin {
            self.pins_differ = false;
            self.pin_not_kept = false;
            self.pin.press(digit, Duration::ZERO);
        }
    }

    /// Takes the PIN's last digit away.
    pub fn delete(&mut self) {
        self.pin.delete();
    }

    /// Takes the PIN as typed; once it was typed twice alike, it is to be kept.
    pub fn submit_pin(&mut self) -> Option<FirstStartAsk> {
        let typed = self.pin.submit(Duration::ZERO)?;
        self.pin = PinPad::default();
        match self.first_pin.take() {
            None => {
                self.first_pin = Some(typed);
                self.page = FirstStartPage::RepeatPin;
                None
            }
            Some(first) if first == typed => {
                self.keeps_pin = true;
                Some(FirstStartAsk::SetPin(typed))
            }
            Some(_) => {
                self.page = FirstStartPage::ChoosePin;
                self.pins_differ = true;
                None
            }
        }
    }

    /// Takes in that the PIN is kept: the device is ready.
    pub fn pin_kept(&mut self) {
        self.forget_pin(FirstStartPage::Done);
    }

    /// Takes in that the PIN could not be kept: it is asked for again.
    pub fn not_saved(&mut self) {
        if self.keeps_pin {
            self.forget_pin(FirstStartPage::ChoosePin);
            self.pin_not_kept = true;
        }
    }

    /// Takes in that the device has its identity. The code is used up.
    pub fn enrolled(&mut self) {
        self.is_enrolled = true;
        self.failure = None;
        (self.server, self.code) = (String::new(), String::new());
        self.page = FirstStartPage::Enrolled;
    }

    /// Takes in that the enrolment failed: back to what has to be mended.
    pub fn failed(&mut self, failure: EnrolFailure) {
        self.page = FirstStartPage::Connect;
        self.failure = Some(failure);
    }

    fn forget_pin(&mut self, page: FirstStartPage) {
        self.page = page;
        self.pin = PinPad::default();
        self.first_pin = None;
        self.pins_differ = false;
        self.keeps_pin = false;
        self.pin_not_kept = false;
    }
}

#[cfg(test)]
mod tests;
