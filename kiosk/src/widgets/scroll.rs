//! What may be higher than the space: paged through with two large buttons, so that no gesture has to be known. Dragging
//! and a wheel work as well.

use egui::containers::scroll_area::ScrollBarVisibility;
use egui::epaint::StrokeKind;
use egui::scroll_area::{DragScroll, ScrollSource};
use egui::{
    Context, Id, Painter, Rect, Role, ScrollArea, Sense, Shape, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::arrange::column_start;
use super::parts::focus_ring;
use super::stops::stop;
use crate::text::Direction;
use crate::theme::Look;

/// Share of the space by which a page moves on: a line or two stay in sight.
const PAGE: f32 = 0.8;

/// What the page buttons are called for assistive technology; they show arrows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScrollWords {
    /// Towards the top.
    pub up: String,
    /// Towards the bottom.
    pub down: String,
}

impl ScrollWords {
    /// Names the page buttons of all parts that are shown in `ctx` from now on.
    pub fn set(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::unique("scroll words"), self));
    }

    fn get(ctx: &Context) -> Self {
        ctx.data(|data| data.get_temp(Id::unique("scroll words"))).unwrap_or_default()
    }
}

/// The screen that is shown. Each has its own scroll areas: one that was not seen yet begins at its top, and one that somebody
/// comes back to stands where it was left.
pub struct ScrollPlace;

impl ScrollPlace {
    /// Tells which screen is shown in `ctx` from now on.
    pub fn set(ctx: &Context, place: &str) {
        ctx.data_mut(|data| data.insert_temp(Id::unique("scroll place"), Id::unique(place)));
    }

    fn get(ctx: &Context) -> Id {
        ctx.data(|data| data.get_temp(Id::unique("scroll place"))).unwrap_or(Id::NULL)
    }

    /// Forgets how far anything was scrolled: the next visitor begins anew.
    pub fn forget_all(ctx: &Context) {
        ctx.data_mut(|data| {
            data.remove_by_type::<Known>();
            data.remove_by_type::<egui::scroll_area::State>();
        });
    }
}

/// What is known of a scroll area from the pass before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Known {
    /// Height of what is in it.
    content: f32,
    /// Where a button asked it to go.
    asked_offset: Option<f32>,
    /// What is dragged when it is, and how far it had gone.
    area: Option<(Id, f32)>,
}

impl Known {
    /// Where it has to begin a pass in which it is pressed, so that the press moves nothing. Some screens tell of a touch as a
    /// mouse would: the way from the last touch comes with the press, and counts as dragged.
    fn held(&self, ui: &mut Ui) -> Option<f32> {
        let (_, offset) = self.area.filter(|(area, _)| ui.ctx().dragged_id() == Some(*area))?;
        let way = ui.input(|input| input.pointer.any_pressed().then(|| input.pointer.delta().y))?;
        // what is beyond the edge for a moment comes back as it went
        ui.spacing_mut().scroll.kinetic.rubber_band = false;
        Some(offset + way)
    }
}

/// Lays out what may be higher than the space there is. Where it is, buttons to page up and down stand at the end
/// side; where it is not, nothing is seen of it.
pub fn scroll<R>(ui: &mut Ui, look: &Look, id: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let space = ui.available_rect_before_wrap();
    let place = ScrollPlace::get(ui.ctx());
    let known_id = ui.make_persistent_id((id, place, "known"));
    let known: Known = ui.data(|data| data.get_temp(known_id)).unwrap_or_default();
    let overflows = known.content > space.height() + 1.0;
    let strip = if overflows { look.sizes.touch + look.sizes.gap } else { 0.0 };
    let (view, strip) = split_end(look, space, strip);

    let direction = look.direction;
    let layout = egui::Layout::top_down(if direction.is_rtl() { egui::Align::Max } else { egui::Align::Min });
    let builder = UiBuilder::new().id_salt((id, "view")).max_rect(view).layout(layout);
    let shown = ui.scope_builder(builder, |ui| {
        let source = ScrollSource { scroll_bar: false, drag: DragScroll::Always, mouse_wheel: true };
        let mut area = ScrollArea::vertical()
            .id_salt((id, place))
            .auto_shrink([false, false])
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
            .scroll_source(source);
        if let Some(offset) = known.asked_offset.or_else(|| known.held(ui)) {
            area = area.vertical_scroll_offset(offset);
        }
        area.show(ui, |ui| {
            let offset = view.top() - ui.max_rect().top();
            describe(ui, view, offset, known.content);
            column_start(ui, direction, add)
        })
    });
    let output = shown.inner;
    let content = output.content_size.y;
    let area = Some((output.id.with("area"), output.state.clamped_offset().y));
    let mut next = Known { content, asked_offset: None, area };
    if overflows {
        let furthest = (content - view.height()).max(0.0);
        next.asked_offset =
            page_buttons(ui, look, strip, output.state.clamped_offset().y, furthest, view.height());
    }
    if (content > space.height() + 1.0) != overflows {
        ui.ctx().request_discard("what is scrolled has or lost page buttons");
    }
    if next.asked_offset.is_some() {
        ui.ctx().request_repaint();
    }
    ui.data_mut(|data| data.insert_temp(known_id, next));
    output.inner
}

/// Tells assistive technology that this is scrolled, where it is seen and how far it is.
fn describe(ui: &Ui, view: Rect, offset: f32, content: f32) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(egui::accesskit::Role::ScrollView);
        node.set_clips_children();
        let [x0, y0, x1, y1] = [view.left(), view.top(), view.right(), view.bottom()].map(f64::from);
        node.set_bounds(egui::accesskit::Rect { x0, y0, x1, y1 });
        node.set_scroll_y(f64::from(offset));
        node.set_scroll_y_min(0.0);
        node.set_scroll_y_max(f64::from((content - view.height()).max(0.0)));
    });
}

/// Adds the two buttons at the bottom of `strip`, and above them a line that shows how far one is.
fn page_buttons(
    ui: &mut Ui,
    look: &Look,
    strip: Rect,
    offset: f32,
    furthest: f32,
    height: f32,
) -> Option<f32> {
    let (touch, gap) = (look.sizes.touch, look.sizes.gap);
    let words = ScrollWords::get(ui.ctx());
    let side = Vec2::splat(touch);
    let left = if look.direction == Direction::Rtl { strip.left() } else { strip.right() - touch };
    let lower = Rect::from_min_size(pos2(left, strip.bottom() - touch), side);
    let upper = lower.translate(vec2(0.0, -(touch + gap)));
    let track = Rect::from_min_max(pos2(left, strip.top()), pos2(left + touch, upper.top() - gap));
    paint_track(ui.painter(), look, track, offset, furthest, height);
    let up = page_button(ui, look, upper, &words.up, Arrow::Up, offset > 0.5);
    let down = page_button(ui, look, lower, &words.down, Arrow::Down, offset < furthest - 0.5);
    let step = height * PAGE;
    match (up, down) {
        (true, _) => Some((offset - step).max(0.0)),
        (false, true) => Some((offset + step).min(furthest)),
        (false, false) => None,
    }
}

fn paint_track(painter: &Painter, look: &Look, track: Rect, offset: f32, furthest: f32, height: f32) {
    let line = Rect::from_center_size(track.center(), vec2(look.sizes.gap / 2.0, track.height()));
    if line.height() < look.sizes.touch {
        return;
    }
    let radius = line.width() / 2.0;
    painter.rect_filled(line, radius, look.palette.line);
    let length = line.height() * (height / (height + furthest));
    let top = line.top() + (line.height() - length) * (offset / furthest.max(1.0)).clamp(0.0, 1.0);
    let thumb = Rect::from_min_size(pos2(line.left(), top), vec2(line.width(), length));
    painter.rect_filled(thumb, radius, look.palette.primary);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrow {
    Up,
    Down,
}

fn page_button(ui: &mut Ui, look: &Look, rect: Rect, name: &str, arrow: Arrow, enabled: bool) -> bool {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let id = ui.make_persistent_id(("page", arrow == Arrow::Up));
    let response = ui.interact(rect, id, if enabled { Sense::click() } else { Sense::hover() });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled && ui.is_enabled(), name));
    if enabled {
        stop(ui, &response);
    }
    let pressed = response.is_pointer_button_down_on();
    let (fill, ink, border) = match (enabled, pressed) {
        (true, true) => (palette.selected, palette.primary, palette.primary),
        (true, false) => (palette.surface, palette.primary, palette.primary),
        (false, _) => (palette.ground, palette.disabled, palette.line),
    };
    let painter = ui.painter();
    painter.rect(rect, sizes.radius_small, fill, Stroke::new(sizes.border, border), StrokeKind::Inside);
    let turn = if arrow == Arrow::Up { -1.0 } else { 1.0 };
    let at = |x: f32, y: f32| rect.center() + vec2(x, y * turn) * sizes.touch;
    let corners = vec![at(-0.2, -0.1), at(0.0, 0.12), at(0.2, -0.1)];
    painter.add(Shape::line(corners, Stroke::new(sizes.border_strong, ink)));
    focus_ring(ui, look, &response, rect);
    response.clicked()
}

/// Splits a strip of `width` points off the end side: (rest, strip).
fn split_end(look: &Look, rect: Rect, width: f32) -> (Rect, Rect) {
    if look.direction.is_rtl() {
        let (strip, rest) = rect.split_left_right_at_x(rect.left() + width);
        (rest, strip)
    } else {
        rect.split_left_right_at_x(rect.right() - width)
    }
}
