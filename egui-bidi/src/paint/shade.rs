//! The colours of a triangle's pixels. Premultiplied colours are blended in gamma space, as egui's own painters do.

use egui::Color32;
use egui::epaint::Vertex;

/// A texture; sampled at the nearest texel, which is exact for glyphs: their quads lie on whole pixels.
pub(super) struct Texture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<Color32>,
}

/// A value that changes evenly over the triangle's plane: value at (0, 0), change a pixel to the right and down.
#[derive(Clone, Copy)]
pub(super) struct Plane {
    pub(super) origin: f32,
    pub(super) dx: f32,
    pub(super) dy: f32,
}

impl Plane {
    fn at(self, x: f32, y: f32) -> f32 {
        self.origin + self.dx * x + self.dy * y
    }
}

/// How the pixels of one triangle are coloured.
pub(super) enum Shade<'a> {
    /// One colour all over.
    Flat(Color32),
    /// Colour and texel change over the triangle.
    Varied { color: [Plane; 4], texel: Texel<'a> },
}

pub(super) enum Texel<'a> {
    Same([f32; 4]),
    Sampled { texture: &'a Texture, u: Plane, v: Plane },
}

impl<'a> Shade<'a> {
    pub(super) fn new(vertices: &[Vertex; 3], planes: &[Plane; 3], texture: &'a Texture) -> Self {
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

    pub(super) fn row(&self, row: &mut [Color32], x: f32, y: f32) {
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
