//! The [`Text`] handle that screens hold. Paints nothing but plain labels.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::epaint::text::{FontPriority, GlyphRasterizer, GlyphRasterizerRequest};
use egui::{Context, Galley, Rect, Response, Role, Sense, Ui, WidgetInfo};
use parley::Layout;

use super::engine::Engine;
use super::fonts::Fonts;
use super::galley::{GalleySpec, galley_of};
use super::glyphs::{Glyphs, PLANE_CAPACITY};
use super::style::TextStyle;

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

impl Text {
    /// Installs the layer and its fonts in `ctx`, once; a second call returns the first one's handle.
    ///
    /// Best called before the first pass: where text was already laid out in the running pass, the fonts
    /// become active at the start of the next.
    pub fn install(ctx: &Context, fonts: &Fonts) -> Self {
        Self::install_with_capacity(ctx, fonts, PLANE_CAPACITY)
    }

    pub(super) fn install_with_capacity(ctx: &Context, fonts: &Fonts, capacity: usize) -> Self {
        let id = egui::Id::unique("egui_bidi text layer");
        if let Some(installed) = ctx.data(|data| data.get_temp::<Self>(id)) {
            return installed;
        }
        let glyphs = Arc::new(Mutex::new(Glyphs::new(capacity)));
        let for_rasterizer = Arc::clone(&glyphs);
        let rasterize = move |request: &GlyphRasterizerRequest<'_>| {
            let c = request.cluster.chars().next()?;
            for_rasterizer.lock().unwrap_or_else(PoisonError::into_inner).rasterize(c)
        };
        ctx.set_fonts(fonts.definitions());
        ctx.add_glyph_rasterizer(
            GlyphRasterizer::new("egui_bidi::glyphs", rasterize).with_priority(FontPriority::Highest),
        );
        let text = Self(Arc::new(Shared { engine: Mutex::new(Engine::new(fonts)), glyphs }));
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
        engine.galley(ctx, &self.0.glyphs, style, wrap, text)
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
        self.engine().marks(ctx.cumulative_pass_nr(), style, wrap, text, parts)
    }

    /// Drops every layout that is kept, with its text: nothing of what was shown stays here.
    pub fn forget(&self) {
        self.engine().forget();
    }

    /// Tells whether a layout is kept whose text holds `part`.
    pub fn keeps(&self, part: &str) -> bool {
        self.engine().keeps(part)
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
