//! A visitor's visit: what brings them here, how their data are used, who they are, in what capacity they come, a summary, the
//! receipt.

use shared::domain::Party;
use shared::locale::{isolate, key};

use super::choice::{Choice, ChoiceScreen, Choices};
use super::fault::{not_saved_words, save_words};
use super::inputs::{FieldData, Input};
use super::keyboard_words::KeyboardData;
use super::notice::NoticeData;
use super::number::{NumberData, NumberScreen, Pad, masked};
use super::page::Foot;
use super::pictures::{number_picture, party_picture};
use super::receipt::ReceiptData;
use super::summary::{SummaryRow, SummaryScreen};
use super::view::View;
use super::visitor::VisitorScreen;
use super::writing::WritingScreen;
use crate::action::{Action, VisitAction};
use crate::config::ReaderKind;
use crate::flow::{NumberKind, VisitFlow, VisitStep};
use crate::widgets::{ButtonKind, Picture};

/// Returns the screen of the step that a visit stands at.
pub fn visit(view: &View<'_>, flow: &VisitFlow) -> VisitorScreen {
    match (flow.step(), flow.receipt()) {
        (VisitStep::Need, _) => VisitorScreen::Choice(need(view, flow)),
        (VisitStep::Needs, _) => VisitorScreen::Choice(needs(view, flow)),
        (VisitStep::Words, _) => VisitorScreen::Writing(Box::new(words(view, flow))),
        (VisitStep::Notice, _) => VisitorScreen::Notice(NoticeData::new(view)),
        (VisitStep::Who, _) => VisitorScreen::Number(Box::new(who(view, flow))),
        (VisitStep::Party, _) => VisitorScreen::Choice(party(view, flow)),
        (VisitStep::Receipt, Some(receipt)) => {
            VisitorScreen::Receipt(Box::new(ReceiptData::new(view, receipt)))
        }
        (VisitStep::Summary, _) | (VisitStep::Receipt, None) => VisitorScreen::Summary(summary(view, flow)),
    }
}

/// A foot with the way back.
fn back(view: &View<'_>) -> Foot {
    view.foot(Action::Visit(VisitAction::Back))
}

/// What brings them here: a touch chooses one service and goes on.
fn need(view: &View<'_>, flow: &VisitFlow) -> ChoiceScreen {
    let services = view.service_choices(flow.services());
    // the last is "something else", which needs no catalog
    let (hint, foot) = if services.len() > 1 {
        let several = Action::Visit(VisitAction::ChooseSeveral);
        let foot = back(view).end(ButtonKind::Secondary, view.tr("need-several"), several);
        (if flow.can_go_on() { key("need-chosen") } else { key("need-hint") }, foot)
    } else {
        (key("need-no-services"), back(view))
    };
    let choose = |code| Action::Visit(VisitAction::ChooseService(code));
    need_screen(
        view,
        hint,
        Choices::One(services.into_iter().map(|choice| choice.map(choose)).collect()),
        foot,
    )
}

/// What brings them here: any number of services.
fn needs(view: &View<'_>, flow: &VisitFlow) -> ChoiceScreen {
    let toggle = |code| Action::Visit(VisitAction::ToggleService(code));
    let services = view.service_choices(flow.services()).into_iter().map(|choice| choice.map(toggle));
    let next = Action::Visit(VisitAction::Next);
    let foot = back(view).next(view.tr("common-next"), next).enabled(flow.can_go_on());
    need_screen(view, key("need-more-than-one"), Choices::Several(services.collect()), foot)
}

/// The question for what brings them here; where the branch is closed, that is said in the place of the hint.
fn need_screen(view: &View<'_>, hint: &'static str, choices: Choices, foot: Foot) -> ChoiceScreen {
    ChoiceScreen {
        title: view.tr("need-title"),
        hint: Some(view.closed_line().unwrap_or_else(|| view.tr(hint))),
        fault: None,
        choices,
        foot,
    }
}

/// What it is about, before anything is asked that tells who they are.
fn words(view: &View<'_>, flow: &VisitFlow) -> WritingScreen {
    WritingScreen {
        title: view.tr("words-title"),
        hint: format!("{} {}", view.tr("words-hint"), view.tr("who-privacy")),
        fault: None,
        field: FieldData {
            input: Input::Need,
            name: view.tr("words-field"),
            hint: String::new(),
            text: flow.words().unwrap_or_default().to_owned(),
        },
        keyboard: KeyboardData::new(view),
        foot: back(view)
            .end(ButtonKind::Primary, view.tr("common-next"), Action::Visit(VisitAction::Next))
            .enabled(flow.can_go_on())
            .end(ButtonKind::Secondary, view.tr("words-skip"), Action::Visit(VisitAction::SkipWords)),
    }
}

fn who(view: &View<'_>, flow: &VisitFlow) -> NumberScreen {
    let (kind, digits) = flow.number();
    let choice = |value: NumberKind, name: String| {
        let choose = Action::Visit(VisitAction::ChooseNumberKind(value));
        Choice::new(choose, name, kind == value).with_picture(view, Some(number_picture(value)))
    };
    let warning = match () {
        () if flow.card_unread() => Some(key("who-card-unread")),
        () if flow.warns_while_typing() => Some(key("who-warn")),
        () => None,
    };
    let for_other =
        Choice::new(Action::Visit(VisitAction::ToggleForOther), view.tr("who-for-other"), flow.for_other());
    // why it is asked for, and what leaving it out means
    let reader = reader_words(view);
    let why = match () {
        () if flow.for_other() => Some(key("who-for-other-hint")),
        () if flow.needs_number() => Some(key("who-needed")),
        () if flow.is_to_be_answered() => Some(key("who-answered")),
        // what to do stands beside the reader's picture
        () if reader.is_some() => None,
        () => Some(key("who-body")),
    };
    let body: Vec<String> = why.into_iter().chain([key("who-privacy")]).map(|key| view.tr(key)).collect();
    let title = if flow.needs_number() { key("who-title-needed") } else { key("who-title") };
    let read = Action::Visit(VisitAction::Edit(VisitStep::Notice));
    let foot = back(view)
        .start(ButtonKind::Quiet, view.tr("notice-title"), read)
        .next(view.tr("common-next"), Action::Visit(VisitAction::Next))
        .enabled(!digits.is_empty());
    let skip = if flow.is_to_be_answered() { key("who-skip-unanswered") } else { key("who-skip") };
    NumberScreen {
        title: view.tr(title),
        body: body.join(" "),
        kinds: vec![
            choice(NumberKind::NationalId, view.tr("who-national-id")),
            choice(NumberKind::Mobile, view.tr("who-mobile")),
        ],
        more: std::iter::once(for_other.with_picture(view, Some(Picture::Family)))
            .chain(view.has_staff().then(|| asks_for_woman(view, flow)))
            .collect(),
        reader,
        number: NumberData::new(view, (Pad::Visit, kind), digits, warning),
        foot: if flow.needs_number() {
            foot
        } else {
            foot.end(ButtonKind::Secondary, view.tr(skip), Action::Visit(VisitAction::SkipNumber))
        },
    }
}

/// That the number need not be typed.
fn reader_words(view: &View<'_>) -> Option<String> {
    match view.reader {
        ReaderKind::None => None,
        ReaderKind::Scanner => Some(view.tr("who-scanner")),
        ReaderKind::Card => Some(view.tr("who-card-reader")),
    }
}

/// The four capacities, each in the visitor's own words.
fn party(view: &View<'_>, flow: &VisitFlow) -> ChoiceScreen {
    let choice = |party: &Party| {
        let about = match party {
            Party::Beneficiary => view.tr("party-beneficiary-self"),
            Party::Supporter => view.tr("party-supporter-self"),
            Party::Volunteer => view.tr("party-volunteer-self"),
            Party::OtherParty | Party::Other(_) => view.tr("party-other-self"),
        };
        let choose = Action::Visit(VisitAction::ChooseParty(party.clone()));
        let choice = Choice::new(choose, view.party(party), flow.party() == party).about(about);
        choice.with_picture(view, party_picture(party))
    };
    ChoiceScreen {
        title: view.tr("party-title"),
        hint: None,
        fault: None,
        choices: Choices::One(Party::KNOWN.iter().map(choice).collect()),
        foot: back(view),
    }
}

fn summary(view: &View<'_>, flow: &VisitFlow) -> SummaryScreen {
    let row = |name: String, value: String, step: VisitStep| {
        SummaryRow::new(name, value, Action::Visit(VisitAction::Edit(step)))
    };
    let several = flow.services().len() > 1;
    let services = if several { view.tr("summary-services") } else { view.tr("summary-service") };
    let (number_name, number) = match flow.number() {
        (_, "") => (view.tr("summary-number"), view.tr("summary-no-number")),
        (NumberKind::NationalId, digits) => (view.tr("who-national-id"), masked(digits)),
        (NumberKind::Mobile, digits) => (view.tr("who-mobile"), masked(digits)),
    };
    let is_open = !flow.is_saving();
    let words = [key("summary-confirm"), key("summary-saving")];
    let confirm = save_words(view, flow.is_saving(), flow.fault(), words);
    SummaryScreen {
        title: view.tr("summary-title"),
        rows: std::iter::once(row(services, view.services(flow.services()), VisitStep::Need))
            .chain(flow.words().filter(|words| !words.trim().is_empty()).map(|words| SummaryRow {
                is_private: true,
                ..row(view.tr("words-field"), isolate(words), VisitStep::Words)
            }))
            .chain([
                row(view.tr("summary-party"), capacity(view, flow), VisitStep::Party),
                SummaryRow {
                    is_private: !flow.number().1.is_empty(),
                    warning: flow.doubt().map(|_| view.tr("who-warn")),
                    ..row(number_name, number, VisitStep::Who)
                },
            ])
            .collect(),
        edit: view.tr("common-edit"),
        fault: flow.fault().map(|fault| not_saved_words(view, fault)),
        is_open,
        foot: back(view).enabled(is_open).next(confirm, Action::Visit(VisitAction::Save)).enabled(is_open),
    }
}

/// In what capacity, for whom, and by whom they would like to be served: one line.
fn capacity(view: &View<'_>, flow: &VisitFlow) -> String {
    let for_whom = if flow.for_other() { key("summary-for-other") } else { key("summary-for-self") };
    let mut parts = vec![view.party(flow.party()), view.tr(for_whom)];
    parts.extend(flow.asks_for_woman().then(|| view.tr("visit-asks-for-woman")));
    parts.join(" · ")
}

/// To be served by a woman. Its picture is always there: it is found without reading.
fn asks_for_woman(view: &View<'_>, flow: &VisitFlow) -> Choice<Action> {
    let toggle = Action::Visit(VisitAction::ToggleAsksForWoman);
    let choice = Choice::new(toggle, view.tr("visit-asks-for-woman"), flow.asks_for_woman());
    Choice { picture: Some(Picture::Woman), ..choice }
}
