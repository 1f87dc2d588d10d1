//! First start: language, the server's address and the enrolment code, screen, printer. The staff PIN is asked for on the
//! screen that asks for it elsewhere too.

use egui::{Ui, vec2};
use shared::locale::{Language, ltr};

use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::{field_height, push_down, title};
use super::page::{Foot, page};
use super::printing::PrinterView;
use super::settings::{PrinterData, ScreenData, printer_part, screen_part};
use super::tiles::choice_tiles;
use super::view::{Choice, View};
use crate::action::{Action, FirstStartAction};
use crate::flow::{FirstStartFlow, FirstStartPage, SettingsOutcome};
use crate::link::EnrolFailure;
use crate::theme::{Look, TextKind};
use crate::widgets::{Keyboard, StatusKind, TileKind, card, grid, notice, status};

/// The words of the first start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStartData {
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
    /// What went wrong last time, or that the device is being enrolled.
    pub notice: Option<String>,
    /// Whether the fields and the keyboard are shown: not while the server is asked.
    pub is_open: bool,
    /// The way back.
    pub back: String,
    /// The way on.
    pub next: String,
    /// Whether it is open.
    pub can_go_on: bool,
}

impl FirstStartData {
    /// Reads the words and what was entered.
    pub fn new(view: &View<'_>, flow: &FirstStartFlow) -> Self {
        let is_open = flow.page() != FirstStartPage::Enrolling;
        let notice = if is_open {
            flow.failure().map(|failure| failure_words(view, failure))
        } else {
            Some(view.tr("setup-connecting"))
        };
        let scheme = [("scheme", ltr("https://").into())];
        Self {
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
            notice,
            is_open,
            back: view.tr("common-back"),
            next: view.tr("setup-connect"),
            can_go_on: flow.can_go_on(),
        }
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

/// Adds the first start.
pub fn first_start_ui(
    ui: &mut Ui,
    look: &Look,
    data: &FirstStartData,
    inputs: &mut Inputs,
) -> Option<Action> {
    if !data.is_open {
        return enrolling(ui, look, data);
    }
    inputs.show_only(look, &[Input::Server, Input::Code]);
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, data.notice.is_none().then_some(&data.hint));
        if let Some(words) = &data.notice {
            notice(ui, look, words);
        }
        let mut written = [None, None];
        let fields = [&data.server, &data.code];
        let width = (ui.available_width() - look.sizes.gap) / 2.0;
        let height = fields.iter().map(|data| height_of(ui, look, data, width)).fold(0.0, f32::max);
        grid(ui, look, 2, height, 2, |ui, index| written[index] = field(ui, look, fields[index], inputs));
        push_down(ui, Keyboard::height(look));
        let pressed = inputs.keyboard(ui, look, &data.keyboard);
        let [server, code] = written;
        let server = server.map(FirstStartAction::WriteServer);
        let code = code.map(FirstStartAction::WriteCode);
        let pressed = pressed.map(|(input, text)| match input {
            Input::Code => FirstStartAction::WriteCode(text),
            Input::Server
            | Input::PrinterPath
            | Input::Comment
            | Input::Suggestion
            | Input::Form(_)
            | Input::People
            | Input::Query
            | Input::Profile(_)
            | Input::PlanDate
            | Input::PlanReason
            | Input::PlanDropReason => FirstStartAction::WriteServer(text),
        });
        server.or(code).or(pressed).map(Action::FirstStart)
    };
    let act = Action::FirstStart;
    let foot = Foot::new()
        .back(&data.back, act(FirstStartAction::Back))
        .next(&data.next, act(FirstStartAction::Next))
        .enabled(data.can_go_on);
    page(ui, look, foot, body)
}

fn field(ui: &mut Ui, look: &Look, data: &FieldData, inputs: &mut Inputs) -> Option<String> {
    ui.spacing_mut().item_spacing.y = look.sizes.gap / 2.0;
    look.label(ui, TextKind::Strong, &data.name);
    let size = vec2(ui.available_width(), field_height(look, 1.0));
    let changed = inputs.field(ui, look, &FieldData { hint: String::new(), ..data.clone() }, size);
    look.label(ui, TextKind::Small, &data.hint);
    changed
}

/// The height of a field with its name above and its hint beneath it, in a cell of `width` points.
fn height_of(ui: &Ui, look: &Look, data: &FieldData, width: f32) -> f32 {
    let of = |kind, words: &str| look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y;
    of(TextKind::Strong, &data.name)
        + field_height(look, 1.0)
        + of(TextKind::Small, &data.hint)
        + look.sizes.gap
}

fn enrolling(ui: &mut Ui, look: &Look, data: &FirstStartData) -> Option<Action> {
    title(ui, look, &data.title, None);
    card(ui, look, |ui| {
        if let Some(words) = &data.notice {
            look.label(ui, TextKind::Heading, words);
        }
    });
    None
}

/// The words of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupData {
    /// The title.
    pub title: String,
    /// What is to be done.
    pub hint: Option<String>,
    /// What the step is about.
    pub body: SetupBody,
    /// Why the settings could not be saved.
    pub fault: Option<String>,
    /// The way back.
    pub back: Option<String>,
    /// The way on.
    pub next: Option<String>,
}

/// What a step is about.
#[derive(Clone, Debug, PartialEq)]
pub enum SetupBody {
    /// Something is chosen from large tiles.
    Tiles(Vec<Choice<FirstStartAction>>),
    /// Something is done.
    Good(String),
    /// The screen's size.
    Screen(Box<ScreenData>),
    /// The printer.
    Printer(Box<PrinterData>),
    /// Nothing more.
    Nothing,
}

impl SetupData {
    /// Reads the words of the open step.
    pub fn new(view: &View<'_>, flow: &FirstStartFlow) -> Self {
        let page = flow.page();
        let fault = flow.settings().outcome.and_then(|outcome| match outcome {
            SettingsOutcome::Saved => None,
            SettingsOutcome::NotSaved => Some(view.tr("settings-not-saved")),
            SettingsOutcome::NoPath => Some(view.tr("settings-no-path")),
        });
        let fault = fault.or_else(|| flow.trial_failed().then(|| view.tr("setup-try-failed")));
        let [title, hint] = match page {
            FirstStartPage::Language => ["setup-language", "setup-language-hint"],
            FirstStartPage::Choose => ["setup-title", "setup-welcome"],
            FirstStartPage::Connect | FirstStartPage::Enrolling => ["setup-enrol", "setup-enrol-hint"],
            FirstStartPage::Enrolled => ["setup-enrol", "setup-enrolled-hint"],
            FirstStartPage::Screen => ["settings-screen", "settings-screen-hint"],
            FirstStartPage::Printer => ["settings-printer", "setup-printer-hint"],
            FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => ["setup-pin-title", "setup-pin-body"],
            FirstStartPage::Done => ["setup-done", "setup-done-hint"],
        };
        let says_hint = match page {
            // the screen's own part says how it is measured
            FirstStartPage::Screen => false,
            FirstStartPage::Printer => !flow.settings().config().printer.is_set(),
            FirstStartPage::Language | FirstStartPage::Connect | FirstStartPage::Enrolling => true,
            FirstStartPage::Choose | FirstStartPage::Enrolled | FirstStartPage::Done => true,
            FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => true,
        };
        let has_back = !matches!(page, FirstStartPage::Language | FirstStartPage::Done);
        let next = match page {
            FirstStartPage::Language | FirstStartPage::Choose => None,
            FirstStartPage::Done => Some("setup-begin"),
            FirstStartPage::Connect | FirstStartPage::Enrolling | FirstStartPage::Enrolled => {
                Some("common-next")
            }
            FirstStartPage::Screen | FirstStartPage::Printer => Some("common-next"),
            FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => Some("common-next"),
        };
        Self {
            title: view.tr(title),
            hint: says_hint.then(|| view.tr(hint)),
            body: body(view, flow),
            fault,
            back: has_back.then(|| view.tr("common-back")),
            next: next.map(|key| view.tr(key)),
        }
    }
}

fn body(view: &View<'_>, flow: &FirstStartFlow) -> SetupBody {
    let settings = flow.settings();
    match flow.page() {
        FirstStartPage::Language => SetupBody::Tiles(languages(view)),
        FirstStartPage::Choose => SetupBody::Tiles(ways(view)),
        FirstStartPage::Enrolled => {
            let branch = view.branch().unwrap_or_default();
            SetupBody::Good(view.format("setup-enrolled", &[("branch", branch.as_str().into())]))
        }
        FirstStartPage::Screen => SetupBody::Screen(Box::new(ScreenData::new(view, settings))),
        FirstStartPage::Printer => {
            // the page is printed on what stands here, which is saved first
            let printer = PrinterView { is_set: settings.config().printer.is_set(), ..view.printer };
            SetupBody::Printer(Box::new(PrinterData::new(&View { printer, ..*view }, settings)))
        }
        FirstStartPage::Connect
        | FirstStartPage::Enrolling
        | FirstStartPage::ChoosePin
        | FirstStartPage::RepeatPin
        | FirstStartPage::Done => SetupBody::Nothing,
    }
}

/// Enrolling, or trying it.
fn ways(view: &View<'_>) -> Vec<Choice<FirstStartAction>> {
    let way = |name: &str, about: &str, value| Choice {
        value,
        name: view.tr(name),
        about: Some(view.tr(about)),
        picture: None,
        chosen: false,
    };
    vec![
        way("setup-enrol", "setup-enrol-hint", FirstStartAction::Enrol),
        way("setup-try", "setup-try-hint", FirstStartAction::Try),
    ]
}

/// Each language in its own letters.
fn languages(view: &View<'_>) -> Vec<Choice<FirstStartAction>> {
    let language = |key: &str, language| Choice {
        value: FirstStartAction::ChooseLanguage(language),
        name: view.tr(key),
        about: None,
        picture: None,
        chosen: view.language() == language,
    };
    vec![language("language-ar", Language::Arabic), language("language-en", Language::English)]
}

/// Adds a step.
pub fn setup_ui(ui: &mut Ui, look: &Look, data: &SetupData, inputs: &mut Inputs) -> Option<Action> {
    let act = Action::FirstStart;
    let mut foot = Foot::new();
    if let Some(back) = &data.back {
        foot = foot.back(back, act(FirstStartAction::Back));
    }
    if let SetupBody::Printer(printer) = &data.body
        && let Some(test) = &printer.test
    {
        foot = test.in_foot(foot, act(FirstStartAction::TestPage));
    }
    if let Some(next) = &data.next {
        foot = foot.next(next, act(FirstStartAction::Next));
    }
    page(ui, look, foot, |ui| {
        title(ui, look, &data.title, data.hint.as_deref());
        if let Some(words) = &data.fault {
            status(ui, look, StatusKind::Problem, words);
        }
        let asked = match &data.body {
            SetupBody::Tiles(choices) => choice_tiles(ui, look, TileKind::Single, choices),
            SetupBody::Good(words) => {
                card(ui, look, |ui| status(ui, look, StatusKind::Good, words));
                None
            }
            SetupBody::Screen(screen) => screen_part(ui, look, screen).map(FirstStartAction::Change),
            SetupBody::Printer(printer) => {
                printer_part(ui, look, printer, inputs).map(FirstStartAction::Change)
            }
            SetupBody::Nothing => None,
        };
        asked.map(act)
    })
}
