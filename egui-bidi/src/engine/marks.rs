//! Where parts of a text stand in its galley: for whoever marks found words. Paints nothing.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::Rect;

use super::{CacheKey, Engine};
use crate::letters::Letters;
use crate::style::TextStyle;

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

impl Engine {
    /// As [`Text::marks`](crate::Text::marks), in a pass that was begun.
    pub(crate) fn marks(
        &mut self,
        pass: u64,
        style: &TextStyle,
        wrap: Option<f32>,
        text: &str,
        parts: &[Range<usize>],
    ) -> Arc<[Rect]> {
        let key = (CacheKey::new(style, wrap, text), parts.to_vec());
        if let Some(cached) = self.marks.0.get_mut(&key) {
            cached.last_pass = pass;
            return Arc::clone(&cached.places);
        }
        let places: Arc<[Rect]> = self.find_marks(style, wrap, text, parts).into();
        self.marks.0.insert(key, Cached { places: Arc::clone(&places), last_pass: pass });
        places
    }

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
