//! A choice on a tile: one of several, or any number. A chosen tile shows a tick, a thick border and a tint.

use std::sync::Arc;

use egui::epaint::StrokeKind;
use egui::{Context, Galley, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};

use super::numbers::{number_room, numbered, paint_number, paint_number_in_corner};
use super::parts::{chosen_ground, focus_ring, paint_at_start, paint_tick, split_start};
use super::picture::{Picture, picture as paint_picture};
use super::stops::stop;
use crate::theme::{Look, TextKind};

/// A tile that is higher than this share of its width has its picture above its words.
const HIGH: f32 = 0.6;

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
    picture: Option<Picture>,
    selected: bool,
}

impl<'a> ChoiceTile<'a> {
    /// Makes a tile of a group of which one is chosen.
    pub fn single(words: &'a str, selected: bool) -> Self {
        Self { kind: TileKind::Single, words, hint: None, picture: None, selected }
    }

    /// Makes a tile of a group of which any number is chosen.
    pub fn multi(words: &'a str, selected: bool) -> Self {
        Self { kind: TileKind::Multi, words, hint: None, picture: None, selected }
    }

    /// Adds an explaining line.
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Shows a picture: before the words on a broad tile, above them on a high one.
    pub fn picture(self, picture: Option<Picture>) -> Self {
        Self { picture, ..self }
    }

    /// Height in points that a broad tile needs for its words at `width` points.
    pub fn least_height(&self, ctx: &Context, look: &Look, width: f32) -> f32 {
        let (words, hint) = self.galleys(ctx, look, self.room(ctx, look, width), false);
        let lines = words.size().y + hint.map_or(0.0, |hint| hint.size().y);
        (lines + look.sizes.gap * 1.75).max(look.sizes.touch)
    }

    /// Tells whether a broad tile of `width` points has room for each word, so that none is cut.
    pub fn fits(&self, ctx: &Context, look: &Look, width: f32) -> bool {
        let (words, hint) = self.galleys(ctx, look, self.room(ctx, look, width), false);
        !words.elided && hint.is_none_or(|hint| !hint.elided)
    }

    /// Width that a broad tile of `width` points leaves to its words.
    fn room(&self, ctx: &Context, look: &Look, width: f32) -> f32 {
        let mut before = side_margin(look) * 2.0 + number_room(ctx, look) + mark_side(look) + look.sizes.gap;
        if self.picture.is_some() {
            before += picture_side(look) + look.sizes.gap;
        }
        (width - before).max(1.0)
    }

    fn galleys(
        &self,
        ctx: &Context,
        look: &Look,
        room: f32,
        centered: bool,
    ) -> (Arc<Galley>, Option<Arc<Galley>>) {
        let galley = |kind: TextKind, leading: f32, words: &str| {
            let style = look.style(kind);
            let style = style.line_height((style.size * leading).round());
            let style = if centered { style.centered() } else { style };
            look.text.galley(ctx, &style, Some(room), words)
        };
        let hint = self.hint.map(|hint| galley(TextKind::Small, 1.5, hint));
        (galley(TextKind::Button, 1.4, self.words), hint)
    }

    /// Adds the tile, `size` points large (never lower than a touch target).
    pub fn show(self, ui: &mut Ui, look: &Look, size: Vec2) -> Response {
        let Self { kind, words, selected, .. } = self;
        let sizes = &look.sizes;
        let (rect, mut response) = ui.allocate_exact_size(size.max(Vec2::splat(sizes.touch)), Sense::click());
        let role = match kind {
            TileKind::Single => Role::RadioButton,
            TileKind::Multi => Role::CheckBox,
        };
        response.widget_info(|| WidgetInfo::selected(role, ui.is_enabled(), selected, words));
        let number = numbered(ui, &mut response);
        stop(ui, &response);
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let pressed = response.is_pointer_button_down_on();
        let (fill, stroke) = chosen_ground(look, selected, pressed);
        ui.painter().rect(rect, sizes.radius_small, fill, stroke, StrokeKind::Inside);
        let inner = rect.shrink2(vec2(side_margin(look), sizes.gap / 2.0));
        match self.picture {
            Some(picture) if rect.height() > rect.width() * HIGH => {
                self.paint_high(ui, look, inner, picture);
                paint_number_in_corner(ui, look, rect, number);
            }
            Some(_) | None => {
                let (before, inner) = split_start(look, inner, number_room(ui.ctx(), look));
                paint_number(ui, look, before, number);
                self.paint_broad(ui, look, inner);
            }
        }
        focus_ring(ui, look, &response, rect);
        response
    }

    /// Mark, picture and words one after the other.
    fn paint_broad(&self, ui: &Ui, look: &Look, inner: Rect) {
        let (gap, mark) = (look.sizes.gap, mark_side(look));
        let (mark_rect, rest) = split_start(look, inner, mark);
        paint_mark(ui, look, self.kind, self.selected, centered_square(mark_rect, mark));
        let (_, mut rest) = split_start(look, rest, gap);
        if let Some(picture) = self.picture {
            let side = picture_side(look);
            let (place, after) = split_start(look, rest, side);
            paint_picture(ui.painter(), centered_square(place, side), picture, look.palette.primary);
            rest = split_start(look, after, gap).1;
        }
        let (words, hint) = self.galleys(ui.ctx(), look, rest.width(), false);
        paint_lines(ui, look, rest, words, hint);
    }

    /// The picture above the words, the mark in the start corner.
    fn paint_high(&self, ui: &Ui, look: &Look, inner: Rect, picture: Picture) {
        let (gap, mark) = (look.sizes.gap, mark_side(look));
        let (words, hint) = self.galleys(ui.ctx(), look, inner.width(), true);
        let lines = words.size().y + hint.as_ref().map_or(0.0, |hint| hint.size().y);
        let split = inner.bottom() - lines - gap / 2.0;
        let above = inner.with_max_y(split - gap / 2.0).shrink2(vec2(0.0, gap / 2.0));
        paint_picture(ui.painter(), above, picture, look.palette.primary);
        let (corner, _) = split_start(look, above, mark);
        let corner = Rect::from_min_size(corner.min, Vec2::splat(mark));
        paint_mark(ui, look, self.kind, self.selected, corner);
        paint_lines(ui, look, inner.with_min_y(split), words, hint);
    }
}

fn side_margin(look: &Look) -> f32 {
    look.sizes.padding * 0.75
}

fn mark_side(look: &Look) -> f32 {
    (look.sizes.touch * 0.5).round()
}

fn picture_side(look: &Look) -> f32 {
    (look.sizes.touch * 0.9).round()
}

fn centered_square(place: Rect, side: f32) -> Rect {
    Rect::from_center_size(place.center(), Vec2::splat(side))
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

/// The words, and the hint beneath them, in the middle of the height of `rect`.
fn paint_lines(ui: &Ui, look: &Look, rect: Rect, words: Arc<Galley>, hint: Option<Arc<Galley>>) {
    let height = words.size().y + hint.as_ref().map_or(0.0, |hint| hint.size().y);
    let mut top = rect.center().y - height / 2.0;
    for galley in std::iter::once(words).chain(hint) {
        let line = Rect::from_min_size(egui::pos2(rect.left(), top), vec2(rect.width(), galley.size().y));
        top = line.bottom();
        paint_at_start(ui.painter(), look, line, galley);
    }
}
