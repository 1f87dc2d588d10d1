//! Paints a question with four faces; choosing goes on.

use egui::{Ui, vec2};

use super::data::FacesData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::{sink, title};
use crate::screens::page::{Foot, page};
use crate::theme::Look;
use crate::widgets::ButtonKind::{Quiet, Secondary};
use crate::widgets::{face_button, grid};

/// Adds a question with four faces.
pub fn faces_ui(ui: &mut Ui, look: &Look, data: &FacesData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.service));
        let width = (ui.available_width() - 3.0 * look.sizes.gap) / 4.0;
        let height = (width * 0.92).min(ui.available_height());
        sink(ui, height);
        let mut action = None;
        grid(ui, look, data.faces.len(), height, data.faces.len(), |ui, index| {
            let choice = &data.faces[index];
            let size = vec2(ui.available_width(), height);
            if face_button(ui, look, choice.face, &choice.word, choice.chosen, size).clicked() {
                action = Some(choice.action.clone());
            }
        });
        action
    };
    let mut foot = Foot::new().back(&data.back, Action::Rating(RatingAction::Back));
    for (index, (words, answer)) in data.others.iter().enumerate() {
        foot = foot.end(if index == 0 { Secondary } else { Quiet }, words, answer.clone());
    }
    page(ui, look, foot, body)
}
