//! Paints the comment's field above the keyboard.

use egui::{Ui, vec2};

use super::data::CommentData;
use crate::action::{Action, RatingAction};
use crate::screens::inputs::{Input, Inputs};
use crate::screens::layout::title;
use crate::screens::page::{Foot, page};
use crate::theme::Look;
use crate::widgets::ButtonKind::Primary;
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
    let foot = Foot::new()
        .back(&data.back, Action::Rating(RatingAction::Back))
        .enabled(data.can_send)
        .end(Primary, &data.send, Action::Rating(RatingAction::Save))
        .enabled(data.can_send);
    page(ui, look, foot, body)
}
