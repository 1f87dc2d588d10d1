//! A visitor's rating: which service, what a rating is for, four faces, reasons, a comment, thanks.

use shared::domain::{CatalogKind, Code, Score};
use shared::locale::key;

use super::choice::{Choice, ChoiceScreen, Choices};
use super::fault::{not_saved_words, save_words};
use super::inputs::{FieldData, Input};
use super::keyboard_words::KeyboardData;
use super::page::Foot;
use super::promise::PromiseData;
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
        RatingStep::Promise => VisitorScreen::Promise(PromiseData::new(view, flow)),
        RatingStep::Score => VisitorScreen::Choice(score(view, flow)),
        RatingStep::Provider => VisitorScreen::Choice(provider(view, flow)),
        RatingStep::Reasons => VisitorScreen::Choice(reasons(view, flow)),
        RatingStep::Comment => VisitorScreen::Writing(Box::new(comment(view, flow))),
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

/// The scale from the reading start on, and what each face means.
const SCALE: [(Face, Score); 4] = [
    (Face::Excellent, Score::Excellent),
    (Face::Good, Score::Good),
    (Face::Bad, Score::Bad),
    (Face::VeryBad, Score::VeryBad),
];

fn score(view: &View<'_>, flow: &RatingFlow) -> ChoiceScreen {
    let face = |(face, score): (Face, Score)| {
        let is_chosen = flow.score() == Some(&score);
        let word = view.words.word("scale-service", score.code());
        (face, Choice::new(Action::Rating(RatingAction::RateService(score)), word, is_chosen))
    };
    ChoiceScreen {
        title: view.tr("rating-service-question"),
        hint: flow.service().map(|code| view.service(code)),
        fault: None,
        choices: Choices::Faces(SCALE.map(face).into()),
        foot: back(view),
    }
}

/// The question on the provider's performance; nobody may have served, and it may be passed over.
fn provider(view: &View<'_>, flow: &RatingFlow) -> ChoiceScreen {
    let answer = |answer| Action::Rating(RatingAction::RateProvider(answer));
    let face = |(face, score): (Face, Score)| {
        let word = view.words.word("scale-provider", score.code());
        let scored = ProviderAnswer::Scored(score);
        let is_chosen = *flow.provider() == scored;
        (face, Choice::new(answer(scored), word, is_chosen))
    };
    let nobody = view.tr("rating-provider-none");
    ChoiceScreen {
        title: view.tr("rating-provider-question"),
        hint: flow.service().map(|code| view.service(code)),
        fault: None,
        choices: Choices::Faces(SCALE.map(face).into()),
        foot: back(view).end(Secondary, nobody, answer(ProviderAnswer::NobodyServed)).end(
            Quiet,
            view.tr("common-skip-step"),
            answer(ProviderAnswer::Unanswered),
        ),
    }
}

/// The words of the reasons are neutral nouns; only the title follows the scores.
fn reasons(view: &View<'_>, flow: &RatingFlow) -> ChoiceScreen {
    let toggle = |code| Action::Rating(RatingAction::ToggleReason(code));
    let title = if flow.is_low() { key("reasons-title-low") } else { key("reasons-title-high") };
    let next = if flow.reasons().is_empty() { key("common-skip-step") } else { key("common-next") };
    let reasons = view.choices(&CatalogKind::Reason, flow.reasons()).into_iter();
    ChoiceScreen {
        title: view.tr(title),
        hint: Some(view.tr("reasons-hint")),
        fault: None,
        choices: Choices::Several(reasons.map(|choice| choice.map(toggle)).collect()),
        foot: back(view).next(view.tr(next), Action::Rating(RatingAction::FinishReasons)),
    }
}

fn comment(view: &View<'_>, flow: &RatingFlow) -> WritingScreen {
    let is_open = !flow.is_saving();
    let words = [key("rating-send"), key("rating-saving")];
    let send = save_words(view, flow.is_saving(), flow.fault(), words);
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
            .end(Primary, send, Action::Rating(RatingAction::Save))
            .enabled(is_open),
    }
}
