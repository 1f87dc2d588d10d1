//! Finding a person, what is known of them, a value being corrected, a visit being planned.

mod edit;
mod person;
mod plan;
mod search;

use egui::Ui;

use super::choice::choice_ui;
use super::inputs::Inputs;
use super::view::View;
use crate::action::Action;
use crate::flow::PeopleFlow;
use crate::theme::Look;
use edit::{EditData, edit_ui};
use person::{PersonData, person_ui};
pub use person::{field_name, person_name, value_words};
use plan::{PlanData, plan_ui, whom};
use search::{SearchData, search_ui};

/// Adds the page that is open: the search, a person, a value of theirs, or a visit being planned.
pub fn people_ui(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &PeopleFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    match (flow.person(), flow.planning(), flow.editing()) {
        (Some(person), Some(planning), _) if planning.is_choosing() => {
            choice_ui(ui, look, &whom(view, person, planning))
        }
        (Some(person), Some(planning), _) => {
            plan_ui(ui, look, &PlanData::new(view, person, planning), inputs)
        }
        (Some(person), None, Some(editing)) => {
            edit_ui(ui, look, &EditData::new(view, person, editing), inputs)
        }
        (Some(person), None, None) => person_ui(ui, look, &PersonData::new(view, person, flow)),
        (None, _, _) => search_ui(ui, look, &SearchData::new(view, flow), inputs),
    }
}
