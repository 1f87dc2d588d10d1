//! A choice on a tile: one of several, or any number. A chosen tile shows a tick, a thick border and a tint.

use egui::epaint::StrokeKind;
use egui::{Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};

use super::parts::{chosen_ground, focus_ring, paint_at_start, paint_tick, split_start};
use crate::theme::{Look, TextKind};

/// How many tiles of a group may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileKind {
    /// One: a round mark.
    Single,
    /// Any number: a square mark.
    Multi,
}

/// A tile to choose.
#[must_use = "a tile is seen only after `show`"]
pub struct ChoiceTile<'a> {
    kind: TileKind,
    words: &'a str,
    hint: Option<&'a str>,
    selected: bool,
}

impl<'a> ChoiceTile<'a> {
    /// Makes a tile of a group of which one is chosen.
    pub fn single(words: &'a str, selected: bool) -> Self {
        Self { kind: TileKind::Single, words, hint: None, selected }
    }

    /// Makes a tile of a group of which any number is chosen.
    pub fn multi(words: &'a str, selected: bool) -> Self {
        Self { kind: TileKind::Multi, words, hint: None, selected }
    }

    /// Adds an explaining line.
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Adds the tile, `size` points large (never lower than a touch target).
    pub fn show(self, ui: &mut Ui, look: &Look, size: Vec2) -> Response {
        let Self { kind, words, hint, selected } = self;
        let sizes = &look.sizes;
        let (rect, response) = ui.allocate_exact_size(size.max(Vec2::splat(sizes.touch)), Sense::click());
        let role = match kind {
            TileKind::Single => Role::RadioButton,
            TileKind::Multi => Role::CheckBox,
        };
        response.widget_info(|| WidgetInfo::selected(role, ui.is_enabled(), selected, words));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let pressed = response.is_pointer_button_down_on();
        let (fill, stroke) = chosen_ground(look, selected, pressed);
        ui.painter().rect(rect, sizes.radius_small, fill, stroke, StrokeKind::Inside);
        let inner = rect.shrink2(vec2(sizes.padding * 0.75, sizes.gap / 2.0));
        let mark = (sizes.touch * 0.5).round();
        let (mark_rect, rest) = split_start(look, inner, mark);
        paint_mark(ui, look, kind, selected, Rect::from_center_size(mark_rect.center(), Vec2::splat(mark)));
        let (_, words_rect) = split_start(look, rest, sizes.gap);
        paint_words(ui, look, words, hint, words_rect);
        focus_ring(ui, look, &response, rect);
        response
    }
}

fn paint_mark(ui: &Ui, look: &Look, kind: TileKind, selected: bool, rect: Rect) {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let radius = match kind {
        TileKind::Single => rect.width() / 2.0,
        TileKind::Multi => sizes.radius_small / 2.0,
    };
    let painter = ui.painter();
    if selected {
        painter.rect_filled(rect, radius, palette.primary);
        paint_tick(painter, rect.center(), rect.width() * 0.45, palette.primary, palette.on_primary);
    } else {
        painter.rect(
            rect,
            radius,
            palette.surface,
            Stroke::new(sizes.border, palette.border),
            StrokeKind::Inside,
        );
    }
}

fn paint_words(ui: &Ui, look: &Look, words: &str, hint: Option<&str>, rect: Rect) {
    let mut style = look.style(TextKind::Button);
    style.line_height = (style.size * 1.4).round();
    let galley = look.text.galley(ui.ctx(), &style, Some(rect.width()), words);
    let Some(hint) = hint else {
        paint_at_start(ui.painter(), look, rect, galley);
        return;
    };
    let mut small = look.style(TextKind::Small);
    small.line_height = (small.size * 1.5).round();
    let hint = look.text.galley(ui.ctx(), &small, Some(rect.width()), hint);
    let height = galley.size().y + hint.size().y;
    let top = rect.center().y - height / 2.0;
    let first = Rect::from_min_size(egui::pos2(rect.left(), top), vec2(rect.width(), galley.size().y));
    let second = first.translate(vec2(0.0, first.height()));
    let second = Rect::from_min_size(second.min, vec2(rect.width(), hint.size().y));
    paint_at_start(ui.painter(), look, first, galley);
    paint_at_start(ui.painter(), look, second, hint);
}
