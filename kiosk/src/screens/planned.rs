//! A visit that is to be made: made now, or not to be made any more.

use egui::Ui;
use shared::domain::{Code, Place, Text};
use shared::locale::{dates, isolate, ltr};

use super::asked_words::{AskedWords, asked_words_ui};
use super::fault::not_saved_words;
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::title;
use super::lists::fact_ui;
use super::page::{Foot, page};
use super::view::View;
use crate::action::{Action, PlanAction};
use crate::flow::{PlanFault, PlannedFlow};
use crate::link::PlannedRow;
use crate::theme::Look;
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::card;

/// The words of a planned visit.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedData {
    /// Whom it is to.
    pub title: String,
    /// What is known of it: a name and a value each.
    pub facts: Vec<(String, String)>,
    /// Back, register the visit, no longer needed.
    pub foot: Foot,
}

impl PlannedData {
    /// Reads the words and the plan.
    pub fn new(view: &View<'_>, flow: &PlannedFlow) -> Self {
        let row = flow.row();
        Self { title: view.person(row.name.as_ref()), facts: facts(view, row), foot: foot(view) }
    }
}

fn foot(view: &View<'_>) -> Foot {
    view.foot(Action::Plan(PlanAction::Back))
        .next(view.tr("plan-carry-out"), Action::Plan(PlanAction::CarryOut))
        .end(Secondary, view.tr("plan-drop"), Action::Plan(PlanAction::AskWhy))
}

/// Returns the question why it is not to be made any more; `None` where that is not said.
fn why(view: &View<'_>, flow: &PlannedFlow) -> Option<AskedWords> {
    let text = flow.reason()?.to_owned();
    let is_open = !flow.is_saving();
    let confirm = view.tr("plan-drop-confirm");
    let foot = view.foot(Action::Plan(PlanAction::Back)).enabled(is_open);
    Some(AskedWords {
        title: view.tr("plan-drop-title"),
        about: view.person(flow.row().name.as_ref()),
        fault: flow.fault().map(|fault| fault_words(view, fault)),
        field: FieldData {
            input: Input::PlanDropReason,
            name: view.tr("plan-drop-reason"),
            hint: view.tr("plan-drop-hint"),
            text,
        },
        note: None,
        keyboard: KeyboardData::new(view),
        foot: foot.end(Primary, confirm, Action::Plan(PlanAction::Drop)).enabled(is_open),
    })
}

fn facts(view: &View<'_>, row: &PlannedRow) -> Vec<(String, String)> {
    let text = |text: &Text| isolate(text.as_str());
    let day = dates::both(view.words, row.plan.date);
    let day = if row.overdue { format!("{day} · {}", view.tr("field-overdue")) } else { day };
    let facts = [
        ("plan-day", Some(day)),
        ("plan-reason", row.plan.reason.as_ref().map(text)),
        ("plan-place", planned_place(row)),
        ("plan-mobile", row.mobile.as_ref().map(|mobile| ltr(mobile.as_str()))),
        ("plan-whom", Some(representative_words(view, row.plan.representative.as_ref()))),
        ("plan-state", Some(view.record_state(row.received))),
    ];
    facts.into_iter().filter_map(|(key, value)| Some((view.tr(key), value?))).collect()
}

/// Returns where a planned visit is to be made: its own place, else the person's address.
pub fn planned_place(row: &PlannedRow) -> Option<String> {
    match &row.plan.place {
        Some(Place::NationalAddress(address)) => Some(isolate(address.as_str())),
        Some(Place::Coordinates(point)) => Some(ltr(&point.to_string())),
        None => row.address.as_ref().map(|address| isolate(address.as_str())),
    }
}

/// Returns the day of a planned visit, and that it is over.
pub fn planned_day(view: &View<'_>, row: &PlannedRow) -> String {
    let day = dates::short(row.plan.date);
    if row.overdue { format!("{day}\n{}", view.tr("field-overdue")) } else { day }
}

/// Returns who is to make a visit.
pub fn representative_words(view: &View<'_>, representative: Option<&Code>) -> String {
    representative.map_or_else(|| view.tr("plan-anybody"), |code| view.member_of_staff(code))
}

/// Returns what is wrong with a plan, and the next step.
pub fn fault_words(view: &View<'_>, fault: PlanFault) -> String {
    match fault {
        PlanFault::Date(fault) => crate::screens::stated_date::fault_words(view, fault),
        PlanFault::NoDay => view.tr("plan-fault-day"),
        PlanFault::Past => view.tr("plan-fault-past"),
        PlanFault::NoReason => view.tr("plan-fault-reason"),
        PlanFault::NotSaved(why) => not_saved_words(view, why),
    }
}

/// Adds a planned visit, or the question why it is not to be made any more.
pub fn planned_ui(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &PlannedFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    if let Some(why) = why(view, flow) {
        return asked_words_ui(ui, look, &why, inputs);
    }
    let data = PlannedData::new(view, flow);
    page(ui, look, &data.foot, |ui| {
        title(ui, look, &data.title, None);
        card(ui, look, |ui| {
            for fact in &data.facts {
                ui.scope(|ui| fact_ui(ui, look, fact));
            }
        });
        None
    })
}
