//! Grounds for other parts: header bar, card, notice.

use egui::epaint::{Shadow, StrokeKind};
use egui::{Frame, Margin, Stroke, Ui, vec2};

use super::arrange::{column_start, row_end_to_start, row_start_to_end};
use super::told::announce;
use crate::theme::{Look, TextKind};

/// Adds a bar with `title` at the start side, and whatever `trailing` adds from the end side on.
pub fn header_bar<R>(ui: &mut Ui, look: &Look, title: &str, trailing: impl FnOnce(&mut Ui) -> R) -> R {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let direction = look.direction;
    let height = sizes.touch + sizes.gap;
    let result = row_start_to_end(ui, direction, height, |ui| {
        look.label_inline(ui, TextKind::Heading, title);
        let rest = ui.available_height();
        row_end_to_start(ui, direction, rest, trailing)
    });
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), sizes.border), egui::Sense::hover());
    ui.painter().rect_filled(line, 0.0, palette.line);
    result
}

/// Adds a white, rounded ground as wide as there is space, its parts at the start side.
pub fn card<R>(ui: &mut Ui, look: &Look, add: impl FnOnce(&mut Ui) -> R) -> R {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(sizes.border / 2.0, palette.line))
        .corner_radius(sizes.radius)
        .shadow(Shadow { offset: [0, 2], blur: 14, spread: 0, color: palette.shadow })
        .inner_margin(Margin::same(sizes.padding as i8));
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width().max(0.0));
            column_start(ui, look.direction, add)
        })
        .inner
}

/// Adds a sentence that needs attention, on a tinted ground; it is announced.
pub fn notice(ui: &mut Ui, look: &Look, words: &str) {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let galley = notice_galley(ui, look, words);
    let size = vec2(ui.available_width(), galley.size().y + sizes.gap * 1.5);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, words));
    announce(&response);
    let stroke = Stroke::new(sizes.border / 2.0, palette.warning);
    ui.painter().rect(rect, sizes.radius_small, palette.warning_ground, stroke, StrokeKind::Inside);
    let position = rect.min + vec2(sizes.gap * NOTICE_SIDE, sizes.gap * 0.75);
    ui.painter().galley(position, galley, palette.warning);
}

/// Margin beside the words of a notice, in gaps.
const NOTICE_SIDE: f32 = 1.25;

/// Returns the height of [`notice`].
pub fn notice_height(ui: &Ui, look: &Look, words: &str) -> f32 {
    notice_galley(ui, look, words).size().y + look.sizes.gap * 1.5
}

fn notice_galley(ui: &Ui, look: &Look, words: &str) -> std::sync::Arc<egui::Galley> {
    let style = look.style(TextKind::Body).color(look.palette.warning);
    let room = ui.available_width() - 2.0 * NOTICE_SIDE * look.sizes.gap;
    look.text.galley(ui.ctx(), &style, Some(room), words)
}
