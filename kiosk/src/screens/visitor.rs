//! The screens before which visitors stand: which one it is, how it is painted, what it says to a person who would rather hear
//! it.

use egui::Ui;

use super::choice::{ChoiceScreen, choice_ui};
use super::exit::{ExitData, ExitThanksData, exit_thanks_ui, exit_ui};
use super::faces::{FacesScreen, faces_ui};
use super::follow::follow;
use super::guide::{GuideData, guide_ui};
use super::inputs::Inputs;
use super::notice::{NoticeData, notice_ui};
use super::number::{NumberScreen, number_ui};
use super::rating::rating;
use super::receipt::{ReceiptData, receipt_ui};
use super::returned::returned;
use super::suggestion::suggestion;
use super::summary::{SummaryScreen, summary_ui};
use super::thanks::{ThanksData, thanks_ui};
use super::trouble::{TroubleData, trouble_ui};
use super::view::View;
use super::visit::visit;
use super::welcome::{WelcomeData, welcome_ui};
use super::writing::{WritingScreen, writing_ui};
use crate::action::Action;
use crate::guide::Reader;
use crate::route::Route;
use crate::speech::Script;
use crate::theme::Look;

/// A visitor's screen.
#[derive(Clone, Debug, PartialEq)]
pub enum VisitorScreen {
    /// The ways in.
    Welcome(WelcomeData),
    /// The faces at the way out, in the place of the ways in.
    Exit(Box<ExitData>),
    /// What follows a score there.
    ExitThanks(Box<ExitThanksData>),
    /// A question with choices.
    Choice(ChoiceScreen),
    /// A question for a number.
    Number(Box<NumberScreen>),
    /// A field to write in.
    Writing(Box<WritingScreen>),
    /// What was entered.
    Summary(SummaryScreen),
    /// How the visitor's data are used.
    Notice(NoticeData),
    /// A question that is answered with a face.
    Faces(Box<FacesScreen>),
    /// What the visitor takes along.
    Receipt(Box<ReceiptData>),
    /// Thanks.
    Thanks(ThanksData),
    /// A page of the guide.
    Guide(GuideData),
    /// Work cannot go on.
    Trouble(TroubleData),
}

impl VisitorScreen {
    /// Returns the screen of a route; `None` where no visitor stands before it.
    pub fn of(view: &View<'_>, route: &Route) -> Option<Self> {
        Some(match route {
            Route::Welcome if view.rating.exit => Self::Exit(Box::new(ExitData::new(view))),
            Route::Welcome => Self::Welcome(WelcomeData::new(view)),
            Route::Visit(flow) => visit(view, flow),
            Route::Rating(flow) => rating(view, flow),
            Route::Suggestion(flow) => suggestion(view, flow),
            Route::Follow(flow) => follow(view, flow),
            Route::Returned(flow) => Self::Choice(returned(view, flow)),
            Route::Guide(flow) => Self::Guide(GuideData::new(view, flow, Reader::Visitor)),
            Route::Trouble(trouble) => Self::Trouble(TroubleData::new(view, *trouble)),
            Route::Starting
            | Route::FirstStart(_)
            | Route::Calling(_)
            | Route::Board(_)
            | Route::OutOfOrder(_)
            | Route::Staff(_) => return None,
        })
    }

    /// Returns what it says; never what a person typed.
    pub fn script(&self, view: &View<'_>) -> Script {
        match self {
            Self::Welcome(data) => data.script(view),
            Self::Exit(data) => data.script(view),
            Self::ExitThanks(data) => data.script(view),
            Self::Choice(data) => data.script(view),
            Self::Number(data) => data.script(view),
            Self::Writing(data) => data.script(view),
            Self::Summary(data) => data.script(view),
            Self::Notice(data) => data.script(view),
            Self::Faces(data) => data.script(view),
            Self::Receipt(data) => data.script(view),
            Self::Thanks(data) => data.script(view),
            Self::Guide(data) => data.script(view),
            Self::Trouble(data) => data.script(view),
        }
    }
}

/// Returns what a route's screen says; `None` where no visitor stands before it.
pub fn script_of(view: &View<'_>, route: &Route) -> Option<Script> {
    VisitorScreen::of(view, route).map(|screen| screen.script(view))
}

/// Adds a visitor's screen.
pub fn visitor_ui(ui: &mut Ui, look: &Look, screen: &VisitorScreen, inputs: &mut Inputs) -> Option<Action> {
    match screen {
        VisitorScreen::Welcome(data) => welcome_ui(ui, look, data),
        VisitorScreen::Exit(data) => exit_ui(ui, look, data),
        VisitorScreen::ExitThanks(data) => exit_thanks_ui(ui, look, data),
        VisitorScreen::Choice(data) => choice_ui(ui, look, data),
        VisitorScreen::Number(data) => number_ui(ui, look, data),
        VisitorScreen::Writing(data) => writing_ui(ui, look, data, inputs),
        VisitorScreen::Summary(data) => summary_ui(ui, look, data),
        VisitorScreen::Notice(data) => notice_ui(ui, look, data),
        VisitorScreen::Faces(data) => faces_ui(ui, look, data),
        VisitorScreen::Receipt(data) => receipt_ui(ui, look, data),
        VisitorScreen::Thanks(data) => thanks_ui(ui, look, data),
        VisitorScreen::Guide(data) => guide_ui(ui, look, data, inputs),
        VisitorScreen::Trouble(data) => trouble_ui(ui, look, data),
    }
}
