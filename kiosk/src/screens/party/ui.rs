//! Paints the choice of capacity.

use egui::Ui;

use super::data::PartyData;
use crate::action::{Action, VisitAction};
use crate::screens::layout::title;
use crate::screens::page::{Foot, page};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::TileKind;

/// Adds the choice of capacity.
pub fn party_ui(ui: &mut Ui, look: &Look, data: &PartyData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        let chosen = choice_tiles(ui, look, TileKind::Single, &data.parties);
        chosen.map(|party| Action::Visit(VisitAction::ChooseParty(party)))
    };
    let foot = Foot::new().back(&data.back, Action::Visit(VisitAction::Back));
    page(ui, look, foot, body)
}
