//! How far a person has come: one bar a step, and the step in words.

use egui::epaint::StrokeKind;
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::theme::Look;

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
