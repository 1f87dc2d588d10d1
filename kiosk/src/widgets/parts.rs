//! Drawings that several parts share: focus ring, tick, centred words.

use std::sync::Arc;

use egui::epaint::StrokeKind;
use egui::{Color32, Galley, Painter, Pos2, Rect, Response, Shape, Stroke, Ui, pos2, vec2};

use crate::theme::Look;

/// Paints the ring around the part that the keyboard would press.
pub(super) fn focus_ring(ui: &Ui, look: &Look, response: &Response, rect: Rect) {
    if response.has_focus() {
        let width = look.sizes.border_strong;
        ui.painter().rect_stroke(
            rect.expand(width),
            look.sizes.radius_small + width,
            Stroke::new(width, look.palette.focus),
            StrokeKind::Inside,
        );
    }
}

/// Fill and border of a tile or face. Pressing shows on a chosen one too: by the fill, and by a thick border.
pub(super) fn chosen_ground(look: &Look, selected: bool, pressed: bool) -> (Color32, Stroke) {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let thick = Stroke::new(sizes.border_strong, palette.primary);
    match (pressed, selected) {
        (true, _) => (palette.band, thick),
        (false, true) => (palette.selected, thick),
        (false, false) => (palette.surface, Stroke::new(sizes.border, palette.border)),
    }
}

/// Paints `galley` in the middle of `rect`, or lower by `shift` points.
pub(super) fn paint_centered(painter: &Painter, rect: Rect, galley: Arc<Galley>, shift: f32) {
    let position = rect.center() - galley.size() / 2.0 + vec2(0.0, shift);
    painter.galley(position, galley, Color32::PLACEHOLDER);
}

/// Paints `galley` at the start side of `rect`, in the middle of its height.
pub(super) fn paint_at_start(painter: &Painter, look: &Look, rect: Rect, galley: Arc<Galley>) {
    let left = if look.direction.is_rtl() { rect.right() - galley.size().x } else { rect.left() };
    let position = pos2(left, rect.center().y - galley.size().y / 2.0);
    painter.galley(position, galley, Color32::PLACEHOLDER);
}

/// Paints a tick in a circle of `radius`.
pub(super) fn paint_tick(painter: &Painter, center: Pos2, radius: f32, ground: Color32, ink: Color32) {
    painter.circle_filled(center, radius, ground);
    let point = |x: f32, y: f32| center + vec2(x, y) * radius;
    let stroke = Stroke::new((radius * 0.24).max(2.0), ink);
    painter.add(Shape::line(vec![point(-0.45, 0.02), point(-0.12, 0.36), point(0.48, -0.34)], stroke));
}

/// Splits a strip of `width` points off the start side of `rect`: (strip, rest).
pub(super) fn split_start(look: &Look, rect: Rect, width: f32) -> (Rect, Rect) {
    let (left, right) = if look.direction.is_rtl() {
        rect.split_left_right_at_x(rect.right() - width)
    } else {
        rect.split_left_right_at_x(rect.left() + width)
    };
    if look.direction.is_rtl() { (right, left) } else { (left, right) }
}
