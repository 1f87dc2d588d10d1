//! A visitor's rating: which service, four faces for it and four for who served, reasons, a comment, thanks.

use shared::domain::{CatalogKind, Code, Score};
use shared::locale::key;

use super::choice::{Choice, ChoiceScreen, Choices};
use super::exit::ExitThanksData;
use super::faces::{FacesScreen, Folded, SCALE, scale};
use super::fault::{not_saved_words, save_words};
use super::inputs::{FieldData, Input};
use super::keyboard_words::KeyboardData;
use super::page::Foot;
use super::thanks::ThanksData;
use super::view::View;
use super::visitor::VisitorScreen;
use super::writing::{WritingScreen, writing_hint};
use crate::action::{Action, RatingAction};
use crate::flow::{ProviderAnswer, RatingFlow, RatingStep};
use crate::widgets::ButtonKind::{Primary, Quiet, Secondary};
use crate::widgets::Face;

/// Returns the screen of the step that a rating stands at.
pub fn rating(view: &View<'_>, flow: &RatingFlow) -> VisitorScreen {
    match flow.step() {
        RatingStep::Service => VisitorScreen::Choice(service(view, flow)),
        RatingStep::Score => VisitorScreen::Faces(Box::new(score(view, flow))),
        RatingStep::Provider => VisitorScreen::Faces(Box::new(provider(view, flow))),
        RatingStep::Reasons => VisitorScreen::Choice(reasons(view, flow)),
        RatingStep::Comment => VisitorScreen::Writing(Box::new(comment(view, flow))),
        RatingStep::AtExit => VisitorScreen::ExitThanks(Box::new(ExitThanksData::new(view, flow))),
        RatingStep::Thanks => VisitorScreen::Thanks(ThanksData::new(view, key("thanks-body"))),
    }
}

/// A foot with the way back.
fn back(view: &View<'_>) -> Foot {
    view.foot(Action::Rating(RatingAction::Back))
}

fn service(view: &View<'_>, flow: &RatingFlow) -> ChoiceScreen {
    let choose = |code| Action::Rating(RatingAction::ChooseService(code));
    let chosen: Vec<Code> = flow.service().into_iter().cloned().collect();
    let services = view.service_choices(&chosen).into_iter();
    ChoiceScreen {
        title: view.tr("rating-choose-service"),
        hint: Some(view.tr("rating-choose-service-hint")),
        fault: None,
        choices: Choices::One(services.map(|choice| choice.map(choose)).collect()),
        foot: back(view),
    }
}

/// What a rating is for stands above the faces: it is said before it is asked (P-11).
fn score(view: &View<'_>, flow: &RatingFlow) -> FacesScreen {
    let rate = |score| Action::Rating(RatingAction::RateService(score));
    FacesScreen {
        before: None,
        title: view.tr("rating-service-question"),
        about: flow.service().map(|code| view.service(code)),
        promise: Some(promise(view)),
        fault: flow.fault().map(|fault| not_saved_words(view, fault)),
        faces: service_faces(view, flow.score(), rate),
        foot: back(view).end(Quiet, view.tr("rating-decline"), Action::Leave),
    }
}

/// What a rating is for, and what it does not do (P-11).
pub(super) fn promise(view: &View<'_>) -> String {
    format!("{} {}", view.tr("rating-right"), view.tr("rating-assurance"))
}

/// The faces for the service, each with what is asked for with its score.
pub(super) fn service_faces(
    view: &View<'_>,
    chosen: Option<&Score>,
    rate: impl Fn(Score) -> Action,
) -> Vec<(Face, Choice<Action>)> {
    scale(|score| {
        let word = view.words.word("scale-service", score.code());
        Choice::new(rate(score.clone()), word, chosen == Some(score))
    })
}

/// The faces for the provider's performance.
pub(super) fn provider_faces(view: &View<'_>, flow: &RatingFlow) -> Vec<(Face, Choice<Action>)> {
    scale(|score| {
        let word = view.words.word("scale-provider", score.code());
        provider_answer(flow, ProviderAnswer::Scored(score.clone()), word)
    })
}

/// An answer to the question on the provider's performance.
pub(super) fn provider_answer(flow: &RatingFlow, answer: ProviderAnswer, words: String) -> Choice<Action> {
    let is_chosen = *flow.provider() == answer;
    Choice::new(Action::Rating(RatingAction::RateProvider(answer)), words, is_chosen)
}

/// The question for reasons: only it follows the scores.
pub(super) fn reasons_title(view: &View<'_>, flow: &RatingFlow) -> String {
    view.tr(if flow.is_low() { key("reasons-title-low") } else { key("reasons-title-high") })
}

/// The question on the provider's performance; nobody may have served, and it may be passed over.
fn provider(view: &View<'_>, flow: &RatingFlow) -> FacesScreen {
    let answer = |answer| Action::Rating(RatingAction::RateProvider(answer));
    FacesScreen {
        before: flow.score().and_then(|score| folded(view, flow, score)),
        title: view.tr("rating-provider-question"),
        about: None,
        promise: None,
        fault: flow.fault().map(|fault| not_saved_words(view, fault)),
        faces: provider_faces(view, flow),
        foot: back(view)
            .end(Secondary, view.tr("rating-provider-none"), answer(ProviderAnswer::NobodyServed))
            .end(Quiet, view.tr("common-skip-step"), answer(ProviderAnswer::Unanswered)),
    }
}

/// The answer to the question on the service; `None` for a score of a newer program, which has no face here.
fn folded(view: &View<'_>, flow: &RatingFlow, score: &Score) -> Option<Folded> {
    let (face, _) = SCALE.iter().find(|(_, known)| known == score)?;
    let word = view.words.word("scale-service", score.code());
    Some(Folded {
        face: *face,
        words: view.format("face-service", &[("score", word.into())]),
        change: view.tr("common-edit"),
        open: Action::Rating(RatingAction::Back),
        saved: flow.is_kept().then(|| view.tr("held-rated")),
    })
}

/// The words of the reasons are neutral nouns.
fn reasons(view: &View<'_>, flow: &RatingFlow) -> ChoiceScreen {
    let toggle = |code| Action::Rating(RatingAction::ToggleReason(code));
    let reasons = view.choices(&CatalogKind::Reason, flow.reasons()).into_iter();
    let (send, is_open) = send(view, flow);
    ChoiceScreen {
        title: reasons_title(view, flow),
        hint: Some(view.tr("reasons-hint")),
        fault: flow.fault().map(|fault| not_saved_words(view, fault)),
        choices: Choices::Several(reasons.map(|choice| choice.map(toggle)).collect()),
        foot: back(view)
            .enabled(is_open)
            .next(send, Action::Rating(RatingAction::Send))
            .enabled(is_open)
            .end(Secondary, view.tr("rating-add-comment"), Action::Rating(RatingAction::AddComment))
            .enabled(is_open),
    }
}

/// The word on the button that sends, and whether it can be pressed.
fn send(view: &View<'_>, flow: &RatingFlow) -> (String, bool) {
    let words = [key("rating-send"), key("rating-saving")];
    (save_words(view, flow.is_sending(), flow.fault(), words), !flow.is_sending())
}

fn comment(view: &View<'_>, flow: &RatingFlow) -> WritingScreen {
    let (send, is_open) = send(view, flow);
    WritingScreen {
        title: view.tr("comment-title"),
        hint: writing_hint(view, flow.comment(), key("comment-hint")),
        fault: flow.fault().map(|fault| not_saved_words(view, fault)),
        field: FieldData {
            input: Input::Comment,
            name: view.tr("comment-field"),
            hint: view.tr("common-optional"),
            text: flow.comment().to_owned(),
        },
        keyboard: KeyboardData::new(view),
        foot: back(view)
            .enabled(is_open)
            .end(Primary, send, Action::Rating(RatingAction::Send))
            .enabled(is_open),
    }
}
