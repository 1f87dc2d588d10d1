//! Choices as tiles, in the lower part of the space; they scroll where a catalog has more than fit.

use egui::{Ui, vec2};

use super::layout::{sink, tile_columns};
use super::view::Choice;
use crate::theme::{Look, TextKind};
use crate::widgets::{ChoiceTile, TileKind, grid, scroll};

/// Adds a tile for each choice; returns the one that was pressed.
pub fn choice_tiles<T: Clone>(ui: &mut Ui, look: &Look, kind: TileKind, choices: &[Choice<T>]) -> Option<T> {
    let columns = tile_columns(ui, if choices.len() > 4 { 3 } else { 2 });
    let columns = fitting_columns(ui, look, columns, choices);
    let height = tile_height(ui, look, columns, look.sizes.button * 1.45, choices);
    let rows = choices.len().div_ceil(columns) as f32;
    let total = rows * height + (rows - 1.0).max(0.0) * look.sizes.gap;
    if total > ui.available_height() {
        return scroll(ui, look, "choices", |ui| tiles(ui, look, kind, columns, height, choices));
    }
    sink(ui, total);
    tiles(ui, look, kind, columns, height, choices)
}

/// Adds a tile for each choice in a number of columns, or in fewer where a word would not fit, without sinking them: for forms.
pub fn compact_tiles<T: Clone>(
    ui: &mut Ui,
    look: &Look,
    kind: TileKind,
    columns: usize,
    choices: &[Choice<T>],
) -> Option<T> {
    let columns = fitting_columns(ui, look, columns, choices);
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

/// The height that one tile of `width` points needs for its words.
pub fn toggle_height(ui: &Ui, look: &Look, width: f32, words: &str) -> f32 {
    let style = look.style(TextKind::Button);
    let style = style.line_height((style.size * 1.4).round());
    let room = (width - look.sizes.padding * 1.5 - look.sizes.touch * 0.5 - look.sizes.gap).max(1.0);
    let words = look.text.galley(ui.ctx(), &style, Some(room), words).size().y;
    (words + look.sizes.gap).max(look.sizes.touch)
}

/// The most columns, up to `most`, in which no word of the choices has to be cut.
fn fitting_columns<T>(ui: &Ui, look: &Look, most: usize, choices: &[Choice<T>]) -> usize {
    let longest = |kind: TextKind, words: &str| {
        let style = look.style(kind);
        let width = |word| look.text.galley(ui.ctx(), &style, None, word).size().x;
        words.split_whitespace().map(width).fold(0.0, f32::max)
    };
    let of = |choice: &Choice<T>| {
        let about = choice.about.as_ref().map_or(0.0, |about| longest(TextKind::Small, about));
        longest(TextKind::Button, &choice.name).max(about)
    };
    let needed = choices.iter().map(of).fold(0.0, f32::max).ceil();
    (1..=most).rev().find(|columns| words_room(ui, look, *columns) >= needed).unwrap_or(1)
}

/// The width that a tile in one of so many columns leaves to its words.
fn words_room(ui: &Ui, look: &Look, columns: usize) -> f32 {
    let sizes = &look.sizes;
    let cell = (ui.available_width() - (columns - 1) as f32 * sizes.gap) / columns as f32;
    (cell.floor() - sizes.padding * 1.5 - sizes.touch * 0.5 - sizes.gap).max(1.0)
}

/// The height that all tiles of a group need for the longest of their words, at least `least`.
fn tile_height<T>(ui: &Ui, look: &Look, columns: usize, least: f32, choices: &[Choice<T>]) -> f32 {
    let sizes = &look.sizes;
    let room = words_room(ui, look, columns);
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
