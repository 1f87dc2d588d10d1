//! The [`Text`] handle: fonts, layout, and the galley cache. Paints nothing but plain labels.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::epaint::text::{FontPriority, GlyphRasterizer, GlyphRasterizerRequest};
use egui::{
    Color32, Context, FontData, FontDefinitions, FontFamily, FontId, Galley, Response, Role, Sense, Ui,
    WidgetInfo,
};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::style::OverflowWrap;
use parley::{AlignmentOptions, FontContext, Layout, LayoutContext, LineHeight, StyleProperty};

use super::galley::{GalleySpec, galley_of};
use super::glyphs::{Glyphs, PLANE_CAPACITY};
use super::style::{Direction, TextAlign, TextStyle, Weight};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSansArabic-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSansArabic-SemiBold.ttf");
const FAMILY: &str = "IBM Plex Sans Arabic";

/// Passes that a galley may go unused before it is dropped.
const KEEP_PASSES: u64 = 3;

/// The text layer of one egui context. Cheap to clone; all clones share one cache.
#[derive(Clone)]
pub struct Text(Arc<Shared>);

struct Shared {
    engine: Mutex<Engine>,
    glyphs: Arc<Mutex<Glyphs>>,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").finish_non_exhaustive()
    }
}

/// parley's contexts and our cache.
pub(super) struct Engine {
    pub(super) fonts: FontContext,
    pub(super) layouts: LayoutContext<()>,
    cache: HashMap<CacheKey, Cached>,
    /// A text that egui lays out each pass. egui drops its galleys exactly when it clears its atlas, so a new
    /// `Arc` means that the atlas positions in our meshes are stale. (The fill ratio alone does not tell: an
    /// atlas can be cleared and filled again within a pass.)
    sentinel: Option<Arc<Galley>>,
    pass: Option<u64>,
    pixels_per_point: f32,
    /// Counts how often all meshes became stale.
    pub(super) epoch: u64,
    pub(super) layouts_made: u64,
}

#[derive(PartialEq, Eq, Hash)]
struct CacheKey {
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

impl Text {
    /// Installs the layer and its fonts in `ctx`, once; a second call returns the first one's handle.
    ///
    /// Best called before the first pass: where text was already laid out in the running pass, the fonts
    /// become active at the start of the next.
    pub fn install(ctx: &Context) -> Self {
        Self::install_with_capacity(ctx, PLANE_CAPACITY)
    }

    pub(super) fn install_with_capacity(ctx: &Context, capacity: usize) -> Self {
        let id = egui::Id::unique("text layer");
        if let Some(installed) = ctx.data(|data| data.get_temp::<Self>(id)) {
            return installed;
        }
        let glyphs = Arc::new(Mutex::new(Glyphs::new(capacity)));
        let for_rasterizer = Arc::clone(&glyphs);
        let rasterize = move |request: &GlyphRasterizerRequest<'_>| {
            let c = request.cluster.chars().next()?;
            for_rasterizer.lock().unwrap_or_else(PoisonError::into_inner).rasterize(c)
        };
        ctx.set_fonts(font_definitions());
        ctx.add_glyph_rasterizer(
            GlyphRasterizer::new("text::glyphs", rasterize).with_priority(FontPriority::Highest),
        );
        let text = Self(Arc::new(Shared { engine: Mutex::new(Engine::new()), glyphs }));
        ctx.data_mut(|data| data.insert_temp(id, text.clone()));
        text
    }

    /// Lays `text` out, or returns the cached galley of an earlier pass.
    ///
    /// `wrap`: width in points at which lines break; the galley is then exactly that wide and its lines stand
    /// at the start side or in the middle of it. `None`: lines break at newlines only and the galley is as
    /// wide as its longest line.
    pub fn galley(&self, ctx: &Context, style: &TextStyle, wrap: Option<f32>, text: &str) -> Arc<Galley> {
        let mut engine = self.engine();
        engine.begin(ctx, &self.0.glyphs);
        let pass = ctx.cumulative_pass_nr();
        let key = CacheKey::new(style, wrap, text);
        if let Some(cached) = engine.cache.get_mut(&key) {
            cached.last_pass = pass;
            return Arc::clone(&cached.galley);
        }
        let layout = engine.layout(style, wrap, text);
        let spec = GalleySpec {
            text,
            color: style.color,
            line_height: style.line_height,
            width: wrap,
            pixels_per_point: engine.pixels_per_point,
        };
        let galley = ctx.fonts_mut(|view| galley_of(view, &self.0.glyphs, &layout, &spec));
        engine.cache.insert(key, Cached { galley: Arc::clone(&galley), last_pass: pass });
        galley
    }

    /// Adds a label. Its accessible name is `text` in logical order.
    pub fn label(&self, ui: &mut Ui, style: &TextStyle, wrap: Option<f32>, text: &str) -> Response {
        let galley = self.galley(ui.ctx(), style, wrap, text);
        let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), text));
        if ui.is_rect_visible(rect) {
            ui.painter().galley(rect.min, galley, style.color);
        }
        response
    }

    /// Counts the layouts made so far. A still screen makes none.
    pub fn layouts_made(&self) -> u64 {
        self.engine().layouts_made
    }

    /// Counts how often egui threw its atlas away (and our galleys with it).
    pub fn atlas_clears(&self) -> u64 {
        self.engine().epoch
    }

    pub(super) fn engine(&self) -> MutexGuard<'_, Engine> {
        self.0.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the galley of a layout that someone else keeps; does not cache it.
    pub(super) fn galley_of(&self, ctx: &Context, layout: &Layout<()>, spec: &GalleySpec<'_>) -> Arc<Galley> {
        self.engine().layouts_made += 1;
        ctx.fonts_mut(|view| galley_of(view, &self.0.glyphs, layout, spec))
    }

    /// Does a pass's housekeeping and returns the epoch of the atlas.
    pub(super) fn begin(&self, ctx: &Context) -> u64 {
        let mut engine = self.engine();
        engine.begin(ctx, &self.0.glyphs);
        engine.epoch
    }
}

impl Engine {
    fn new() -> Self {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        for data in [REGULAR, SEMI_BOLD] {
            collection.register_fonts(Blob::new(Arc::new(data)), None);
        }
        Self {
            fonts: FontContext { collection, source_cache: SourceCache::default() },
            layouts: LayoutContext::new(),
            cache: HashMap::new(),
            sentinel: None,
            pass: None,
            pixels_per_point: 1.0,
            epoch: 0,
            layouts_made: 0,
        }
    }

    /// Once a pass: drops what is stale or unused.
    fn begin(&mut self, ctx: &Context, glyphs: &Mutex<Glyphs>) {
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
            self.epoch += 1;
            glyphs.lock().unwrap_or_else(PoisonError::into_inner).recycle();
        }
        self.sentinel = Some(sentinel);
        self.pixels_per_point = pixels_per_point;
        self.cache.retain(|_, cached| pass.saturating_sub(cached.last_pass) < KEEP_PASSES);
    }

    fn layout(&mut self, style: &TextStyle, wrap: Option<f32>, text: &str) -> Layout<()> {
        self.layouts_made += 1;
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, self.pixels_per_point, true);
        builder.set_base_direction(style.direction.base());
        for property in properties(style) {
            builder.push_default(property);
        }
        let mut layout: Layout<()> = builder.build(text);
        layout.break_all_lines(wrap.map(|width| width * self.pixels_per_point));
        layout.align(style.align.parley(), AlignmentOptions::default());
        layout
    }
}

/// The properties that labels and fields have in common.
pub(super) fn properties(style: &TextStyle) -> [StyleProperty<'static, ()>; 5] {
    [
        StyleProperty::FontFamily(parley::style::FontFamily::named(FAMILY)),
        StyleProperty::FontSize(style.size),
        StyleProperty::FontWeight(style.weight.parley()),
        StyleProperty::LineHeight(LineHeight::Absolute(style.line_height)),
        StyleProperty::OverflowWrap(OverflowWrap::BreakWord),
    ]
}

impl CacheKey {
    fn new(style: &TextStyle, wrap: Option<f32>, text: &str) -> Self {
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

/// egui's own fonts: our regular face alone, so that metrics agree and nothing is fetched from the system.
fn font_definitions() -> FontDefinitions {
    let mut definitions = FontDefinitions::empty();
    definitions.font_data.insert(FAMILY.to_owned(), Arc::new(FontData::from_static(REGULAR)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        definitions.families.entry(family).or_default().push(FAMILY.to_owned());
    }
    definitions
}
