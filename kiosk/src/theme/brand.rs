//! The association's colours, and their way into a palette. An association may choose any colour; it is moved
//! towards black or white until every word still stands out, so no choice makes the kiosk unreadable.

use egui::Color32;

use super::appearance::{Appearance, Scheme};
use super::contrast::{contrast, mix, stands_out, toward_contrast};
use super::palette::Palette;

/// Largest share of the association's colour in the ground of what is chosen, in hundredths.
const TINT_HUNDREDTHS: u8 = 14;

/// Share of the association's colour behind selected text, at most, in hundredths.
const SELECTION_HUNDREDTHS: u8 = 30;

/// Least contrast of a pressed main button with one that is not.
const PRESSED_RATIO: f32 = 1.25;

/// The colours that an association gave itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Brand {
    /// Fill of the main button, titles, what is selected.
    pub primary: Color32,
    /// Second tone of pictures and ornaments; `None`: a tint of `primary`.
    pub accent: Option<Color32>,
}

impl Brand {
    /// Reads `#rrggbb`, in either case, with or without the sign; `None` for anything else.
    pub fn color_from_hex(hex: &str) -> Option<Color32> {
        let digits = hex.strip_prefix('#').unwrap_or(hex);
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Color32::from_rgb(r, g, b))
    }
}

/// Puts the association's colours in place of ours, as far as every word can still be read.
pub(super) fn paint_in(palette: &mut Palette, appearance: &Appearance, brand: Brand) {
    let ratio = Palette::text_ratio(appearance.contrast);
    let brand_color = opaque(brand.primary);
    let limit = match appearance.scheme {
        Scheme::Light => Color32::BLACK,
        Scheme::Dark => Color32::WHITE,
    };
    let plain = [palette.ground, palette.surface, palette.band];
    let strong = toward_contrast(brand_color, limit, &plain, ratio);
    let inks = palette.inks();
    palette.selected = tint(palette.surface, strong, TINT_HUNDREDTHS, &inks, ratio);
    palette.text_selection = tint(palette.surface, strong, SELECTION_HUNDREDTHS, &[palette.ink], ratio);
    palette.primary = toward_contrast(strong, limit, &palette.grounds(), ratio);
    palette.on_primary = toward_contrast(palette.on_primary, opposite(limit), &[palette.primary], ratio);
    palette.primary_pressed = pressed(palette, ratio);
    palette.accent = brand.accent.map_or(mix(palette.surface, brand_color, 0.35), opaque);
}

/// A tone that can be told from the main button's and still carries its words: further from them, or for a button
/// that is as dark as can be, nearer to them.
fn pressed(palette: &Palette, ratio: f32) -> Color32 {
    let (fill, words) = (palette.primary, palette.on_primary);
    let further = [0.35, 0.5, 0.65].map(|share| mix(fill, opposite(words), share));
    let nearer = [0.25, 0.2, 0.15, 0.1].map(|share| mix(fill, words, share));
    let fits = |tone: &Color32| contrast(*tone, fill) >= PRESSED_RATIO && stands_out(words, &[*tone], ratio);
    further.into_iter().chain(nearer).find(fits).unwrap_or(opposite(words))
}

/// `ground` with as much of `color` in it as the `inks` that stand on it allow.
fn tint(ground: Color32, color: Color32, most_hundredths: u8, inks: &[Color32], ratio: f32) -> Color32 {
    (0..=most_hundredths)
        .rev()
        .map(|hundredths| mix(ground, color, f32::from(hundredths) / 100.0))
        .find(|tinted| stands_out(*tinted, inks, ratio))
        .unwrap_or(ground)
}

/// White for a dark colour, black for a light one.
fn opposite(color: Color32) -> Color32 {
    if contrast(color, Color32::BLACK) > contrast(color, Color32::WHITE) {
        Color32::BLACK
    } else {
        Color32::WHITE
    }
}

fn opaque(color: Color32) -> Color32 {
    Color32::from_rgb(color.r(), color.g(), color.b())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_from_six_hexadecimal_digits_alone() {
        assert_eq!(Brand::color_from_hex("#0d4F3c"), Some(Color32::from_rgb(0x0D, 0x4F, 0x3C)));
        assert_eq!(Brand::color_from_hex("FFFFFF"), Some(Color32::WHITE));
        for wrong in ["", "#fff", "#12345", "#1234567", "أخضر", "+12345"] {
            assert_eq!(Brand::color_from_hex(wrong), None, "{wrong}");
        }
    }
}
