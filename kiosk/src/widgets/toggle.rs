//! A button that stays pressed: switched on, it has a tint, a thick border, and a tick in place of its picture.

use egui::epaint::StrokeKind;
use egui::{Color32, Context, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};

use super::parts::{chosen_ground, focus_ring, paint_at_start, paint_tick, split_start};
use super::picture::{Picture, picture as paint_picture};
use super::stops::stop;
use crate::text::TextStyle;
use crate::theme::{Look, TextKind};

/// Adds a toggle with a picture, of `size` points (never lower than a touch target); its words wrap.
pub fn toggle(ui: &mut Ui, look: &Look, picture: Picture, words: &str, on: bool, size: Vec2) -> Response {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let (rect, response) = ui.allocate_exact_size(size.max(Vec2::splat(sizes.touch)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), on, words));
    stop(ui, &response);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let pressed = response.is_pointer_button_down_on();
    let (fill, stroke) = if on {
        chosen_ground(look, on, pressed)
    } else {
        let fill = if pressed { palette.band } else { Color32::TRANSPARENT };
        (fill, Stroke::new(sizes.border, palette.border))
    };
    ui.painter().rect(rect, sizes.radius_small, fill, stroke, StrokeKind::Inside);
    let Parts { mark, gap, style } = Parts::new(look);
    let inner = rect.shrink(sizes.gap * SIDE);
    let room = inner.width() - mark - gap;
    let natural = look.text.galley(ui.ctx(), &style, None, words).size().x.ceil();
    let galley = look.text.galley(ui.ctx(), &style, Some(natural.min(room)), words);
    let together = Rect::from_center_size(inner.center(), vec2(mark + gap + galley.size().x, inner.height()));
    let (mark_rect, rest) = split_start(look, together, mark);
    let (_, words_rect) = split_start(look, rest, gap);
    let square = Rect::from_center_size(mark_rect.center(), Vec2::splat(mark));
    if on {
        paint_tick(ui.painter(), square.center(), mark * 0.45, palette.primary, palette.on_primary);
    } else {
        paint_picture(ui.painter(), square, picture, palette.primary);
    }
    paint_at_start(ui.painter(), look, words_rect, galley);
    focus_ring(ui, look, &response, rect);
    response
}

/// Returns the height that a toggle of `width` points needs for its words; `None` where a word is wider than the room.
pub fn toggle_height(ctx: &Context, look: &Look, words: &str, width: f32) -> Option<f32> {
    let Parts { mark, gap, style } = Parts::new(look);
    let room = width - 2.0 * SIDE * look.sizes.gap - mark - gap;
    let galley = look.text.galley(ctx, &style, Some(room.max(1.0)), words);
    (!galley.elided).then(|| (galley.size().y + look.sizes.gap).max(look.sizes.touch))
}

/// Returns the width at which a toggle's words stand in a line, clear of its border.
pub fn toggle_width(ctx: &Context, look: &Look, words: &str) -> f32 {
    let Parts { mark, gap, style } = Parts::new(look);
    let words = look.text.galley(ctx, &style, None, words).size().x.ceil();
    words + mark + gap + 2.0 * look.sizes.gap
}

/// Margin within a toggle's border, in gaps.
const SIDE: f32 = 0.75;

/// What stands on a toggle.
struct Parts {
    mark: f32,
    gap: f32,
    style: TextStyle,
}

impl Parts {
    fn new(look: &Look) -> Self {
        let style = look.style(TextKind::Small).color(look.palette.primary).semi_bold();
        let line_height = (style.size * 1.35).round();
        let (mark, gap) = ((look.sizes.touch * 0.5).round(), (look.sizes.gap * 0.5).round());
        Self { mark, gap, style: style.line_height(line_height) }
    }
}
