//! Glyph bitmaps: private-use code points that stand for glyphs, so that egui keeps their pixels in its own
//! atlas. Knows no text and no layout.
//!
//! A code point stands for (font, glyph, size in pixels, quarter-pixel offset). The plane holds 65,534 of
//! them; when it fills, or when egui threw its atlas away, all are taken back and a new *generation* starts.
//! egui caches bitmaps by (code point, font size), so each generation asks under its own font size and never
//! gets a bitmap of an earlier one.

use std::collections::HashMap;

use egui::epaint::text::{GlyphBitmap, RasterizedGlyph};
use egui::{Color32, ColorImage, Vec2, vec2};
use parley::FontData;
use swash::FontRef;
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::{Format, Vector};

/// First code point of Supplementary Private Use Area-A.
const FIRST: u32 = 0xF_0000;
/// Code points of that plane: U+F0000 … U+FFFFD.
pub(super) const PLANE_CAPACITY: usize = 0xFFFE;
/// Generations before a font size is used again. egui would have to keep an atlas through 4,096 full planes
/// (268 million bitmaps) for one to be mistaken.
const GENERATIONS: u32 = 4096;
/// Quarter-pixel positions of a glyph.
const BINS: f32 = 4.0;

/// What one bitmap is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct GlyphKey {
    font: u64,
    glyph: u32,
    size_bits: u32,
    bin: u8,
}

impl GlyphKey {
    /// Makes the key of a glyph at `x` pixels, and the whole pixel at which its bitmap starts.
    pub(super) fn at(font: &FontData, glyph: u32, size: f32, x: f32) -> (Self, f32) {
        let quarters = (x * BINS).round();
        let bin = quarters.rem_euclid(BINS) as u8;
        (Self { font: font.data.id(), glyph, size_bits: size.to_bits(), bin }, (quarters / BINS).floor())
    }
}

/// The code points given out in this generation.
pub(super) struct Glyphs {
    by_key: HashMap<GlyphKey, char>,
    /// Index: code point − [`FIRST`].
    by_char: Vec<(FontData, GlyphKey)>,
    scale: ScaleContext,
    generation: u32,
    capacity: usize,
}

impl Glyphs {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            by_key: HashMap::new(),
            by_char: Vec::new(),
            scale: ScaleContext::new(),
            generation: 0,
            capacity: capacity.min(PLANE_CAPACITY),
        }
    }

    /// Font size under which egui is asked in this generation. It has no influence on the bitmaps.
    pub(super) fn font_size(&self) -> f32 {
        8.0 + (self.generation % GENERATIONS) as f32 / 64.0
    }

    /// Takes all code points back.
    pub(super) fn recycle(&mut self) {
        self.by_key.clear();
        self.by_char.clear();
        self.generation = self.generation.wrapping_add(1);
    }

    /// Recycles if `count` further glyphs might not fit.
    pub(super) fn make_room(&mut self, count: usize) {
        if self.by_char.len() + count > self.capacity {
            self.recycle();
        }
    }

    /// The code point of a glyph in this generation; `None` if a single text fills the whole plane.
    pub(super) fn char_for(&mut self, font: &FontData, key: GlyphKey) -> Option<char> {
        if let Some(c) = self.by_key.get(&key) {
            return Some(*c);
        }
        if self.by_char.len() >= self.capacity {
            return None;
        }
        let c = char::from_u32(FIRST + u32::try_from(self.by_char.len()).ok()?)?;
        self.by_key.insert(key, c);
        self.by_char.push((font.clone(), key));
        Some(c)
    }

    /// Draws the glyph that a code point stands for; `None` for a code point that is not ours.
    pub(super) fn rasterize(&mut self, c: char) -> Option<RasterizedGlyph> {
        let index = (c as u32).checked_sub(FIRST)? as usize;
        let (font, key) = self.by_char.get(index)?;
        let face = FontRef::from_index(font.data.as_ref(), font.index as usize)?;
        let mut scaler = self.scale.builder(face).size(f32::from_bits(key.size_bits)).hint(false).build();
        let image = Render::new(&[Source::Outline])
            .format(Format::Alpha)
            .offset(Vector::new(f32::from(key.bin) / BINS, 0.0))
            .render(&mut scaler, u16::try_from(key.glyph).ok()?)?;
        let (width, height) = (image.placement.width as usize, image.placement.height as usize);
        let bitmap = if width == 0 || height == 0 {
            // egui draws an empty bitmap as a missing glyph
            GlyphBitmap {
                image: ColorImage::filled([1, 1], Color32::TRANSPARENT),
                offset_px: Vec2::ZERO,
                is_color: false,
            }
        } else {
            let pixels = image.data.iter().map(|alpha| Color32::from_white_alpha(*alpha)).collect();
            GlyphBitmap {
                image: ColorImage::new([width, height], pixels),
                offset_px: vec2(image.placement.left as f32, -(image.placement.top as f32)),
                is_color: false,
            }
        };
        Some(RasterizedGlyph { bitmap, advance_px: 0.0 })
    }
}
