//! Paints the choice of reasons.

use egui::Ui;

use super::data::ReasonsData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::title;
use crate::screens::page::{Foot, page};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::TileKind;

/// Adds the choice of reasons.
pub fn reasons_ui(ui: &mut Ui, look: &Look, data: &ReasonsData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Multi, &data.reasons);
        chosen.map(|code| Action::Rating(RatingAction::ToggleReason(code)))
    };
    let foot = Foot::new()
        .back(&data.back, Action::Rating(RatingAction::Back))
        .next(&data.next, Action::Rating(RatingAction::FinishReasons));
    page(ui, look, foot, body)
}
