//! Paints the names.

use egui::Ui;

use super::data::SignInData;
use crate::action::Action;
use crate::screens::layout::{body_and_foot, foot_button, foot_row, title};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::ButtonKind::Secondary;
use crate::widgets::TileKind;

/// Adds the names.
pub fn sign_in_ui(ui: &mut Ui, look: &Look, data: &SignInData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        choice_tiles(ui, look, TileKind::Single, &data.names)
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Finish);
        foot_row(ui, look, back, |_| None)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
