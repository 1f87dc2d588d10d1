//! Finding a person, what is known of them, a value being corrected, a visit
//! being planned.

mod edit;
mod person;
mod plan;
mod search;

use egui::Ui;

use super::inputs::Inputs;
use super::view::View;
use crate::action::Action;
use crate::flow::PeopleFlow;
use crate::theme::Look;

/// Adds the page that is open: the search, a person, a value of theirs, or a visit being planned.
pub fn people_ui(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &PeopleFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    match (flow.person(), flow.planning(), flow.editing()) {
        (Some(person), Some(planning), _) => {
            plan::plan_ui(ui, look, &plan::PlanData::new(view, person, planning), inputs)
        }
        (Some(person), None, Some(editing)) => {
            edit::edit_ui(ui, look, &edit::EditData::new(view, person, editing), inputs).map(Action::People)
        }
        (Some(person), None, None) => {
            person::person_ui(ui, look, &person::PersonData::new(view, person, flow))
        }
        (None, _, _) => {
            search::search_ui(ui, look, &search::SearchData::new(view, flow), inputs).map(Action::People)
        }
    }
}
