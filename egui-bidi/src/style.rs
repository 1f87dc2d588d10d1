//! How a piece of text looks: size, weight, colour, base direction, alignment. No layout happens here.

use egui::Color32;
use parley::{Alignment, BaseDirection, FontWeight};

/// The direction in which a paragraph is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Right to left, as Arabic is.
    Rtl,
    /// Left to right, as English is.
    Ltr,
}

impl Direction {
    /// Tells whether the start side is the right one.
    pub fn is_rtl(self) -> bool {
        self == Self::Rtl
    }

    /// Returns the direction of a text as its first strong letter has it, as a web page's `dir="auto"` does. Digits and signs
    /// alone read left to right; `None` for a text without letters and digits.
    pub fn of_text(text: &str) -> Option<Self> {
        let letter = text.chars().find(|c| c.is_alphabetic());
        let has_digit = || text.chars().any(char::is_numeric);
        match letter {
            Some(letter) if is_rtl_letter(letter) => Some(Self::Rtl),
            Some(_) => Some(Self::Ltr),
            None => has_digit().then_some(Self::Ltr),
        }
    }

    pub(super) fn base(self) -> BaseDirection {
        match self {
            Self::Rtl => BaseDirection::Rtl,
            Self::Ltr => BaseDirection::Ltr,
        }
    }
}

/// Tells whether a letter is of a script that is written from right to left: Hebrew, Arabic, and those beside them.
fn is_rtl_letter(letter: char) -> bool {
    matches!(u32::from(letter), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

/// The two weights that are shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Weight 400.
    Regular,
    /// Weight 600.
    SemiBold,
}

impl Weight {
    pub(super) fn parley(self) -> FontWeight {
        match self {
            Self::Regular => FontWeight::NORMAL,
            Self::SemiBold => FontWeight::SEMI_BOLD,
        }
    }
}

/// Where lines stand in the wrap width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextAlign {
    /// At the side where reading starts.
    Start,
    /// In the middle.
    Center,
}

impl TextAlign {
    pub(super) fn parley(self) -> Alignment {
        match self {
            Self::Start => Alignment::Start,
            Self::Center => Alignment::Center,
        }
    }
}

/// Everything besides the words and the wrap width that decides how a galley comes out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// Font size in points.
    pub size: f32,
    /// Distance between two baselines in points.
    pub line_height: f32,
    /// Thickness of the strokes.
    pub weight: Weight,
    /// Colour of the ink; a galley does not follow `WidgetText::color`.
    pub color: Color32,
    /// Base direction of each paragraph.
    pub direction: Direction,
    /// Where lines stand in the wrap width.
    pub align: TextAlign,
}

impl TextStyle {
    /// Makes a regular, black, start-aligned style whose lines have room for vowel marks (5/3 of the size).
    pub fn new(size: f32, direction: Direction) -> Self {
        Self {
            size,
            line_height: (size * 5.0 / 3.0).round(),
            weight: Weight::Regular,
            color: Color32::BLACK,
            direction,
            align: TextAlign::Start,
        }
    }

    /// Returns the style in semi-bold.
    #[must_use]
    pub fn semi_bold(self) -> Self {
        Self { weight: Weight::SemiBold, ..self }
    }

    /// Returns the style with another colour.
    #[must_use]
    pub fn color(self, color: Color32) -> Self {
        Self { color, ..self }
    }

    /// Returns the style with centred lines.
    #[must_use]
    pub fn centered(self) -> Self {
        Self { align: TextAlign::Center, ..self }
    }

    /// Returns the style with another line height, in points.
    #[must_use]
    pub fn line_height(self, line_height: f32) -> Self {
        Self { line_height, ..self }
    }

    /// Returns the style with another base direction.
    #[must_use]
    pub fn direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_strong_letter_decides_and_digits_alone_read_left_to_right() {
        use Direction::{Ltr, Rtl};
        for (text, direction) in [
            ("السلام عليكم Sila", Some(Rtl)),
            ("Sila صلة", Some(Ltr)),
            ("7 شارع العليا", Some(Rtl)),
            ("(24.7) Riyadh", Some(Ltr)),
            ("24.71355, 46.67530", Some(Ltr)),
            ("٢٤٫٧ ٤٦٫٦", Some(Ltr)),
            ("1000", Some(Ltr)),
            ("", None),
            ("…؟", None),
        ] {
            assert_eq!(Direction::of_text(text), direction, "{text}");
        }
    }
}
