//! Choices as tiles, in the lower part of the space; they scroll where a catalog has more than fit.

use egui::{Ui, vec2};

use super::layout::{sink, tile_columns};
use super::view::Choice;
use crate::theme::Look;
use crate::widgets::{ChoiceTile, TileKind, grid, scroll};

/// Adds a tile for each choice; returns the one that was pressed.
pub fn choice_tiles<T: Clone>(ui: &mut Ui, look: &Look, kind: TileKind, choices: &[Choice<T>]) -> Option<T> {
    let lying = if choices.len() > 4 { 3 } else { 2 };
    tiles(ui, look, kind, tile_columns(ui, lying), look.sizes.button * 1.45, choices)
}

/// Adds a tile for each choice in a number of columns, without sinking them: for forms.
pub fn compact_tiles<T: Clone>(
    ui: &mut Ui,
    look: &Look,
    kind: TileKind,
    columns: usize,
    choices: &[Choice<T>],
) -> Option<T> {
    let mut pressed = None;
    grid(ui, look, columns, look.sizes.touch, choices.len(), |ui, index| {
        pressed = tile(ui, look, kind, look.sizes.touch, &choices[index]).or(pressed.take());
    });
    pressed
}

fn tiles<T: Clone>(
    ui: &mut Ui,
    look: &Look,
    kind: TileKind,
    columns: usize,
    height: f32,
    choices: &[Choice<T>],
) -> Option<T> {
    let rows = choices.len().div_ceil(columns) as f32;
    let total = rows * height + (rows - 1.0).max(0.0) * look.sizes.gap;
    let mut pressed = None;
    let mut add = |ui: &mut Ui| {
        grid(ui, look, columns, height, choices.len(), |ui, index| {
            pressed = tile(ui, look, kind, height, &choices[index]).or(pressed.take());
        });
    };
    if total > ui.available_height() {
        scroll(ui, look, "choices", add);
    } else {
        sink(ui, total);
        add(ui);
    }
    pressed
}

fn tile<T: Clone>(ui: &mut Ui, look: &Look, kind: TileKind, height: f32, choice: &Choice<T>) -> Option<T> {
    let tile = match kind {
        TileKind::Single => ChoiceTile::single(&choice.name, choice.chosen),
        TileKind::Multi => ChoiceTile::multi(&choice.name, choice.chosen),
    };
    let tile = match &choice.about {
        Some(about) => tile.hint(about),
        None => tile,
    };
    let size = vec2(ui.available_width(), height);
    tile.show(ui, look, size).clicked().then(|| choice.value.clone())
}
