//! What is wrong with the room that the parts of a screen take: what is touched is too small, or something scrolls while
//! much of the screen is empty.

use egui::accesskit::{Node, Role};
use egui::epaint::ClippedShape;
use egui::{Rangef, Rect, Shape, Vec2, pos2};
use kiosk::theme::Sizes;

use super::bounds;

/// Share of the body that may be empty while something in it scrolls.
const EMPTY_SHARE: f32 = 0.25;

/// What is touched.
const TOUCHED: [Role; 5] =
    [Role::Button, Role::RadioButton, Role::CheckBox, Role::TextInput, Role::MultilineTextInput];

/// Returns what is touched and smaller than a finger. The keys of a keyboard are as wide as an upright screen lets them.
pub fn too_small(nodes: &[&Node], sizes: &Sizes, screen: Vec2) -> Vec<String> {
    let touched = nodes.iter().filter(|node| TOUCHED.contains(&node.role()));
    let of_node = |node: &&Node| {
        let name = node.label().unwrap_or_default();
        let Some(rect) = bounds(node) else { return Some(format!("{name:?} is touched and has no place")) };
        let is_key = screen.x < screen.y && name.chars().count() <= 3;
        let least = sizes.touch - 0.5;
        let is_large = rect.height() >= least && (is_key || rect.width() >= least);
        let is_beside = rect.left() < 0.0 || rect.right() > screen.x || rect.top() < 0.0;
        (!is_large || is_beside)
            .then(|| format!("{name:?} is touched and too small or off the screen: {rect:?}, least {least}"))
    };
    touched.filter_map(of_node).collect()
}

/// Returns the views that scroll within one that scrolls: two pairs of buttons, and neither moves what is looked for.
pub fn one_in_another(views: &[Rect]) -> Option<String> {
    let pairs =
        views.iter().enumerate().flat_map(|(at, one)| views[at + 1..].iter().map(move |other| (one, other)));
    let mut within = pairs.filter(|(one, other)| one.intersects(**other));
    within.next().map(|(one, other)| format!("{other:?} scrolls within {one:?}"))
}

/// Returns that the key of a pad that is called `name` is paged to.
pub fn paged(nodes: &[&Node], views: &[Rect], name: &str) -> Option<String> {
    let keys = nodes.iter().filter(|node| node.label() == Some(name)).filter_map(|node| bounds(node));
    let hidden = |key: &Rect| {
        views.iter().any(|view| view.x_range().contains(key.center().x) && key.bottom() > view.bottom() + 1.0)
    };
    keys.filter(hidden).map(|key| format!("{name:?} is paged to: {key:?}")).next()
}

/// Share of a face's radius that its eyes are broad.
const EYE: f32 = 0.095;

/// Least radius of a face, in touch targets.
const LEAST_FACE: f32 = 0.25;

/// Returns that a face is too small to be told from another.
pub fn dots(shapes: &[ClippedShape], sizes: &Sizes) -> Option<String> {
    let mut eyes = shapes.iter().filter_map(|clipped| match &clipped.shape {
        Shape::Ellipse(eye) => Some(eye),
        _ => None,
    });
    let is_dot = |eye: &&egui::epaint::EllipseShape| eye.radius.x / EYE < sizes.touch * LEAST_FACE;
    eyes.find(is_dot).map(|eye| format!("a face at {:?} is a dot", eye.center))
}

/// Returns that `view`, which scrolls, does so although much of the body is empty, in all its width or above and beneath
/// the view.
pub fn empty_beside(shapes: &[ClippedShape], screen: Rect, view: Rect, sizes: &Sizes) -> Option<String> {
    let top = sizes.margin * 0.6 + sizes.button + 2.0 * sizes.gap;
    let body = Rect::from_min_max(pos2(screen.left(), top), screen.max - Vec2::splat(sizes.margin * 0.6));
    let inks: Vec<Rect> = shapes.iter().flat_map(|of| inks(&of.shape, of.clip_rect, body)).collect();
    [body.x_range(), view.x_range()].into_iter().find_map(|columns| {
        let share = empty_height(&inks, body, columns, sizes.section) / body.height();
        (share > EMPTY_SHARE).then(|| format!("{view:?} scrolls while {:.0} % is empty", share * 100.0))
    })
}

/// The height of all bands without ink, beyond the distance that parts keep from each other.
fn empty_height(inks: &[Rect], body: Rect, columns: Rangef, distance: f32) -> f32 {
    let mut rows: Vec<Rangef> = inks
        .iter()
        .filter(|ink| ink.left() < columns.max && ink.right() > columns.min)
        .map(|ink| ink.y_range())
        .collect();
    rows.sort_by(|a, b| a.min.total_cmp(&b.min));
    let mut below = body.top();
    let mut empty = 0.0;
    for row in rows.into_iter().chain([Rangef::point(body.bottom())]) {
        let gap = row.min - below;
        empty += if gap > distance { gap - distance } else { 0.0 };
        below = below.max(row.max);
    }
    empty
}

/// What a shape paints within the body, but for grounds that fill it.
fn inks(shape: &Shape, clip: Rect, body: Rect) -> Vec<Rect> {
    if let Shape::Vec(shapes) = shape {
        return shapes.iter().flat_map(|shape| inks(shape, clip, body)).collect();
    }
    let ink = shape.visual_bounding_rect().intersect(clip).intersect(body);
    let is_ground = matches!(shape, Shape::Rect(_)) && ink.height() > body.height() * 0.9;
    if ink.is_positive() && !is_ground { vec![ink] } else { Vec::new() }
}
