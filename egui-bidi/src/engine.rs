//! Fonts, layout and the galley cache of a text layer. Paints nothing.

mod marks;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Color32, Context, FontId, Galley};
use parley::fontique::SourceCache;
use parley::style::{FontFamily, OverflowWrap, TextWrapMode};
use parley::{AlignmentOptions, FontContext, Layout, LayoutContext, LineHeight, StyleProperty};

use self::marks::MarkCache;
use super::fonts::Fonts;
use super::galley::{GalleySpec, galley_of};
use super::glyphs::Glyphs;
use super::style::{Direction, TextAlign, TextStyle, Weight};

/// Passes that a galley may go unused before it is dropped.
const KEEP_PASSES: u64 = 3;

/// parley's contexts and our cache.
pub(super) struct Engine {
    pub(super) fonts: FontContext,
    /// The families' names, the preferred one first.
    pub(super) families: FontFamily<'static>,
    pub(super) layouts: LayoutContext<()>,
    cache: HashMap<CacheKey, Cached>,
    marks: MarkCache,
    /// A text that egui lays out each pass. egui drops its galleys exactly when it clears its atlas, so a new
    /// `Arc` means that the atlas positions in our meshes are stale. (The fill ratio alone does not tell: an
    /// atlas can be cleared and filled again within a pass.)
    sentinel: Option<Arc<Galley>>,
    pass: Option<u64>,
    pub(super) pixels_per_point: f32,
    /// Counts how often all meshes became stale.
    pub(super) epoch: u64,
    pub(super) layouts_made: u64,
}

/// Everything that decides how a text is laid out.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct CacheKey {
    text: String,
    size: u32,
    line_height: u32,
    weight: Weight,
    color: Color32,
    direction: Direction,
    align: TextAlign,
    wrap: Option<u32>,
}

struct Cached {
    galley: Arc<Galley>,
    last_pass: u64,
}

impl Engine {
    pub(super) fn new(fonts: &Fonts) -> Self {
        Self {
            fonts: FontContext { collection: fonts.collection(), source_cache: SourceCache::default() },
            families: fonts.stack(),
            layouts: LayoutContext::new(),
            cache: HashMap::new(),
            marks: MarkCache::default(),
            sentinel: None,
            pass: None,
            pixels_per_point: 1.0,
            epoch: 0,
            layouts_made: 0,
        }
    }

    /// Once a pass: drops what is stale or unused.
    pub(super) fn begin(&mut self, ctx: &Context, glyphs: &Mutex<Glyphs>) {
        let pass = ctx.cumulative_pass_nr();
        if self.pass == Some(pass) {
            return;
        }
        self.pass = Some(pass);
        let sentinel = ctx
            .fonts_mut(|f| f.layout_no_wrap("a".to_owned(), FontId::proportional(8.0), Color32::PLACEHOLDER));
        let pixels_per_point = ctx.pixels_per_point();
        let atlas_kept = self.sentinel.as_ref().is_some_and(|old| Arc::ptr_eq(old, &sentinel));
        if !atlas_kept || pixels_per_point != self.pixels_per_point {
            self.cache.clear();
            self.marks.clear();
            self.epoch += 1;
            glyphs.lock().unwrap_or_else(PoisonError::into_inner).recycle();
        }
        self.sentinel = Some(sentinel);
        self.pixels_per_point = pixels_per_point;
        self.cache.retain(|_, cached| pass.saturating_sub(cached.last_pass) < KEEP_PASSES);
        self.marks.drop_unused(pass, KEEP_PASSES);
    }

    pub(super) fn forget(&mut self) {
        self.cache.clear();
    }

    pub(super) fn keeps(&self, part: &str) -> bool {
        self.cache.keys().any(|key| key.text.contains(part))
    }

    /// The cached galley, or a new one.
    pub(super) fn galley(
        &mut self,
        ctx: &Context,
        glyphs: &Mutex<Glyphs>,
        style: &TextStyle,
        wrap: Option<f32>,
        text: &str,
    ) -> Arc<Galley> {
        let pass = ctx.cumulative_pass_nr();
        let key = CacheKey::new(style, wrap, text);
        if let Some(cached) = self.cache.get_mut(&key) {
            cached.last_pass = pass;
            return Arc::clone(&cached.galley);
        }
        let layout = self.layout(style, wrap, text);
        let spec = GalleySpec {
            text,
            color: style.color,
            line_height: style.line_height,
            width: wrap,
            pixels_per_point: self.pixels_per_point,
            align: style.align,
        };
        let galley = ctx.fonts_mut(|view| galley_of(view, glyphs, &layout, &spec));
        self.cache.insert(key, Cached { galley: Arc::clone(&galley), last_pass: pass });
        galley
    }

    pub(super) fn layout(&mut self, style: &TextStyle, wrap: Option<f32>, text: &str) -> Layout<()> {
        self.layouts_made += 1;
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, self.pixels_per_point, true);
        builder.set_base_direction(style.direction.base());
        for property in properties(style, &self.families) {
            builder.push_default(property);
        }
        if wrap.is_some() {
            for space in spaces_before_units(text) {
                builder.push(StyleProperty::TextWrapMode(TextWrapMode::NoWrap), space);
            }
        }
        let mut layout: Layout<()> = builder.build(text);
        layout.break_all_lines(wrap.map(|width| width * self.pixels_per_point));
        layout.align(style.align.parley(), AlignmentOptions::default());
        layout
    }
}

/// Longest word that stays on the line of the number before it.
const UNIT_CHARS_MAX: usize = 8;

/// Where a number and what it counts would part at a line's end: "15 seconds", "1448 AH".
fn spaces_before_units(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_mark = |c: &char| matches!(*c, '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}');
    text.match_indices(' ')
        .map(|(at, _)| at)
        .filter(move |at| {
            let (before, after) = (&text[..*at], &text[*at + 1..]);
            let mut word = after.chars().skip_while(is_mark).take_while(|c| !c.is_whitespace());
            let number = before.rsplit(char::is_whitespace).next().unwrap_or_default();
            let mut digits = number.chars().filter(|c| !is_mark(c)).peekable();
            let is_number = |c: char| c.is_numeric() || matches!(c, ',' | '.' | '٬' | '٫');
            digits.peek().is_some()
                && digits.all(is_number)
                && word.next().is_some_and(char::is_alphabetic)
                && word.count() < UNIT_CHARS_MAX
        })
        .map(|at| at..at + 1)
}

/// The properties that labels and fields have in common.
pub(super) fn properties(
    style: &TextStyle,
    families: &FontFamily<'static>,
) -> [StyleProperty<'static, ()>; 5] {
    [
        StyleProperty::FontFamily(families.clone()),
        StyleProperty::FontSize(style.size),
        StyleProperty::FontWeight(style.weight.parley()),
        StyleProperty::LineHeight(LineHeight::Absolute(style.line_height)),
        StyleProperty::OverflowWrap(OverflowWrap::BreakWord),
    ]
}

impl CacheKey {
    pub(super) fn new(style: &TextStyle, wrap: Option<f32>, text: &str) -> Self {
        let TextStyle { size, line_height, weight, color, direction, align } = *style;
        Self {
            text: text.to_owned(),
            size: size.to_bits(),
            line_height: line_height.to_bits(),
            weight,
            color,
            direction,
            align,
            wrap: wrap.map(f32::to_bits),
        }
    }
}
