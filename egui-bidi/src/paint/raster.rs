//! Triangles to pixels: which pixels a triangle covers. Their colours are `shade`'s.

use egui::Color32;
use egui::epaint::{Mesh, Vertex};

use super::shade::{Plane, Shade, Texture};

/// A picture being painted, row by row from the top.
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<Color32>,
}

/// A clip rectangle in pixels; the ends are excluded.
#[derive(Clone, Copy)]
pub(super) struct Clip {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

/// An edge of the triangle, from its upper to its lower end, so that two triangles that share it compute the
/// same crossing to the last bit: no pixel is painted twice or not at all.
#[derive(Clone, Copy)]
struct Edge {
    x: f32,
    y: f32,
    /// Change of x a pixel down.
    slope: f32,
    inside: Side,
}

/// Where the triangle lies, seen from an edge. A pixel centre on the edge belongs to the triangle right of or below
/// it, so to one of two neighbours.
#[derive(Clone, Copy)]
enum Side {
    Right,
    Left,
    Below,
    Above,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize, ground: Color32) -> Self {
        Self { width, height, pixels: vec![ground; width * height] }
    }

    /// The part of a clip rectangle that lies on the canvas.
    pub(super) fn clip(&self, rect: egui::Rect, pixels_per_point: f32) -> Clip {
        let px = |points: f32| (points * pixels_per_point).round().clamp(-1.0e6, 1.0e6) as i32;
        Clip {
            left: px(rect.min.x).max(0),
            top: px(rect.min.y).max(0),
            right: px(rect.max.x).min(i32::try_from(self.width).unwrap_or(i32::MAX)),
            bottom: px(rect.max.y).min(i32::try_from(self.height).unwrap_or(i32::MAX)),
        }
    }

    pub(super) fn mesh(&mut self, mesh: &Mesh, texture: &Texture, clip: Clip, pixels_per_point: f32) {
        for triangle in mesh.indices.chunks_exact(3) {
            let [a, b, c] = [triangle[0], triangle[1], triangle[2]].map(|i| mesh.vertices[i as usize]);
            self.triangle([a, b, c], texture, clip, pixels_per_point);
        }
    }

    fn triangle(&mut self, vertices: [Vertex; 3], texture: &Texture, clip: Clip, pixels_per_point: f32) {
        if vertices.iter().all(|vertex| vertex.color == Color32::TRANSPARENT) {
            return;
        }
        let points = vertices.map(|v| (v.pos.x * pixels_per_point, v.pos.y * pixels_per_point));
        let Some((edges, planes)) = edges_and_planes(points) else { return };
        let low = |pick: fn((f32, f32)) -> f32| points.map(pick).into_iter().fold(f32::MAX, f32::min);
        let high = |pick: fn((f32, f32)) -> f32| points.map(pick).into_iter().fold(f32::MIN, f32::max);
        let (left, right) =
            (clip.left.max(low(|p| p.0).floor() as i32), clip.right.min(high(|p| p.0).ceil() as i32));
        let (top, bottom) =
            (clip.top.max(low(|p| p.1).floor() as i32), clip.bottom.min(high(|p| p.1).ceil() as i32));
        let shade = Shade::new(&vertices, &planes, texture);
        for y in top..bottom {
            let (start, end) = span(&edges, y as f32 + 0.5, left, right);
            if start < end {
                let first = y as usize * self.width;
                let row = &mut self.pixels[first + start as usize..first + end as usize];
                shade.row(row, start as f32 + 0.5, y as f32 + 0.5);
            }
        }
    }
}

/// The three edges and the three barycentric planes; `None` for a triangle without area.
fn edges_and_planes(p: [(f32, f32); 3]) -> Option<([Edge; 3], [Plane; 3])> {
    let area = (p[1].0 - p[0].0) * (p[2].1 - p[0].1) - (p[1].1 - p[0].1) * (p[2].0 - p[0].0);
    if area.abs() < 1e-6 {
        return None;
    }
    let sign = area.signum();
    let edges = [edge(p[1], p[2], sign), edge(p[2], p[0], sign), edge(p[0], p[1], sign)];
    let plane = |a: (f32, f32), b: (f32, f32)| {
        let (dx, dy) = ((b.0 - a.0) / area, (b.1 - a.1) / area);
        Plane { origin: dy * a.0 - dx * a.1, dx: -dy, dy: dx }
    };
    Some((edges, [plane(p[1], p[2]), plane(p[2], p[0]), plane(p[0], p[1])]))
}

fn edge(a: (f32, f32), b: (f32, f32), sign: f32) -> Edge {
    let (dx, dy) = ((b.0 - a.0) * sign, (b.1 - a.1) * sign);
    let inside = if dy < 0.0 {
        Side::Right
    } else if dy > 0.0 {
        Side::Left
    } else if dx > 0.0 {
        Side::Below
    } else {
        Side::Above
    };
    let (upper, lower) = if (a.1, a.0) <= (b.1, b.0) { (a, b) } else { (b, a) };
    let slope = if dy == 0.0 { 0.0 } else { (lower.0 - upper.0) / (lower.1 - upper.1) };
    Edge { x: upper.0, y: upper.1, slope, inside }
}

/// Pixels start … end (excluded) of the line through `y` whose centres lie inside all edges.
fn span(edges: &[Edge; 3], y: f32, left: i32, right: i32) -> (i32, i32) {
    let (mut start, mut end) = (left, right);
    for edge in edges {
        // the edge crosses the line of pixel centres at pixel number `crossing` (a centre is at + 0.5)
        let crossing = edge.x + (y - edge.y) * edge.slope - 0.5;
        match edge.inside {
            Side::Below if y >= edge.y => {}
            Side::Above if y < edge.y => {}
            Side::Below | Side::Above => return (0, 0),
            Side::Right => start = start.max(crossing.ceil() as i32),
            Side::Left => end = end.min(crossing.ceil() as i32),
        }
    }
    (start, end)
}
