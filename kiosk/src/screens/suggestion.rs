//! A suggestion: what it is about, its words, a number for a reply, a last look, thanks.

use shared::domain::{CatalogKind, Code};
use shared::locale::{isolate, key};

use super::choice::{Choice, ChoiceScreen, Choices};
use super::fault::{not_saved_words, save_words};
use super::inputs::{FieldData, Input};
use super::keyboard_words::KeyboardData;
use super::number::{NumberData, NumberScreen, Pad, masked};
use super::page::Foot;
use super::summary::{SummaryRow, SummaryScreen};
use super::thanks::ThanksData;
use super::view::View;
use super::visitor::VisitorScreen;
use super::writing::{WritingScreen, writing_hint};
use crate::action::{Action, SuggestionAction};
use crate::flow::{NumberKind, SuggestionFlow, SuggestionStep};
use crate::widgets::ButtonKind::{Primary, Secondary};

/// Returns the screen of the step that a suggestion stands at.
pub fn suggestion(view: &View<'_>, flow: &SuggestionFlow) -> VisitorScreen {
    match flow.step() {
        SuggestionStep::About => VisitorScreen::Choice(about(view, flow)),
        SuggestionStep::Words => VisitorScreen::Writing(Box::new(words(view, flow))),
        SuggestionStep::Reply => VisitorScreen::Number(Box::new(reply(view, flow))),
        SuggestionStep::Check => VisitorScreen::Summary(check(view, flow)),
        SuggestionStep::Thanks => VisitorScreen::Thanks(ThanksData::new(view, key("suggestion-saved"))),
    }
}

/// A foot with the way back.
fn back(view: &View<'_>) -> Foot {
    view.foot(Action::Suggestion(SuggestionAction::Back))
}

/// In general, and the services.
fn about(view: &View<'_>, flow: &SuggestionFlow) -> ChoiceScreen {
    let choose = |about| Action::Suggestion(SuggestionAction::ChooseAbout(about));
    let chosen: Vec<Code> = flow.about().cloned().into_iter().collect();
    let is_general = flow.about().is_none() && !flow.words().is_empty();
    let general = Choice::new(choose(None), view.tr("suggestion-general"), is_general);
    let services = view.choices(&CatalogKind::Service, &chosen).into_iter();
    let services = services.map(|choice| Choice { about: None, ..choice }.map(|code| choose(Some(code))));
    ChoiceScreen {
        title: view.tr("suggestion-about-title"),
        hint: None,
        fault: None,
        choices: Choices::One(std::iter::once(general).chain(services).collect()),
        foot: back(view),
    }
}

fn words(view: &View<'_>, flow: &SuggestionFlow) -> WritingScreen {
    let next = Action::Suggestion(SuggestionAction::Next);
    WritingScreen {
        title: view.tr("suggestion-title"),
        hint: writing_hint(view, flow.words(), key("suggestion-hint")),
        fault: None,
        field: FieldData {
            input: Input::Suggestion,
            name: view.tr("suggestion-field"),
            hint: view.tr("suggestion-field-hint"),
            text: flow.words().to_owned(),
        },
        keyboard: KeyboardData::new(view),
        foot: back(view).end(Primary, view.tr("common-next"), next).enabled(flow.can_go_on()),
    }
}

fn reply(view: &View<'_>, flow: &SuggestionFlow) -> NumberScreen {
    let skip = Action::Suggestion(SuggestionAction::SkipReply);
    NumberScreen {
        title: view.tr("suggestion-contact"),
        body: view.tr("suggestion-contact-use"),
        kinds: Vec::new(),
        reader: None,
        more: Vec::new(),
        number: NumberData::new(
            view,
            (Pad::Reply, NumberKind::Mobile),
            flow.mobile(),
            flow.warns_while_typing().then_some(key("who-warn")),
        ),
        foot: back(view)
            .next(view.tr("common-next"), Action::Suggestion(SuggestionAction::Next))
            .enabled(!flow.mobile().is_empty())
            .end(Secondary, view.tr("suggestion-no-reply"), skip),
    }
}

fn check(view: &View<'_>, flow: &SuggestionFlow) -> SummaryScreen {
    let row = |name: String, value: String, step: SuggestionStep| {
        SummaryRow::new(name, value, Action::Suggestion(SuggestionAction::Edit(step)))
    };
    let about = flow.about().map_or_else(|| view.tr("suggestion-general"), |code| view.service(code));
    let mobile = match flow.mobile() {
        "" => view.tr("suggestion-reply-none"),
        digits => masked(digits),
    };
    let is_open = !flow.is_saving();
    let words = [key("suggestion-save"), key("suggestion-saving")];
    let save = save_words(view, flow.is_saving(), flow.fault(), words);
    SummaryScreen {
        title: view.tr("summary-title"),
        rows: vec![
            row(view.tr("suggestion-about"), about, SuggestionStep::About),
            SummaryRow {
                is_private: true,
                ..row(view.tr("suggestion-field"), isolate(flow.words()), SuggestionStep::Words)
            },
            SummaryRow {
                is_private: !flow.mobile().is_empty(),
                warning: flow.is_doubtful().then(|| view.tr("who-warn")),
                ..row(view.tr("suggestion-reply"), mobile, SuggestionStep::Reply)
            },
        ],
        edit: view.tr("common-edit"),
        fault: flow.fault().map(|fault| not_saved_words(view, fault)),
        is_open,
        foot: back(view)
            .enabled(is_open)
            .next(save, Action::Suggestion(SuggestionAction::Save))
            .enabled(is_open),
    }
}
