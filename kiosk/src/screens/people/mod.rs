//! Finding a person, what is known of them, a value being corrected.

mod edit;
mod person;
mod person_ui;
mod search;

use egui::Ui;

use super::inputs::Inputs;
use super::view::View;
use crate::action::Action;
use crate::flow::PeopleFlow;
use crate::theme::Look;

/// Adds the page that is open: the search, a person, or a value of theirs.
pub fn people_ui(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &PeopleFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    let action = match (flow.person(), flow.editing()) {
        (Some(person), Some(editing)) => {
            edit::edit_ui(ui, look, &edit::EditData::new(view, person, editing), inputs)
        }
        (Some(person), None) => person_ui::person_ui(ui, look, &person::PersonData::new(view, person, flow)),
        (None, _) => search::search_ui(ui, look, &search::SearchData::new(view, flow), inputs),
    };
    action.map(Action::People)
}
