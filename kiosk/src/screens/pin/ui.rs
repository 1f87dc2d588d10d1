//! Paints a PIN pad. Digits show as dots.

use egui::Ui;

use super::data::PinData;
use crate::action::Action;
use crate::screens::layout::{digit_keys, pad_height, push_down, title, two_parts};
use crate::screens::page::{Foot, page};
use crate::theme::Look;
use crate::widgets::{DigitDisplay, notice};

/// Adds a PIN pad.
pub fn pin_ui(ui: &mut Ui, look: &Look, data: &PinData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let prompt = |ui: &mut Ui| {
            title(ui, look, &data.title, Some(&data.prompt));
            if let Some(warning) = &data.warning {
                notice(ui, look, warning);
            }
            None
        };
        let pad = |ui: &mut Ui| {
            let width = ui.available_width();
            push_down(ui, look.sizes.button + pad_height(look) + look.sizes.gap);
            let typed = "0".repeat(data.digits);
            DigitDisplay::new(&data.entered, &typed, &data.entered).secret().show(ui, look, width);
            digit_keys(ui, look, width, &data.delete).map(|key| data.pin_use.key(key))
        };
        two_parts(ui, look, 0.58, prompt, pad)
    };
    let foot = Foot::new()
        .back(&data.back, data.pin_use.back())
        .next(&data.confirm, data.pin_use.submit())
        .enabled(data.can_confirm);
    page(ui, look, foot, body)
}
