//! Texts of the guide: paragraphs and lists, as wide as can be read with ease, in the direction of their own language.

use egui::{Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};

/// Adds a heading within a page.
pub(super) fn heading(ui: &mut Ui, look: &Look, words: &str) {
    ui.add_space(look.sizes.gap);
    look.label_colored(ui, TextKind::Heading, look.palette.primary, words);
}

/// Adds the paragraphs of a text, which its line breaks part.
pub(super) fn paragraphs(ui: &mut Ui, look: &Look, text: &str) {
    for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
        let width = text_width(ui, look);
        look.text.label(ui, &style_of(look, TextKind::Body, paragraph), Some(width), paragraph);
    }
}

/// Adds the lines of a list, each behind a dot.
pub(super) fn dotted(ui: &mut Ui, look: &Look, lines: &[String]) {
    let indent = look.sizes.gap * 2.0;
    for line in lines {
        let style = style_of(look, TextKind::Body, line);
        let width = text_width(ui, look);
        let galley = look.text.galley(ui.ctx(), &style, Some(width - indent), line);
        let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, line));
        if ui.is_rect_visible(rect) {
            let rtl = style.direction.is_rtl();
            let dot_x = if rtl { rect.right() - indent / 2.0 } else { rect.left() + indent / 2.0 };
            let dot = pos2(dot_x, rect.top() + style.line_height / 2.0);
            ui.painter().circle_filled(dot, look.sizes.border * 2.0, look.palette.primary);
            let left = if rtl { rect.left() } else { rect.left() + indent };
            ui.painter().galley(pos2(left, rect.top()), galley, style.color);
        }
    }
}

fn text_width(ui: &Ui, look: &Look) -> f32 {
    ui.available_width().min(look.sizes.column)
}

/// The style of a text that may be in the other language than the screen: its first strong letter decides.
fn style_of(look: &Look, kind: TextKind, text: &str) -> TextStyle {
    let style = look.style(kind);
    style.direction(direction_of(text).unwrap_or(style.direction))
}

fn direction_of(text: &str) -> Option<Direction> {
    text.chars().find(|letter| letter.is_alphabetic()).map(|letter| match letter {
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FEFC}' => Direction::Rtl,
        _ => Direction::Ltr,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides_the_direction() {
        assert_eq!(direction_of("1. المادة Article"), Some(Direction::Rtl));
        assert_eq!(direction_of("«Article» المادة"), Some(Direction::Ltr));
        assert_eq!(direction_of("12/05/2026"), None);
    }
}
