//! [`Palette`]: every colour of the window by what it is for, and the pairs of them that must stand out.

use egui::Color32;

use super::appearance::{Appearance, Contrast, Scheme};
use super::{brand, schemes};

/// The colours of one scheme, named by what they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Ground of the window.
    pub ground: Color32,
    /// Ground of cards, tiles, fields and keys.
    pub surface: Color32,
    /// A quiet band: header row of a table, pressed quiet button, keys that type nothing.
    pub band: Color32,
    /// Text.
    pub ink: Color32,
    /// Text that explains; still at least 7 : 1.
    pub ink_soft: Color32,
    /// Fill of the one main button, titles, and what is selected.
    pub primary: Color32,
    /// The main button while it is pressed.
    pub primary_pressed: Color32,
    /// Text on `primary`.
    pub on_primary: Color32,
    /// Second tone of pictures and ornaments; decoration only.
    pub accent: Color32,
    /// Ground of a selected tile.
    pub selected: Color32,
    /// Hairline around cards and between rows; decoration only.
    pub line: Color32,
    /// Border of whatever can be pressed or typed into.
    pub border: Color32,
    /// Keyboard focus ring.
    pub focus: Color32,
    /// Behind selected text in a field; ground of a pressed key.
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
    /// Shadow of a card.
    pub shadow: Color32,
    /// Text of a part that cannot be pressed now. It can be read as well as any other: what tells it apart is that
    /// it has no fill and no strong border.
    pub disabled: Color32,
    /// Four score colours, best first: dark green, light green, light red, dark red. They never carry
    /// meaning alone: each stands beside a face and a word.
    pub scores: [Color32; 4],
    /// Eyes and mouth on each of `scores`.
    pub score_marks: [Color32; 4],
    /// Dark modules of a QR code.
    pub code_dark: Color32,
    /// Light modules and quiet zone of a QR code.
    pub code_light: Color32,
}

impl Palette {
    /// Makes the palette of an appearance.
    pub fn new(appearance: &Appearance) -> Self {
        let mut palette = match (appearance.scheme, appearance.contrast) {
            (Scheme::Light, Contrast::Normal) => schemes::light(),
            (Scheme::Light, Contrast::High) => schemes::light_high(),
            (Scheme::Dark, Contrast::Normal) => schemes::dark(),
            (Scheme::Dark, Contrast::High) => schemes::dark_high(),
        };
        if let Some(brand) = appearance.brand {
            brand::paint_in(&mut palette, appearance, brand);
        }
        palette
    }

    /// Least contrast of text with its ground.
    pub fn text_ratio(contrast: Contrast) -> f32 {
        match contrast {
            Contrast::Normal => 7.0,
            Contrast::High => 10.0,
        }
    }

    /// Least contrast of a border or mark with its ground.
    pub fn mark_ratio(contrast: Contrast) -> f32 {
        match contrast {
            Contrast::Normal => 3.0,
            Contrast::High => 4.5,
        }
    }

    /// Grounds on which words of any ink may stand.
    pub(super) fn grounds(&self) -> [Color32; 4] {
        [self.ground, self.surface, self.band, self.selected]
    }

    /// Inks that stand on those grounds, without `primary`.
    pub(super) fn inks(&self) -> [Color32; 6] {
        [self.ink, self.ink_soft, self.problem, self.good, self.warning, self.disabled]
    }

    /// Pairs (text, ground) that appear on screens, for the contrast tests.
    pub fn text_pairs(&self) -> Vec<(Color32, Color32)> {
        let mut pairs = Vec::new();
        for ground in self.grounds() {
            pairs.extend(self.inks().map(|ink| (ink, ground)));
            pairs.push((self.primary, ground));
        }
        pairs.extend([
            (self.on_primary, self.primary),
            (self.on_primary, self.primary_pressed),
            (self.warning, self.warning_ground),
            (self.ink, self.text_selection),
        ]);
        pairs
    }

    /// Pairs (border or mark, ground) that appear on screens, for the contrast tests.
    pub fn mark_pairs(&self) -> Vec<(Color32, Color32)> {
        let marks = [self.border, self.focus, self.primary];
        let mut pairs: Vec<_> =
            self.grounds().iter().flat_map(|ground| marks.map(|mark| (mark, *ground))).collect();
        pairs.extend(self.scores.map(|score| (score, self.surface)));
        pairs.extend(self.score_marks.into_iter().zip(self.scores));
        pairs
    }
}
