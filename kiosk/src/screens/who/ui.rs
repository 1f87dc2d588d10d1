//! Paints the question for a number: what is chosen at the start side, the number pad at the end side.

use egui::{Ui, vec2};

use super::data::WhoData;
use crate::action::{Action, VisitAction};
use crate::screens::layout::{NumberEntry, number_entry, push_down, title, two_parts};
use crate::screens::page::{Foot, page};
use crate::screens::tiles::{compact_tiles, tile_of};
use crate::screens::view::Choice;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Secondary;
use crate::widgets::TileKind;

/// Adds the question for a number.
pub fn who_ui(ui: &mut Ui, look: &Look, data: &WhoData) -> Option<Action> {
    let body =
        |ui: &mut Ui| two_parts(ui, look, 0.58, |ui| choices(ui, look, data), |ui| number(ui, look, data));
    let foot = Foot::new()
        .back(&data.back, Action::Visit(VisitAction::Back))
        .next(&data.next, Action::Visit(VisitAction::Next))
        .enabled(!data.digits.is_empty())
        .end(Secondary, &data.skip, Action::Visit(VisitAction::SkipNumber));
    page(ui, look, foot, body)
}

fn choices(ui: &mut Ui, look: &Look, data: &WhoData) -> Option<Action> {
    title(ui, look, &data.title, None);
    look.label_colored(ui, TextKind::Body, look.palette.ink_soft, &data.body);
    let tile = look.sizes.touch * 1.25;
    push_down(ui, look.sizes.touch * 2.0 + tile + look.sizes.gap * 4.0);
    let kind = compact_tiles(ui, look, TileKind::Single, 1, &data.kinds);
    ui.add_space(look.sizes.gap);
    // what it means for the number is told once it is chosen
    let about = data.for_other.about.clone().filter(|_| data.for_other.chosen);
    let choice = Choice { about, ..data.for_other.clone() };
    let for_other = tile_of(TileKind::Multi, &choice);
    let width = ui.available_width();
    let size = vec2(width, for_other.least_height(ui.ctx(), look, width).max(tile));
    let for_other = for_other.show(ui, look, size).clicked();
    let kind = kind.map(|kind| Action::Visit(VisitAction::ChooseNumberKind(kind)));
    kind.or(for_other.then_some(Action::Visit(VisitAction::ToggleForOther)))
}

fn number(ui: &mut Ui, look: &Look, data: &WhoData) -> Option<Action> {
    let entry = NumberEntry {
        name: &data.number_name,
        digits: &data.digits,
        hint: &data.hint,
        warning: data.warning.as_deref(),
        delete: &data.delete,
    };
    number_entry(ui, look, &entry).map(|key| Action::Visit(VisitAction::Key(key)))
}
