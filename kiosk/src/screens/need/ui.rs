//! Paints the choice of services.

use egui::Ui;

use super::data::NeedData;
use crate::action::{Action, VisitAction};
use crate::screens::layout::title;
use crate::screens::page::{Foot, page};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::TileKind;

/// Adds the choice of services.
pub fn need_ui(ui: &mut Ui, look: &Look, data: &NeedData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Multi, &data.services);
        chosen.map(|code| Action::Visit(VisitAction::ToggleService(code)))
    };
    let foot = Foot::new()
        .back(&data.back, Action::Visit(VisitAction::Back))
        .next(&data.next, Action::Visit(VisitAction::Next))
        .enabled(data.can_go_on);
    page(ui, look, foot, body)
}
