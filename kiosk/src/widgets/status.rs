//! A state in words with a mark whose shape differs too: dot, ring, diamond.

use egui::{Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2};

use super::parts::{paint_at_start, split_start};
use crate::theme::{Look, TextKind};

/// How a state is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusKind {
    /// All is done: a filled dot.
    Good,
    /// Something is still to come: a ring.
    Waiting,
    /// Somebody has to look: a diamond.
    Problem,
}

/// Adds a mark and `words`, as wide as both; words that are wider than the space wrap.
pub fn status(ui: &mut Ui, look: &Look, kind: StatusKind, words: &str) -> Response {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let color = match kind {
        StatusKind::Good => palette.good,
        StatusKind::Waiting => palette.ink_soft,
        StatusKind::Problem => palette.problem,
    };
    let style = look.style(TextKind::Small).color(color);
    let mark = (sizes.text_small * 0.8).round();
    let gap = sizes.gap / 2.0;
    let natural = look.text.galley(ui.ctx(), &style, None, words).size().x.ceil();
    let room = (ui.available_width() - mark - gap).max(mark);
    let galley = look.text.galley(ui.ctx(), &style, Some(natural.min(room)), words);
    let size = vec2(mark + gap + galley.size().x, galley.size().y);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let (mark_rect, rest) = split_start(look, rect, mark);
    let (_, words_rect) = split_start(look, rest, gap);
    let (center, radius) = (mark_rect.center(), mark * 0.42);
    let painter = ui.painter();
    match kind {
        StatusKind::Good => {
            painter.circle_filled(center, radius, color);
        }
        StatusKind::Waiting => {
            painter.circle_stroke(center, radius * 0.85, Stroke::new(radius * 0.4, color));
        }
        StatusKind::Problem => {
            let tip = |x: f32, y: f32| center + vec2(x, y) * radius * 1.2;
            let corners = vec![tip(0.0, -1.0), tip(1.0, 0.0), tip(0.0, 1.0), tip(-1.0, 0.0)];
            painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
        }
    }
    paint_at_start(painter, look, words_rect, galley);
    response
}
