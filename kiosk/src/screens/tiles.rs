//! Choices as tiles, in the lower part of the space; they scroll where a catalog has more than fit.

use egui::{Ui, vec2};

use super::choice::Choice;
use super::layout::{is_upright, sink, tile_columns};
use crate::theme::Look;
use crate::widgets::{ChoiceTile, TileKind, cell_width, grid, scroll};

/// Least and greatest height of a tile where there is room for its words, in touch targets.
const TILE_TOUCHES: [f32; 2] = [1.25, 1.75];

/// Adds a tile for each choice; returns the one that was pressed. What choices are about is left out where all of them are seen
/// at once without it.
pub fn choice_tiles<T: Clone>(ui: &mut Ui, look: &Look, kind: TileKind, choices: &[Choice<T>]) -> Option<T> {
    let (room, upright) = (ui.available_height(), is_upright(ui));
    let laid = Laid::new(ui, look, choices);
    let bare = (laid.total > room).then(|| {
        let bare: Vec<_> = choices.iter().map(|choice| Choice { about: None, ..choice.clone() }).collect();
        (Laid::new(ui, look, &bare), bare)
    });
    let (Laid { columns, height, total }, choices) = match &bare {
        Some((laid, bare)) if laid.total <= room => (*laid, bare.as_slice()),
        _ => (laid, choices),
    };
    let page_buttons = 2.0 * look.sizes.touch + look.sizes.gap;
    if total > room && !upright && room > page_buttons {
        // the buttons that scroll take some of the width
        return scroll(ui, look, "choices", |ui| {
            let columns = fitting_columns(ui, look, columns, choices);
            let height = tile_height(ui, look, columns, height, choices);
            tiles(ui, look, kind, columns, height, choices)
        });
    }
    sink(ui, total);
    tiles(ui, look, kind, columns, height, choices)
}

/// How tiles are laid out.
#[derive(Clone, Copy)]
struct Laid {
    columns: usize,
    height: f32,
    total: f32,
}

impl Laid {
    fn new<T>(ui: &Ui, look: &Look, choices: &[Choice<T>]) -> Self {
        let (room, upright) = (ui.available_height(), is_upright(ui));
        let usual = tile_columns(ui, if choices.len() > 4 { 3 } else { 2 });
        let most = if upright { usual } else { usual + 1 };
        let laid = |columns: usize| {
            let columns = fitting_columns(ui, look, columns, choices);
            let rows = choices.len().div_ceil(columns) as f32;
            let gaps = (rows - 1.0).max(0.0) * look.sizes.gap;
            // as high as there is room for, between what the words need and what is easily hit
            let [least, high] = TILE_TOUCHES.map(|touches| touches * look.sizes.touch);
            let height = ((room - gaps) / rows.max(1.0)).floor().clamp(least, high);
            let height = tile_height(ui, look, columns, height, choices);
            Self { columns, height, total: rows * height + gaps }
        };
        let fits = |laid: &Self| upright || laid.total <= room;
        let ends_alone = |laid: &Self| laid.columns > 1 && choices.len() % laid.columns == 1;
        let ways: Vec<_> = (usual..=most).map(laid).filter(fits).collect();
        let even = ways.iter().find(|way| !ends_alone(way)).or(ways.first()).copied();
        even.unwrap_or_else(|| laid(most))
    }
}

/// Adds a tile for each choice in a number of columns, or in fewer where a word would not fit, without sinking them: for forms.
pub fn compact_tiles<T: Clone>(
    ui: &mut Ui,
    look: &Look,
    kind: TileKind,
    columns: usize,
    choices: &[Choice<T>],
) -> Option<T> {
    if choices.is_empty() {
        return None;
    }
    let columns = fitting_columns(ui, look, columns, choices);
    let height = tile_height(ui, look, columns, look.sizes.touch, choices);
    tiles(ui, look, kind, columns, height, choices)
}

/// Returns the height of [`compact_tiles`].
pub fn compact_height<T>(ui: &Ui, look: &Look, columns: usize, choices: &[Choice<T>]) -> f32 {
    if choices.is_empty() {
        return 0.0;
    }
    let columns = fitting_columns(ui, look, columns, choices);
    let rows = choices.len().div_ceil(columns) as f32;
    let height = tile_height(ui, look, columns, look.sizes.touch, choices);
    rows * height + (rows - 1.0) * look.sizes.gap
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
        let choice = &choices[index];
        let size = vec2(ui.available_width(), height);
        if tile_of(kind, choice).show(ui, look, size).clicked() {
            pressed = Some(choice.value.clone());
        }
    });
    pressed
}

/// The most columns, up to `most`, in which no word of the choices has to be cut.
fn fitting_columns<T>(ui: &Ui, look: &Look, most: usize, choices: &[Choice<T>]) -> usize {
    let fit = |columns: &usize| {
        let width = cell_width(ui, look, *columns);
        choices.iter().all(|choice| tile_of(TileKind::Single, choice).fits(ui.ctx(), look, width))
    };
    (1..=most).rev().find(fit).unwrap_or(1)
}

/// The height that all tiles of a group need for the longest of their words, at least `least`.
fn tile_height<T>(ui: &Ui, look: &Look, columns: usize, least: f32, choices: &[Choice<T>]) -> f32 {
    let width = cell_width(ui, look, columns);
    let needed = |choice: &Choice<T>| tile_of(TileKind::Single, choice).least_height(ui.ctx(), look, width);
    choices.iter().map(needed).fold(least, f32::max)
}

/// Makes the tile of a choice.
pub fn tile_of<T>(kind: TileKind, choice: &Choice<T>) -> ChoiceTile<'_> {
    let tile = match kind {
        TileKind::Single => ChoiceTile::single(&choice.name, choice.chosen),
        TileKind::Multi => ChoiceTile::multi(&choice.name, choice.chosen),
    };
    let tile = tile.picture(choice.picture);
    match &choice.about {
        Some(about) => tile.hint(about),
        None => tile,
    }
}
