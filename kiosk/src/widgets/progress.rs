//! How far a person has come: one bar a step, and the step in words. How far the program has come: one bar, and numbers.

use egui::epaint::StrokeKind;
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::parts::paint_at_start;
use crate::theme::{Look, TextKind};

/// Adds a bar of `total` parts, of which the first `done` (from the start side) are filled.
///
/// `name` says the same in words ("step 2 of 5"); it is read out, not shown.
pub fn step_progress(ui: &mut Ui, look: &Look, done: usize, total: usize, name: &str) {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let total = total.max(1);
    let height = (sizes.gap / 2.0).round();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: Some(done as f64),
        ..WidgetInfo::labeled(Role::ProgressIndicator, true, name)
    });
    let part = (rect.width() - sizes.gap * (total - 1) as f32) / total as f32;
    for index in 0..total {
        let offset = index as f32 * (part + sizes.gap);
        let left = if look.direction.is_rtl() { rect.right() - offset - part } else { rect.left() + offset };
        let bar = Rect::from_min_size(pos2(left, rect.top()), vec2(part, height));
        // an outline, so that what is still to come differs by more than its colour
        let (fill, stroke) = if index < done {
            (palette.primary, Stroke::NONE)
        } else {
            (palette.surface, Stroke::new(sizes.border / 2.0, palette.border))
        };
        ui.painter().rect(bar, height / 2.0, fill, stroke, StrokeKind::Inside);
    }
}

/// Adds `words`, which say how many of how many are done, above a bar that is filled so far from the start side.
pub fn share_progress(ui: &mut Ui, look: &Look, done: u64, all: u64, words: &str) {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let style = look.style(TextKind::Small).color(palette.ink_soft);
    let galley = look.text.galley(ui.ctx(), &style, Some(ui.available_width()), words);
    let (gap, height) = ((sizes.gap / 2.0).round(), (sizes.gap / 2.0).round());
    let size = vec2(ui.available_width(), galley.size().y + gap + height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: Some(done as f64),
        ..WidgetInfo::labeled(Role::ProgressIndicator, true, words)
    });
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(all as f64);
    });
    let (above, bar) = rect.split_top_bottom_at_y(rect.bottom() - height);
    let filled = bar.width() * (done as f32 / all.max(1) as f32).min(1.0);
    let full = match look.direction.is_rtl() {
        true => bar.with_min_x(bar.right() - filled),
        false => bar.with_max_x(bar.left() + filled),
    };
    let (painter, outline) = (ui.painter(), Stroke::new(sizes.border / 2.0, palette.border));
    painter.rect(bar, height / 2.0, palette.surface, outline, StrokeKind::Inside);
    painter.rect_filled(full, height / 2.0, palette.primary);
    paint_at_start(painter, look, above.with_max_y(above.bottom() - gap), galley);
}
