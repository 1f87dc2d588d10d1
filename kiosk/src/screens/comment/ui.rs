//! Paints the comment's field above the keyboard.

use egui::{Ui, vec2};

use super::data::CommentData;
use crate::action::{Action, RatingAction};
use crate::screens::inputs::{Input, Inputs};
use crate::screens::layout::{body_and_foot, foot_button, foot_row, title};
use crate::theme::Look;
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Keyboard, notice};

/// Adds the comment's screen.
pub fn comment_ui(ui: &mut Ui, look: &Look, data: &CommentData, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[Input::Comment]);
    let body = |ui: &mut Ui| {
        match &data.fault {
            Some(fault) => notice(ui, look, fault),
            None => title(ui, look, &data.title, Some(&data.hint)),
        }
        let height = ui.available_height() - Keyboard::height(look) - look.sizes.gap * 2.0;
        let size = vec2(ui.available_width(), height.max(look.sizes.touch));
        let typed = inputs.field(ui, look, &data.field, size);
        ui.add_space(look.sizes.gap);
        let pressed = inputs.keyboard(ui, look, &data.keyboard).map(|(_, text)| text);
        typed.or(pressed).map(|text| Action::Rating(RatingAction::WriteComment(text)))
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, data.can_send)
                .then_some(Action::Rating(RatingAction::Back))
        };
        let send = |ui: &mut Ui| {
            foot_button(ui, look, Primary, &data.send, data.can_send)
                .then_some(Action::Rating(RatingAction::Save))
        };
        foot_row(ui, look, back, send)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
