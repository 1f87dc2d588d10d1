//! Paints the choice of the rated service; choosing goes on.

use egui::Ui;

use super::data::RateServiceData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::title;
use crate::screens::page::{Foot, page};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::TileKind;

/// Adds the choice of the rated service.
pub fn rate_service_ui(ui: &mut Ui, look: &Look, data: &RateServiceData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Single, &data.services);
        chosen.map(|code| Action::Rating(RatingAction::ChooseService(code)))
    };
    let foot = Foot::new().back(&data.back, Action::Rating(RatingAction::Back));
    page(ui, look, foot, body)
}
