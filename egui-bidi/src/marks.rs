//! Where parts of a text stand in its galley: for whoever marks found words. Paints nothing.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::{Context, Rect};

use super::engine::{CacheKey, Engine};
use super::handle::Text;
use super::letters::Letters;
use super::style::TextStyle;

/// Places asked for in recent passes.
#[derive(Default)]
pub(super) struct MarkCache(HashMap<(CacheKey, Vec<Range<usize>>), Cached>);

struct Cached {
    places: Arc<[Rect]>,
    last_pass: u64,
}

impl MarkCache {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn drop_unused(&mut self, pass: u64, keep_passes: u64) {
        self.0.retain(|_, cached| pass.saturating_sub(cached.last_pass) < keep_passes);
    }
}

impl Text {
    /// Returns the rectangles that `parts` of a text, ranges of its bytes, take in the galley that [`Text::galley`]
    /// makes of the same style, width and text: in points from the galley's corner, as high as a line. A part that
    /// wraps, or that runs in two directions, takes several. Parts beyond the text take none.
    pub fn marks(
        &self,
        ctx: &Context,
        style: &TextStyle,
        wrap: Option<f32>,
        text: &str,
        parts: &[Range<usize>],
    ) -> Arc<[Rect]> {
        self.begin(ctx);
        let pass = ctx.cumulative_pass_nr();
        let mut engine = self.engine();
        let key = (CacheKey::new(style, wrap, text), parts.to_vec());
        if let Some(cached) = engine.marks.0.get_mut(&key) {
            cached.last_pass = pass;
            return Arc::clone(&cached.places);
        }
        let places: Arc<[Rect]> = engine.find_marks(style, wrap, text, parts).into();
        engine.marks.0.insert(key, Cached { places: Arc::clone(&places), last_pass: pass });
        places
    }
}

impl Engine {
    fn find_marks(
        &mut self,
        style: &TextStyle,
        wrap: Option<f32>,
        text: &str,
        parts: &[Range<usize>],
    ) -> Vec<Rect> {
        let layout = self.layout(style, wrap, text);
        let (letters, scale) = (Letters::of(&layout, text, style.align), self.pixels_per_point);
        let within = parts.iter().filter(|part| part.start < part.end && part.end <= text.len());
        within.flat_map(|part| letters.selected(part)).map(|area| area / scale).collect()
    }
}
