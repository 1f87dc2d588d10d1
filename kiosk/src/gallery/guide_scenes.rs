//! How each page of the service guide is reached.

use shared::domain::{CatalogKind, Code};
use shared::locale::Language;

use super::Stage;
use super::sample::{SAMPLE_QUERIES, sample_today};
use crate::action::{Action, DigitKey, GuideAction, StaffAction};
use crate::flow::GuidePage;
use crate::link::{Event, PinOutcome};

/// A page of the guide, reached in a way of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideScene {
    /// The ways in.
    Home,
    /// The services.
    Services,
    /// A service.
    Service,
    /// The common questions.
    Questions,
    /// A question with its answer.
    Question,
    /// A notion to guess.
    Notion,
    /// A notion with its answer.
    NotionAnswered,
    /// You said, we did.
    Improvements,
    /// The search before anything was typed.
    Search,
    /// The search with results.
    SearchFound,
    /// The six tools, in staff mode.
    Tools,
    /// A tool's pages.
    Tool,
    /// A page of a tool.
    ToolPage,
    /// The same page before the visitor.
    Shown,
}

impl GuideScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "guide",
            Self::Services => "guide-services",
            Self::Service => "guide-service",
            Self::Questions => "guide-questions",
            Self::Question => "guide-question",
            Self::Notion => "guide-notion",
            Self::NotionAnswered => "guide-notion-answered",
            Self::Improvements => "guide-improvements",
            Self::Search => "guide-search",
            Self::SearchFound => "guide-search-found",
            Self::Tools => "staff-tools",
            Self::Tool => "staff-tool",
            Self::ToolPage => "staff-tool-page",
            Self::Shown => "guide-shown",
        }
    }

    /// Plays the scene on an enrolled kiosk.
    pub(super) fn play(self, stage: &mut Stage) {
        let is_staffs = matches!(self, Self::Tools | Self::Tool | Self::ToolPage | Self::Shown);
        if is_staffs {
            sign_in(stage);
            stage.act(Action::Staff(StaffAction::ShowTools));
        } else {
            stage.act(Action::OpenGuide);
        }
        let [arabic, english] = SAMPLE_QUERIES;
        let word = if stage.language() == Language::Arabic { arabic } else { english };
        let actions = match self {
            Self::Home | Self::Tools => vec![],
            Self::Services => vec![open(GuidePage::Services)],
            Self::Service => vec![open(GuidePage::Services), entry(CatalogKind::Service, "support")],
            Self::Questions => vec![open(GuidePage::Questions)],
            Self::Question => vec![open(GuidePage::Questions), entry(CatalogKind::Question, "missing_paper")],
            Self::Notion => vec![open(GuidePage::Notions), notion("rating_harms")],
            Self::NotionAnswered => vec![notion("rating_harms"), GuideAction::Guess(true)],
            Self::Improvements => vec![open(GuidePage::Improvements)],
            Self::Search => vec![open(GuidePage::Search)],
            Self::SearchFound => vec![open(GuidePage::Search), GuideAction::Write(word.to_owned())],
            Self::Tool => vec![entry(CatalogKind::Tool, "support_guide")],
            Self::ToolPage => vec![entry(CatalogKind::ToolPage, "support_guide-1")],
            Self::Shown => vec![entry(CatalogKind::ToolPage, "support_guide-1"), GuideAction::Show],
        };
        actions.into_iter().for_each(|action| stage.act(Action::Guide(action)));
    }
}

fn sign_in(stage: &mut Stage) {
    stage.act(Action::OpenStaff);
    stage.act(Action::Staff(StaffAction::Key(DigitKey::Digits("1357".to_owned()))));
    stage.act(Action::Staff(StaffAction::SubmitPin));
    stage.tell(Event::PinChecked(PinOutcome::Right));
    stage.tell(Event::Today(sample_today()));
}

fn open(page: GuidePage) -> GuideAction {
    GuideAction::Open(page)
}

fn entry(kind: CatalogKind, code: &str) -> GuideAction {
    open(GuidePage::Entry(kind, code_of(code)))
}

fn notion(code: &str) -> GuideAction {
    open(GuidePage::Notion(code_of(code), None))
}

fn code_of(code: &str) -> Code {
    Code::new(code).expect("the sample's codes are short words")
}
