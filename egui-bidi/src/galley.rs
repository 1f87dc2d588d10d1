//! From a parley layout to an egui galley. Keeps nothing: caching is `engine`'s.

use std::sync::{Arc, Mutex, PoisonError};

use egui::epaint::Mesh;
use egui::epaint::text::{FontsView, LayoutJob, Row, TextFormat};
use egui::{Color32, FontId, Galley, Pos2, Rect, Vec2, pos2, vec2};
use parley::Layout;
use parley::layout::BreakReason;

use super::glyphs::{GlyphKey, Glyphs};
use super::places::placed_glyphs;
use super::style::TextAlign;

/// What a galley needs besides the layout.
pub(super) struct GalleySpec<'a> {
    /// The words in logical order, kept in the galley for whoever asks for its text.
    pub(super) text: &'a str,
    pub(super) color: Color32,
    pub(super) line_height: f32,
    /// Width of the galley in points; `None`: as wide as its longest line.
    pub(super) width: Option<f32>,
    pub(super) pixels_per_point: f32,
    pub(super) align: TextAlign,
}

/// Where one bitmap goes: its line, and its origin in whole pixels.
struct Place {
    line: usize,
    origin_px: Pos2,
}

/// Turns `layout` into a galley whose rows hold our meshes and no glyph list.
pub(super) fn galley_of(
    view: &mut FontsView<'_>,
    glyphs: &Mutex<Glyphs>,
    layout: &Layout<()>,
    spec: &GalleySpec<'_>,
) -> Arc<Galley> {
    let (codes, places, font_size) = encode(glyphs, layout, spec);
    let mut job =
        LayoutJob::simple(codes, FontId::proportional(font_size), Color32::PLACEHOLDER, f32::INFINITY);
    job.break_on_newline = false;
    let bitmaps = view.layout_job(job);

    let mut galley = empty_rows(view, layout.len().max(1), spec.line_height);
    let mut meshes: Vec<Mesh> = galley.rows.iter().map(|_| Mesh::default()).collect();
    let glyph_list = bitmaps.rows.first().map(|row| row.glyphs.as_slice()).unwrap_or_default();
    for (glyph, place) in glyph_list.iter().zip(&places) {
        let uv = glyph.uv_rect;
        let (Some(row), Some(mesh)) = (galley.rows.get(place.line), meshes.get_mut(place.line)) else {
            continue;
        };
        if uv.is_nothing() {
            continue;
        }
        let origin = place.origin_px / spec.pixels_per_point;
        let min = pos2(origin.x, origin.y - row.pos.y) + uv.offset;
        let texels = Rect::from_min_max(
            pos2(f32::from(uv.min[0]), f32::from(uv.min[1])),
            pos2(f32::from(uv.max[0]), f32::from(uv.max[1])),
        );
        mesh.add_rect_with_uv(Rect::from_min_size(min, uv.size), texels, spec.color);
    }
    fill_rows(&mut galley, meshes, spec.width.unwrap_or(layout.width() / spec.pixels_per_point));
    // egui shortens no text of ours; the mark tells `guard` of a word that is cut because no line was wide enough for it
    galley.elided = layout.lines().any(|line| line.break_reason() == BreakReason::Emergency);
    galley.job = Arc::new(LayoutJob::single_section(
        spec.text.to_owned(),
        TextFormat {
            font_id: FontId::proportional(spec.line_height),
            color: spec.color,
            ..Default::default()
        },
    ));
    Arc::new(galley)
}

/// Gives every glyph of `layout` its code point, in visual order.
fn encode(glyphs: &Mutex<Glyphs>, layout: &Layout<()>, spec: &GalleySpec<'_>) -> (String, Vec<Place>, f32) {
    let wanted: Vec<_> = placed_glyphs(layout, spec.text, spec.align)
        .into_iter()
        .map(|glyph| {
            let (key, x_px) = GlyphKey::at(&glyph.font, glyph.id, glyph.size_px, glyph.origin_px.x);
            let place = Place { line: glyph.line, origin_px: pos2(x_px, glyph.origin_px.y.round()) };
            (glyph.font, key, place)
        })
        .collect();
    let mut glyphs = glyphs.lock().unwrap_or_else(PoisonError::into_inner);
    glyphs.make_room(wanted.len());
    let (mut codes, mut places) = (String::new(), Vec::with_capacity(wanted.len()));
    for (font, key, place) in wanted {
        if let Some(code) = glyphs.char_for(&font, key) {
            codes.push(code);
            places.push(place);
        }
    }
    (codes, places, glyphs.font_size())
}

/// Lets egui make a galley of `count` blank rows: a galley cannot be built from outside, only changed.
fn empty_rows(view: &mut FontsView<'_>, count: usize, line_height: f32) -> Galley {
    let mut job = LayoutJob::simple(
        vec![" "; count].join("\n"),
        FontId::proportional(8.0),
        Color32::PLACEHOLDER,
        f32::INFINITY,
    );
    for section in &mut job.sections {
        section.format.line_height = Some(line_height);
    }
    (*view.layout_job(job)).clone()
}

fn fill_rows(galley: &mut Galley, meshes: Vec<Mesh>, width: f32) {
    galley.rect = Rect::from_min_size(Pos2::ZERO, vec2(width, 0.0));
    galley.mesh_bounds = Rect::NOTHING;
    (galley.num_vertices, galley.num_indices) = (0, 0);
    for (placed, mesh) in galley.rows.iter_mut().zip(meshes) {
        placed.pos.x = 0.0;
        let row: &mut Row = Arc::make_mut(&mut placed.row);
        row.glyphs.clear();
        row.size = Vec2::new(width, row.size.y);
        row.visuals.mesh_bounds = mesh.calc_bounds();
        row.visuals.glyph_index_start = 0;
        row.visuals.glyph_vertex_range = 0..mesh.vertices.len();
        galley.num_vertices += mesh.vertices.len();
        galley.num_indices += mesh.indices.len();
        row.visuals.mesh = mesh;
        galley.mesh_bounds |= row.visuals.mesh_bounds.translate(placed.pos.to_vec2());
        galley.rect |= Rect::from_min_size(placed.pos, row.size);
    }
}
