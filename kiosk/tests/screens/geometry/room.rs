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
