//! Paints the choice of the rated service; choosing goes on.

use egui::Ui;

use super::data::RateServiceData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::{body_and_foot, foot_button, foot_row, title};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::ButtonKind::Secondary;
use crate::widgets::TileKind;

/// Adds the choice of the rated service.
pub fn rate_service_ui(ui: &mut Ui, look: &Look, data: &RateServiceData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Single, &data.services);
        chosen.map(|code| Action::Rating(RatingAction::ChooseService(code)))
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Rating(RatingAction::Back))
        };
        foot_row(ui, look, back, |_| None)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
