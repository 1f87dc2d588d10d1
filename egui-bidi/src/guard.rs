//! A guard for tests: which text on a screen was laid out by egui itself, and so may be in the wrong order.

use egui::Shape;
use egui::epaint::ClippedShape;

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
