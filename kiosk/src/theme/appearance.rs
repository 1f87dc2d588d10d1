//! What a person or the association may change about the window's look. Holds choices alone, no colour of ours.

use super::brand::Brand;

/// Light or dark grounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Dark ink on a warm white.
    #[default]
    Light,
    /// Light ink on a near black.
    Dark,
}

/// How strongly parts stand out from their ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Contrast {
    /// Text at least 7 : 1, borders at least 3 : 1.
    #[default]
    Normal,
    /// Text at least 10 : 1, borders at least 4.5 : 1 and twice as thick; no softened inks.
    High,
}

/// How large the words are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextSize {
    /// As designed.
    #[default]
    Normal,
    /// One and a half times that.
    Large,
}

impl TextSize {
    /// Returns by how much text grows.
    pub fn factor(self) -> f32 {
        match self {
            Self::Normal => 1.0,
            Self::Large => 1.5,
        }
    }
}

/// Everything that decides the window's look besides its screen and its language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Light or dark.
    pub scheme: Scheme,
    /// Normal or high contrast.
    pub contrast: Contrast,
    /// Normal or large words.
    pub text: TextSize,
    /// The association's colours; `None`: ours.
    pub brand: Option<Brand>,
}

impl Appearance {
    /// Every scheme with every contrast, in ours or in `brand`'s colours: for tests and contact sheets.
    pub fn all_palettes(brand: Option<Brand>) -> [Self; 4] {
        let of = |scheme, contrast| Self { scheme, contrast, text: TextSize::Normal, brand };
        [
            of(Scheme::Light, Contrast::Normal),
            of(Scheme::Light, Contrast::High),
            of(Scheme::Dark, Contrast::Normal),
            of(Scheme::Dark, Contrast::High),
        ]
    }
}
