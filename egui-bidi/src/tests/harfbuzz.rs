//! Our lines beside HarfBuzz's: where they break, which glyphs they have, and where each stands.

use egui::Context;
use parley::Layout;
use parley::editing::Cursor;
use parley::layout::Affinity;

use super::table::{SetGlyph, SetText, table};
use crate::letters::Letters;
use crate::places::{PlacedGlyph, placed_glyphs};
use crate::{Family, Fonts, Text, TextAlign, TextStyle};

/// Positions agree within this many pixels at 24 px: a tenth of the quarter pixel at which glyphs are painted.
const TOLERANCE_PX: f32 = 0.025;

/// What the table has for a space and for marks that have no ink, whatever their glyph.
const BLANK: u32 = 0xFFFF;

/// The glyphs that have ink. Where the others stand shows in the places of these.
fn inked(layout: &Layout<()>, text: &str, align: TextAlign) -> impl Iterator<Item = PlacedGlyph> {
    placed_glyphs(layout, text, align).into_iter().filter(|glyph| {
        let face = swash::FontRef::from_index(glyph.font.data.as_ref(), 0).unwrap();
        u32::from(face.charmap().map(' ')) != glyph.id
    })
}

/// What differs first between a layout and the table; `None` where nothing does.
fn difference(wanted: &SetText, layout: &Layout<()>) -> Option<String> {
    let breaks: Vec<(usize, usize)> = wanted.lines.iter().map(|line| line.bytes).collect();
    let ours: Vec<(usize, usize)> =
        layout.lines().map(|line| (line.text_range().start, line.text_range().end)).collect();
    if ours != breaks {
        return Some(format!("lines {ours:?} instead of {breaks:?}"));
    }
    let mut lines: Vec<Vec<(u32, f32)>> = vec![Vec::new(); ours.len()];
    for glyph in inked(layout, &wanted.text, TextAlign::Start) {
        lines[glyph.line].push((glyph.id, glyph.origin_px.x));
    }
    for (number, (line, ours)) in wanted.lines.iter().zip(&lines).enumerate() {
        let inked: Vec<_> = line.glyphs.iter().filter(|glyph| glyph.0 != BLANK).collect();
        let ids: Vec<u32> = inked.iter().map(|glyph| glyph.0).collect();
        let our_ids: Vec<u32> = ours.iter().map(|glyph| glyph.0).collect();
        if ids != our_ids {
            return Some(format!("line {number}: glyphs {our_ids:?} instead of {ids:?}"));
        }
        for (glyph, (_, x)) in inked.iter().zip(ours) {
            if (glyph.1 - x).abs() > TOLERANCE_PX {
                return Some(format!(
                    "line {number}: glyph {} stands at {x} instead of {}",
                    glyph.0, glyph.1
                ));
            }
        }
    }
    None
}

/// The layer in the fonts that a group of the table is set in.
struct Layers {
    plex: Text,
    two_families: Text,
}

impl Layers {
    fn new() -> Self {
        let latin = include_bytes!("../../tests/fixtures/fonts/NotoSans-Latin.ttf");
        let arabic = include_bytes!("../../tests/fixtures/fonts/NotoNaskhArabic-Arabic.ttf");
        let two = Fonts::new(Family::new("for Latin", latin).unwrap())
            .then(Family::new("for Arabic", arabic).unwrap());
        Self {
            plex: Text::install(&Context::default(), &Fonts::plex()),
            two_families: Text::install(&Context::default(), &two),
        }
    }

    fn lay_out(&self, wanted: &SetText, style: &TextStyle) -> Layout<()> {
        let text = if wanted.group == "two_families" { &self.two_families } else { &self.plex };
        text.engine().layout(style, wanted.width, &wanted.text)
    }
}

#[test]
fn every_line_breaks_and_every_glyph_stands_where_harfbuzz_says() {
    let (table, layers) = (table(), Layers::new());
    assert!(table.texts.iter().filter(|text| text.group != "two_families").count() >= 200);
    let differences: Vec<String> = table
        .texts
        .iter()
        .filter_map(|wanted| {
            let layout = layers.lay_out(wanted, &wanted.style(table.size));
            let found = difference(wanted, &layout)?;
            Some(format!("{}: {}: {found}", wanted.name, wanted.text))
        })
        .collect();
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn the_comparison_notices_one_glyph_an_advance_and_a_line_break() {
    let (table, layers) = (table(), Layers::new());
    let right = table.texts.iter().find(|text| text.name == "wrapped-1 at 240").unwrap();
    let layout = layers.lay_out(right, &right.style(table.size));
    assert_eq!(difference(right, &layout), None);

    let mut swapped = right.clone();
    swapped.lines[2].glyphs.swap(4, 5);
    assert!(difference(&swapped, &layout).unwrap().contains("line 2: glyphs"));

    let mut other_glyph = right.clone();
    other_glyph.lines[3].glyphs[7].0 += 1;
    assert!(difference(&other_glyph, &layout).unwrap().contains("line 3: glyphs"));

    let mut wider = right.clone();
    wider.lines[1].glyphs[9].1 += 0.1;
    assert!(difference(&wider, &layout).unwrap().contains("line 1: glyph"));

    let mut broken = right.clone();
    broken.lines[0].bytes.1 -= 1;
    assert!(difference(&broken, &layout).unwrap().contains("lines"));
}

#[test]
fn centred_lines_stand_in_the_middle_with_the_same_distances() {
    let (table, layers) = (table(), Layers::new());
    for wanted in table.texts.iter().filter(|text| text.width.is_some()) {
        let layout = layers.lay_out(wanted, &wanted.style(table.size).centered());
        let placed: Vec<_> = inked(&layout, &wanted.text, TextAlign::Center).collect();
        for (number, line) in wanted.lines.iter().enumerate() {
            let ours = placed.iter().filter(|glyph| glyph.line == number);
            let inked: Vec<_> = line.glyphs.iter().filter(|glyph| glyph.0 != BLANK).collect();
            let shifts: Vec<f32> = ours.zip(&inked).map(|(ours, set)| ours.origin_px.x - set.1).collect();
            let Some(shift) = shifts.first() else { continue };
            assert!(shifts.iter().all(|other| (other - shift).abs() < TOLERANCE_PX), "{}", wanted.name);
            let is_full = number + 1 < wanted.lines.len();
            let shown = &wanted.text[line.bytes.0..line.bytes.1];
            let end = line.bytes.0 + if is_full { shown.trim_end_matches(' ').len() } else { shown.len() };
            let content: f32 = line.glyphs.iter().filter(|glyph| glyph.2 < end).map(|glyph| glyph.3).sum();
            let free = (wanted.width.unwrap() - content) / 2.0;
            let middle = if layout.is_rtl() { -free } else { free };
            assert!((shift - middle).abs() < 0.05, "{} line {number}: {shift} {middle}", wanted.name);
        }
    }
}

#[test]
fn no_letter_of_any_text_is_missing_from_the_fonts() {
    let (table, layers) = (table(), Layers::new());
    let missing = |wanted: &SetText| {
        let layout = layers.lay_out(wanted, &wanted.style(table.size));
        placed_glyphs(&layout, &wanted.text, TextAlign::Start).iter().any(|glyph| glyph.id == 0)
    };
    for wanted in &table.texts {
        assert!(!missing(wanted), "{}: {}", wanted.name, wanted.text);
    }
    let mut unknown = table.texts[0].clone();
    unknown.text = "\u{5e9}\u{5dc}".to_owned();
    assert!(missing(&unknown), "Hebrew is in none of the fonts");
}

#[test]
fn the_caret_stands_at_the_edge_where_harfbuzz_has_the_letter_begin() {
    let (table, layers) = (table(), Layers::new());
    let mut compared = 0;
    for wanted in &table.texts {
        let layout = layers.lay_out(wanted, &wanted.style(table.size));
        let letters = Letters::of(&layout, &wanted.text, TextAlign::Start);
        for (number, byte, edge) in leading_edges(wanted) {
            let cursor = Cursor::from_byte_index(&layout, byte, Affinity::Downstream);
            if cursor.index() != byte {
                continue; // inside what a person takes for one letter
            }
            let (line, caret) = letters.caret(cursor).unwrap();
            let off = caret.min.x - edge;
            assert!(line == number && off.abs() < 0.05, "{} at byte {byte}: line {line}, {off}", wanted.name);
            compared += 1;
        }
    }
    assert!(compared > 10_000, "{compared}");
}

/// Line, byte and x of each cluster's leading edge.
fn leading_edges(wanted: &SetText) -> Vec<(usize, usize, f32)> {
    let mut edges = Vec::new();
    for (number, line) in wanted.lines.iter().enumerate() {
        let mut pen = line.glyphs.iter().find(|glyph| glyph.3 > 0.0).map_or(0.0, |glyph| glyph.1);
        let mut clusters: Vec<(usize, f32, f32, bool)> = Vec::new();
        for SetGlyph(_, _, byte, advance, rtl) in &line.glyphs {
            match clusters.last_mut() {
                Some(last) if last.0 == *byte => last.2 += advance,
                Some(_) | None => clusters.push((*byte, pen, pen + advance, *rtl == 1)),
            }
            pen += advance;
        }
        let edge = |(byte, left, right, rtl)| (number, byte, if rtl { right } else { left });
        // marks without width have no edge of their own
        edges.extend(clusters.into_iter().filter(|(_, left, right, _)| right > left).map(edge));
    }
    edges
}
