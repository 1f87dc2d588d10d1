//! The display above a number pad: what was entered so far, left to right, or dots for a secret.

use egui::epaint::StrokeKind;
use egui::{Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::parts::paint_centered;
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};

/// A display of entered digits.
#[must_use = "a display is seen only after `show`"]
pub struct DigitDisplay<'a> {
    name: &'a str,
    digits: &'a str,
    hint: &'a str,
    count: Option<&'a str>,
    secret: bool,
}

impl<'a> DigitDisplay<'a> {
    /// Makes a display; `name` is its accessible name, `hint` is shown while nothing is entered.
    pub fn new(name: &'a str, digits: &'a str, hint: &'a str) -> Self {
        Self { name, digits, hint, count: None, secret: false }
    }

    /// Shows, and reads out, dots in place of digits.
    pub fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// Shows at the end how many digits there are of how many.
    pub fn count(self, count: &'a str) -> Self {
        Self { count: Some(count), ..self }
    }

    /// Adds the display, `width` points wide.
    pub fn show(self, ui: &mut Ui, look: &Look, width: f32) -> Response {
        let Self { name, digits, hint, count, secret } = self;
        let (sizes, palette) = (&look.sizes, &look.palette);
        let shown = if secret { "•".repeat(digits.chars().count()) } else { digits.to_owned() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, sizes.button), Sense::hover());
        let role = if secret { Role::PasswordInput } else { Role::TextInput };
        response.widget_info(|| WidgetInfo {
            role,
            label: Some(name.to_owned()),
            ..WidgetInfo::text_edit(ui.is_enabled(), &shown, &shown, hint)
        });
        let stroke = Stroke::new(sizes.border, palette.border);
        ui.painter().rect(rect, sizes.radius_small, palette.surface, stroke, StrokeKind::Inside);
        let style = if digits.is_empty() {
            look.style(TextKind::Small)
        } else {
            let large: TextStyle = look.style(TextKind::Title);
            large.color(palette.ink).direction(Direction::Ltr)
        };
        let words = if digits.is_empty() { hint } else { &shown };
        let place = rect.shrink2(vec2(sizes.gap, 0.0));
        let needed =
            if digits.is_empty() { 0.0 } else { look.text.galley(ui.ctx(), &style, None, words).size().x };
        let count = count.filter(|_| !digits.is_empty()).map(|count| {
            let small = look.style(TextKind::Small).color(palette.ink_soft);
            look.text.galley(ui.ctx(), &small, None, count)
        });
        // the digits come first: where both do not fit, they are not counted
        let count = count.filter(|count| needed + sizes.gap + count.size().x <= place.width());
        let taken = count.as_ref().map_or(0.0, |count| count.size().x);
        // digits grow from left to right, so that their count stands at the right in every language
        let (place, count_place) = place.split_left_right_at_x(place.right() - taken);
        if let Some(count) = count {
            paint_centered(ui.painter(), count_place, count, 0.0);
        }
        let fitting = if needed > place.width() { style.size * place.width() / needed } else { style.size };
        let style = TextStyle { size: fitting.floor().max(8.0), ..style };
        let wrap = Some(place.width());
        let mut galley = look.text.galley(ui.ctx(), &style.clone().centered(), wrap, words);
        // a hint in large text may take two lines, and the display stays as high as a button
        let share = (rect.height() - 4.0 * sizes.border) / galley.size().y;
        if share < 1.0 {
            let (size, line_height) = ((style.size * share).floor(), (style.line_height * share).floor());
            let smaller = TextStyle { size, line_height, ..style };
            galley = look.text.galley(ui.ctx(), &smaller.centered(), wrap, words);
        }
        paint_centered(ui.painter(), place, galley, 0.0);
        response
    }
}
