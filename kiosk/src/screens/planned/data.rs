//! What the page of a planned visit shows.

use shared::domain::{Code, Place, Text};
use shared::locale::{dates, isolate, ltr};

use crate::flow::{PlanFault, PlannedFlow};
use crate::link::PlannedRow;
use crate::screens::fault::not_saved_words;
use crate::screens::inputs::{FieldData, Input};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::view::View;

/// The words of a planned visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedData {
    /// Whom it is to.
    pub title: String,
    /// What is known of it: a name and a value each.
    pub facts: Vec<(String, String)>,
    /// What went wrong.
    pub fault: Option<String>,
    /// Why it is not to be made any more; `None` where that is not said.
    pub why: Option<FieldData>,
    /// That the reason is asked for.
    pub why_title: String,
    /// The keyboard's words.
    pub keyboard: KeyboardData,
    /// Back, register the visit, no longer needed; the last two become confirming.
    pub buttons: [String; 4],
    /// Whether anything can be pressed.
    pub can_act: bool,
}

impl PlannedData {
    /// Reads the words and the plan.
    pub fn new(view: &View<'_>, flow: &PlannedFlow) -> Self {
        let row = flow.row();
        Self {
            title: name_of(view, row),
            facts: facts(view, row),
            fault: flow.fault().map(|fault| fault_words(view, fault)),
            why: flow.reason().map(|text| FieldData {
                input: Input::PlanDropReason,
                name: view.tr("plan-drop-reason"),
                hint: view.tr("plan-drop-hint"),
                text: text.to_owned(),
            }),
            why_title: view.tr("plan-drop-title"),
            keyboard: KeyboardData::new(view),
            buttons: [
                view.tr("common-back"),
                view.tr("plan-carry-out"),
                view.tr("plan-drop"),
                view.tr("plan-drop-confirm"),
            ],
            can_act: !flow.is_saving(),
        }
    }
}

fn name_of(view: &View<'_>, row: &PlannedRow) -> String {
    row.name.as_ref().map_or_else(|| view.tr("people-no-name"), |name| isolate(name.as_str()))
}

fn facts(view: &View<'_>, row: &PlannedRow) -> Vec<(String, String)> {
    let text = |text: &Text| isolate(text.as_str());
    let day = dates::both(view.words, row.plan.date);
    let day = if row.overdue { format!("{day} · {}", view.tr("field-overdue")) } else { day };
    let place = match &row.plan.place {
        Some(Place::NationalAddress(address)) => Some(text(address)),
        Some(Place::Coordinates(point)) => Some(ltr(&point.to_string())),
        None => row.address.as_ref().map(text),
    };
    let state = if row.received { view.tr("state-received") } else { view.tr("state-saved-here") };
    let facts = [
        ("plan-day", Some(day)),
        ("plan-reason", row.plan.reason.as_ref().map(text)),
        ("plan-place", place),
        ("plan-mobile", row.mobile.as_ref().map(|mobile| ltr(mobile.as_str()))),
        ("plan-whom", Some(representative_words(view, row.plan.representative.as_ref()))),
        ("plan-state", Some(state)),
    ];
    facts.into_iter().filter_map(|(key, value)| Some((view.tr(key), value?))).collect()
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
