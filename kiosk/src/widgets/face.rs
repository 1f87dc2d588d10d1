//! Four drawn faces for a judgement, each with its word beneath. The words come from the caller.

use std::sync::Arc;

use egui::epaint::{CubicBezierShape, PathShape, StrokeKind};
use egui::{
    Color32, Galley, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::numbers::{numbered, paint_number_in_corner};
use super::parts::{chosen_ground, focus_ring, paint_at_start, paint_centered, paint_tick, split_start};
use super::stops::stop;
use super::told::name_with_object;
use crate::theme::{Look, TextKind};

/// A face, from the worst judgement to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Deeply bent mouth, sad brows.
    VeryBad,
    /// Slightly bent mouth.
    Bad,
    /// A smile.
    Good,
    /// A broad, open smile.
    Excellent,
}

impl Face {
    /// All faces, best first: as they stand from the start side on.
    pub const ALL: [Self; 4] = [Self::Excellent, Self::Good, Self::Bad, Self::VeryBad];

    fn color(self, look: &Look) -> Color32 {
        self.of(look.palette.scores)
    }

    /// Colour of eyes and mouth, which stand out from the face.
    fn features(self, look: &Look) -> Color32 {
        self.of(look.palette.score_marks)
    }

    /// This face's of four colours, best first.
    fn of(self, [excellent, good, bad, very_bad]: [Color32; 4]) -> Color32 {
        match self {
            Self::Excellent => excellent,
            Self::Good => good,
            Self::Bad => bad,
            Self::VeryBad => very_bad,
        }
    }
}

/// Least height of a face above its word, in heights of the word.
const LEAST_FACE: f32 = 1.5;

/// Adds a face with its word, `size` points large.
pub fn face_button(
    ui: &mut Ui,
    look: &Look,
    face: Face,
    words: &str,
    selected: bool,
    size: Vec2,
) -> Response {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let (rect, mut response) = ui.allocate_exact_size(size.max(Vec2::splat(sizes.touch)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, words));
    let number = numbered(ui, &mut response);
    stop(ui, &response);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let pressed = response.is_pointer_button_down_on();
    let (fill, stroke) = chosen_ground(look, selected, pressed);
    ui.painter().rect(rect, sizes.radius, fill, stroke, StrokeKind::Inside);

    let (face_rect, words_rect, galley) = face_and_words(ui, look, rect, words);
    let radius = face_rect.size().min_elem() / 2.0;
    paint_face(ui.painter(), look, face, face_rect.center(), radius);
    if selected {
        let at = face_rect.center() + vec2(radius, -radius) * 0.72;
        ui.painter().circle_filled(at, radius * 0.36, fill);
        paint_tick(ui.painter(), at, radius * 0.3, palette.primary, palette.on_primary);
    }
    paint_centered(ui.painter(), words_rect, galley, 0.0);
    paint_number_in_corner(ui, look, rect, number);
    focus_ring(ui, look, &response, rect);
    response
}

/// Where a face and its word stand in a box: the word beneath, or where that would leave a dot of a face, beside it.
fn face_and_words(ui: &Ui, look: &Look, rect: Rect, words: &str) -> (Rect, Rect, Arc<Galley>) {
    let gap = look.sizes.gap;
    let inner = rect.shrink(gap);
    let mut style = look.style(TextKind::Button).centered();
    style.line_height = (style.size * 1.4).round();
    let galley = look.text.galley(ui.ctx(), &style, Some(inner.width()), words);
    let above = inner.height() - galley.size().y - gap / 2.0;
    let (broad, natural) = (rect.shrink(gap / 2.0), look.text.galley(ui.ctx(), &style, None, words));
    let beside = broad.height().min(broad.width() - natural.size().x - gap);
    if above < galley.size().y * LEAST_FACE && beside > above {
        let whole = vec2(beside + gap / 2.0 + natural.size().x, broad.height());
        let (face, rest) = split_start(look, Rect::from_center_size(broad.center(), whole), beside);
        return (face, split_start(look, rest, gap / 2.0).1, natural);
    }
    let split = inner.bottom() - galley.size().y;
    let face = Rect::from_min_max(inner.min, pos2(inner.right(), split - gap / 2.0));
    (face, Rect::from_min_max(pos2(inner.left(), split), inner.max), galley)
}

/// Adds a chosen face in a low row, with its words beside it and `change` at the end side: pressing it chooses anew.
pub fn chosen_face(ui: &mut Ui, look: &Look, face: Face, words: &str, change: &str) -> Response {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let side = sizes.gap;
    let style = look.style(TextKind::Button);
    let change_galley = look.text.galley(ui.ctx(), &style.color(palette.primary), None, change);
    let height = (sizes.touch * 1.2).ceil();
    let width = ui.available_width();
    let room = (width - height - change_galley.size().x - 4.0 * side).max(1.0);
    let style = look.style(TextKind::Button);
    let galley =
        look.text.galley(ui.ctx(), &style.line_height((style.size * 1.4).round()), Some(room), words);
    let size = vec2(width, height.max(galley.size().y + side));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = name_with_object(change, words);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
    stop(ui, &response);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let (fill, stroke) = chosen_ground(look, true, response.is_pointer_button_down_on());
    ui.painter().rect(rect, sizes.radius_small, fill, stroke, StrokeKind::Inside);
    let (face_rect, rest) = split_start(look, rect.shrink2(vec2(side, 0.0)), height);
    let radius = height * 0.4;
    paint_face(ui.painter(), look, face, face_rect.center(), radius);
    let at = face_rect.center() + vec2(radius, -radius) * 0.72;
    paint_tick(ui.painter(), at, radius * 0.4, palette.primary, palette.on_primary);
    let (words_rect, change_rect) = split_start(look, rest, room + side);
    paint_at_start(ui.painter(), look, words_rect, galley);
    paint_centered(ui.painter(), change_rect, change_galley, 0.0);
    focus_ring(ui, look, &response, rect);
    response
}

/// Paints a face of `radius` points.
pub fn paint_face(painter: &Painter, look: &Look, face: Face, center: Pos2, radius: f32) {
    let ink = face.features(look);
    let at = |x: f32, y: f32| center + vec2(x, y) * radius;
    painter.circle_filled(center, radius, face.color(look));
    let stroke = Stroke::new(radius * 0.085, ink);
    for side in [-1.0, 1.0] {
        painter.add(Shape::ellipse_filled(at(0.34 * side, -0.22), vec2(0.095, 0.135) * radius, ink));
        if face == Face::VeryBad {
            painter.line_segment([at(0.56 * side, -0.44), at(0.22 * side, -0.58)], stroke);
        }
    }
    match face {
        Face::VeryBad => {
            mouth(painter, [at(-0.42, 0.54), at(-0.2, 0.14), at(0.2, 0.14), at(0.42, 0.54)], stroke)
        }
        Face::Bad => mouth(painter, [at(-0.36, 0.46), at(-0.16, 0.3), at(0.16, 0.3), at(0.36, 0.46)], stroke),
        Face::Good => {
            mouth(painter, [at(-0.42, 0.26), at(-0.2, 0.56), at(0.2, 0.56), at(0.42, 0.26)], stroke)
        }
        Face::Excellent => open_mouth(painter, center, radius, ink),
    }
}

fn mouth(painter: &Painter, points: [Pos2; 4], stroke: Stroke) {
    let [start, .., end] = points;
    painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke));
    for tip in [start, end] {
        painter.circle_filled(tip, stroke.width / 2.0, stroke.color);
    }
}

/// The lower half of an ellipse, filled.
fn open_mouth(painter: &Painter, center: Pos2, radius: f32, ink: Color32) {
    const STEPS: usize = 24;
    let points = (0..=STEPS)
        .map(|step| {
            let angle = std::f32::consts::PI * step as f32 / STEPS as f32;
            center + vec2(angle.cos() * 0.54, 0.14 + angle.sin() * 0.48) * radius
        })
        .collect();
    painter.add(PathShape::convex_polygon(points, ink, Stroke::NONE));
}
