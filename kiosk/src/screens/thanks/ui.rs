//! Paints the thanks.

use egui::{Sense, Ui, vec2};

use super::data::ThanksData;
use crate::action::Action;
use crate::screens::layout::{body_and_foot, enter_pressed, foot_button, foot_row};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Primary;
use crate::widgets::{Face, paint_face};

/// Adds the thanks.
pub fn thanks_ui(ui: &mut Ui, look: &Look, data: &ThanksData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let radius = look.sizes.button;
        ui.add_space((ui.available_height() * 0.14).round());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), radius * 2.0), Sense::hover());
        paint_face(ui.painter(), look, Face::Good, rect.center(), radius);
        ui.add_space(look.sizes.section);
        look.label_centered(ui, TextKind::Display, &data.title);
        look.label_centered(ui, TextKind::Heading, &data.body);
        look.label_centered(ui, TextKind::Body, &data.farewell);
        None
    };
    let foot = |ui: &mut Ui| {
        let finish = |ui: &mut Ui| {
            let pressed = foot_button(ui, look, Primary, &data.finish, true) || enter_pressed(ui);
            pressed.then_some(Action::Finish)
        };
        foot_row(ui, look, |_| None, finish)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
