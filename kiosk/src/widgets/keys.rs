//! One key of a number pad or keyboard.

use egui::epaint::StrokeKind;
use egui::{
    Color32, Painter, Rect, Response, Role, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::parts::{focus_ring, paint_centered};
use super::stops::stop;
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};

/// How a key looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// Types what it shows.
    Types,
    /// Types what it shows: a mark, which is small in itself.
    TypesMark,
    /// Does something else: deletes, switches.
    Does,
    /// Does something else, and is switched on.
    Held,
}

/// Adds a key at `rect`. `name` is its accessible name, `shown` what stands on it; `salt` tells it from others and stays
/// when words or case change.
pub(super) fn key(
    ui: &mut Ui,
    look: &Look,
    rect: Rect,
    kind: KeyKind,
    salt: &str,
    shown: &str,
    name: &str,
) -> Response {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let id = ui.scope_id().with(("key", salt));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    stop(ui, &response);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let pressed = response.is_pointer_button_down_on();
    let (fill, ink) = match (kind, pressed) {
        (KeyKind::Types | KeyKind::TypesMark, false) => (palette.surface, palette.ink),
        (KeyKind::Does, false) => (palette.band, palette.primary),
        (KeyKind::Held, false) => (palette.primary, palette.on_primary),
        (KeyKind::Held, true) => (palette.primary_pressed, palette.on_primary),
        (KeyKind::Types | KeyKind::TypesMark | KeyKind::Does, true) => (palette.text_selection, palette.ink),
    };
    ui.painter().rect(
        rect,
        sizes.radius_small,
        fill,
        Stroke::new(sizes.border, palette.border),
        StrokeKind::Inside,
    );
    let style = fitting_style(ui, look, kind, shown, rect).color(ink);
    let galley = look.text.galley(ui.ctx(), &style, None, shown);
    paint_centered(ui.painter(), rect, galley, if pressed { sizes.border } else { 0.0 });
    focus_ring(ui, look, &response, rect);
    response
}

/// Adds the key that deletes what was typed last: its picture is the one of every telephone, and points to the text.
pub(super) fn delete_key(ui: &mut Ui, look: &Look, rect: Rect, name: &str) -> Response {
    let response = key(ui, look, rect, KeyKind::Does, "delete", "", name);
    if ui.is_rect_visible(rect) {
        let side = (rect.height() * 0.5).min(look.sizes.touch * 0.5);
        let size = vec2(side * 1.5, side);
        paint_delete(ui.painter(), Rect::from_center_size(rect.center(), size), look.palette.primary);
    }
    response
}

/// Adds the key for capital letters: an arrow up, as on every keyboard, so that it is as large as the others in any language.
pub(super) fn shift_key(ui: &mut Ui, look: &Look, rect: Rect, is_held: bool, name: &str) -> Response {
    let kind = if is_held { KeyKind::Held } else { KeyKind::Does };
    let response = key(ui, look, rect, kind, "shift", "", name);
    if ui.is_rect_visible(rect) {
        let ink = if is_held { look.palette.on_primary } else { look.palette.primary };
        let side = (rect.height() * 0.45).min(rect.width() * 0.5);
        let at = |x: f32, y: f32| rect.center() + vec2(x, y) * side;
        let outline =
            [(0.0, -0.5), (0.5, 0.0), (0.22, 0.0), (0.22, 0.5), (-0.22, 0.5), (-0.22, 0.0), (-0.5, 0.0)];
        let outline = outline.into_iter().map(|(x, y)| at(x, y)).collect();
        ui.painter().add(Shape::closed_line(outline, Stroke::new((side * 0.08).max(1.5), ink)));
    }
    response
}

/// Paints a tag that points left, with a cross in it: digits are written from left to right in every language.
fn paint_delete(painter: &Painter, rect: Rect, ink: Color32) {
    let stroke = Stroke::new((rect.height() * 0.09).max(1.5), ink);
    let shoulder = rect.left() + rect.height() * 0.5;
    let outline = vec![
        rect.left_center(),
        pos2(shoulder, rect.top()),
        rect.right_top(),
        rect.right_bottom(),
        pos2(shoulder, rect.bottom()),
    ];
    painter.add(Shape::closed_line(outline, stroke));
    let center = pos2((shoulder + rect.right()) / 2.0, rect.center().y);
    let arm = rect.height() * 0.2;
    for slope in [-1.0, 1.0] {
        painter.line_segment([center - vec2(arm, arm * slope), center + vec2(arm, arm * slope)], stroke);
    }
}

/// Keys that type have large letters; what is too long or too high for its key is set smaller.
fn fitting_style(ui: &Ui, look: &Look, kind: KeyKind, shown: &str, key: Rect) -> TextStyle {
    let direction = if shown.is_ascii() { Direction::Ltr } else { look.direction };
    let of = |text: TextKind| look.style(text).direction(direction);
    let text = match kind {
        KeyKind::Types => TextKind::Heading,
        KeyKind::TypesMark => TextKind::Title,
        KeyKind::Does | KeyKind::Held => TextKind::Body,
    };
    let large = of(text).semi_bold();
    // letters with marks above and below are about twice as high as their size says
    let large = TextStyle { size: large.size.min(key.height() * 0.5), ..large };
    let room = key.width() - look.sizes.gap * 1.4;
    let width = look.text.galley(ui.ctx(), &large, None, shown).size().x;
    if width <= room {
        return large;
    }
    let size = (large.size * room / width).floor().max(8.0);
    TextStyle { size, ..large }
}

/// A place for keys: allocates `height` points of the full width and gives a `Ui` in which rects are used.
pub(super) fn key_area<R>(ui: &mut Ui, height: f32, add: impl FnOnce(&mut Ui, Rect) -> R) -> R {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::hover());
    let mut keys = ui.new_child(UiBuilder::new().max_rect(rect));
    keys.ctx().accesskit_node_builder(keys.unique_id(), |node| node.set_role(Role::Keyboard));
    add(&mut keys, rect)
}
