//! Paints the choice of reasons.

use egui::Ui;

use super::data::ReasonsData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::{body_and_foot, foot_button, foot_row, title};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::TileKind;

/// Adds the choice of reasons.
pub fn reasons_ui(ui: &mut Ui, look: &Look, data: &ReasonsData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Multi, &data.reasons);
        chosen.map(|code| Action::Rating(RatingAction::ToggleReason(code)))
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Rating(RatingAction::Back))
        };
        let next = |ui: &mut Ui| {
            foot_button(ui, look, Primary, &data.next, true)
                .then_some(Action::Rating(RatingAction::FinishReasons))
        };
        foot_row(ui, look, back, next)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
