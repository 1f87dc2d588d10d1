//! The question before a form is left without saving.

use egui::Ui;

use crate::action::{Action, FieldAction, FormAction};
use crate::theme::{Look, TextKind};
use crate::widgets::{TouchButton, dialog};

/// Adds the question: title, body, stay, keep, leave.
pub fn leave_ui(ui: &Ui, look: &Look, [title, body, stay, keep, leave]: &[String; 5]) -> Option<Action> {
    let (action, escaped) = dialog(ui.ctx(), look, "leave", title, |ui| {
        look.label(ui, TextKind::Title, title);
        look.label(ui, TextKind::Body, body);
        ui.add_space(look.sizes.gap);
        let width = ui.available_width();
        let stay = TouchButton::primary(stay).width(width).show(ui, look).clicked();
        let keep = TouchButton::secondary(keep).width(width).show(ui, look).clicked();
        let leave = TouchButton::quiet(leave).width(width).show(ui, look).clicked();
        stay.then_some(Action::Form(FormAction::Stay))
            .or(keep.then_some(Action::Field(FieldAction::KeepForm)))
            .or(leave.then_some(Action::Field(FieldAction::DiscardForm)))
    });
    action.or(escaped.then_some(Action::Form(FormAction::Stay)))
}
