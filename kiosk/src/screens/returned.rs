//! A visitor who showed the receipt of an earlier visit: "you were here before", and the ways on from there. Nothing personal.

use shared::locale::{dates, unbroken};

use super::choice::{Choice, ChoiceScreen, Choices};
use super::view::View;
use crate::action::{Action, ReturnedAction};
use crate::flow::ReturnedFlow;
use crate::widgets::Picture;

/// Returns the screen of a receipt that was shown.
pub fn returned(view: &View<'_>, flow: &ReturnedFlow) -> ChoiceScreen {
    let way = |action, name: String, picture| {
        Choice::new(Action::Returned(action), name, false).with_picture(view, Some(picture))
    };
    let other = way(ReturnedAction::AskForOther, view.tr("returned-other"), Picture::Chat);
    let rate = way(ReturnedAction::Rate, view.tr("welcome-rate"), Picture::Star);
    let reference = unbroken(&flow.reference);
    let mut choices = vec![other, rate];
    let hint = match &flow.visit {
        Some(visit) => {
            if !visit.services.is_empty() {
                let again = way(ReturnedAction::AskAgain, view.tr("returned-again"), Picture::Document);
                choices.insert(0, again.about(view.services(&visit.services)));
            }
            let date = dates::both(view.words, visit.date);
            view.format("returned-known", &[("date", date.into()), ("code", reference.into())])
        }
        None if view.has_staff() => view.format("returned-unknown", &[("code", reference.into())]),
        None => view.format("returned-unknown-alone", &[("code", reference.into())]),
    };
    ChoiceScreen {
        title: view.tr("returned-title"),
        hint: Some(hint),
        fault: None,
        choices: Choices::One(choices),
        foot: view.foot(Action::Returned(ReturnedAction::Back)),
    }
}
