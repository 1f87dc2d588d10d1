//! Rows of a table, their cells from the start side on.

use std::sync::Arc;

use egui::{Galley, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::arrange::column_start;
use super::link::{ARROW, paint_arrow};
use super::parts::{focus_ring, paint_at_start};
use super::stops::stop;
use crate::text::Direction;
use crate::theme::{Look, TextKind};

/// One cell: its words and its share of the row's width (shares are relative to each other).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column<'a> {
    /// What stands in the cell; wraps.
    pub words: &'a str,
    /// Share of the width.
    pub share: f32,
}

impl<'a> Column<'a> {
    /// Makes a cell.
    pub fn new(words: &'a str, share: f32) -> Self {
        Self { words, share }
    }
}

/// Lays rows out below each other without a gap.
pub fn table<R>(ui: &mut Ui, look: &Look, add: impl FnOnce(&mut Ui) -> R) -> R {
    column_start(ui, look.direction, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        add(ui)
    })
}

/// Adds the row that names the columns.
pub fn table_header(ui: &mut Ui, look: &Look, cells: &[Column<'_>]) {
    row(ui, look, cells, TextKind::Small, Sense::hover(), Role::Row);
}

/// Adds a row; it can be pressed, and is a touch target high.
///
/// Its accessible name is its cells, one after the other.
pub fn table_row(ui: &mut Ui, look: &Look, cells: &[Column<'_>]) -> Response {
    row(ui, look, cells, TextKind::Body, Sense::click(), Role::Button)
}

fn row(ui: &mut Ui, look: &Look, cells: &[Column<'_>], kind: TextKind, sense: Sense, role: Role) -> Response {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let width = ui.available_width();
    let placed = place(ui, look, cells, kind, row_width(ui, look));
    let lowest = if sense == Sense::hover() { 0.0 } else { sizes.touch };
    let height = placed.iter().map(|cell| cell.rect.bottom()).fold(lowest, f32::max);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
    let name = cells.iter().map(|cell| cell.words).filter(|words| !words.is_empty()).collect::<Vec<_>>();
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), name.join(", ")));
    if sense != Sense::hover() {
        stop(ui, &response);
    }
    if ui.is_rect_visible(rect) {
        let fill = match (sense == Sense::hover(), response.is_pointer_button_down_on()) {
            (true, _) => palette.band,
            (false, true) => palette.selected,
            (false, false) => palette.surface,
        };
        ui.painter().rect_filled(rect, 0.0, fill);
        let line =
            Rect::from_min_max(rect.left_bottom() - vec2(0.0, sizes.border / 2.0), rect.right_bottom());
        ui.painter().rect_filled(line, 0.0, palette.line);
        let inner = rect.shrink2(vec2(sizes.gap, 0.0));
        let spare = inner.height() - placed.iter().map(|cell| cell.rect.bottom()).fold(0.0, f32::max);
        for Placed { rect, galley } in placed {
            let left = match look.direction {
                Direction::Rtl => inner.right() - rect.right(),
                Direction::Ltr => inner.left() + rect.left(),
            };
            let at = pos2(left, inner.top() + rect.top() + spare / 2.0);
            paint_at_start(ui.painter(), look, Rect::from_min_size(at, rect.size()), galley);
        }
        if sense != Sense::hover() {
            paint_arrow(ui, look, rect);
        }
        focus_ring(ui, look, &response, rect);
    }
    response
}

/// Tells whether a row's cells stand side by side, so that the names of a header stand over them.
pub fn stands_in_columns(ui: &Ui, look: &Look, cells: &[Column<'_>]) -> bool {
    let width = row_width(ui, look);
    let shares = share_widths(cells, width);
    place_in(ui, look, cells, TextKind::Body, &shares, width).iter().all(|cell| !cell.galley.elided)
}

/// The width that a row leaves to its cells: one that leads somewhere says so, and the header leaves the same room.
fn row_width(ui: &Ui, look: &Look) -> f32 {
    ui.available_width() - 2.0 * look.sizes.gap - (look.sizes.touch * ARROW).round()
}

fn share_widths(cells: &[Column<'_>], width: f32) -> Vec<f32> {
    let unit = width / cells.iter().map(|cell| cell.share).sum::<f32>().max(f32::EPSILON);
    cells.iter().map(|cell| cell.share * unit).collect()
}

/// A cell's words and their place: from the row's start side and its top.
struct Placed {
    rect: Rect,
    galley: Arc<Galley>,
}

/// Places the cells side by side; where a word would have to be cut, in two columns beneath each other, or in one.
fn place(ui: &Ui, look: &Look, cells: &[Column<'_>], kind: TextKind, width: f32) -> Vec<Placed> {
    let shares = share_widths(cells, width);
    let halves = vec![width / 2.0; cells.len()];
    let mut placed = Vec::new();
    for widths in [shares, halves, vec![width; cells.len()]] {
        placed = place_in(ui, look, cells, kind, &widths, width);
        if placed.iter().all(|cell| !cell.galley.elided) {
            break;
        }
    }
    placed
}

/// Fills lines of `width` points with cells of these widths; all cells of a line are as high as its highest.
fn place_in(
    ui: &Ui,
    look: &Look,
    cells: &[Column<'_>],
    kind: TextKind,
    widths: &[f32],
    width: f32,
) -> Vec<Placed> {
    let gap = look.sizes.gap;
    let mut style = look.style(kind);
    style.line_height = (style.size * 1.45).round();
    let (mut placed, mut line): (Vec<Placed>, Vec<Placed>) = (Vec::new(), Vec::new());
    let (mut along, mut top) = (0.0, 0.0);
    for (cell, own) in cells.iter().zip(widths) {
        if along > 0.0 && along + own > width + 0.5 {
            top += level(&mut placed, &mut line);
            along = 0.0;
        }
        let galley = look.text.galley(ui.ctx(), &style, Some((own - gap).max(1.0)), cell.words);
        let size = vec2(*own, galley.size().y + gap);
        line.push(Placed { rect: Rect::from_min_size(pos2(along, top), size), galley });
        along += own;
    }
    level(&mut placed, &mut line);
    placed
}

/// Makes the cells of a line equally high and moves them to `placed`; returns their height.
fn level(placed: &mut Vec<Placed>, line: &mut Vec<Placed>) -> f32 {
    let height = line.iter().map(|cell| cell.rect.height()).fold(0.0, f32::max);
    for mut cell in line.drain(..) {
        cell.rect.set_height(height);
        placed.push(cell);
    }
    height
}
