//! Paints a planned visit.

use egui::{Rect, Ui, pos2, vec2};

use super::data::PlannedData;
use crate::action::{Action, PlanAction};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::{body_and_foot, field_height, foot_button, foot_row, in_rect, title};
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Keyboard, card, notice, scroll};

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
