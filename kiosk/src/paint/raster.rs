//! Triangles to pixels. Premultiplied colours are blended in gamma space, as egui's own painters do.

use egui::Color32;
use egui::epaint::{Mesh, Vertex};

/// A picture being painted, row by row from the top.
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<Color32>,
}

/// A texture; sampled at the nearest texel, which is exact for glyphs: their quads lie on whole pixels.
pub(super) struct Texture {
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

/// A value that changes evenly over the triangle's plane: value at (0, 0), change a pixel to the right and down.
#[derive(Clone, Copy)]
struct Plane {
    origin: f32,
    dx: f32,
    dy: f32,
}

impl Plane {
    fn at(self, x: f32, y: f32) -> f32 {
        self.origin + self.dx * x + self.dy * y
    }
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

/// How the pixels of one triangle are coloured.
enum Shade<'a> {
    /// One colour all over.
    Flat(Color32),
    /// Colour and texel change over the triangle.
    Varied { color: [Plane; 4], texel: Texel<'a> },
}

enum Texel<'a> {
    Same([f32; 4]),
    Sampled { texture: &'a Texture, u: Plane, v: Plane },
}

impl<'a> Shade<'a> {
    fn new(vertices: &[Vertex; 3], planes: &[Plane; 3], texture: &'a Texture) -> Self {
        let mix = |values: [f32; 3]| {
            let sum = |pick: fn(&Plane) -> f32| {
                planes.iter().zip(values).map(|(plane, value)| pick(plane) * value).sum::<f32>()
            };
            Plane { origin: sum(|p| p.origin), dx: sum(|p| p.dx), dy: sum(|p| p.dy) }
        };
        let [a, b, c] = vertices;
        let same_uv = a.uv == b.uv && b.uv == c.uv;
        let (width, height) = (texture.width as f32, texture.height as f32);
        let constant = texture.texel(a.uv.x * width, a.uv.y * height);
        if same_uv && a.color == b.color && b.color == c.color {
            let (tint, texel) = (a.color.to_array(), constant.to_array());
            let product: [u8; 4] = std::array::from_fn(|k| {
                (u32::from(tint[k]) * u32::from(texel[k])).div_ceil(255).min(255) as u8
            });
            return Self::Flat(Color32::from_rgba_premultiplied(
                product[0], product[1], product[2], product[3],
            ));
        }
        let colors = vertices.map(|v| v.color.to_array().map(f32::from));
        let color = std::array::from_fn(|k| mix([colors[0][k], colors[1][k], colors[2][k]]));
        let texel = if same_uv {
            Texel::Same(constant.to_array().map(|channel| f32::from(channel) / 255.0))
        } else {
            let u = mix([a.uv.x, b.uv.x, c.uv.x].map(|u| u * width));
            let v = mix([a.uv.y, b.uv.y, c.uv.y].map(|v| v * height));
            Texel::Sampled { texture, u, v }
        };
        Self::Varied { color, texel }
    }

    fn row(&self, row: &mut [Color32], x: f32, y: f32) {
        match self {
            Self::Flat(color) if color.a() == 255 => row.fill(*color),
            Self::Flat(color) => {
                let source = color.to_array().map(f32::from);
                for pixel in row {
                    *pixel = over(source, *pixel);
                }
            }
            Self::Varied { color, texel } => {
                for (step, pixel) in row.iter_mut().enumerate() {
                    let x = x + step as f32;
                    let texel = match texel {
                        Texel::Same(value) => *value,
                        Texel::Sampled { texture, u, v } => {
                            let texel = texture.texel(u.at(x, y), v.at(x, y));
                            if texel == Color32::TRANSPARENT {
                                continue;
                            }
                            texel.to_array().map(|channel| f32::from(channel) / 255.0)
                        }
                    };
                    let source = [0, 1, 2, 3].map(|k| color[k].at(x, y).clamp(0.0, 255.0) * texel[k]);
                    *pixel = over(source, *pixel);
                }
            }
        }
    }
}

impl Texture {
    fn texel(&self, u: f32, v: f32) -> Color32 {
        let x = (u.max(0.0) as usize).min(self.width.saturating_sub(1));
        let y = (v.max(0.0) as usize).min(self.height.saturating_sub(1));
        self.pixels.get(y * self.width + x).copied().unwrap_or(Color32::TRANSPARENT)
    }
}

/// Lays a premultiplied colour (0 … 255) over a pixel.
fn over(source: [f32; 4], pixel: Color32) -> Color32 {
    let keep = 1.0 - source[3] / 255.0;
    let below = pixel.to_array();
    let mixed: [u8; 4] =
        [0, 1, 2, 3].map(|k| (source[k] + f32::from(below[k]) * keep).round().clamp(0.0, 255.0) as u8);
    Color32::from_rgba_premultiplied(mixed[0], mixed[1], mixed[2], mixed[3])
}
