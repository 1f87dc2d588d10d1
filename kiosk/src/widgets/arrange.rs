//! Placing parts from the start side to the end side. Paints nothing.

use egui::{Align, Layout, Rect, Ui, UiBuilder, pos2, vec2};

use crate::text::Direction;
use crate::theme::Look;

/// Lays out a row of `height` points, as wide as there is space, from the start side on.
pub fn row_start_to_end<R>(
    ui: &mut Ui,
    direction: Direction,
    height: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    row(ui, direction.is_rtl(), height, add)
}

/// Lays out a row of `height` points from the end side on: the first part stands at the end.
pub fn row_end_to_start<R>(
    ui: &mut Ui,
    direction: Direction,
    height: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    row(ui, !direction.is_rtl(), height, add)
}

/// Lays out the rest of a row so that its parts, `width` points wide with the spacing between them, stand at the end side
/// and are still read from the start side on.
pub fn row_at_end<R>(
    ui: &mut Ui,
    direction: Direction,
    height: f32,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    row(ui, direction.is_rtl(), height, |ui| {
        let room = (ui.available_width() - width).max(0.0);
        ui.add_space(room);
        add(ui)
    })
}

fn row<R>(ui: &mut Ui, from_right: bool, height: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout =
        if from_right { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_size(size.max(egui::Vec2::ZERO));
        add(ui)
    })
    .inner
}

/// Lays out a column whose parts stand at the start side.
pub fn column_start<R>(ui: &mut Ui, direction: Direction, add: impl FnOnce(&mut Ui) -> R) -> R {
    let align = if direction.is_rtl() { Align::Max } else { Align::Min };
    ui.with_layout(Layout::top_down(align), add).inner
}

/// Lays out a column of at most `width` points in the middle of the space, its parts at the start side.
pub fn column_of_width<R>(
    ui: &mut Ui,
    direction: Direction,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let space = ui.available_rect_before_wrap();
    let width = width.min(space.width());
    let rect = Rect::from_min_size(
        pos2((space.center().x - width / 2.0).round(), space.top()),
        vec2(width, space.height()),
    );
    let align = if direction.is_rtl() { Align::Max } else { Align::Min };
    let inner = ui.scope_builder(UiBuilder::new().max_rect(rect).layout(Layout::top_down(align)), |ui| {
        ui.set_width(width.max(0.0));
        add(ui)
    });
    inner.inner
}

/// Returns the width of a cell of [`grid`] in one of so many columns.
pub fn cell_width(ui: &Ui, look: &Look, columns: usize) -> f32 {
    ((ui.available_width() - (columns - 1) as f32 * look.sizes.gap) / columns as f32).floor()
}

/// Lays out `count` cells of `height` points in `columns` equal columns, filled from the start side, row by row.
///
/// Each cell gets a `Ui` of exactly the cell's size.
pub fn grid(
    ui: &mut Ui,
    look: &Look,
    columns: usize,
    height: f32,
    count: usize,
    mut add: impl FnMut(&mut Ui, usize),
) {
    let columns = columns.max(1);
    let gap = look.sizes.gap;
    let rows = count.div_ceil(columns);
    let width = ui.available_width();
    let total_height = rows as f32 * height + rows.saturating_sub(1) as f32 * gap;
    let cell_width = cell_width(ui, look, columns);
    let (space, _) = ui.allocate_exact_size(vec2(width, total_height), egui::Sense::hover());
    for index in 0..count {
        let (row, column) = (index / columns, index % columns);
        let offset = column as f32 * (cell_width + gap);
        let left =
            if look.direction.is_rtl() { space.right() - offset - cell_width } else { space.left() + offset };
        let top = space.top() + row as f32 * (height + gap);
        let rect = Rect::from_min_size(pos2(left, top), vec2(cell_width, height));
        let cell = UiBuilder::new().id_salt(index).max_rect(rect).layout(Layout::top_down(Align::Min));
        add(&mut ui.new_child(cell), index);
    }
}
