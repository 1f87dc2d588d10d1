//! The association's face: its colour goes into the look, its logo into a texture, both once a publication.

use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use image::imageops::FilterType;
use image::{ImageReader, Limits};
use shared::domain::{LOGO_SIDE_MAX, Logo};

use super::KioskApp;
use crate::screens::LogoPicture;
use crate::theme::Brand;

/// Most bytes that decoding a logo may take: four a pixel of the largest, twice over.
const DECODED_BYTES_MAX: u64 = 8 * LOGO_SIDE_MAX as u64 * LOGO_SIDE_MAX as u64;

/// What the catalog says of the association's face, as the window uses it.
#[derive(Default)]
pub(super) struct Face {
    /// The colour; `None`: ours.
    pub brand: Option<Brand>,
    /// The logo as published, the height in pixels that it is shown at, and its texture; a logo that can't be decoded has none.
    logo: Option<(Logo, u32, Option<TextureHandle>)>,
}

impl Face {
    /// Returns the logo to be painted.
    pub fn logo(&self) -> Option<LogoPicture> {
        let (.., texture) = self.logo.as_ref()?;
        texture.as_ref().map(|texture| LogoPicture { texture: texture.id(), size: texture.size_vec2() })
    }
}

impl KioskApp {
    /// Takes the association's face from the catalog.
    pub(super) fn take_branding(&mut self, ctx: &Context) {
        let catalog = self.setting.as_ref().map(|setting| &setting.catalog);
        let branding = catalog.and_then(|catalog| catalog.branding().cloned()).unwrap_or_default();
        self.face.brand = branding.colour.map(|colour| {
            let [red, green, blue] = colour.0;
            Brand { primary: egui::Color32::from_rgb(red, green, blue), accent: None }
        });
        // the largest logo is the one of the screen that nobody stands before
        let height = (self.look.sizes.button * 1.3 * ctx.pixels_per_point()).ceil() as u32;
        let made_for = self.face.logo.as_ref().map(|(logo, height, _)| (logo, *height));
        if made_for != branding.logo.as_ref().map(|logo| (logo, height)) {
            self.face.logo = branding.logo.map(|logo| {
                let texture = texture_of(ctx, &logo, height);
                (logo, height, texture)
            });
        }
    }
}

fn texture_of(ctx: &Context, logo: &Logo, height: u32) -> Option<TextureHandle> {
    match decode(logo.bytes(), height) {
        Ok(image) => Some(ctx.load_texture("logo", image, TextureOptions::LINEAR)),
        Err(fault) => {
            tracing::warn!(%fault, "the association's logo can't be decoded; publish another PNG file");
            None
        }
    }
}

/// Decodes a PNG file within the limits; one that is higher than `height` pixels is made smaller, as a graphics card would do
/// with jagged edges.
fn decode(png: &[u8], height: u32) -> Result<ColorImage, image::ImageError> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LOGO_SIDE_MAX);
    limits.max_image_height = Some(LOGO_SIDE_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    let mut reader = ImageReader::with_format(std::io::Cursor::new(png), image::ImageFormat::Png);
    reader.limits(limits);
    let decoder = reader.into_decoder()?;
    let mut image = image::DynamicImage::from_decoder(decoder)?;
    if image.height() > height {
        image = image.resize(image.width().max(1), height.max(1), FilterType::Lanczos3);
    }
    let pixels = image.into_rgba8();
    let size = [pixels.width() as usize, pixels.height() as usize];
    Ok(ColorImage::from_rgba_unmultiplied(size, pixels.as_raw()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = image::RgbaImage::from_pixel(width, height, image::Rgba([13, 79, 60, 255]));
        image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    }

    #[test]
    fn a_logo_is_decoded_and_a_damaged_or_oversized_one_is_refused() {
        let good = png(64, 32);
        assert_eq!(decode(&good, 88).unwrap().size, [64, 32]);
        assert_eq!(decode(&good, 16).unwrap().size, [32, 16]);
        assert!(decode(&good[..good.len() / 2], 88).is_err());
        assert!(decode(b"no picture", 88).is_err());
        assert!(decode(&png(LOGO_SIDE_MAX + 1, 2), 88).is_err());
    }
}
