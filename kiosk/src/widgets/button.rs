//! The touch button. Its words say what it does; a picture may say it again.

use std::sync::Arc;

use egui::epaint::StrokeKind;
use egui::{Color32, Context, Galley, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};

use super::numbers::{numbered, paint_number_in_corner};
use super::parts::{focus_ring, paint_centered, split_start};
use super::picture::{Picture, picture as paint_picture};
use super::stops::stop;
use crate::text::Direction;
use crate::theme::{Look, TextKind};

/// A button that is so many touch targets high has its picture above its words.
const HIGH_TOUCHES: f32 = 2.2;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one way forward: filled.
    Primary,
    /// Another way: bordered.
    Secondary,
    /// A way out that should not draw the eye: words with a faint border.
    Quiet,
}

/// A button of at least 20 mm by 20 mm.
#[must_use = "a button is seen only after `show`"]
pub struct TouchButton<'a> {
    kind: ButtonKind,
    words: &'a str,
    width: Option<f32>,
    height: Option<f32>,
    enabled: bool,
    text: TextKind,
    direction: Option<Direction>,
    picture: Option<Picture>,
    is_choice: bool,
}

impl<'a> TouchButton<'a> {
    /// Makes a button as wide as its words.
    pub fn new(kind: ButtonKind, words: &'a str) -> Self {
        Self {
            kind,
            words,
            width: None,
            height: None,
            enabled: true,
            text: TextKind::Button,
            direction: None,
            picture: None,
            is_choice: false,
        }
    }

    /// Makes a filled button.
    pub fn primary(words: &'a str) -> Self {
        Self::new(ButtonKind::Primary, words)
    }

    /// Makes a bordered button.
    pub fn secondary(words: &'a str) -> Self {
        Self::new(ButtonKind::Secondary, words)
    }

    /// Makes a quiet button.
    pub fn quiet(words: &'a str) -> Self {
        Self::new(ButtonKind::Quiet, words)
    }

    /// Sets the width in points; words that do not fit wrap.
    pub fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Sets the height in points; never lower than a touch target.
    pub fn height(self, height: f32) -> Self {
        Self { height: Some(height), ..self }
    }

    /// Sets the kind of text on the button.
    pub fn text(self, text: TextKind) -> Self {
        Self { text, ..self }
    }

    /// Sets whether it can be pressed.
    pub fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Sets the base direction of its words, where they are in another language than the window.
    pub fn direction(self, direction: Direction) -> Self {
        Self { direction: Some(direction), ..self }
    }

    /// Shows a picture: above the words on a high button, else before them.
    pub fn picture(self, picture: Option<Picture>) -> Self {
        Self { picture, ..self }
    }

    /// Makes it one of a screen's choices, which are numbered while a person listens.
    pub fn choice(self) -> Self {
        Self { is_choice: true, ..self }
    }

    /// Returns the size that it will have.
    pub fn size(&self, ctx: &Context, look: &Look) -> Vec2 {
        self.laid_out(ctx, look).size
    }

    fn laid_out(&self, ctx: &Context, look: &Look) -> LaidOut {
        let (sizes, palette) = (&look.sizes, &look.palette);
        let margin = sizes.gap * 1.5;
        let ink = match (self.enabled, self.kind) {
            (false, _) => palette.disabled,
            (true, ButtonKind::Primary) => palette.on_primary,
            (true, ButtonKind::Secondary | ButtonKind::Quiet) => palette.primary,
        };
        let mut style = look.style(self.text).color(ink).centered();
        style.direction = self.direction.unwrap_or(style.direction);
        style.line_height = (style.size * 1.4).round();
        let height = self.height.unwrap_or(sizes.button).max(sizes.touch);
        let picture = self.picture.map(|picture| Beside::new(look, picture, height, style.line_height));
        let (before, above) = picture.map_or((0.0, 0.0), |picture| picture.room(look));
        let wrap = self.width.map(|width| width - 2.0 * margin - before);
        let galley = look.text.galley(ctx, &style, wrap, self.words);
        let line = look.text.galley(ctx, &style, None, self.words).size().x.ceil();
        let words = vec2(line.min(galley.size().x), galley.size().y);
        let size = vec2(
            self.width.unwrap_or(galley.size().x + 2.0 * margin + before).max(sizes.touch),
            height.max(galley.size().y + above + sizes.gap),
        );
        LaidOut { galley, words, picture, ink, margin, size }
    }

    /// Adds the button.
    pub fn show(self, ui: &mut Ui, look: &Look) -> Response {
        let LaidOut { galley, words: words_size, picture, ink, margin, size } = self.laid_out(ui.ctx(), look);
        let Self { kind, words, enabled, is_choice, .. } = self;
        let sizes = &look.sizes;
        let sense = if enabled { Sense::click() } else { Sense::hover() };
        let (rect, mut response) = ui.allocate_exact_size(size, sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled && ui.is_enabled(), words));
        let number = if enabled && is_choice { numbered(ui, &mut response) } else { None };
        if enabled {
            stop(ui, &response);
        }
        if ui.is_rect_visible(rect) {
            let pressed = response.is_pointer_button_down_on();
            let (fill, stroke) = paint_of(look, kind, enabled, pressed);
            ui.painter().rect(rect, sizes.radius_small, fill, stroke, StrokeKind::Inside);
            let mut words_rect = rect;
            if let Some(picture) = picture {
                let place;
                (place, words_rect) = picture.places(look, rect, margin, words_size);
                paint_picture(ui.painter(), place, picture.picture, ink);
            }
            paint_centered(ui.painter(), words_rect, galley, if pressed { sizes.border } else { 0.0 });
            paint_number_in_corner(ui, look, rect, number);
            focus_ring(ui, look, &response, rect);
        }
        response
    }
}

/// A button's words and picture, and the room they need.
struct LaidOut {
    galley: Arc<Galley>,
    /// The size of the words' ink in it.
    words: Vec2,
    picture: Option<Beside>,
    ink: Color32,
    margin: f32,
    size: Vec2,
}

/// A picture above a button's words, or before them.
#[derive(Clone, Copy)]
struct Beside {
    picture: Picture,
    side: f32,
    above: bool,
}

impl Beside {
    fn new(look: &Look, picture: Picture, height: f32, line_height: f32) -> Self {
        let above = height >= look.sizes.touch * HIGH_TOUCHES;
        Self { picture, side: if above { height * 0.4 } else { line_height }, above }
    }

    /// Points that it takes from the words: before them, and above them.
    fn room(&self, look: &Look) -> (f32, f32) {
        let room = self.side + look.sizes.gap;
        if self.above { (0.0, room) } else { (room, 0.0) }
    }

    /// The places of the picture and of words of `words` points in a button at `rect` with a margin of `margin`.
    fn places(&self, look: &Look, rect: Rect, margin: f32, words: Vec2) -> (Rect, Rect) {
        let room = self.side + look.sizes.gap;
        if self.above {
            let top = rect.center().y - (room + words.y) / 2.0;
            let picture = rect.with_min_y(top).with_max_y(top + self.side);
            return (picture, rect.with_min_y(top + room).with_max_y(top + room + words.y));
        }
        let width = (room + words.x).min(rect.width() - 2.0 * margin);
        let together = Rect::from_center_size(rect.center(), vec2(width, rect.height()));
        let (picture, rest) = split_start(look, together, self.side);
        (picture, split_start(look, rest, look.sizes.gap).1)
    }
}

fn paint_of(look: &Look, kind: ButtonKind, enabled: bool, pressed: bool) -> (Color32, Stroke) {
    let (palette, border) = (&look.palette, look.sizes.border);
    match (kind, enabled, pressed) {
        (ButtonKind::Primary, false, _) => (palette.band, Stroke::new(border, palette.line)),
        (ButtonKind::Primary, true, false) => (palette.primary, Stroke::NONE),
        (ButtonKind::Primary, true, true) => (palette.primary_pressed, Stroke::NONE),
        (ButtonKind::Secondary | ButtonKind::Quiet, false, _) => {
            (Color32::TRANSPARENT, Stroke::new(border, palette.line))
        }
        (ButtonKind::Secondary, true, false) => (palette.surface, Stroke::new(border, palette.primary)),
        (ButtonKind::Secondary, true, true) => (palette.selected, Stroke::new(border, palette.primary)),
        (ButtonKind::Quiet, true, false) => (Color32::TRANSPARENT, Stroke::new(border, palette.border)),
        (ButtonKind::Quiet, true, true) => (palette.band, Stroke::new(border, palette.border)),
    }
}
