//! What the steps of the first start besides enrolling show.

use shared::locale::Language;

use crate::action::FirstStartAction;
use crate::flow::{FirstStartFlow, FirstStartPage, SettingsOutcome};
use crate::screens::printing::PrinterView;
use crate::screens::settings::{PrinterData, ScreenData};
use crate::screens::view::{Choice, View};

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
