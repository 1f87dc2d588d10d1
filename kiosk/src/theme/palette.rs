//! Colours. A second scheme (dark, high contrast) is another [`Palette`], nothing else.

use egui::Color32;

/// The colours of one scheme, named by what they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Ground of the window: warm white.
    pub ground: Color32,
    /// Ground of cards, tiles, fields and keys.
    pub surface: Color32,
    /// A quiet band: header row of a table, pressed secondary button.
    pub band: Color32,
    /// Text.
    pub ink: Color32,
    /// Text that explains; still at least 7 : 1.
    pub ink_soft: Color32,
    /// Fill of the one main button, and of what is selected: deep green.
    pub primary: Color32,
    /// The main button while it is pressed.
    pub primary_pressed: Color32,
    /// Text on `primary`.
    pub on_primary: Color32,
    /// Ground of a selected tile.
    pub selected: Color32,
    /// Hairline around cards and between rows; decoration only.
    pub line: Color32,
    /// Border of whatever can be pressed or typed into, at least 3 : 1.
    pub border: Color32,
    /// Keyboard focus ring.
    pub focus: Color32,
    /// Behind selected text in a field.
    pub text_selection: Color32,
    /// Whatever needs attention: a warning's text and mark.
    pub warning: Color32,
    /// Ground of a warning.
    pub warning_ground: Color32,
    /// What failed.
    pub problem: Color32,
    /// What is well.
    pub good: Color32,
    /// Veil behind a dialog.
    pub veil: Color32,
    /// Text and drawing of a disabled part.
    pub disabled: Color32,
    /// Four score colours, best first: dark green, light green, light red, dark red. They never carry
    /// meaning alone: each stands beside a face and a word.
    pub scores: [Color32; 4],
    /// Dark modules of a QR code.
    pub code_dark: Color32,
    /// Light modules and quiet zone of a QR code.
    pub code_light: Color32,
}

impl Palette {
    /// The light scheme.
    pub fn light() -> Self {
        Self {
            ground: Color32::from_rgb(0xFA, 0xF7, 0xF1),
            surface: Color32::from_rgb(0xFF, 0xFF, 0xFF),
            band: Color32::from_rgb(0xEE, 0xF1, 0xEA),
            ink: Color32::from_rgb(0x1B, 0x27, 0x22),
            ink_soft: Color32::from_rgb(0x45, 0x51, 0x4B),
            primary: Color32::from_rgb(0x0D, 0x4F, 0x3C),
            primary_pressed: Color32::from_rgb(0x08, 0x36, 0x29),
            on_primary: Color32::from_rgb(0xFF, 0xFF, 0xFF),
            selected: Color32::from_rgb(0xE3, 0xF0, 0xE8),
            line: Color32::from_rgb(0xDD, 0xDF, 0xD6),
            border: Color32::from_rgb(0x78, 0x86, 0x7F),
            focus: Color32::from_rgb(0x12, 0x3E, 0x9C),
            text_selection: Color32::from_rgb(0xBF, 0xE0, 0xD2),
            warning: Color32::from_rgb(0x6B, 0x3A, 0x00),
            warning_ground: Color32::from_rgb(0xFF, 0xF2, 0xD9),
            problem: Color32::from_rgb(0x8C, 0x1D, 0x18),
            good: Color32::from_rgb(0x0D, 0x4F, 0x3C),
            veil: Color32::from_rgba_premultiplied(8, 16, 13, 150),
            disabled: Color32::from_rgb(0x8D, 0x95, 0x90),
            scores: [
                Color32::from_rgb(0x1C, 0x6E, 0x3D),
                Color32::from_rgb(0x74, 0xB2, 0x53),
                Color32::from_rgb(0xE5, 0x82, 0x52),
                Color32::from_rgb(0xA8, 0x26, 0x20),
            ],
            code_dark: Color32::BLACK,
            code_light: Color32::WHITE,
        }
    }

    /// Pairs (text, ground) that appear on screens, for the contrast test.
    pub fn text_pairs(&self) -> Vec<(Color32, Color32)> {
        let grounds = [self.ground, self.surface, self.band, self.selected];
        let inks = [self.ink, self.ink_soft, self.primary, self.problem, self.good];
        let mut pairs: Vec<_> =
            grounds.iter().flat_map(|ground| inks.iter().map(move |ink| (*ink, *ground))).collect();
        pairs.extend([
            (self.on_primary, self.primary),
            (self.on_primary, self.primary_pressed),
            (self.warning, self.warning_ground),
            (self.warning, self.surface),
            (self.ink, self.text_selection),
        ]);
        pairs
    }
}

/// The contrast of two opaque colours, 1 … 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance (WCAG 2.2).
fn luminance(color: Color32) -> f32 {
    let [r, g, b, _] = color.to_array().map(|channel| {
        let value = f32::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_stands_out_from_its_ground_by_seven_to_one() {
        let palette = Palette::light();
        for (ink, ground) in palette.text_pairs() {
            let ratio = contrast(ink, ground);
            assert!(ratio >= 7.0, "{ink:?} on {ground:?}: {ratio:.2}");
        }
    }

    #[test]
    fn borders_and_the_focus_ring_stand_out_by_three_to_one() {
        let palette = Palette::light();
        for ground in [palette.ground, palette.surface, palette.selected] {
            for mark in [palette.border, palette.focus, palette.primary] {
                assert!(contrast(mark, ground) >= 3.0, "{mark:?} on {ground:?}");
            }
        }
    }

    #[test]
    fn black_on_white_is_twenty_one_to_one() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
    }
}
