//! Rows of a table, their cells from the start side on.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::arrange::column_start;
use super::parts::{focus_ring, paint_at_start, split_start};
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
    let unit = (width - 2.0 * sizes.gap) / cells.iter().map(|cell| cell.share).sum::<f32>().max(f32::EPSILON);
    let mut style = look.style(kind);
    style.line_height = (style.size * 1.45).round();
    let galleys: Vec<_> = cells
        .iter()
        .map(|cell| {
            let room = cell.share * unit - sizes.gap;
            (cell.share * unit, look.text.galley(ui.ctx(), &style, Some(room.max(1.0)), cell.words))
        })
        .collect();
    let lowest = if sense == Sense::hover() { 0.0 } else { sizes.touch };
    let height = galleys.iter().map(|(_, galley)| galley.size().y + sizes.gap).fold(lowest, f32::max);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
    let name = cells.iter().map(|cell| cell.words).filter(|words| !words.is_empty()).collect::<Vec<_>>();
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), name.join(", ")));
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
        let mut rest = rect.shrink2(vec2(sizes.gap, 0.0));
        for (width, galley) in galleys {
            let (cell, remaining) = split_start(look, rest, width.min(rest.width()));
            paint_at_start(ui.painter(), look, cell, galley);
            rest = remaining;
        }
        focus_ring(ui, look, &response, rect);
    }
    response
}
