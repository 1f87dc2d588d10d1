//! Lists that several screens show: what is known of something, and rows that open something.

use std::fmt::Debug;
use std::hash::Hash;

use egui::Ui;

use super::layout::tile_columns;
use crate::theme::{Look, TextKind};
use crate::widgets::{Column, cell_width, grid, table_row};

/// Adds names with their values beneath, side by side, `lying` of them in a line on a lying screen.
pub fn facts_grid(ui: &mut Ui, look: &Look, lying: usize, facts: &[(String, String)]) {
    let columns = tile_columns(ui, lying);
    let width = cell_width(ui, look, columns);
    let height_of =
        |kind, words: &str| look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y;
    let height = |(name, value): &(String, String)| {
        height_of(TextKind::Small, name) + height_of(TextKind::Strong, value)
    };
    // a long value makes its own line higher
    let of_line = |line: &[(String, String)]| line.iter().map(height).fold(0.0, f32::max);
    let heights: Vec<f32> = facts.chunks(columns).map(of_line).collect();
    for (at, (line, height)) in facts.chunks(columns).zip(heights).enumerate() {
        let add = |ui: &mut Ui, index: usize| fact_ui(ui, look, &line[index]);
        ui.push_id(at, |ui| grid(ui, look, columns, height, line.len(), add));
    }
}

/// Adds a name with its value beneath.
pub fn fact_ui(ui: &mut Ui, look: &Look, (name, value): &(String, String)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    look.label(ui, TextKind::Small, name);
    look.label(ui, TextKind::Strong, value);
}

/// Returns cells with their shares of the row's width.
pub fn columns<'a, const N: usize>(shares: &[f32; N], cells: &'a [String; N]) -> [Column<'a>; N] {
    std::array::from_fn(|index| Column::new(&cells[index], shares[index]))
}

/// Adds rows that can be pressed, one beneath the other; returns the key of the one that was pressed.
pub fn table_rows<K: Copy + Hash + Debug, const N: usize>(
    ui: &mut Ui,
    look: &Look,
    shares: &[f32; N],
    rows: &[(K, [String; N])],
) -> Option<K> {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut pressed = None;
        for (key, cells) in rows {
            if ui.push_id(key, |ui| table_row(ui, look, &columns(shares, cells))).inner.clicked() {
                pressed = Some(*key);
            }
        }
        pressed
    })
    .inner
}
