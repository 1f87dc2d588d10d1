//! What the settings show.

use shared::locale::{Language, ltr};

use crate::config::{ContrastSetting, PaperWidth, PrinterKind, TextSetting, ThemeSetting};
use crate::flow::{SettingsChange, SettingsFlow, SettingsOutcome, SettingsPart};
use crate::screens::inputs::{FieldData, Input};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::printing::PrintData;
use crate::screens::view::{Choice, View};
use crate::widgets::StatusKind;

/// A name and the choices under it.
pub type Group = (String, Vec<Choice<SettingsChange>>);

/// The screen's size.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenData {
    /// What it is about.
    pub title: String,
    /// How it is measured.
    pub hint: String,
    /// The size in words.
    pub inches: String,
    /// The size in inches.
    pub diagonal_inches: f32,
    /// What the frame is called.
    pub card: String,
    /// On the buttons, from the smallest step down to the largest step up.
    pub steps: [(String, SettingsChange); 4],
}

impl ScreenData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &SettingsFlow) -> Self {
        let inches = flow.config().screen.diagonal_inches.get();
        let step = |key: &str, tenths| (view.tr(key), SettingsChange::Diagonal(tenths));
        Self {
            title: view.tr("settings-screen"),
            hint: view.tr("settings-screen-hint"),
            inches: view.format("settings-inches", &[("n", ltr(&format!("{inches:.1}")).into())]),
            diagonal_inches: inches,
            card: view.tr("settings-card"),
            // the frame shrinks as the screen is said to be larger
            steps: [
                step("settings-much-smaller", 10),
                step("settings-little-smaller", 1),
                step("settings-little-larger", -1),
                step("settings-much-larger", -10),
            ],
        }
    }
}

/// The printer.
#[derive(Clone, Debug, PartialEq)]
pub struct PrinterData {
    /// What it is about.
    pub title: String,
    /// Where receipts are printed.
    pub kind: Group,
    /// Paper and cutting, where there is a printer.
    pub paper: Option<[Group; 2]>,
    /// The device or the file, where there is a printer.
    pub path: Option<FieldData>,
    /// The keyboard for it.
    pub keyboard: KeyboardData,
    /// The test page, where the printer in force is set.
    pub test: Option<PrintData>,
}

impl PrinterData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &SettingsFlow) -> Self {
        let printer = &flow.config().printer;
        let kinds = [
            ("settings-printer-none", PrinterKind::None),
            ("settings-printer-device", PrinterKind::Device),
            ("settings-printer-file", PrinterKind::File),
        ];
        let papers =
            [("settings-paper-wide", PaperWidth::Wide), ("settings-paper-narrow", PaperWidth::Narrow)];
        let cuts = [("settings-cut", true), ("settings-no-cut", false)];
        let paper = [
            group(view, "settings-paper", papers, printer.width_dots, SettingsChange::Paper),
            group(view, "settings-cutting", cuts, printer.cut, SettingsChange::Cut),
        ];
        let path = FieldData {
            input: Input::PrinterPath,
            name: view.tr("settings-printer-path"),
            hint: view.format("settings-printer-path-hint", &[("example", ltr("/dev/usb/lp0").into())]),
            text: printer.path.display().to_string(),
        };
        Self {
            title: view.tr("settings-printer"),
            kind: group(view, "settings-printer-kind", kinds, printer.kind, SettingsChange::Printer),
            paper: printer.is_set().then_some(paper),
            path: printer.is_set().then_some(path),
            keyboard: KeyboardData::new(view),
            test: PrintData::new(view, "settings-test-page").filter(|_| printer.is_set()),
        }
    }
}

/// The settings of the device.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsData {
    /// The parts, and which is shown.
    pub parts: Vec<Choice<SettingsPart>>,
    /// What the part shows.
    pub body: SettingsBody,
    /// What became of the last saving.
    pub outcome: Option<(StatusKind, String)>,
    /// The ways back, on, and out of the program.
    pub foot: [String; 3],
    /// The question before the program is left: title, body, stay, leave.
    pub leaving: Option<[String; 4]>,
}

/// The part that is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsBody {
    /// The screen's size.
    Screen(Box<ScreenData>),
    /// What every visitor begins with.
    Visitors(Vec<Group>),
    /// The printer.
    Printer(Box<PrinterData>),
}

impl SettingsData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &SettingsFlow) -> Self {
        let parts = [
            ("settings-screen", SettingsPart::Screen),
            ("settings-visitors", SettingsPart::Visitors),
            ("settings-printer", SettingsPart::Printer),
        ];
        let part = |(key, value)| Choice {
            value,
            name: view.tr(key),
            about: None,
            picture: None,
            chosen: value == flow.part,
        };
        let outcome = flow.outcome.map(|outcome| match outcome {
            SettingsOutcome::Saved => (StatusKind::Good, view.tr("settings-saved")),
            SettingsOutcome::NotSaved => (StatusKind::Problem, view.tr("settings-not-saved")),
            SettingsOutcome::NoPath => (StatusKind::Problem, view.tr("settings-no-path")),
        });
        let question = ["leave-title", "leave-body", "leave-stay", "leave-go"];
        Self {
            parts: parts.into_iter().map(part).collect(),
            body: match flow.part {
                SettingsPart::Screen => SettingsBody::Screen(Box::new(ScreenData::new(view, flow))),
                SettingsPart::Visitors => SettingsBody::Visitors(visitors(view, flow)),
                SettingsPart::Printer => SettingsBody::Printer(Box::new(PrinterData::new(view, flow))),
            },
            outcome,
            foot: [view.tr("common-back"), view.tr("settings-save"), view.tr("leave-program")],
            leaving: flow.leaving.then(|| question.map(|key| view.tr(key))),
        }
    }
}

fn visitors(view: &View<'_>, flow: &SettingsFlow) -> Vec<Group> {
    let (look, idle) = (&flow.config().appearance, &flow.config().idle);
    let languages = [("language-ar", Language::Arabic), ("language-en", Language::English)];
    let themes = [("settings-light", ThemeSetting::Light), ("settings-dark", ThemeSetting::Dark)];
    let contrasts = [("settings-usual", ContrastSetting::Normal), ("settings-high", ContrastSetting::High)];
    let texts = [("settings-usual", TextSetting::Normal), ("settings-large", TextSetting::Large)];
    let words = [("settings-usual", false), ("settings-simple", true)];
    let seconds = view.format("settings-seconds", &[("n", idle.visitor_seconds.get().into())]);
    let time = [("settings-less-time", -1), ("settings-more-time", 1)].map(|(key, steps)| Choice {
        value: SettingsChange::VisitorTime(steps),
        name: view.tr(key),
        about: None,
        picture: None,
        chosen: false,
    });
    vec![
        group(view, "settings-language", languages, look.language, SettingsChange::Language),
        group(view, "settings-theme", themes, look.theme, SettingsChange::Theme),
        group(view, "settings-contrast", contrasts, look.contrast, SettingsChange::Contrast),
        group(view, "settings-text", texts, look.text, SettingsChange::Text),
        group(view, "settings-words", words, look.simple_words, SettingsChange::SimpleWords),
        (format!("{}: {seconds}", view.tr("settings-visitor-time")), time.to_vec()),
    ]
}

fn group<T: Copy + PartialEq, const N: usize>(
    view: &View<'_>,
    name: &str,
    values: [(&str, T); N],
    chosen: T,
    change: impl Fn(T) -> SettingsChange,
) -> Group {
    let choice = |(key, value): (&str, T)| Choice {
        value: change(value),
        name: view.tr(key),
        about: None,
        picture: None,
        chosen: value == chosen,
    };
    (view.tr(name), values.into_iter().map(choice).collect())
}
