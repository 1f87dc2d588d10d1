//! Where the glyphs of a layout are painted. Paints nothing.

use egui::{Pos2, pos2};
use parley::layout::{BreakReason, GlyphRun, PositionedLayoutItem};
use parley::{FontData, Layout, Line};

use super::style::TextAlign;

/// A glyph of a layout, and where it is to be painted.
pub(super) struct PlacedGlyph {
    pub(super) line: usize,
    pub(super) font: FontData,
    pub(super) id: u32,
    pub(super) size_px: f32,
    pub(super) origin_px: Pos2,
}

/// The glyphs of all lines, each line's from left to right.
pub(super) fn placed_glyphs(layout: &Layout<()>, text: &str, align: TextAlign) -> Vec<PlacedGlyph> {
    let mut placed = Vec::new();
    for (number, line) in layout.lines().enumerate() {
        let stray = Stray::of(&line, text);
        let mut shift = stray.as_ref().map_or(0.0, |stray| stray.first_shift(layout.is_rtl(), align));
        for run in glyph_runs(&line) {
            let (font, size_px) = (run.run().font(), run.run().font_size());
            let blanks = stray.as_ref().map_or(0..0, |stray| stray.blanks(&run));
            for (index, glyph) in run.positioned_glyphs().enumerate() {
                if blanks.contains(&index) {
                    shift -= glyph.advance;
                    continue;
                }
                let origin_px = pos2(glyph.x + shift, glyph.y);
                placed.push(PlacedGlyph {
                    line: number,
                    font: font.clone(),
                    id: glyph.id,
                    size_px,
                    origin_px,
                });
            }
        }
    }
    placed
}

fn glyph_runs<'a>(line: &Line<'a, ()>) -> impl Iterator<Item = GlyphRun<'a, ()>> {
    line.items().filter_map(|item| match item {
        PositionedLayoutItem::GlyphRun(run) => Some(run),
        PositionedLayoutItem::InlineBox(_) => None,
    })
}

/// White space at the end of a full line that parley left inside it.
///
/// It belongs past the line's end (UAX #9, rule L1). parley 0.12 skips that rule: where such a space follows a piece of
/// the other direction, it stays inside the line and pushes the piece away by its width.
pub(super) struct Stray {
    /// The byte at which it begins.
    pub(super) start: usize,
    /// Its width in pixels.
    advance: f32,
    /// How much further from the side a centred line stands once the white space is gone.
    indent: f32,
}

impl Stray {
    pub(super) fn of(line: &Line<'_, ()>, text: &str) -> Option<Self> {
        match line.break_reason() {
            BreakReason::Regular | BreakReason::Emergency => {}
            BreakReason::None | BreakReason::Explicit => return None,
        }
        let range = line.text_range();
        let start = range.start + text.get(range)?.trim_end_matches(' ').len();
        let clusters = line.runs().flat_map(|run| run.clusters());
        let advance: f32 = clusters.filter(|c| c.text_range().start >= start).map(|c| c.advance()).sum();
        let metrics = line.metrics();
        let free =
            metrics.inline_max_coord - metrics.inline_min_coord - metrics.advance + metrics.hanging_advance;
        // the rest hangs already
        let gained = advance - metrics.hanging_advance;
        let indent = ((free + gained).max(0.0) - free.max(0.0)) / 2.0;
        (gained > 0.01).then_some(Self { start, advance, indent })
    }

    /// How far the line's leftmost glyphs move to the right when the white space goes: the start side stays.
    pub(super) fn first_shift(&self, is_rtl: bool, align: TextAlign) -> f32 {
        match (align, is_rtl) {
            (TextAlign::Start, false) => 0.0,
            (TextAlign::Start, true) => self.advance,
            (TextAlign::Center, false) => self.indent,
            (TextAlign::Center, true) => self.advance - self.indent,
        }
    }

    /// Which glyphs of a run, counted from the left, are the white space. A space has one glyph.
    fn blanks(&self, run: &GlyphRun<'_, ()>) -> std::ops::Range<usize> {
        let count = run.run().clusters().filter(|c| c.text_range().start >= self.start).count();
        let all = run.glyphs().count();
        if run.run().is_rtl() { 0..count } else { all - count.min(all)..all }
    }
}
