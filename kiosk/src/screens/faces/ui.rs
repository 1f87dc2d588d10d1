//! Paints a question with four faces; choosing goes on.

use egui::{Ui, vec2};

use super::data::FacesData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::{body_and_foot, foot_button, foot_row, sink, title};
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
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Rating(RatingAction::Back))
        };
        let others = |ui: &mut Ui| {
            let mut action = None;
            for (index, (words, answer)) in data.others.iter().enumerate() {
                let kind = if index == 0 { Secondary } else { Quiet };
                if foot_button(ui, look, kind, words, true) {
                    action = Some(answer.clone());
                }
            }
            action
        };
        foot_row(ui, look, back, others)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
