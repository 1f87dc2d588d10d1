//! The table of texts as HarfBuzz and ICU set them: see tests/fixtures/README.md.

use serde::Deserialize;

use crate::{Direction, TextStyle};

/// The whole table.
#[derive(Deserialize)]
pub(super) struct Table {
    /// Font size in pixels.
    pub(super) size: f32,
    pub(super) texts: Vec<SetText>,
}

/// A text, set.
#[derive(Deserialize, Clone)]
pub(super) struct SetText {
    pub(super) group: String,
    pub(super) name: String,
    pub(super) text: String,
    rtl: bool,
    /// Pixels at which lines break.
    pub(super) width: Option<f32>,
    pub(super) lines: Vec<SetLine>,
}

/// A line: its bytes in the text, and its glyphs from left to right.
#[derive(Deserialize, Clone)]
pub(super) struct SetLine {
    pub(super) bytes: (usize, usize),
    pub(super) glyphs: Vec<SetGlyph>,
}

/// Id, x of its origin, byte of its cluster, advance, whether it stands right to left.
#[derive(Deserialize, Clone, Copy)]
pub(super) struct SetGlyph(pub(super) u32, pub(super) f32, pub(super) usize, pub(super) f32, pub(super) u8);

impl SetText {
    pub(super) fn style(&self, size: f32) -> TextStyle {
        let style = TextStyle::new(size, if self.rtl { Direction::Rtl } else { Direction::Ltr });
        if self.group == "semi_bold" { style.semi_bold() } else { style }
    }
}

pub(super) fn table() -> Table {
    serde_json::from_str(include_str!("../../tests/fixtures/lines.json")).unwrap()
}
