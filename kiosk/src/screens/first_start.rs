//! First start: language, the server's address and the enrolment code, screen, printer, the staff's PIN.

use egui::{Ui, vec2};
use shared::locale::{Language, key, ltr};

use super::choice::{Choice, ChoiceScreen, Choices, Group, choice_ui, group_ui};
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::{field_height, is_upright, tile_columns, title, title_height};
use super::page::{Foot, page, still_page};
use super::pin::{PinData, pin_ui};
use super::printing::{PrinterView, with_print};
use super::pulled::{PulledData, pulled_ui};
use super::settings::{
    PrinterData, ScreenData, keyboard_of, outcome_words, printer_part, rated_service, screen_part,
};
use super::view::View;
use crate::action::{Action, FirstStartAction, SettingsAction};
use crate::flow::{FirstStartFlow, FirstStartPage, SettingsChange, SettingsOutcome};
use crate::link::EnrolFailure;
use crate::theme::{Look, TextKind};
use crate::widgets::{StatusKind, card, cell_width, grid, notice, status};

/// The screen of a page of the first start.
#[derive(Clone, Debug, PartialEq)]
pub enum FirstStartData {
    /// The language; to enrol the device, or to try the program.
    Choice(ChoiceScreen),
    /// The server's address and the enrolment code.
    Connect(Box<ConnectData>),
    /// The server is being asked.
    Enrolling([String; 2]),
    /// What is set or said after that.
    Setup(SetupData),
    /// The staff's PIN.
    Pin(PinData),
}

/// The words of the two fields.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectData {
    /// The title.
    pub title: String,
    /// What is needed.
    pub hint: String,
    /// The address.
    pub server: FieldData,
    /// The code.
    pub code: FieldData,
    /// The keyboard.
    pub keyboard: KeyboardData,
    /// What went wrong last time; in place of what is needed.
    pub fault: Option<String>,
    /// The ways back and on.
    pub foot: Foot,
}

/// The words of what is set or said.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupData {
    /// The title.
    pub title: String,
    /// What is to be done.
    pub hint: Option<String>,
    /// What it is about.
    pub body: SetupBody,
    /// Why the settings could not be saved.
    pub fault: Option<String>,
    /// The ways back and on.
    pub foot: Foot,
}

/// What is set or said.
#[derive(Clone, Debug, PartialEq)]
pub enum SetupBody {
    /// The device is enrolled, and how far its first pull is.
    Enrolled(String, Option<PulledData>),
    /// The screen's size.
    Screen(Box<ScreenData>),
    /// The printer.
    Printer(Box<PrinterData>),
    /// What is rated in passing.
    Rating(Group<SettingsChange>),
    /// Nothing more than how far the first pull is.
    Done(Option<PulledData>),
}

impl FirstStartData {
    /// Reads the words of the open page.
    pub fn new(view: &View<'_>, flow: &FirstStartFlow) -> Self {
        match flow.page() {
            FirstStartPage::Language => Self::Choice(language(view, flow)),
            FirstStartPage::Choose => Self::Choice(way(view, flow)),
            FirstStartPage::Connect => Self::Connect(Box::new(connect(view, flow))),
            FirstStartPage::Enrolling => {
                Self::Enrolling([view.tr("setup-enrol"), view.tr("setup-connecting")])
            }
            FirstStartPage::Enrolled => Self::Setup(enrolled(view, flow)),
            FirstStartPage::Screen => Self::Setup(screen(view, flow)),
            FirstStartPage::Printer => Self::Setup(printer(view, flow)),
            FirstStartPage::Rating => Self::Setup(rating(view, flow)),
            FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => {
                Self::Pin(PinData::first_start(view, flow))
            }
            FirstStartPage::Done => Self::Setup(done(view, flow)),
        }
    }
}

/// Adds the open page.
pub fn first_start_ui(
    ui: &mut Ui,
    look: &Look,
    data: &FirstStartData,
    inputs: &mut Inputs,
) -> Option<Action> {
    match data {
        FirstStartData::Choice(data) => choice_ui(ui, look, data),
        FirstStartData::Connect(data) => connect_ui(ui, look, data, inputs),
        FirstStartData::Enrolling([words, doing]) => {
            title(ui, look, words, None);
            card(ui, look, |ui| look.label(ui, TextKind::Heading, doing));
            None
        }
        FirstStartData::Setup(data) => setup_ui(ui, look, data, inputs),
        FirstStartData::Pin(data) => pin_ui(ui, look, data),
    }
}

/// A foot with the way back.
fn back(view: &View<'_>) -> Foot {
    view.foot(Action::FirstStart(FirstStartAction::Back))
}

fn with_next(view: &View<'_>, foot: Foot) -> Foot {
    foot.next(view.tr("common-next"), Action::FirstStart(FirstStartAction::Next))
}

/// Why the settings could not be saved, or the trial not begun.
fn fault(view: &View<'_>, flow: &FirstStartFlow) -> Option<String> {
    let outcome = flow.settings().outcome.filter(|outcome| *outcome != SettingsOutcome::Saved);
    let not_saved = outcome.map(|outcome| outcome_words(view, outcome).1);
    not_saved.or_else(|| flow.trial_failed().then(|| view.tr("setup-try-failed")))
}

/// Each language in its own letters.
fn language(view: &View<'_>, flow: &FirstStartFlow) -> ChoiceScreen {
    let choice = |name: String, language| {
        let choose = Action::FirstStart(FirstStartAction::ChooseLanguage(language));
        Choice::new(choose, name, view.language() == language)
    };
    ChoiceScreen {
        title: view.tr("setup-language"),
        hint: Some(view.tr("setup-language-hint")),
        fault: fault(view, flow),
        choices: Choices::One(vec![
            choice(view.tr("language-ar"), Language::Arabic),
            choice(view.tr("language-en"), Language::English),
        ]),
        foot: Foot::new(),
    }
}

/// Enrolling, or trying it.
fn way(view: &View<'_>, flow: &FirstStartFlow) -> ChoiceScreen {
    let choice = |name: String, about: String, action| {
        Choice::new(Action::FirstStart(action), name, false).about(about)
    };
    ChoiceScreen {
        title: view.tr("setup-title"),
        hint: Some(view.tr("setup-welcome")),
        fault: fault(view, flow),
        choices: Choices::One(vec![
            choice(view.tr("setup-enrol"), view.tr("setup-enrol-hint"), FirstStartAction::Enrol),
            choice(view.tr("setup-try"), view.tr("setup-try-hint"), FirstStartAction::Try),
        ]),
        foot: back(view),
    }
}

fn connect(view: &View<'_>, flow: &FirstStartFlow) -> ConnectData {
    let scheme = [("scheme", ltr("https://").into())];
    ConnectData {
        title: view.tr("setup-enrol"),
        hint: view.tr("setup-enrol-hint"),
        server: FieldData {
            input: Input::Server,
            name: view.tr("setup-server-address"),
            hint: view.format("setup-server-hint", &scheme),
            text: flow.server().to_owned(),
        },
        code: FieldData {
            input: Input::Code,
            name: view.tr("setup-code"),
            hint: view.tr("setup-code-hint"),
            text: flow.code().to_owned(),
        },
        keyboard: KeyboardData::new(view),
        fault: flow.failure().map(|failure| failure_words(view, failure)),
        foot: back(view)
            .next(view.tr("setup-connect"), Action::FirstStart(FirstStartAction::Next))
            .enabled(flow.can_go_on()),
    }
}

fn failure_words(view: &View<'_>, failure: EnrolFailure) -> String {
    match failure {
        EnrolFailure::Address => view.tr("enrol-error-wrong-address"),
        EnrolFailure::NoNetwork => view.tr("enrol-error-no-network"),
        EnrolFailure::WrongCode => view.tr("enrol-error-wrong-code"),
        EnrolFailure::UsedCode => view.tr("enrol-error-used-code"),
        EnrolFailure::ExpiredCode => view.tr("enrol-error-expired-code"),
        EnrolFailure::OtherServer => view.tr("enrol-error-wrong-certificate"),
        EnrolFailure::Failed => view.tr("enrol-error-other"),
    }
}

fn enrolled(view: &View<'_>, flow: &FirstStartFlow) -> SetupData {
    let branch = view.branch().unwrap_or_default();
    let words = view.format("setup-enrolled", &[("branch", branch.as_str().into())]);
    SetupData {
        title: view.tr("setup-enrol"),
        hint: Some(view.tr("setup-enrolled-hint")),
        body: SetupBody::Enrolled(words, PulledData::new(view)),
        fault: fault(view, flow),
        foot: with_next(view, back(view)),
    }
}

/// The screen's own part says how it is measured.
fn screen(view: &View<'_>, flow: &FirstStartFlow) -> SetupData {
    SetupData {
        title: view.tr("settings-screen"),
        hint: None,
        body: SetupBody::Screen(Box::new(ScreenData::new(view, flow.settings()))),
        fault: fault(view, flow),
        foot: with_next(view, back(view)),
    }
}

fn printer(view: &View<'_>, flow: &FirstStartFlow) -> SetupData {
    let settings = flow.settings();
    // the page is printed on what stands here, which is saved first
    let printer = PrinterView { is_set: settings.config().printer.is_set(), ..view.printer };
    SetupData {
        title: view.tr("settings-printer"),
        hint: (!printer.is_set).then(|| view.tr("setup-printer-hint")),
        body: SetupBody::Printer(Box::new(PrinterData::new(&View { printer, ..*view }, settings))),
        fault: fault(view, flow),
        foot: with_next(view, back(view)),
    }
}

fn rating(view: &View<'_>, flow: &FirstStartFlow) -> SetupData {
    SetupData {
        title: view.tr("settings-rating"),
        hint: Some(view.tr("setup-rating-hint")),
        body: SetupBody::Rating(rated_service(view, flow.settings())),
        fault: fault(view, flow),
        foot: with_next(view, back(view)),
    }
}

fn done(view: &View<'_>, flow: &FirstStartFlow) -> SetupData {
    SetupData {
        title: view.tr("setup-done"),
        hint: Some(view.tr(if view.in_field() { key("setup-done-field") } else { key("setup-done-hint") })),
        body: SetupBody::Done(PulledData::new(view)),
        fault: fault(view, flow),
        foot: Foot::new().next(view.tr("setup-begin"), Action::FirstStart(FirstStartAction::Next)),
    }
}

/// Adds the two fields above the keyboard.
fn connect_ui(ui: &mut Ui, look: &Look, data: &ConnectData, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[Input::Server, Input::Code]);
    let fields = |ui: &mut Ui, inputs: &mut Inputs| {
        title(ui, look, &data.title, data.fault.is_none().then_some(&data.hint));
        if let Some(words) = &data.fault {
            notice(ui, look, words);
        }
        let mut written = None;
        let fields = [&data.server, &data.code];
        let columns = tile_columns(ui, 2);
        let width = cell_width(ui, look, columns);
        let height = fields.iter().map(|data| height_of(ui, look, data, width)).fold(0.0, f32::max);
        grid(ui, look, columns, height, fields.len(), |ui, index| {
            let changed = field(ui, look, fields[index], inputs);
            written = written.take().or(changed);
        });
        // of two fields side by side the one that is written in says what it takes, in the whole width
        if let Some(open) = fields.iter().find(|data| columns > 1 && inputs.is_open(data.input)) {
            ui.add_space(-look.sizes.gap / 2.0);
            look.label(ui, TextKind::Small, &open.hint);
        }
        written
    };
    still_page(ui, look, &data.foot, |ui| {
        // what is written is seen above the keyboard, or the keyboard is paged to as well
        let hint = data.fault.is_none().then_some(data.hint.as_str());
        let title = title_height(ui, look, &data.title, hint) + look.sizes.gap;
        let least = title + height_of(ui, look, &data.server, cell_width(ui, look, tile_columns(ui, 2)));
        inputs.at_least_above_keys(ui, look, &data.keyboard, least, fields)
    })
}

fn field(ui: &mut Ui, look: &Look, data: &FieldData, inputs: &mut Inputs) -> Option<Action> {
    ui.spacing_mut().item_spacing.y = look.sizes.gap / 2.0;
    look.label(ui, TextKind::Strong, &data.name);
    let size = vec2(ui.available_width(), field_height(look, 1.0));
    let changed = inputs.write(ui, look, &FieldData { hint: String::new(), ..data.clone() }, size);
    if is_upright(ui) {
        look.label(ui, TextKind::Small, &data.hint);
    }
    changed
}

/// The height of a field with its name above and its hint beneath it, in a cell of `width` points.
fn height_of(ui: &Ui, look: &Look, data: &FieldData, width: f32) -> f32 {
    let of = |kind, words: &str| look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y;
    let hint = if is_upright(ui) { of(TextKind::Small, &data.hint) + look.sizes.gap / 2.0 } else { 0.0 };
    of(TextKind::Strong, &data.name) + field_height(look, 1.0) + hint + look.sizes.gap / 2.0
}

fn setup_ui(ui: &mut Ui, look: &Look, data: &SetupData, inputs: &mut Inputs) -> Option<Action> {
    let test = match &data.body {
        SetupBody::Printer(printer) => printer.test.as_ref(),
        SetupBody::Enrolled(..) | SetupBody::Screen(_) => None,
        SetupBody::Rating(_) | SetupBody::Done(_) => None,
    };
    let foot = with_print(&data.foot, test, Action::FirstStart(FirstStartAction::TestPage));
    let parts = |ui: &mut Ui, inputs: &mut Inputs| {
        title(ui, look, &data.title, data.hint.as_deref());
        if let Some(words) = &data.fault {
            status(ui, look, StatusKind::Problem, words);
        }
        let changed = match &data.body {
            SetupBody::Enrolled(words, pulled) => {
                card(ui, look, |ui| status(ui, look, StatusKind::Good, words));
                pulled.iter().for_each(|pulled| pulled_ui(ui, look, pulled));
                None
            }
            SetupBody::Screen(screen) => screen_part(ui, look, screen),
            SetupBody::Printer(printer) => printer_part(ui, look, printer, inputs),
            SetupBody::Rating(services) => group_ui(ui, look, TextKind::Strong, services),
            SetupBody::Done(pulled) => {
                pulled.iter().for_each(|pulled| pulled_ui(ui, look, pulled));
                None
            }
        };
        changed.map(|change| Action::FirstStart(FirstStartAction::Change(change)))
    };
    let field = if let SetupBody::Printer(printer) = &data.body { printer.field() } else { None };
    match keyboard_of(field, inputs, look) {
        // what the keyboard typed is a setting; here it is a step of the first start
        Some(keys) => match still_page(ui, look, &foot, |ui| inputs.above_keys(ui, look, keys, parts)) {
            Some(Action::Settings(SettingsAction::Change(change))) => {
                Some(Action::FirstStart(FirstStartAction::Change(change)))
            }
            asked => asked,
        },
        None => page(ui, look, &foot, |ui| parts(ui, inputs)),
    }
}
