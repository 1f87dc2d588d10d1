//! The settings of the device, as staff change them. Two of its parts are pages of the first start as well.

use egui::epaint::StrokeKind;
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};
use shared::locale::{Language, ltr};

use super::button_rows::{RowButton, button_rows};
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::page::{Foot, page};
use super::printing::{PrintData, print_state};
use super::tiles::compact_tiles;
use super::view::{Choice, View};
use crate::action::{Action, SettingsAction};
use crate::config::{ContrastSetting, PaperWidth, PrinterKind, TextSetting, ThemeSetting};
use crate::flow::{SettingsChange, SettingsFlow, SettingsOutcome, SettingsPart};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Quiet};
use crate::widgets::{StatusKind, TileKind, TouchButton, announce, answers, dialog, grid, status};

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

/// Adds the settings.
pub fn settings_ui(ui: &mut Ui, look: &Look, data: &SettingsData, inputs: &mut Inputs) -> Option<Action> {
    let [back, save, leave] = &data.foot;
    let act = Action::Settings;
    let mut foot = Foot::new()
        .back(back, act(SettingsAction::Back))
        .start(Quiet, leave, act(SettingsAction::AskToLeave))
        .next(save, act(SettingsAction::Save));
    if let SettingsBody::Printer(printer) = &data.body
        && let Some(test) = &printer.test
    {
        foot = test.in_foot(foot, act(SettingsAction::TestPage));
    }
    let shown = page(ui, look, foot, |ui| {
        let opened = parts(ui, look, data);
        if let Some((kind, words)) = &data.outcome {
            announce(&status(ui, look, *kind, words));
        }
        let changed = match &data.body {
            SettingsBody::Screen(screen) => screen_part(ui, look, screen),
            SettingsBody::Visitors(choices) => groups(ui, look, choices, 4),
            SettingsBody::Printer(printer) => printer_part(ui, look, printer, inputs),
        };
        opened.or(changed.map(SettingsAction::Change)).map(Action::Settings)
    });
    let answered = data.leaving.as_ref().and_then(|words| leave_ui(ui, look, words));
    answered.map(Action::Settings).or(shown)
}

fn parts(ui: &mut Ui, look: &Look, data: &SettingsData) -> Option<SettingsAction> {
    let buttons: Vec<RowButton<'_>> = data
        .parts
        .iter()
        .map(|part| RowButton::new(if part.chosen { Primary } else { Quiet }, &part.name))
        .collect();
    let opened = button_rows(ui, look, &buttons, &[]).and_then(|index| data.parts.get(index));
    opened.map(|part| SettingsAction::Open(part.value))
}

/// Adds the question before the program is left.
fn leave_ui(ui: &Ui, look: &Look, [title, body, stay, leave]: &[String; 4]) -> Option<SettingsAction> {
    let (action, escaped) = dialog(ui.ctx(), look, "leave program", title, |ui| {
        look.label(ui, TextKind::Title, title);
        look.label(ui, TextKind::Body, body);
        ui.add_space(look.sizes.gap);
        let width = ui.available_width();
        let stay = TouchButton::primary(stay).width(width).show(ui, look).clicked();
        let leave = TouchButton::quiet(leave).width(width).show(ui, look).clicked();
        stay.then_some(SettingsAction::Stay).or(leave.then_some(SettingsAction::Leave))
    });
    action.or(escaped.then_some(SettingsAction::Stay))
}

/// A bank card is 85.60 mm × 53.98 mm (ISO/IEC 7810, ID-1).
const CARD_INCHES: egui::Vec2 = vec2(85.60 / 25.4, 53.98 / 25.4);

/// Adds the frame that a bank card is held against, and the buttons that fit it.
pub fn screen_part(ui: &mut Ui, look: &Look, data: &ScreenData) -> Option<SettingsChange> {
    look.label(ui, TextKind::Body, &data.hint);
    let size = CARD_INCHES * (ui.ctx().content_rect().size().length() / data.diagonal_inches);
    let size = size * (ui.available_width() / size.x).min(1.0);
    let (space, response) = ui.allocate_exact_size(vec2(ui.available_width(), size.y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &data.card));
    let card = Rect::from_center_size(space.center(), size);
    let line = Stroke::new(look.sizes.border, look.palette.primary);
    ui.painter().rect(card, size.y * 0.06, look.palette.surface, line, StrokeKind::Inside);
    let chip = Rect::from_min_size(card.min + size * vec2(0.1, 0.38), size * vec2(0.14, 0.2));
    ui.painter().rect_filled(chip, look.sizes.border * 2.0, look.palette.band);
    look.label_centered(ui, TextKind::Heading, &data.inches);
    let mut asked = None;
    grid(ui, look, data.steps.len(), look.sizes.touch, data.steps.len(), |ui, index| {
        let (words, change) = &data.steps[index];
        let button = TouchButton::secondary(words).width(ui.available_width()).height(look.sizes.touch);
        if button.text(TextKind::Small).show(ui, look).clicked() {
            asked = Some(change.clone());
        }
    });
    asked
}

/// Adds where receipts are printed; with a printer, its path and paper.
pub fn printer_part(
    ui: &mut Ui,
    look: &Look,
    data: &PrinterData,
    inputs: &mut Inputs,
) -> Option<SettingsChange> {
    let mut asked = groups(ui, look, std::slice::from_ref(&data.kind), 3);
    if let Some(path) = &data.path {
        inputs.show_only(look, &[Input::PrinterPath]);
        look.label(ui, TextKind::Strong, &path.name);
        let size = vec2(ui.available_width(), look.sizes.touch);
        let changed = inputs.field(ui, look, path, size);
        asked = asked.or(changed.map(SettingsChange::Path));
    }
    if let Some(paper) = &data.paper {
        asked = asked.or(groups(ui, look, paper, 4));
    }
    if let Some(test) = &data.test {
        print_state(ui, look, test);
    }
    if data.path.is_some() {
        let typed = inputs.keyboard(ui, look, &data.keyboard);
        asked = asked.or(typed.map(|(_, text)| SettingsChange::Path(text)));
    }
    asked
}

/// Adds groups of choices.
pub fn groups(ui: &mut Ui, look: &Look, groups: &[Group], columns: usize) -> Option<SettingsChange> {
    let mut asked = None;
    for (name, choices) in groups {
        look.label(ui, TextKind::Strong, name);
        let chosen = answers(ui, name, |ui| compact_tiles(ui, look, TileKind::Single, columns, choices));
        asked = asked.take().or(chosen);
    }
    asked
}
