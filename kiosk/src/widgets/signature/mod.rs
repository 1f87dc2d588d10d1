//! A pad to sign on with a finger, a pen or a mouse. What is written are strokes with times, kept as vectors; one button
//! clears all of it.

mod kept;
mod recorder;
mod smooth;
#[cfg(test)]
mod tests;

use egui::epaint::StrokeKind;
use egui::{Color32, Event, Painter, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2};
use egui::{WidgetInfo, pos2, vec2};
use shared::domain::{Signature, SignaturePoint};

pub use self::kept::kept_signature;
use self::recorder::Recorder;
use self::smooth::ink;
use super::arrange::{row_end_to_start, row_start_to_end};
use super::button::TouchButton;
use super::picture::Picture;
use super::stops::stop;
use crate::theme::{Look, TextKind};

/// Width of the ink in millimetres.
const INK_MILLIMETRES: f32 = 1.1;

/// Height of the line that is written on, as a share of the pad's.
const LINE_SHARE: f32 = 0.72;

/// The words of a signature pad.
#[derive(Clone, Copy, Debug)]
pub struct SignatureWords<'a> {
    /// What is signed here.
    pub name: &'a str,
    /// Shown while nothing is written.
    pub hint: &'a str,
    /// That something is written; read out after the name.
    pub signed: &'a str,
    /// That no more fits.
    pub full: &'a str,
    /// The button that clears.
    pub clear: &'a str,
    /// Shown beside it while the pad has room; what comes and goes there moves nothing.
    pub notice: Option<&'a str>,
}

/// A pad and what is written on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignaturePad {
    recorder: Recorder,
    size: (u16, u16),
    last_seconds: f64,
    /// The finger came down on the pad and has not been lifted.
    down: bool,
}

impl SignaturePad {
    /// Makes an empty pad.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.recorder.is_empty()
    }

    /// Tells whether what is written stays in a place of this size, as [`Self::show`] takes it.
    pub fn fits(&self, look: &Look, size: Vec2) -> bool {
        self.is_empty() || to_units(look, Pos2::ZERO, pad_size(look, size).to_pos2()) == self.size
    }

    /// Drops what is written.
    pub fn clear(&mut self) {
        self.lift();
        self.recorder = Recorder::default();
    }

    /// Returns what is written; `None` while nothing is.
    pub fn signature(&self) -> Option<Signature> {
        self.recorder.signature(self.size)
    }

    /// Adds the pad, and beneath it the button that clears; `size` is both together. True where this pass changed what is
    /// written. A pad whose place changes its size is cleared: strokes are never stretched.
    pub fn show(&mut self, ui: &mut Ui, look: &Look, words: &SignatureWords<'_>, size: Vec2) -> bool {
        let sizes = &look.sizes;
        let pad = pad_size(look, size);
        let units = to_units(look, Pos2::ZERO, pad.to_pos2());
        let resized = !self.fits(look, size);
        if resized {
            self.clear();
        }
        self.size = units;
        let (rect, response) = ui.allocate_exact_size(pad, Sense::click_and_drag());
        let wrote = ui.is_enabled() && self.take_events(ui, look, rect, &response);
        let state = if self.is_empty() { words.hint } else { words.signed };
        let name = format!("{}. {state}", words.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), &name));
        stop(ui, &response);
        if ui.is_rect_visible(rect) {
            self.paint(ui, look, words, rect);
        }
        let cleared = row_start_to_end(ui, look.direction, sizes.button, |ui| {
            let clear =
                TouchButton::secondary(words.clear).enabled(!self.is_empty()).show(ui, look).clicked();
            let notice = if self.recorder.is_full() { Some(words.full) } else { words.notice };
            if let Some(notice) = notice {
                let rest = ui.available_height();
                row_end_to_start(ui, look.direction, rest, |ui| {
                    look.label_inline(ui, TextKind::Small, notice);
                });
            }
            clear
        });
        if cleared {
            self.clear();
        }
        wrote || cleared || resized
    }

    /// Takes every move of this pass, so that a quick finger leaves more than one place a pass.
    fn take_events(&mut self, ui: &Ui, look: &Look, rect: Rect, response: &Response) -> bool {
        let pressed_here =
            response.is_pointer_button_down_on() || response.clicked() || response.drag_stopped();
        let (events, now) = ui.input(|input| (input.events.clone(), input.time));
        let moves = events.iter().filter(|event| place_of(event).is_some()).count().max(1) as f64;
        let before = std::mem::replace(&mut self.last_seconds, now);
        // moves of one pass bear no time of their own: they are taken as even
        let step = if self.recorder.is_writing() { (now - before).max(0.0) / moves } else { 0.0 };
        let mut seconds = now - step * moves;
        let mut wrote = false;
        for event in &events {
            let Some((place, pressed)) = place_of(event) else {
                if matches!(event, Event::PointerGone) {
                    self.lift();
                }
                continue;
            };
            seconds += step;
            match pressed {
                Some(true) => self.down = pressed_here && rect.contains(place),
                Some(false) => self.lift(),
                None => {}
            }
            if !rect.contains(place) {
                // a finger that comes back onto the pad begins another stroke: no line is drawn across
                self.recorder.end();
            } else if self.down {
                let at = to_units(look, rect.min, place);
                if self.recorder.is_writing() {
                    self.recorder.go_on(at, seconds);
                } else {
                    self.recorder.begin(at, seconds);
                }
                wrote = true;
            }
        }
        wrote
    }

    fn lift(&mut self) {
        self.down = false;
        self.recorder.end();
    }

    fn paint(&self, ui: &Ui, look: &Look, words: &SignatureWords<'_>, rect: Rect) {
        let (sizes, palette) = (&look.sizes, &look.palette);
        let border = if self.recorder.is_writing() {
            Stroke::new(sizes.border_strong, palette.primary)
        } else {
            Stroke::new(sizes.border, palette.border)
        };
        let painter = ui.painter().with_clip_rect(rect.expand(border.width));
        painter.rect(rect, sizes.radius_small, palette.surface, border, StrokeKind::Inside);
        let line = rect.top() + rect.height() * LINE_SHARE;
        let ends = [pos2(rect.left() + sizes.padding, line), pos2(rect.right() - sizes.padding, line)];
        painter.line_segment(ends, Stroke::new(sizes.border, palette.line));
        if self.is_empty() {
            let style = look.style(TextKind::Body).color(palette.ink_soft).centered();
            let room = rect.width() - 2.0 * sizes.padding;
            let galley = look.text.galley(ui.ctx(), &style, Some(room), words.hint);
            let side = sizes.touch.min(rect.height() * 0.4);
            let place = Rect::from_center_size(pos2(rect.center().x, line - side * 0.7), Vec2::splat(side));
            super::picture::picture(&painter, place, Picture::Pen, palette.ink_soft);
            painter.galley(
                pos2(rect.left() + sizes.padding, line + sizes.gap / 2.0),
                galley,
                palette.ink_soft,
            );
        }
        let unit = look.sizes.millimetre / 100.0;
        paint_strokes(&painter, self.recorder.strokes(), rect.min, unit, palette.ink);
    }
}

/// What `size` leaves above the button that clears.
fn pad_size(look: &Look, size: Vec2) -> Vec2 {
    vec2(size.x, (size.y - look.sizes.button - look.sizes.gap).max(look.sizes.touch))
}

/// Paints a kept signature in `rect`, as large as fits, in `ink`.
pub fn paint_signature(painter: &Painter, rect: Rect, signature: &Signature, ink: Color32) {
    let (width, height) = signature.size();
    let (width, height) = (f32::from(width).max(1.0), f32::from(height).max(1.0));
    let unit = (rect.width() / width).min(rect.height() / height);
    let origin = rect.center() - vec2(width, height) * unit / 2.0;
    paint_strokes(painter, signature.strokes(), origin, unit, ink);
}

/// `unit`: points in a hundredth of a millimetre.
fn paint_strokes(
    painter: &Painter,
    strokes: &[Vec<SignaturePoint>],
    origin: Pos2,
    unit: f32,
    color: Color32,
) {
    let stroke = Stroke::new((INK_MILLIMETRES * 100.0 * unit).max(1.0), color);
    for places in strokes {
        let place = |point: &SignaturePoint| origin + vec2(f32::from(point.x), f32::from(point.y)) * unit;
        painter.extend(ink(&places.iter().map(place).collect::<Vec<_>>(), stroke));
    }
}

/// The place of a pointer's event, and whether it came down (`true`) or was lifted (`false`).
fn place_of(event: &Event) -> Option<(Pos2, Option<bool>)> {
    match event {
        Event::PointerMoved(place) => Some((*place, None)),
        Event::PointerButton { pos, button: PointerButton::Primary, pressed, .. } => {
            Some((*pos, Some(*pressed)))
        }
        _ => None,
    }
}

/// A place on the pad in hundredths of a millimetre from `origin`.
fn to_units(look: &Look, origin: Pos2, place: Pos2) -> (u16, u16) {
    let per_point = 100.0 / look.sizes.millimetre;
    let units = |points: f32| (points * per_point).round().clamp(0.0, f32::from(u16::MAX)) as u16;
    (units(place.x - origin.x), units(place.y - origin.y))
}
