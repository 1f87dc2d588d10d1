//! First start, step by step: language, enrolment, screen, printer, what is rated where the device asks for nothing else, staff
//! PIN. Back is open on every step, and what was entered stays when a step is left. Talks to nobody itself.

use shared::locale::Language;

use super::{
    Ask, DigitKey, Here, NewPin, Paper, PinFault, PinPad, SettingsChange, SettingsFlow, SettingsOutcome,
};
use crate::config::{Config, PrinterSettings};
use crate::link::{Command, EnrolFailure, Event, Hidden, SetupStep};

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
    /// What is rated, on a device that asks for a rating alone.
    Rating,
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
            Self::Printer | Self::Rating => Some(4),
            Self::ChoosePin | Self::RepeatPin => Some(5),
            Self::Done => None,
        }
    }
}

/// What the first start asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstStartAction {
    /// The address as it stands.
    WriteServer(String),
    /// The code as it stands.
    WriteCode(String),
    /// Chooses the language that every visitor begins with.
    ChooseLanguage(Language),
    /// On to address and code.
    Enrol,
    /// Begins a trial on sample data.
    Try,
    /// A change of the screen's size or the printer.
    Change(SettingsChange),
    /// Prints a page to see that the printer works.
    TestPage,
    /// On to the next step.
    Next,
    /// Back to the step before; what was entered stays, but for a PIN.
    Back,
    /// A key of the PIN pad.
    Key(DigitKey),
    /// The PIN is typed.
    SubmitPin,
}

/// What is waited for, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    /// The settings are saved, then the next step comes.
    ToGoOn,
    /// The settings are saved, then a page is printed.
    ToPrint,
    /// The PIN is kept.
    ForPin,
}

/// What went wrong last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Trial,
    Enrolment(EnrolFailure),
    Pin,
}

/// What was entered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstStartFlow {
    page: FirstStartPage,
    is_enrolled: bool,
    server: String,
    code: Hidden<String>,
    settings: SettingsFlow,
    pin: NewPin,
    waits: Option<Waits>,
    trouble: Option<Trouble>,
    /// At which step a restart goes on, as it was noted last.
    kept: Option<SetupStep>,
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
        Self { page, is_enrolled, settings: SettingsFlow::new(config), kept: step, ..Self::default() }
    }

    /// The step at which a restart goes on; `None`: at the first.
    fn step(&self) -> Option<SetupStep> {
        match self.page {
            FirstStartPage::Language if self.is_enrolled => Some(SetupStep::Screen),
            FirstStartPage::Language | FirstStartPage::Done => None,
            FirstStartPage::Choose => Some(SetupStep::Choose),
            FirstStartPage::Connect | FirstStartPage::Enrolling => Some(SetupStep::Connect),
            FirstStartPage::Enrolled | FirstStartPage::Screen => Some(SetupStep::Screen),
            FirstStartPage::Printer | FirstStartPage::Rating => Some(SetupStep::Printer),
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
        self.pin.pad()
    }

    /// Returns why the PIN is asked for from the start.
    pub fn pin_fault(&self) -> Option<PinFault> {
        self.pin.fault()
    }

    /// Tells whether the last PIN could not be kept.
    pub fn pin_not_kept(&self) -> bool {
        self.trouble == Some(Trouble::Pin)
    }

    /// Tells whether the last trial could not be prepared.
    pub fn trial_failed(&self) -> bool {
        self.trouble == Some(Trouble::Trial)
    }

    /// Returns why the last attempt to enrol failed.
    pub fn failure(&self) -> Option<EnrolFailure> {
        if let Some(Trouble::Enrolment(failure)) = self.trouble { Some(failure) } else { None }
    }

    /// Tells whether something was entered that is not for whoever comes next, or nothing is left to be entered.
    pub fn is_guarded(&self) -> bool {
        let is_typed = !self.server.is_empty() || !self.code.is_empty();
        self.pin.is_begun() || is_typed || self.page == FirstStartPage::Done
    }

    /// Does what a screen asks for.
    pub fn act(&mut self, action: FirstStartAction, here: &mut Here<'_>) {
        match action {
            FirstStartAction::WriteServer(text) => self.server = text,
            FirstStartAction::WriteCode(text) => self.code = Hidden(text),
            FirstStartAction::ChooseLanguage(language) => {
                here.ask(Ask::Speak(language));
                if self.page == FirstStartPage::Language {
                    self.settings.change(SettingsChange::Language(language));
                    self.save(Waits::ToGoOn, here);
                }
            }
            FirstStartAction::Change(change) => self.settings.change(change),
            FirstStartAction::Enrol => {
                if self.page == FirstStartPage::Choose {
                    self.page = FirstStartPage::Connect;
                }
            }
            FirstStartAction::Try => {
                self.trouble.take_if(|trouble| *trouble == Trouble::Trial);
                if self.page == FirstStartPage::Choose {
                    here.ask(Command::BeginTrial);
                }
            }
            FirstStartAction::TestPage => {
                if self.page == FirstStartPage::Printer {
                    self.save(Waits::ToPrint, here);
                }
            }
            FirstStartAction::Next => self.go_on(here),
            FirstStartAction::Back => self.back(),
            FirstStartAction::Key(key) => {
                if self.waits != Some(Waits::ForPin) {
                    self.trouble.take_if(|trouble| *trouble == Trouble::Pin);
                    self.pin.key(&key);
                }
            }
            FirstStartAction::SubmitPin => self.submit_pin(here),
        }
        self.keep_step(here);
    }

    /// Takes in what the worker tells.
    pub fn told(&mut self, event: &Event, here: &mut Here<'_>) {
        match event {
            Event::Enrolled => self.enrolled(here),
            Event::EnrolFailed(failure) => {
                (self.page, self.trouble) = (FirstStartPage::Connect, Some(Trouble::Enrolment(*failure)));
            }
            Event::TrialNotBegun => self.trouble = Some(Trouble::Trial),
            Event::ConfigSaved(_) => self.settings_told(SettingsOutcome::Saved, here),
            Event::ConfigNotSaved => self.settings_told(SettingsOutcome::NotSaved, here),
            Event::PinSet => self.forget_pin(FirstStartPage::Done),
            Event::NotSaved(_) if self.waits == Some(Waits::ForPin) => {
                self.forget_pin(FirstStartPage::ChoosePin);
                self.trouble = Some(Trouble::Pin);
            }
            // nothing that was asked for
            _ => return,
        }
        self.keep_step(here);
    }

    /// Has the step kept that is open now, and begins it with empty fields.
    fn keep_step(&mut self, here: &mut Here<'_>) {
        let step = self.step();
        if step != self.kept && self.page != FirstStartPage::Done {
            self.kept = step;
            here.ask(Ask::ClearFields);
            here.ask(Ask::KeepStep(step));
        }
    }

    /// Tells whether the way on is open.
    pub fn can_go_on(&self) -> bool {
        match self.page {
            FirstStartPage::Connect => !self.server.trim().is_empty() && !self.code.trim().is_empty(),
            FirstStartPage::Choose | FirstStartPage::Enrolling => false,
            FirstStartPage::Language | FirstStartPage::Enrolled | FirstStartPage::Screen => true,
            FirstStartPage::Printer | FirstStartPage::Rating | FirstStartPage::Done => true,
            FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => false,
        }
    }

    fn go_on(&mut self, here: &mut Here<'_>) {
        match self.page {
            FirstStartPage::Connect if self.can_go_on() => {
                self.trouble = None;
                self.page = FirstStartPage::Enrolling;
                let (server, code) = (self.server.trim().to_owned(), self.code.trim().to_owned().into());
                here.ask(Command::Enrol { server, code });
            }
            FirstStartPage::Enrolled => self.page = FirstStartPage::Screen,
            FirstStartPage::Screen | FirstStartPage::Printer | FirstStartPage::Rating => {
                self.save(Waits::ToGoOn, here);
            }
            FirstStartPage::Done => here.ask(Ask::Leave),
            FirstStartPage::Language
            | FirstStartPage::Choose
            | FirstStartPage::Connect
            | FirstStartPage::Enrolling
            | FirstStartPage::ChoosePin
            | FirstStartPage::RepeatPin => {}
        }
    }

    fn save(&mut self, waits: Waits, here: &mut Here<'_>) {
        let config = if self.page == FirstStartPage::Printer {
            self.settings.submit()
        } else {
            Some(self.complete_config())
        };
        if let Some(config) = config {
            self.waits = Some(waits);
            here.ask(Command::SaveConfig(Box::new(config)));
        }
    }

    /// The settings as they stand; a printer that still lacks its path is left out until its own step is left.
    fn complete_config(&self) -> Config {
        let mut config = self.settings.config().clone();
        if config.printer.is_set() && config.printer.path.as_os_str().is_empty() {
            config.printer = PrinterSettings::default();
        }
        config
    }

    /// Tells whether the device asks for nothing but a rating.
    fn rates_alone(&self) -> bool {
        self.settings.config().rating.exit
    }

    fn settings_told(&mut self, outcome: SettingsOutcome, here: &mut Here<'_>) {
        let Some(waits) = self.waits.take_if(|waits| *waits != Waits::ForPin) else { return };
        if outcome != SettingsOutcome::Saved {
            self.settings.outcome = Some(outcome);
            return;
        }
        self.settings.outcome = None;
        match (waits, self.page) {
            (Waits::ToPrint, _) => here.ask(Ask::Print(Paper::TestPage)),
            (_, FirstStartPage::Language) => {
                self.page = if self.is_enrolled { FirstStartPage::Enrolled } else { FirstStartPage::Choose };
            }
            (_, FirstStartPage::Screen) => self.page = FirstStartPage::Printer,
            (_, FirstStartPage::Printer) if self.rates_alone() => self.page = FirstStartPage::Rating,
            (_, FirstStartPage::Printer | FirstStartPage::Rating) => self.page = FirstStartPage::ChoosePin,
            // somebody went back meanwhile
            (
                _,
                FirstStartPage::Choose
                | FirstStartPage::Connect
                | FirstStartPage::Enrolling
                | FirstStartPage::Enrolled
                | FirstStartPage::ChoosePin
                | FirstStartPage::RepeatPin
                | FirstStartPage::Done,
            ) => {}
        }
    }

    fn back(&mut self) {
        if self.waits == Some(Waits::ForPin) {
            return;
        }
        self.settings.outcome = None;
        self.waits = None;
        self.trouble.take_if(|trouble| *trouble == Trouble::Trial);
        match self.page {
            FirstStartPage::Choose | FirstStartPage::Enrolled => self.page = FirstStartPage::Language,
            FirstStartPage::Connect => self.page = FirstStartPage::Choose,
            FirstStartPage::Screen => self.page = FirstStartPage::Enrolled,
            FirstStartPage::Printer => self.page = FirstStartPage::Screen,
            FirstStartPage::Rating => self.page = FirstStartPage::Printer,
            FirstStartPage::ChoosePin if self.rates_alone() => self.forget_pin(FirstStartPage::Rating),
            FirstStartPage::ChoosePin => self.forget_pin(FirstStartPage::Printer),
            FirstStartPage::RepeatPin => self.forget_pin(FirstStartPage::ChoosePin),
            FirstStartPage::Language | FirstStartPage::Enrolling | FirstStartPage::Done => {}
        }
    }

    fn submit_pin(&mut self, here: &mut Here<'_>) {
        let is_open = matches!(self.page, FirstStartPage::ChoosePin | FirstStartPage::RepeatPin);
        if !is_open || self.waits == Some(Waits::ForPin) {
            return;
        }
        match self.pin.submit() {
            Some(pin) => {
                self.waits = Some(Waits::ForPin);
                here.ask(Command::SetPin(pin));
            }
            None if self.pin.is_repeated() => self.page = FirstStartPage::RepeatPin,
            None => self.page = FirstStartPage::ChoosePin,
        }
    }

    /// The device has its identity, and the code is used up.
    fn enrolled(&mut self, here: &mut Here<'_>) {
        (self.page, self.is_enrolled, self.trouble) = (FirstStartPage::Enrolled, true, None);
        (self.server, self.code) = (String::new(), Hidden::default());
        here.ask(Ask::ClearFields);
    }

    fn forget_pin(&mut self, page: FirstStartPage) {
        (self.page, self.pin, self.waits) = (page, NewPin::default(), None);
        self.trouble.take_if(|trouble| *trouble == Trouble::Pin);
    }
}

#[cfg(test)]
mod tests;
