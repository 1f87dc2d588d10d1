//! A signature that was written before, on a field like the pad's, with the button that clears it.

use egui::epaint::StrokeKind;
use egui::{Role, Sense, Stroke, Ui, Vec2, WidgetInfo};
use shared::domain::Signature;

use super::{SignatureWords, pad_size, paint_signature};
use crate::theme::Look;
use crate::widgets::arrange::row_start_to_end;
use crate::widgets::button::TouchButton;

/// Adds what was signed, and beneath it the button that clears; `size` is both together. True where it was pressed.
pub fn kept_signature(
    ui: &mut Ui,
    look: &Look,
    words: &SignatureWords<'_>,
    signature: &Signature,
    size: Vec2,
) -> bool {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let (rect, response) = ui.allocate_exact_size(pad_size(look, size), Sense::hover());
    let name = format!("{}. {}", words.name, words.signed);
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), &name));
    if ui.is_rect_visible(rect) {
        let border = Stroke::new(sizes.border, palette.border);
        ui.painter().rect(rect, sizes.radius_small, palette.surface, border, StrokeKind::Inside);
        paint_signature(ui.painter(), rect.shrink(sizes.padding), signature, palette.ink);
    }
    row_start_to_end(ui, look.direction, sizes.button, |ui| {
        TouchButton::secondary(words.clear).show(ui, look).clicked()
    })
}
