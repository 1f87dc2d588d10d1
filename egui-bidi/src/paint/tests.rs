//! The painter: edges that meet, blending, textures, determinism.

use egui::epaint::Mesh;
use egui::{Color32, Context, Rect, Stroke, TextureId, pos2, vec2};

use super::OffscreenPainter;
use super::raster::Canvas;
use super::shade::Texture;

fn white() -> Texture {
    Texture { width: 1, height: 1, pixels: vec![Color32::WHITE] }
}

#[test]
fn the_two_triangles_of_a_rectangle_neither_overlap_nor_leave_a_gap() {
    let half = Color32::from_rgba_premultiplied(100, 0, 0, 128);
    for offset in [0.0, 0.3, 0.5, 0.77] {
        let mut canvas = Canvas::new(40, 40, Color32::BLACK);
        let mut mesh = Mesh::with_texture(TextureId::default());
        mesh.add_colored_rect(Rect::from_min_max(pos2(3.0 + offset, 5.0), pos2(31.0 + offset, 22.0)), half);
        let clip = canvas.clip(Rect::EVERYTHING, 1.0);
        canvas.mesh(&mesh, &white(), clip, 1.0);
        let painted = canvas.pixels.iter().filter(|pixel| **pixel != Color32::BLACK).count();
        assert_eq!(painted, 28 * 17, "offset {offset}");
        assert!(canvas.pixels.iter().all(|pixel| pixel.r() == 0 || pixel.r() == 100), "offset {offset}");
    }
}

#[test]
fn a_fan_of_triangles_paints_every_pixel_once() {
    let half = Color32::from_rgba_premultiplied(100, 0, 0, 128);
    for shift in 0..8_u8 {
        let center = pos2(300.3 + f32::from(shift) * 0.173, 200.7);
        let mut mesh = Mesh::with_texture(TextureId::default());
        mesh.colored_vertex(center, half);
        for corner in 0..64_u32 {
            let angle = corner as f32 * std::f32::consts::TAU / 64.0;
            mesh.colored_vertex(center + vec2(angle.cos(), angle.sin()) * 180.0, half);
            mesh.add_triangle(0, corner + 1, (corner + 1) % 64 + 1);
        }
        let mut canvas = Canvas::new(640, 400, Color32::BLACK);
        let clip = canvas.clip(Rect::EVERYTHING, 1.0);
        canvas.mesh(&mesh, &white(), clip, 1.0);
        for row in canvas.pixels.chunks(640) {
            let painted: Vec<usize> = (0..640).filter(|x| row[*x] != Color32::BLACK).collect();
            assert!(painted.iter().all(|x| row[*x].r() == 100), "painted twice");
            assert!(painted.windows(2).all(|pair| pair[1] == pair[0] + 1), "a gap");
        }
    }
}

#[test]
fn nothing_is_painted_outside_the_clip_rectangle() {
    let mut canvas = Canvas::new(20, 20, Color32::BLACK);
    let mut mesh = Mesh::with_texture(TextureId::default());
    mesh.add_colored_rect(Rect::from_min_max(pos2(-50.0, -50.0), pos2(50.0, 50.0)), Color32::WHITE);
    let clip = canvas.clip(Rect::from_min_max(pos2(4.0, 6.0), pos2(9.0, 8.0)), 1.0);
    canvas.mesh(&mesh, &white(), clip, 1.0);
    assert_eq!(canvas.pixels.iter().filter(|pixel| **pixel == Color32::WHITE).count(), 5 * 2);
}

#[test]
fn the_same_shapes_give_the_same_bytes() {
    let picture = || {
        OffscreenPainter::new().render_to_image(&Context::default(), vec2(200.0, 100.0), 1.5, 2, |ui| {
            ui.painter().circle(
                pos2(60.0, 50.0),
                31.7,
                Color32::from_rgb(10, 120, 80),
                Stroke::new(2.5, Color32::RED),
            );
        })
    };
    let (first, second) = (picture(), picture());
    assert_eq!((first.width(), first.height()), (300, 150));
    assert!(first.pixels().any(|pixel| pixel.0 == [10, 120, 80, 255]), "the middle is the fill's colour");
    assert!(first == second);
}
