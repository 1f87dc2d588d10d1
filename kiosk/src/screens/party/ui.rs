//! Paints the choice of capacity.

use egui::Ui;

use super::data::PartyData;
use crate::action::{Action, VisitAction};
use crate::screens::layout::{body_and_foot, foot_button, foot_row, title};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::ButtonKind::Secondary;
use crate::widgets::TileKind;

/// Adds the choice of capacity.
pub fn party_ui(ui: &mut Ui, look: &Look, data: &PartyData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        let chosen = choice_tiles(ui, look, TileKind::Single, &data.parties);
        chosen.map(|party| Action::Visit(VisitAction::ChooseParty(party)))
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Visit(VisitAction::Back))
        };
        foot_row(ui, look, back, |_| None)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
