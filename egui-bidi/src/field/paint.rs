//! How a text field looks. Takes no input.

use std::sync::Arc;

use egui::epaint::StrokeKind;
use egui::{Color32, Galley, IMEPurpose, Pos2, Rect, Stroke, Ui, Vec2, vec2};
use parley::editing::Generation;

use super::TextField;
use crate::galley::GalleySpec;
use crate::style::{Direction, TextStyle};

/// Sizes and colours of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldLook {
    /// Size, weight, colour and direction of the text.
    pub style: TextStyle,
    /// Colour of the hint in an empty field.
    pub hint_color: Color32,
    /// Colour behind the text.
    pub background: Color32,
    /// Border of a field that is not being typed into.
    pub border: Stroke,
    /// Border of the field that is being typed into.
    pub active_border: Stroke,
    /// Colour behind selected text.
    pub selection: Color32,
    /// Colour of the caret; it is an eighth of the text size wide and does not blink.
    pub caret: Color32,
    /// Corner radius in points.
    pub radius: f32,
    /// Space between border and text, in points.
    pub padding: Vec2,
}

/// The picture of a field's text, and what it was made from.
pub(super) struct Painted {
    generation: Generation,
    epoch: u64,
    color: Color32,
    galley: Arc<Galley>,
}

impl TextField {
    pub(super) fn paint(&mut self, ui: &Ui, look: &FieldLook, rect: Rect, inner: Rect, hint: &str) {
        let pixels_per_point = ui.ctx().pixels_per_point();
        let border = if self.active { look.active_border } else { look.border };
        ui.painter().rect(rect, look.radius, look.background, border, StrokeKind::Inside);
        let painter = ui.painter().with_clip_rect(rect.shrink(border.width).intersect(ui.clip_rect()));
        let origin = inner.min - vec2(0.0, self.scroll_y);
        let on_screen = |area: Rect| {
            let corner = |point: Pos2| origin + point.to_vec2() / pixels_per_point;
            Rect::from_min_max(corner(area.min), corner(area.max))
        };
        if self.active {
            for area in self.editor.shown_selection(&mut self.text.engine()) {
                painter.rect_filled(on_screen(area), 0.0, look.selection);
            }
        }
        if self.editor.plain.raw_text().is_empty() {
            let mut style = look.style.color(look.hint_color);
            // the hint is a sentence of its own, whatever is written here
            style.direction = Direction::of_text(hint).unwrap_or(style.direction);
            // room for the caret at the start side
            let indent = look.style.size / 3.0;
            let galley = self.text.galley(ui.ctx(), &style, Some(inner.width() - indent), hint);
            let shift = if style.direction.is_rtl() { 0.0 } else { indent };
            painter.galley(inner.min + vec2(shift, 0.0), galley, look.hint_color);
        } else {
            let galley = self.galley(ui, look, inner.width());
            painter.galley(origin, galley, look.style.color);
        }
        if !self.active {
            return;
        }
        let caret_px = (look.style.size / 8.0 * pixels_per_point).round().max(2.0);
        let Some(caret) = self.editor.shown_caret(&mut self.text.engine()) else { return };
        let (mut cursor_rect, width) = (on_screen(caret), caret_px / pixels_per_point);
        // spaces at the end of a line go on past its edge; the caret stays in sight
        let x = cursor_rect.min.x.clamp(inner.min.x, inner.max.x);
        (cursor_rect.min.x, cursor_rect.max.x) = (x - width / 2.0, x + width / 2.0);
        painter.rect_filled(cursor_rect, 0.0, look.caret);
        ui.ctx().output_mut(|output| {
            output.ime = Some(egui::output::IMEOutput {
                purpose: IMEPurpose::Normal,
                rect,
                cursor_rect,
                should_interrupt_composition: false,
            });
        });
    }

    fn galley(&mut self, ui: &Ui, look: &FieldLook, width: f32) -> Arc<Galley> {
        let epoch = self.text.begin(ui.ctx());
        let (generation, color) = (self.editor.plain.generation(), look.style.color);
        if let Some(painted) = &self.painted
            && (painted.generation, painted.epoch, painted.color) == (generation, epoch, color)
        {
            return Arc::clone(&painted.galley);
        }
        let spec = GalleySpec {
            text: self.editor.plain.raw_text(),
            color,
            line_height: look.style.line_height,
            width: Some(width),
            pixels_per_point: ui.ctx().pixels_per_point(),
            align: look.style.align,
        };
        let galley = match self.editor.plain.try_layout() {
            Some(layout) => self.text.galley_of(ui.ctx(), layout, &spec),
            None => self.text.galley(ui.ctx(), &look.style, Some(width), spec.text),
        };
        self.painted = Some(Painted { generation, epoch, color, galley: Arc::clone(&galley) });
        galley
    }
}
