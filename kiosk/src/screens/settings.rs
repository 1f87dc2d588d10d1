//! The settings of the device, as staff change them. Two of its parts are pages of the first start as well.

use egui::epaint::StrokeKind;
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};
use shared::domain::{CatalogKind, DeviceMode};
use shared::locale::{Language, ltr};

use super::button_rows::tab_row;
use super::choice::{Choice, Group, group_ui, groups_ui};
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::field_height;
use super::page::{Foot, page, still_page};
use super::printing::{PrintData, print_state, with_print};
use super::question::{Question, question_ui};
use super::view::View;
use crate::action::{Action, SettingsAction};
use crate::config::{ContrastSetting, PaperWidth, PrinterKind, RatingSettings, TextSetting, ThemeSetting};
use crate::flow::{SettingsChange, SettingsFlow, SettingsOutcome, SettingsPart};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Quiet;
use crate::widgets::{StatusKind, TileKind, TouchButton, announce, cell_width, grid, status};

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
    pub kind: Group<SettingsChange>,
    /// Paper and cutting, where there is a printer.
    pub paper: Option<[Group<SettingsChange>; 2]>,
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
            kind: Group {
                columns: 3,
                ..group(view, "settings-printer-kind", kinds, printer.kind, SettingsChange::Printer)
            },
            paper: printer.is_set().then_some(paper),
            path: printer.is_set().then_some(path),
            keyboard: KeyboardData::new(view),
            test: PrintData::new(view, "settings-test-page").filter(|_| printer.is_set()),
        }
    }

    /// Returns the field that is typed into, with its keyboard.
    pub fn field(&self) -> Option<(Input, &KeyboardData)> {
        self.path.as_ref().map(|path| (path.input, &self.keyboard))
    }
}

/// Numbers for those who wait, and calling them.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueData {
    /// The desk to which visitors are called.
    pub desk: FieldData,
    /// The keyboard for it.
    pub keyboard: KeyboardData,
    /// What is chosen.
    pub groups: Vec<Group<SettingsChange>>,
}

impl QueueData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &SettingsFlow) -> Self {
        let queue = &flow.config().queue;
        let digit = match queue.device.get() {
            0 => view.tr("settings-digit-alone"),
            digit => ltr(&digit.to_string()),
        };
        let seconds = seconds(view, queue.next_without_pin_seconds.get());
        let digits = [("settings-digit-less", -1), ("settings-digit-more", 1)];
        let times = [("settings-less-time", -1), ("settings-more-time", 1)];
        Self {
            groups: vec![
                yes_or_no(view, "settings-tickets", queue.tickets, SettingsChange::Tickets),
                stepped(view, "settings-digit", &digit, digits, SettingsChange::FirstDigit),
                yes_or_no(view, "settings-print-ticket", queue.print, SettingsChange::PrintTicket),
                stepped(view, "settings-without-pin", &seconds, times, SettingsChange::WithoutPin),
                yes_or_no(view, "settings-board", queue.board, SettingsChange::Board),
            ],
            desk: FieldData {
                input: Input::Desk,
                name: view.tr("settings-desk"),
                hint: view.tr("settings-desk-hint"),
                text: queue.desk.clone(),
            },
            keyboard: KeyboardData::new(view),
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
    pub foot: Foot,
    /// The question before the program is left.
    pub leaving: Option<Question>,
}

/// The part that is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsBody {
    /// The screen's size, and how high it stands.
    Screen(Box<ScreenData>, Group<SettingsChange>),
    /// What every visitor begins with, or rating in passing.
    Groups(Vec<Group<SettingsChange>>),
    /// The printer.
    Printer(Box<PrinterData>),
    /// Numbers for those who wait.
    Queue(Box<QueueData>),
}

impl SettingsBody {
    /// Returns the field that is typed into, with its keyboard.
    fn field(&self) -> Option<(Input, &KeyboardData)> {
        match self {
            Self::Printer(printer) => printer.field(),
            Self::Queue(queue) => Some((queue.desk.input, &queue.keyboard)),
            Self::Screen(..) | Self::Groups(_) => None,
        }
    }
}

impl SettingsData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &SettingsFlow) -> Self {
        let parts = [
            ("settings-screen", SettingsPart::Screen),
            ("settings-visitors", SettingsPart::Visitors),
            ("settings-printer", SettingsPart::Printer),
            ("settings-queue", SettingsPart::Queue),
            ("settings-rating", SettingsPart::Rating),
        ];
        // nobody calls from any other device
        let is_branch = view.setting.is_some_and(|setting| setting.mode == DeviceMode::Branch);
        let parts = parts.into_iter().filter(|(_, part)| is_branch || *part != SettingsPart::Queue);
        let part = |(key, value)| Choice::new(value, view.tr(key), value == flow.part);
        let ask = Action::Settings;
        Self {
            parts: parts.map(part).collect(),
            body: match flow.part {
                SettingsPart::Screen => {
                    SettingsBody::Screen(Box::new(ScreenData::new(view, flow)), reach(view, flow))
                }
                SettingsPart::Visitors => SettingsBody::Groups(visitors(view, flow)),
                SettingsPart::Printer => SettingsBody::Printer(Box::new(PrinterData::new(view, flow))),
                SettingsPart::Queue => SettingsBody::Queue(Box::new(QueueData::new(view, flow))),
                SettingsPart::Rating => SettingsBody::Groups(rating(view, flow)),
            },
            outcome: flow.outcome.map(|outcome| outcome_words(view, outcome)),
            foot: view
                .foot(ask(SettingsAction::Back))
                .start(Quiet, view.tr("leave-program"), ask(SettingsAction::AskToLeave))
                .next(view.tr("settings-save"), ask(SettingsAction::Save)),
            leaving: flow.leaving.then(|| Question {
                id: "leave program",
                title: view.tr("leave-title"),
                body: view.tr("leave-body"),
                answers: vec![
                    (view.tr("leave-stay"), ask(SettingsAction::Stay)),
                    (view.tr("leave-go"), ask(SettingsAction::Leave)),
                ],
            }),
        }
    }
}

/// Returns what became of saving the settings.
pub fn outcome_words(view: &View<'_>, outcome: SettingsOutcome) -> (StatusKind, String) {
    match outcome {
        SettingsOutcome::Saved => (StatusKind::Good, view.tr("settings-saved")),
        SettingsOutcome::NotSaved => (StatusKind::Problem, view.tr("settings-not-saved")),
        SettingsOutcome::NoPath => (StatusKind::Problem, view.tr("settings-no-path")),
    }
}

fn visitors(view: &View<'_>, flow: &SettingsFlow) -> Vec<Group<SettingsChange>> {
    let (look, idle) = (&flow.config().appearance, &flow.config().idle);
    let languages = [("language-ar", Language::Arabic), ("language-en", Language::English)];
    let themes = [("settings-light", ThemeSetting::Light), ("settings-dark", ThemeSetting::Dark)];
    let contrasts = [("settings-usual", ContrastSetting::Normal), ("settings-high", ContrastSetting::High)];
    let texts = [("settings-usual", TextSetting::Normal), ("settings-large", TextSetting::Large)];
    let words = [("settings-usual", false), ("settings-simple", true)];
    let seconds = seconds(view, idle.visitor_seconds.get());
    let times = [("settings-less-time", -1), ("settings-more-time", 1)];
    vec![
        group(view, "settings-language", languages, look.language, SettingsChange::Language),
        group(view, "settings-theme", themes, look.theme, SettingsChange::Theme),
        group(view, "settings-contrast", contrasts, look.contrast, SettingsChange::Contrast),
        group(view, "settings-text", texts, look.text, SettingsChange::Text),
        group(view, "settings-words", words, look.simple_words, SettingsChange::SimpleWords),
        stepped(view, "settings-visitor-time", &seconds, times, SettingsChange::VisitorTime),
    ]
}

/// How high the screen stands, from which follows what is within reach.
fn reach(view: &View<'_>, flow: &SettingsFlow) -> Group<SettingsChange> {
    let height = match flow.config().screen.reach.get() {
        0 => view.tr("settings-reach-unknown"),
        centimetres => view.format("settings-centimetres", &[("n", centimetres.into())]),
    };
    let steps = [("settings-lower", -1), ("settings-higher", 1)];
    stepped(view, "settings-reach", &height, steps, SettingsChange::Reach)
}

/// Rating in passing; what is rated and what is play only where this device asks for nothing else.
fn rating(view: &View<'_>, flow: &SettingsFlow) -> Vec<Group<SettingsChange>> {
    let rating = &flow.config().rating;
    let exit = yes_or_no(view, "settings-exit", rating.exit, SettingsChange::Exit);
    if !rating.exit {
        return vec![exit];
    }
    let plays = ltr(&rating.plays_a_minute.get().to_string());
    let steps = [("settings-fewer", -1), ("settings-more", 1)];
    vec![
        exit,
        rated_service(view, flow),
        stepped(view, "settings-plays", &plays, steps, SettingsChange::Plays),
    ]
}

/// What is rated in passing: all of it, or one service.
pub fn rated_service(view: &View<'_>, flow: &SettingsFlow) -> Group<SettingsChange> {
    let (chosen, overall) = (&flow.config().rating.service, RatingSettings::default().service);
    let mut services = view.choices(&CatalogKind::Service, std::slice::from_ref(chosen));
    services.retain(|service| service.value != overall);
    let named = view.entry_name(&CatalogKind::Service, overall.as_str());
    let name = named.unwrap_or_else(|| view.tr("settings-rated-overall"));
    let all = Choice::new(overall.clone(), name, *chosen == overall);
    let choice = |service: Choice<_>| {
        Choice::new(SettingsChange::RatedService(service.value), service.name, service.chosen)
    };
    Group {
        name: view.tr("settings-rated"),
        kind: TileKind::Single,
        columns: 4,
        choices: std::iter::once(all).chain(services).map(choice).collect(),
    }
}

fn seconds(view: &View<'_>, seconds: u32) -> String {
    view.format("settings-seconds", &[("n", seconds.into())])
}

fn yes_or_no(
    view: &View<'_>,
    name: &str,
    chosen: bool,
    change: impl Fn(bool) -> SettingsChange,
) -> Group<SettingsChange> {
    group(view, name, [("settings-yes", true), ("settings-no", false)], chosen, change)
}

/// A value and what moves it down and up.
fn stepped(
    view: &View<'_>,
    name: &str,
    value: &str,
    steps: [(&str, i32); 2],
    change: impl Fn(i32) -> SettingsChange,
) -> Group<SettingsChange> {
    let step = |(key, by): (&str, i32)| Choice::new(change(by), view.tr(key), false);
    Group {
        name: format!("{}: {value}", view.tr(name)),
        kind: TileKind::Single,
        columns: 4,
        choices: steps.into_iter().map(step).collect(),
    }
}

fn group<T: Copy + PartialEq, const N: usize>(
    view: &View<'_>,
    name: &str,
    values: [(&str, T); N],
    chosen: T,
    change: impl Fn(T) -> SettingsChange,
) -> Group<SettingsChange> {
    let choice = |(key, value): (&str, T)| Choice::new(change(value), view.tr(key), value == chosen);
    let choices = values.into_iter().map(choice).collect();
    Group { name: view.tr(name), kind: TileKind::Single, columns: 4, choices }
}

/// Adds the settings.
pub fn settings_ui(ui: &mut Ui, look: &Look, data: &SettingsData, inputs: &mut Inputs) -> Option<Action> {
    let test = match &data.body {
        SettingsBody::Printer(printer) => printer.test.as_ref(),
        SettingsBody::Screen(..) | SettingsBody::Groups(_) | SettingsBody::Queue(_) => None,
    };
    let foot = with_print(&data.foot, test, Action::Settings(SettingsAction::TestPage));
    let parts = |ui: &mut Ui, inputs: &mut Inputs| {
        let opened = tab_row(ui, look, &data.parts).map(|part| SettingsAction::Open(*part));
        if let Some((kind, words)) = &data.outcome {
            announce(&status(ui, look, *kind, words));
        }
        let changed = match &data.body {
            SettingsBody::Screen(screen, reach) => {
                screen_part(ui, look, screen).or(group_ui(ui, look, TextKind::Strong, reach))
            }
            SettingsBody::Groups(groups) => groups_ui(ui, look, groups),
            SettingsBody::Printer(printer) => printer_part(ui, look, printer, inputs),
            SettingsBody::Queue(queue) => queue_part(ui, look, queue, inputs),
        };
        opened.or(changed.map(SettingsAction::Change)).map(Action::Settings)
    };
    let shown = match keyboard_of(data.body.field(), inputs, look) {
        Some(keys) => still_page(ui, look, &foot, |ui| inputs.above_keys(ui, look, keys, parts)),
        None => page(ui, look, &foot, |ui| parts(ui, inputs)),
    };
    let answered = data.leaving.as_ref().and_then(|question| question_ui(ui, look, question));
    answered.or(shown)
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
    let count = data.steps.len();
    let button = |words| TouchButton::secondary(words).text(TextKind::Small).height(look.sizes.touch);
    let one_row = cell_width(ui, look, count);
    let fits = data.steps.iter().all(|(words, _)| button(words).size(ui.ctx(), look).x <= one_row);
    let columns = if fits { count } else { count.div_ceil(2) };
    grid(ui, look, columns, look.sizes.touch, count, |ui, index| {
        let (words, change) = &data.steps[index];
        if button(words).width(ui.available_width()).show(ui, look).clicked() {
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
    let path = |ui: &mut Ui, inputs: &mut Inputs| {
        named_field(ui, look, data.path.as_ref()?, inputs).map(SettingsChange::Path)
    };
    // the path that is being typed stands on top, where the keyboard leaves it in sight
    let is_typed = inputs.is_open(Input::PrinterPath);
    let typed = if is_typed { path(ui, inputs) } else { None };
    let kind = group_ui(ui, look, TextKind::Strong, &data.kind);
    let typed = if is_typed { typed } else { path(ui, inputs) };
    let paper = data.paper.as_ref().and_then(|paper| groups_ui(ui, look, paper));
    let chosen = kind.or(paper);
    if chosen.is_some() {
        inputs.show_no_other(look, &[]);
    }
    if let Some(test) = &data.test {
        print_state(ui, look, test);
    }
    chosen.or(typed)
}

/// Adds the desk, where the keyboard leaves it in sight, and what is chosen of numbers and calls.
fn queue_part(ui: &mut Ui, look: &Look, data: &QueueData, inputs: &mut Inputs) -> Option<SettingsChange> {
    let typed = named_field(ui, look, &data.desk, inputs).map(SettingsChange::Desk);
    let chosen = groups_ui(ui, look, &data.groups);
    if chosen.is_some() {
        inputs.show_no_other(look, &[]);
    }
    chosen.or(typed)
}

fn named_field(ui: &mut Ui, look: &Look, field: &FieldData, inputs: &mut Inputs) -> Option<String> {
    look.label(ui, TextKind::Strong, &field.name);
    let size = vec2(ui.available_width(), field_height(look, 1.0));
    inputs.field(ui, look, field, size)
}

/// The keyboard of a page's one field, once that is touched.
pub fn keyboard_of<'d>(
    field: Option<(Input, &'d KeyboardData)>,
    inputs: &mut Inputs,
    look: &Look,
) -> Option<&'d KeyboardData> {
    let shown = field.map(|(input, _)| input);
    inputs.show_no_other(look, shown.as_slice());
    field.filter(|(input, _)| inputs.is_open(*input)).map(|(_, keyboard)| keyboard)
}
