//! A state in words with a mark whose shape differs too: dot, ring, diamond, clock.

use egui::{Context, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2};

use super::parts::{paint_at_start, paint_tick, split_start};
use super::picture::{Picture, picture};
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
    /// Not at this hour: a clock.
    Closed,
}

/// Adds a mark and `words`, as wide as both; words that are wider than the space wrap.
pub fn status(ui: &mut Ui, look: &Look, kind: StatusKind, words: &str) -> Response {
    let palette = &look.palette;
    let color = match kind {
        StatusKind::Good => palette.good,
        StatusKind::Waiting => palette.ink_soft,
        StatusKind::Problem => palette.problem,
        StatusKind::Closed => palette.warning,
    };
    let style = look.style(TextKind::Small).color(color);
    let (mark, gap) = mark_and_gap(look, kind);
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
        StatusKind::Closed => picture(painter, mark_rect, Picture::Clock, color),
    }
    paint_at_start(painter, look, words_rect, galley);
    response
}

/// Adds a tick as large as words of a title: what was asked for is done. The words beside it say so.
pub fn done_tick(ui: &mut Ui, look: &Look, side: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    let (ground, ink) = (look.palette.good, look.palette.surface);
    paint_tick(ui.painter(), rect.center(), side * 0.42, ground, ink);
}

/// Returns the width that a mark and `words` take in one line.
pub fn status_width(ctx: &Context, look: &Look, kind: StatusKind, words: &str) -> f32 {
    let (mark, gap) = mark_and_gap(look, kind);
    mark + gap + look.text.galley(ctx, &look.style(TextKind::Small), None, words).size().x.ceil()
}

fn mark_and_gap(look: &Look, kind: StatusKind) -> (f32, f32) {
    let share = if kind == StatusKind::Closed { 1.3 } else { 0.8 };
    ((look.sizes.text_small * share).round(), look.sizes.gap / 2.0)
}
