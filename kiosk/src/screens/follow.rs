//! Following a request up: the field for its code, and where the request is. Nobody is named.

use jiff::Timestamp;
use shared::domain::{Code, FollowWords, Followed};
use shared::locale::{dates, key, ltr};

use super::inputs::{FieldData, Input};
use super::keyboard_words::KeyboardData;
use super::notice::NoticeData;
use super::view::View;
use super::visitor::VisitorScreen;
use super::writing::WritingScreen;
use crate::action::{Action, FollowAction};
use crate::config::ReaderKind;
use crate::flow::FollowFlow;
use crate::link::ToldHere;
use crate::widgets::ButtonKind::Primary;

/// A code, to show what one looks like.
const EXAMPLE: &str = "7K3M-9Q2X-4TNB-H5WD";

/// Returns the screen of a request that is followed up.
pub fn follow(view: &View<'_>, flow: &FollowFlow) -> VisitorScreen {
    match flow.told() {
        None => VisitorScreen::Writing(Box::new(code(view, flow))),
        Some(told) => VisitorScreen::Notice(where_it_is(view, told)),
    }
}

fn code(view: &View<'_>, flow: &FollowFlow) -> WritingScreen {
    let look = Action::Follow(FollowAction::Look);
    let hint = if view.reader == ReaderKind::None { key("follow-hint") } else { key("follow-hint-reader") };
    WritingScreen {
        title: view.tr("welcome-follow"),
        hint: view.format(hint, &[("example", ltr(EXAMPLE).into())]),
        fault: None,
        field: FieldData {
            input: Input::FollowCode,
            name: view.tr("follow-field"),
            hint: EXAMPLE.to_owned(),
            text: flow.typed().to_owned(),
        },
        keyboard: KeyboardData::new(view),
        foot: view
            .foot(Action::Follow(FollowAction::Back))
            .end(Primary, view.tr("follow-look"), look)
            .enabled(flow.can_look()),
    }
}

fn where_it_is(view: &View<'_>, ToldHere { told, as_of }: &ToldHere) -> NoticeData {
    let mut statements = Vec::new();
    let paper = |code: &Code| {
        let name = view.catalog()?.paper_told(code, view.language(), view.access.simple_words)?;
        Some(name.as_str().to_owned())
    };
    let title = match told {
        Some(told) => {
            let told = FollowWords { words: view.words, paper: &paper }.told(told);
            let Followed { stage, earliest, missing, objecting, changed } = told;
            let named = |name: &str, value: String| format!("{}: {value}", view.tr(name));
            statements.extend(earliest.map(|day| named("follow-earliest", day)));
            statements.extend(missing.into_iter().map(|what| named("follow-missing", what)));
            statements.extend(objecting.map(|how| named("follow-objecting-title", how)));
            statements.push(view.format("follow-changed", &[("date", changed.into())]));
            stage
        }
        None => {
            statements.push(view.tr("follow-unknown-why"));
            view.tr("follow-unknown-here")
        }
    };
    let as_of = as_of.and_then(|at| Timestamp::from_millisecond(at.0).ok());
    statements.push(match as_of {
        Some(at) => {
            let age = dates::age(view.words, at, view.now.timestamp());
            view.format("follow-as-of", &[("age", age.into())])
        }
        None => view.tr("follow-as-of-never"),
    });
    NoticeData { title, statements, foot: view.foot(Action::Follow(FollowAction::Back)) }
}
