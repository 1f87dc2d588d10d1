//! Our text beside a browser's: see tests/reference/README.md.

use egui::{Color32, pos2};
use image::RgbaImage;

use super::{SIZE, Stage, lines};
use crate::TextStyle;

const LINE_HEIGHT: f32 = 40.0;
const WIDTH: f32 = 860.0;
const ORIGIN: (f32, f32) = (20.0, 10.0);
const WANTED: f64 = 0.99;

#[test]
fn every_reference_line_looks_as_in_a_browser() {
    compare(include_bytes!("../../tests/reference/arabic.png"), 1.0);
}

#[test]
fn every_reference_line_looks_as_in_a_browser_at_one_and_a_half_pixels_a_point() {
    compare(include_bytes!("../../tests/reference/arabic-150.png"), 1.5);
}

fn compare(picture: &[u8], pixels_per_point: f32) {
    let browser = image::load_from_memory(picture).unwrap().to_rgba8();
    let (ours, bands) = paint_all(pixels_per_point);
    for (id, top, bottom) in bands {
        let share = coverage(&browser, &ours, top, bottom);
        assert!(share >= WANTED, "{id}: {share:.4} of the dark pixels agree");
    }
}

#[test]
fn the_comparison_notices_a_line_that_is_shifted() {
    let (ours, bands) = paint_all(1.0);
    let mut shifted = RgbaImage::from_pixel(ours.width(), ours.height(), image::Rgba([255; 4]));
    image::imageops::overlay(&mut shifted, &ours, 4, 0);
    let (_, top, bottom) = bands[0];
    assert!(coverage(&shifted, &ours, top, bottom) < 0.8);
}

/// Paints all lines below each other: the picture, and (id, top, bottom) of each in pixels.
fn paint_all(pixels_per_point: f32) -> (RgbaImage, Vec<(String, u32, u32)>) {
    let mut stage = Stage::new();
    let text = stage.text.clone();
    let mut bands = Vec::new();
    let mut output = None;
    for _ in 0..2 {
        bands.clear();
        output = Some(stage.painter.run(&stage.ctx, SIZE, pixels_per_point, Vec::new(), |ui| {
            let mut top = ORIGIN.1;
            for line in lines() {
                let style = TextStyle::new(24.0, line.direction()).line_height(LINE_HEIGHT);
                let galley = text.galley(ui.ctx(), &style, Some(WIDTH), &line.t);
                let bottom = top + galley.size().y;
                ui.painter().galley(pos2(ORIGIN.0, top), galley, Color32::BLACK);
                let px = |points: f32| (points * pixels_per_point) as u32;
                bands.push((line.id, px(top), px(bottom)));
                top = bottom;
            }
        }));
    }
    (stage.painter.paint(&stage.ctx, &output.unwrap(), SIZE, Color32::WHITE), bands)
}

/// The share of the dark pixels of either picture that have a dark pixel of the other within one pixel.
fn coverage(a: &RgbaImage, b: &RgbaImage, top: u32, bottom: u32) -> f64 {
    let dark = |image: &RgbaImage, x: u32, y: u32| image.get_pixel(x, y).0[0] < 128;
    let near = |image: &RgbaImage, x: u32, y: u32| {
        (y.max(top + 1) - 1..=(y + 1).min(bottom - 1))
            .any(|y| (x.max(1) - 1..=(x + 1).min(image.width() - 1)).any(|x| dark(image, x, y)))
    };
    let (mut all, mut matched) = (0_u32, 0_u32);
    for y in top..bottom {
        for x in 0..a.width() {
            for (one, other) in [(a, b), (b, a)] {
                if dark(one, x, y) {
                    all += 1;
                    matched += u32::from(near(other, x, y));
                }
            }
        }
    }
    assert!(all > 0, "nothing was painted");
    f64::from(matched) / f64::from(all)
}
