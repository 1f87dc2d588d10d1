//! [`OffscreenPainter`]: takes egui's output, keeps its textures, gives pictures.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use egui::epaint::{ImageData, Primitive};
use egui::{
    Color32, Context, Event, FullOutput, Pos2, RawInput, Rect, TextureId, TexturesDelta, Ui, Vec2, ViewportId,
};
use image::RgbaImage;

use super::raster::Canvas;
use super::shade::Texture;

/// A picture could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaintError {
    /// The file could not be written.
    #[error("write picture {path}: {source}; check that the folder exists and has space")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: image::ImageError,
    },
}

/// Paints what egui puts out, on the processor.
///
/// One painter belongs to one context: it keeps the textures that the context sent in earlier passes.
#[derive(Default)]
pub struct OffscreenPainter {
    textures: HashMap<TextureId, Texture>,
    passes: u32,
}

impl OffscreenPainter {
    /// Makes a painter without textures.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes over changed textures; call it once for every pass, also for those that are not painted.
    pub fn update(&mut self, delta: &TexturesDelta) {
        for (id, changes) in &delta.set {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                let [width, height] = image.size;
                match (change.pos, self.textures.get_mut(id)) {
                    (Some([x, y]), Some(texture)) => {
                        for (row, pixels) in image.pixels.chunks_exact(width).enumerate() {
                            let start = (y + row) * texture.width + x;
                            texture.pixels[start..start + width].copy_from_slice(pixels);
                        }
                    }
                    (_, _) => {
                        let pixels = image.pixels.clone();
                        self.textures.insert(*id, Texture { width, height, pixels });
                    }
                }
            }
        }
        for id in &delta.free {
            self.textures.remove(id);
        }
    }

    /// Paints one output on `ground`. `size` is in points.
    pub fn paint(&self, ctx: &Context, output: &FullOutput, size: Vec2, ground: Color32) -> RgbaImage {
        let scale = output.pixels_per_point;
        let (width, height) = ((size.x * scale).round() as usize, (size.y * scale).round() as usize);
        let mut canvas = Canvas::new(width, height, ground);
        for primitive in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = &primitive.primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else { continue };
            let clip = canvas.clip(primitive.clip_rect, scale);
            canvas.mesh(mesh, texture, clip, scale);
        }
        let bytes = canvas.pixels.iter().flat_map(Color32::to_array).collect();
        RgbaImage::from_raw(width as u32, height as u32, bytes)
            .expect("the canvas holds width × height pixels")
    }

    /// Returns the time of the next pass, in seconds since the first.
    pub fn seconds(&self) -> f64 {
        f64::from(self.passes)
    }

    /// Runs one pass of `ui` with `events`, and takes over its textures. Time advances by a second a pass, so
    /// that animations are over in the next one.
    pub fn run(
        &mut self,
        ctx: &Context,
        size: Vec2,
        pixels_per_point: f32,
        events: Vec<Event>,
        ui: impl FnMut(&mut Ui),
    ) -> FullOutput {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            time: Some(self.seconds()),
            events,
            focused: true,
            ..RawInput::default()
        };
        input.viewports.entry(ViewportId::ROOT).or_default().native_pixels_per_point = Some(pixels_per_point);
        self.passes += 1;
        let mut output = ctx.run_ui(input, ui);
        self.update(&output.textures_delta);
        output.textures_delta.clear();
        output
    }

    /// Lets so many seconds go by before the next pass.
    pub fn wait(&mut self, seconds: u32) {
        self.passes += seconds;
    }

    /// Runs `passes` (at least one) of `ui` and paints the last. `size` is in points.
    pub fn render_to_image(
        &mut self,
        ctx: &Context,
        size: Vec2,
        pixels_per_point: f32,
        passes: usize,
        mut ui: impl FnMut(&mut Ui),
    ) -> RgbaImage {
        for _ in 1..passes {
            self.run(ctx, size, pixels_per_point, Vec::new(), &mut ui);
        }
        let output = self.run(ctx, size, pixels_per_point, Vec::new(), &mut ui);
        self.paint(ctx, &output, size, ctx.global_style().visuals.panel_fill)
    }
}

/// Writes `image` to `path` as PNG.
///
/// # Errors
/// [`PaintError::Write`] if the file cannot be written.
pub fn write_png(image: &RgbaImage, path: &Path) -> Result<(), PaintError> {
    image
        .save_with_format(path, image::ImageFormat::Png)
        .map_err(|source| PaintError::Write { path: path.to_owned(), source })
}
