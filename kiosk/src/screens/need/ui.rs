//! Paints the choice of services.

use egui::Ui;

use super::data::NeedData;
use crate::action::{Action, VisitAction};
use crate::screens::layout::{body_and_foot, foot_button, foot_row, title};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::TileKind;

/// Adds the choice of services.
pub fn need_ui(ui: &mut Ui, look: &Look, data: &NeedData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Multi, &data.services);
        chosen.map(|code| Action::Visit(VisitAction::ToggleService(code)))
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Visit(VisitAction::Back))
        };
        let next = |ui: &mut Ui| {
            foot_button(ui, look, Primary, &data.next, data.can_go_on)
                .then_some(Action::Visit(VisitAction::Next))
        };
        foot_row(ui, look, back, next)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
