//! What the frame shows.

use shared::locale::{Language, ltr};

use super::access::AccessBarData;
use crate::flow::{
    FIRST_START_STEPS, RatingFlow, RatingStep, StaffPage, SuggestionFlow, SuggestionStep, VisitFlow,
    VisitStep,
};
use crate::route::Route;
use crate::screens::logo::LogoPicture;
use crate::screens::view::View;

/// The frame's words.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameData {
    /// The association's logo.
    pub logo: Option<LogoPicture>,
    /// The association's name.
    pub association: String,
    /// The branch's name and, where a form fills the screen, what is being done.
    pub place: Option<String>,
    /// The language that the switch offers, in its own letters.
    pub other_language: (Language, String),
    /// The way out, where something was begun.
    pub finish: Option<String>,
    /// How far the visitor has come: step, steps, and the same in words.
    pub progress: Option<(usize, usize, String)>,
    /// The bar beneath the screen, where a visitor stands before it.
    pub access: Option<AccessBarData>,
    /// On every screen of a trial: that it is one, and the way out of it.
    pub trial: Option<[String; 2]>,
}

impl FrameData {
    /// Reads the frame's words.
    pub fn new(view: &View<'_>, route: &Route) -> Self {
        let other = view.language().other();
        let other_name = match other {
            Language::Arabic => view.tr("language-ar"),
            Language::English => view.tr("language-en"),
        };
        let finish = match route {
            Route::Visit(flow) if flow.receipt().is_none() => Some(view.tr("common-finish")),
            Route::Rating(flow) if flow.step() != RatingStep::Thanks => Some(view.tr("common-finish")),
            Route::Suggestion(flow) if flow.step() != SuggestionStep::Thanks => {
                Some(view.tr("common-finish"))
            }
            Route::Guide(_) => Some(view.tr("common-finish")),
            // a form is left by its own cancel, which asks first
            Route::Staff(flow) if flow.is_signed_in() && !matches!(flow.page(), StaffPage::Form(_)) => {
                Some(view.tr("staff-sign-out"))
            }
            Route::Starting
            | Route::FirstStart(_)
            | Route::Welcome
            | Route::Visit(_)
            | Route::Rating(_)
            | Route::Suggestion(_)
            | Route::Staff(_)
            | Route::Trouble(_) => None,
        };
        Self {
            logo: view.logo,
            association: view.association(),
            place: place(view, route),
            other_language: (other, other_name),
            finish,
            progress: progress(route).map(|(step, total)| {
                let values = [("step", step.into()), ("total", total.into())];
                (step, total, view.format("common-progress", &values))
            }),
            access: AccessBarData::new(view, route),
            trial: view.setting.and_then(|setting| setting.trial_pin).map(|pin| {
                let words = view.format("setup-sample-banner", &[("pin", ltr(pin).into())]);
                [words, view.tr("setup-try-end")]
            }),
        }
    }
}

fn place(view: &View<'_>, route: &Route) -> Option<String> {
    let task = match route {
        Route::Staff(flow) => match flow.page() {
            StaffPage::Form(form) if form.corrects().is_some() => Some(view.tr("correct-title")),
            StaffPage::Form(_) => Some(view.tr("register-title")),
            StaffPage::Tools(_) => Some(view.tr("guide-tools")),
            StaffPage::Settings(_) => Some(view.tr("settings-title")),
            StaffPage::Pin | StaffPage::Today | StaffPage::Device | StaffPage::Waiting => None,
            StaffPage::Field
            | StaffPage::Drafts
            | StaffPage::Representatives(_)
            | StaffPage::People(_)
            | StaffPage::Planned(_) => view.who(flow.field.who()),
        },
        Route::Starting
        | Route::FirstStart(_)
        | Route::Welcome
        | Route::Visit(_)
        | Route::Rating(_)
        | Route::Suggestion(_)
        | Route::Guide(_)
        | Route::Trouble(_) => None,
    };
    let parts: Vec<String> = view.branch().into_iter().chain(task).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn progress(route: &Route) -> Option<(usize, usize)> {
    match route {
        Route::Visit(flow) => visit_progress(flow).map(|step| (step, 4)),
        Route::Rating(flow) => rating_progress(flow).map(|step| (step, 6)),
        Route::Suggestion(flow) => suggestion_progress(flow).map(|step| (step, 4)),
        Route::FirstStart(flow) => flow.page().step().map(|step| (step, FIRST_START_STEPS)),
        Route::Starting | Route::Welcome | Route::Guide(_) => None,
        Route::Staff(_) | Route::Trouble(_) => None,
    }
}

fn visit_progress(flow: &VisitFlow) -> Option<usize> {
    match flow.step() {
        VisitStep::Need => Some(1),
        VisitStep::Notice => Some(2),
        VisitStep::Who => Some(3),
        VisitStep::Party | VisitStep::Summary => Some(4),
        VisitStep::Receipt => None,
    }
}

fn suggestion_progress(flow: &SuggestionFlow) -> Option<usize> {
    match flow.step() {
        SuggestionStep::About => Some(1),
        SuggestionStep::Words => Some(2),
        SuggestionStep::Reply => Some(3),
        SuggestionStep::Check => Some(4),
        SuggestionStep::Thanks => None,
    }
}

fn rating_progress(flow: &RatingFlow) -> Option<usize> {
    match flow.step() {
        RatingStep::Service => Some(1),
        RatingStep::Promise => Some(2),
        RatingStep::Score => Some(3),
        RatingStep::Provider => Some(4),
        RatingStep::Reasons => Some(5),
        RatingStep::Comment => Some(6),
        RatingStep::Thanks => None,
    }
}
