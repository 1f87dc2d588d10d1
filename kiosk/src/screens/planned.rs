//! A visit that is to be made: made now, or not to be made any more.

use egui::{Rect, Ui, pos2, vec2};
use shared::domain::{Code, Place, Text};
use shared::locale::{dates, isolate, ltr};

use super::fault::not_saved_words;
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::{body_and_foot, field_height, foot_button, foot_row, in_rect, title};
use super::page::{Foot, page};
use super::view::View;
use crate::action::{Action, PlanAction};
use crate::flow::{PlanFault, PlannedFlow};
use crate::link::PlannedRow;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Keyboard, card, notice, scroll};

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

/// Adds a planned visit, or the question why it is not to be made any more.
pub fn planned_ui(ui: &mut Ui, look: &Look, data: &PlannedData, inputs: &mut Inputs) -> Option<Action> {
    match &data.why {
        Some(field) => why_ui(ui, look, data, field, inputs),
        None => plan_ui(ui, look, data),
    }
    .map(Action::Plan)
}

fn plan_ui(ui: &mut Ui, look: &Look, data: &PlannedData) -> Option<PlanAction> {
    let [back, carry_out, drop, _] = &data.buttons;
    let foot = Foot::new()
        .back(back, Action::Plan(PlanAction::Back))
        .next(carry_out, Action::Plan(PlanAction::CarryOut))
        .end(Secondary, drop, Action::Plan(PlanAction::AskWhy));
    let action = page(ui, look, foot, |ui| {
        title(ui, look, &data.title, None);
        card(ui, look, |ui| {
            for (name, value) in &data.facts {
                ui.scope(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    look.label(ui, TextKind::Small, name);
                    look.label(ui, TextKind::Strong, value);
                });
            }
        });
        None
    });
    action.and_then(|action| if let Action::Plan(action) = action { Some(action) } else { None })
}

fn why_ui(
    ui: &mut Ui,
    look: &Look,
    data: &PlannedData,
    field: &FieldData,
    inputs: &mut Inputs,
) -> Option<PlanAction> {
    let [back, _, _, confirm] = &data.buttons;
    let body = |ui: &mut Ui| {
        inputs.show_only(look, &[field.input]);
        let typed = written_ui(ui, look, &data.keyboard, inputs, |ui, inputs| {
            // what is wrong takes the place of the name: the field stays in sight in larger text too
            let name = Some(data.title.as_str()).filter(|_| data.fault.is_none());
            title(ui, look, &data.why_title, name);
            if let Some(fault) = &data.fault {
                notice(ui, look, fault);
            }
            let size = vec2(ui.available_width(), field_height(look, 1.0));
            inputs.field(ui, look, field, size).map(|text| (field.input, text))
        });
        typed.map(|(_, text)| PlanAction::WriteWhy(text))
    };
    let foot = |ui: &mut Ui| {
        let back =
            |ui: &mut Ui| foot_button(ui, look, Secondary, back, data.can_act).then_some(PlanAction::Back);
        let confirm =
            |ui: &mut Ui| foot_button(ui, look, Primary, confirm, data.can_act).then_some(PlanAction::Drop);
        foot_row(ui, look, back, confirm)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}

/// Adds fields, which scroll where they don't fit, above the keyboard; returns the field that was typed into, and its
/// text.
pub fn written_ui(
    ui: &mut Ui,
    look: &Look,
    keyboard: &KeyboardData,
    inputs: &mut Inputs,
    fields: impl FnOnce(&mut Ui, &mut Inputs) -> Option<(Input, String)>,
) -> Option<(Input, String)> {
    let space = ui.available_rect_before_wrap();
    let keyboard_top = space.bottom() - Keyboard::height(look);
    let upper = Rect::from_min_max(space.min, pos2(space.right(), keyboard_top - look.sizes.gap));
    let lower = Rect::from_min_max(pos2(space.left(), keyboard_top), space.max);
    let first = in_rect(ui, look, "fields", upper, |ui| scroll(ui, look, "fields", |ui| fields(ui, inputs)));
    first.or(in_rect(ui, look, "keyboard", lower, |ui| inputs.keyboard(ui, look, keyboard)))
}
