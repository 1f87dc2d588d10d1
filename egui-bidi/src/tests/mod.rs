//! Tests of the text layer: no window, no graphics driver.

mod cache;
mod editing;
mod every_text;
mod field;
mod harfbuzz;
mod marks;
mod reference;
mod table;

use egui::{Context, FullOutput, Ui, Vec2, vec2};
use serde::Deserialize;

use super::{Direction, Fonts, Text};
use crate::paint::OffscreenPainter;

/// A line of the reference strings.
#[derive(Deserialize)]
struct Line {
    id: String,
    t: String,
}

impl Line {
    /// The direction that a browser takes from the first letter, or that the page states.
    fn direction(&self) -> Direction {
        if matches!(self.id.as_str(), "en_ar" | "para_en") { Direction::Ltr } else { Direction::Rtl }
    }
}

fn lines() -> Vec<Line> {
    serde_json::from_str(include_str!("../../tests/reference/strings.json")).unwrap()
}

const SIZE: Vec2 = vec2(900.0, 860.0);

/// A context with the text layer, and a painter for it.
struct Stage {
    ctx: Context,
    text: Text,
    painter: OffscreenPainter,
}

impl Stage {
    fn new() -> Self {
        let ctx = Context::default();
        let text = Text::install(&ctx, &Fonts::plex());
        Self { ctx, text, painter: OffscreenPainter::new() }
    }

    fn with_glyph_capacity(capacity: usize) -> Self {
        let ctx = Context::default();
        let text = Text::install_with_capacity(&ctx, &Fonts::plex(), capacity);
        Self { ctx, text, painter: OffscreenPainter::new() }
    }

    fn pass(&mut self, ui: impl FnMut(&mut Ui)) -> FullOutput {
        self.painter.run(&self.ctx, SIZE, 1.0, Vec::new(), ui)
    }
}
