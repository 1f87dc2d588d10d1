//! A guard for tests: which text on a screen was laid out by egui itself, and so may be in the wrong order.

use egui::epaint::{ClippedShape, TextShape};
use egui::{Rect, Shape};

/// Where a painted text has its ink, and whether a word of it is cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Ink {
    /// The words in logical order.
    pub text: String,
    /// The bounds of each line's glyphs on the screen, in points; lines without ink are left out.
    pub lines: Vec<Rect>,
    /// Whether a line ends amid a word, because no line was wide enough for it.
    pub has_cut_word: bool,
}

impl Ink {
    /// Reads a painted text.
    pub fn of(shape: &TextShape) -> Self {
        let galley = &shape.galley;
        let lines = galley
            .rows
            .iter()
            .map(|row| row.row.visuals.mesh_bounds.translate(shape.pos.to_vec2() + row.pos.to_vec2()))
            .filter(Rect::is_positive);
        Self { text: galley.text().to_owned(), lines: lines.collect(), has_cut_word: galley.elided }
    }

    /// Returns the bounds of all lines; [`Rect::NOTHING`] without ink.
    pub fn bounds(&self) -> Rect {
        self.lines.iter().fold(Rect::NOTHING, |bounds, line| bounds | *line)
    }
}

/// Returns every text among `shapes` that egui's own layout made, in painting order. On our screens: none.
pub fn laid_out_by_egui(shapes: &[ClippedShape]) -> Vec<String> {
    texts(shapes, Maker::Egui)
}

/// Returns every text among `shapes` that came through [`super::Text`], in painting order.
pub fn laid_out_by_us(shapes: &[ClippedShape]) -> Vec<String> {
    texts(shapes, Maker::Us)
}

#[derive(Clone, Copy, PartialEq)]
enum Maker {
    Egui,
    Us,
}

fn texts(shapes: &[ClippedShape], maker: Maker) -> Vec<String> {
    let mut found = Vec::new();
    for clipped in shapes {
        collect(&clipped.shape, maker, &mut found);
    }
    found
}

fn collect(shape: &Shape, maker: Maker, found: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, maker, found)),
        Shape::Text(text) if !text.galley.text().trim().is_empty() => {
            // egui's galleys always carry a glyph list, ours never do
            let ours = text.galley.rows.iter().all(|row| row.glyphs.is_empty());
            if ours == (maker == Maker::Us) {
                found.push(text.galley.text().to_owned());
            }
        }
        _ => {}
    }
}
