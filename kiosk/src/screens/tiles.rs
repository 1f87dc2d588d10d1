//! Choices as tiles, in the lower part of the space; they scroll where a catalog has more than fit.

use egui::{Ui, vec2};

use super::layout::{sink, tile_columns};
use super::view::Choice;
use crate::theme::{Look, TextKind};
use crate::widgets::{ChoiceTile, TileKind, grid, scroll};

/// Adds a tile for each choice; returns the one that was pressed.
pub fn choice_tiles<T: Clone>(ui: &mut Ui, look: &Look, kind: TileKind, choices: &[Choice<T>]) -> Option<T> {
    let columns = tile_columns(ui, if choices.len() > 4 { 3 } else { 2 });
    let height = tile_height(ui, look, columns, look.sizes.button * 1.45, choices);
    let rows = choices.len().div_ceil(columns) as f32;
    let total = rows * height + (rows - 1.0).max(0.0) * look.sizes.gap;
    if total > ui.available_height() {
        return scroll(ui, look, "choices", |ui| tiles(ui, look, kind, columns, height, choices));
    }
    sink(ui, total);
    tiles(ui, look, kind, columns, height, choices)
}

/// Adds a tile for each choice in a number of columns, without sinking them: for forms.
pub fn compact_tiles<T: Clone>(
    ui: &mut Ui,
    look: &Look,
    kind: TileKind,
    columns: usize,
    choices: &[Choice<T>],
) -> Option<T> {
    let height = tile_height(ui, look, columns, look.sizes.touch, choices);
    tiles(ui, look, kind, columns, height, choices)
}

fn tiles<T: Clone>(
    ui: &mut Ui,
    look: &Look,
    kind: TileKind,
    columns: usize,
    height: f32,
    choices: &[Choice<T>],
) -> Option<T> {
    let mut pressed = None;
    grid(ui, look, columns, height, choices.len(), |ui, index| {
        pressed = tile(ui, look, kind, height, &choices[index]).or(pressed.take());
    });
    pressed
}

/// The height that all tiles of a group need for the longest of their words, at least `least`.
fn tile_height<T>(ui: &Ui, look: &Look, columns: usize, least: f32, choices: &[Choice<T>]) -> f32 {
    let sizes = &look.sizes;
    let cell = (ui.available_width() - (columns - 1) as f32 * sizes.gap) / columns as f32;
    let room = (cell - sizes.padding * 1.5 - sizes.touch * 0.5 - sizes.gap).max(1.0);
    let height_of = |kind: TextKind, leading: f32, words: &str| {
        let style = look.style(kind);
        let style = style.line_height((style.size * leading).round());
        look.text.galley(ui.ctx(), &style, Some(room), words).size().y
    };
    let needed = |choice: &Choice<T>| {
        let about = choice.about.as_ref().map_or(0.0, |about| height_of(TextKind::Small, 1.5, about));
        height_of(TextKind::Button, 1.4, &choice.name) + about + sizes.gap
    };
    choices.iter().map(needed).fold(least, f32::max)
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
