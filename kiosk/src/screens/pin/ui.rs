//! Paints a PIN pad. Digits show as dots.

use egui::Ui;

use super::data::PinData;
use crate::action::Action;
use crate::screens::layout::{
    body_and_foot, digit_keys, enter_pressed, foot_button, foot_row, in_rect, pad_height, push_down,
    start_and_end_or_stacked, title,
};
use crate::theme::Look;
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{DigitDisplay, notice};

/// Adds a PIN pad.
pub fn pin_ui(ui: &mut Ui, look: &Look, data: &PinData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let (start, end) = start_and_end_or_stacked(ui, look, 0.58);
        in_rect(ui, look, "prompt", start, |ui| {
            title(ui, look, &data.title, Some(&data.prompt));
            if let Some(warning) = &data.warning {
                notice(ui, look, warning);
            }
        });
        in_rect(ui, look, "pad", end, |ui| {
            let width = ui.available_width();
            push_down(ui, look.sizes.button + pad_height(look) + look.sizes.gap);
            let typed = "0".repeat(data.digits);
            DigitDisplay::new(&data.entered, &typed, &data.entered).secret().show(ui, look, width);
            digit_keys(ui, look, width, &data.delete).map(|key| data.pin_use.key(key))
        })
    };
    let foot = |ui: &mut Ui| {
        let back =
            |ui: &mut Ui| foot_button(ui, look, Secondary, &data.back, true).then(|| data.pin_use.back());
        let confirm = |ui: &mut Ui| {
            let pressed = foot_button(ui, look, Primary, &data.confirm, data.can_confirm)
                || (data.can_confirm && enter_pressed(ui));
            pressed.then(|| data.pin_use.submit())
        };
        foot_row(ui, look, back, confirm)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
