//! The settings being changed: by staff, page by page, and by the first start. Nothing is in force before it is saved.

use shared::domain::Code;
use shared::locale::Language;

use super::{Ask, Here, Paper};
use crate::config::{Config, ContrastSetting, Inches, PaperWidth, PrinterKind, TextSetting, ThemeSetting};
use crate::link::Command;

/// How much a touch moves a time.
const SECONDS_STEP: i32 = 10;

/// How much a touch moves the height of the screen above the floor.
const CENTIMETRES_STEP: i32 = 5;

/// Longest path of a printer that the field takes: what most systems take (PATH_MAX is 4,096 bytes on Linux; a device's
/// or spool file's is far shorter).
pub const PATH_CHARS_MAX: usize = 250;

/// A group of settings that are shown together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SettingsPart {
    /// The screen's size.
    #[default]
    Screen,
    /// What every visitor begins with.
    Visitors,
    /// The printer.
    Printer,
    /// Numbers for those who wait, and calling them.
    Queue,
    /// Rating in passing.
    Rating,
}

/// A change of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsChange {
    /// Makes the screen larger, or smaller, by tenths of an inch.
    Diagonal(i32),
    /// The theme.
    Theme(ThemeSetting),
    /// The contrast.
    Contrast(ContrastSetting),
    /// The size of text.
    Text(TextSetting),
    /// Simple words, or not.
    SimpleWords(bool),
    /// The first language.
    Language(Language),
    /// More time before a visitor is asked, or less: in steps of 10 s.
    VisitorTime(i32),
    /// Where receipts are printed.
    Printer(PrinterKind),
    /// The printer's device or file.
    Path(String),
    /// The paper's width.
    Paper(PaperWidth),
    /// Whether the paper is cut.
    Cut(bool),
    /// The screen stands higher above the floor, or lower: in steps of 5 cm.
    Reach(i32),
    /// Whether visitors get a number.
    Tickets(bool),
    /// The next first digit of the numbers, or the one before.
    FirstDigit(i32),
    /// The desk to which visitors are called.
    Desk(String),
    /// Whether a board is shown on this machine.
    Board(bool),
    /// More time for calling the next without the PIN, or less: in steps of 10 s.
    WithoutPin(i32),
    /// Whether a ticket is printed by itself.
    PrintTicket(bool),
    /// Whether the four faces are the welcome.
    Exit(bool),
    /// What is rated there.
    RatedService(Code),
    /// More scores in a minute that count, or fewer.
    Plays(i32),
}

/// What became of the last saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsOutcome {
    /// Saved, and in force.
    Saved,
    /// Not saved.
    NotSaved,
    /// A printer without its path can't be saved.
    NoPath,
}

/// What the device's settings ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsAction {
    /// Opens them.
    Show,
    /// Opens a part.
    Open(SettingsPart),
    /// Changes one.
    Change(SettingsChange),
    /// Saves them.
    Save,
    /// Prints a page to see that the printer works.
    TestPage,
    /// Goes back to the device's status.
    Back,
    /// Asks whether to leave the program.
    AskToLeave,
    /// Stays after all.
    Stay,
    /// Ends the program.
    Leave,
}

/// Settings as they stand on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsFlow {
    config: Config,
    /// Which part is shown.
    pub part: SettingsPart,
    /// What became of the last saving; gone with the next change.
    pub outcome: Option<SettingsOutcome>,
    /// Whether it is asked if the program is to be left.
    pub leaving: bool,
}

impl SettingsFlow {
    /// Begins with the settings in force.
    pub fn new(config: Config) -> Self {
        Self { config, ..Self::default() }
    }

    /// Returns the settings as they stand.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Does what their page asks for; opening and leaving it is for staff mode.
    pub(super) fn act(&mut self, action: SettingsAction, here: &mut Here<'_>) {
        match action {
            SettingsAction::Open(part) => {
                self.part = part;
                here.ask(Ask::ClearFields);
            }
            SettingsAction::Change(change) => self.change(change),
            SettingsAction::Save => {
                if let Some(config) = self.submit() {
                    here.ask(Command::SaveConfig(Box::new(config)));
                }
            }
            SettingsAction::TestPage => here.ask(Ask::Print(Paper::TestPage)),
            SettingsAction::AskToLeave => self.leaving = true,
            SettingsAction::Stay => self.leaving = false,
            SettingsAction::Leave => here.ask(Ask::EndProgram),
            SettingsAction::Show | SettingsAction::Back => {}
        }
    }

    /// Changes a setting; a number stops at its bound.
    pub fn change(&mut self, change: SettingsChange) {
        self.outcome = None;
        let Config { screen, appearance, idle, printer, queue, rating, .. } = &mut self.config;
        match change {
            SettingsChange::Diagonal(tenths) => {
                let inches = f64::from(screen.diagonal_inches) + f64::from(tenths) / 10.0;
                screen.diagonal_inches = Inches::nearest(inches);
            }
            SettingsChange::Theme(theme) => appearance.theme = theme,
            SettingsChange::Contrast(contrast) => appearance.contrast = contrast,
            SettingsChange::Text(text) => appearance.text = text,
            SettingsChange::SimpleWords(simple) => appearance.simple_words = simple,
            SettingsChange::Language(language) => appearance.language = language,
            SettingsChange::VisitorTime(steps) => {
                idle.visitor_seconds = idle.visitor_seconds.moved(steps * SECONDS_STEP);
            }
            SettingsChange::Printer(kind) => printer.kind = kind,
            SettingsChange::Path(path) => printer.path = path.trim().into(),
            SettingsChange::Paper(width) => printer.width_dots = width,
            SettingsChange::Cut(cut) => printer.cut = cut,
            SettingsChange::Reach(steps) => screen.reach = screen.reach.moved(steps * CENTIMETRES_STEP),
            SettingsChange::Tickets(gives) => queue.tickets = gives,
            SettingsChange::FirstDigit(steps) => queue.device = queue.device.moved(steps),
            SettingsChange::Desk(desk) => queue.desk = desk,
            SettingsChange::Board(shown) => queue.board = shown,
            SettingsChange::WithoutPin(steps) => {
                queue.next_without_pin_seconds = queue.next_without_pin_seconds.moved(steps * SECONDS_STEP);
            }
            SettingsChange::PrintTicket(prints) => queue.print = prints,
            SettingsChange::Exit(exit) => rating.exit = exit,
            SettingsChange::RatedService(service) => rating.service = service,
            SettingsChange::Plays(steps) => rating.plays_a_minute = rating.plays_a_minute.moved(steps),
        }
    }

    /// Hands the settings over to be saved; `None` where something is missing, which is then said.
    pub fn submit(&mut self) -> Option<Config> {
        if self.config.printer.is_set() && self.config.printer.path.as_os_str().is_empty() {
            self.outcome = Some(SettingsOutcome::NoPath);
            self.part = SettingsPart::Printer;
            return None;
        }
        let desk = self.config.queue.desk.trim().to_owned();
        self.config.queue.desk = desk;
        Some(self.config.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stop_at_their_bounds() {
        let mut flow = SettingsFlow::default();
        (0..2_000).for_each(|_| flow.change(SettingsChange::Diagonal(-1)));
        assert_eq!(flow.config().screen.diagonal_inches.get(), 5.0);
        flow.change(SettingsChange::Diagonal(1));
        assert_eq!(flow.config().screen.diagonal_inches.get(), 5.1);
        (0..20).for_each(|_| flow.change(SettingsChange::VisitorTime(-1)));
        assert_eq!(flow.config().idle.visitor_seconds.get(), 30);
        for change in [SettingsChange::FirstDigit, SettingsChange::Plays, SettingsChange::Reach] {
            (0..100).for_each(|_| flow.change(change(-1)));
        }
        flow.change(SettingsChange::Reach(15));
        let Config { screen, queue, rating, .. } = flow.config();
        assert_eq!((queue.device.get(), rating.plays_a_minute.get(), screen.reach.get()), (0, 1, 75));
    }

    #[test]
    fn a_printer_without_its_path_is_said_and_not_saved() {
        let mut flow = SettingsFlow::default();
        flow.change(SettingsChange::Printer(PrinterKind::Device));
        assert_eq!((flow.submit(), flow.outcome), (None, Some(SettingsOutcome::NoPath)));
        flow.change(SettingsChange::Path(" /dev/usb/lp0 ".to_owned()));
        let saved = flow.submit().unwrap();
        assert_eq!(saved.printer.path, std::path::Path::new("/dev/usb/lp0"));
    }
}
