//! A row or a tile that leads somewhere: its words, a line beneath them, an arrow at the end side. Words that a search
//! found can be marked.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::StrokeKind;
use egui::{Galley, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::numbers::{numbered, paint_number_in_corner};
use super::parts::focus_ring;
use super::picture::{Picture, picture as paint_picture};
use super::stops::stop;
use crate::text::TextStyle;
use crate::theme::{Look, TextKind};

/// Part of a touch target that the arrow takes.
pub(super) const ARROW: f32 = 0.5;

/// Part of a touch target that a picture takes.
const PICTURE: f32 = 0.7;

/// A row that leads somewhere, as wide as there is space and as high as its words need.
#[must_use = "a row is seen only after `show`"]
pub struct LinkRow<'a> {
    words: &'a str,
    marks: &'a [Range<usize>],
    hint: Option<(&'a str, &'a [Range<usize>])>,
    picture: Option<Picture>,
    height: f32,
}

/// Words as they are laid out, and where their marks stand.
struct Laid {
    galley: Arc<Galley>,
    marks: Arc<[Rect]>,
}

impl<'a> LinkRow<'a> {
    /// Makes a row.
    pub fn new(words: &'a str) -> Self {
        Self { words, marks: &[], hint: None, picture: None, height: 0.0 }
    }

    /// Marks parts of its words, as ranges of bytes.
    pub fn marks(self, marks: &'a [Range<usize>]) -> Self {
        Self { marks, ..self }
    }

    /// Adds a line beneath the words, with marks of its own.
    pub fn hint(self, words: &'a str, marks: &'a [Range<usize>]) -> Self {
        Self { hint: Some((words, marks)), ..self }
    }

    /// Shows a picture before the words.
    pub fn picture(self, picture: Option<Picture>) -> Self {
        Self { picture, ..self }
    }

    /// Makes it at least so many points high.
    pub fn height(self, height: f32) -> Self {
        Self { height, ..self }
    }

    /// Returns the height that it takes at a width.
    pub fn height_at(&self, ui: &Ui, look: &Look, width: f32) -> f32 {
        let parts = self.lay_out(ui, look, width);
        self.height_of(look, &parts)
    }

    /// Adds the row.
    pub fn show(self, ui: &mut Ui, look: &Look) -> Response {
        let (sizes, palette) = (&look.sizes, &look.palette);
        let parts = self.lay_out(ui, look, ui.available_width());
        let size = vec2(ui.available_width(), self.height_of(look, &parts));
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.words));
        let number = numbered(ui, &mut response);
        stop(ui, &response);
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let pressed = response.is_pointer_button_down_on();
        let (fill, ink) =
            if pressed { (palette.selected, palette.primary) } else { (palette.surface, palette.border) };
        let stroke = Stroke::new(sizes.border, ink);
        ui.painter().rect(rect, sizes.radius_small, fill, stroke, StrokeKind::Inside);
        let height: f32 = parts.iter().map(|part| part.galley.size().y).sum();
        let mut top = rect.center().y - height / 2.0;
        if let Some(picture) = self.picture {
            let (side, in_from_edge) = (picture_side(look), sizes.padding * 0.75 + picture_side(look) / 2.0);
            let (is_rtl, edges) = (look.direction.is_rtl(), rect.x_range());
            let middle = if is_rtl { edges.max - in_from_edge } else { edges.min + in_from_edge };
            let place = Rect::from_center_size(pos2(middle, rect.center().y), vec2(side, side));
            paint_picture(ui.painter(), place, picture, palette.primary);
        }
        for part in parts {
            let width = part.galley.size().x;
            let edge = sizes.padding * 0.75 + self.before_words(look);
            let left = if look.direction.is_rtl() { rect.right() - edge - width } else { rect.left() + edge };
            let corner = pos2(left, top);
            for mark in part.marks.iter() {
                // a broad line, as a marking pen draws it
                let (mark, pen) = (mark.translate(corner.to_vec2()), mark.height() - sizes.border * 2.0);
                let line = [mark.left_center(), mark.right_center()];
                ui.painter().line_segment(line, Stroke::new(pen, palette.text_selection));
            }
            top += part.galley.size().y;
            ui.painter().galley(corner, part.galley, palette.ink);
        }
        paint_arrow(ui, look, rect);
        paint_number_in_corner(ui, look, rect, number);
        focus_ring(ui, look, &response, rect);
        response
    }

    fn lay_out(&self, ui: &Ui, look: &Look, width: f32) -> Vec<Laid> {
        let sizes = &look.sizes;
        let room = (width - sizes.padding * 1.5 - sizes.touch * ARROW - self.before_words(look)).max(1.0);
        let lay = |kind: TextKind, words: &str, marks: &[Range<usize>]| {
            let style = tight(look.style(kind));
            let galley = look.text.galley(ui.ctx(), &style, Some(room), words);
            let marks = if marks.is_empty() {
                Arc::from([])
            } else {
                look.text.marks(ui.ctx(), &style, Some(room), words, marks)
            };
            Laid { galley, marks }
        };
        let words = lay(TextKind::Strong, self.words, self.marks);
        let hint = self.hint.map(|(words, marks)| lay(TextKind::Small, words, marks));
        std::iter::once(words).chain(hint).collect()
    }

    fn height_of(&self, look: &Look, parts: &[Laid]) -> f32 {
        let words: f32 = parts.iter().map(|part| part.galley.size().y).sum();
        (words + look.sizes.gap).max(look.sizes.touch).max(self.height).ceil()
    }

    /// What a picture takes before the words.
    fn before_words(&self, look: &Look) -> f32 {
        self.picture.map_or(0.0, |_| picture_side(look) + look.sizes.gap)
    }
}

fn picture_side(look: &Look) -> f32 {
    (look.sizes.touch * PICTURE).round()
}

fn tight(style: TextStyle) -> TextStyle {
    style.line_height((style.size * 1.5).round())
}

/// An arrow at the end side that points there.
pub(super) fn paint_arrow(ui: &Ui, look: &Look, rect: Rect) {
    let side = look.sizes.touch;
    let sign = if look.direction.is_rtl() { -1.0 } else { 1.0 };
    let edge = if look.direction.is_rtl() { rect.left() } else { rect.right() };
    let center = pos2(edge - sign * side * ARROW * 0.75, rect.center().y);
    let at = |x: f32, y: f32| center + vec2(x * sign, y) * side;
    let stroke = Stroke::new(look.sizes.border_strong * 0.75, look.palette.primary);
    ui.painter().add(Shape::line(vec![at(-0.06, -0.12), at(0.06, 0.0), at(-0.06, 0.12)], stroke));
}
