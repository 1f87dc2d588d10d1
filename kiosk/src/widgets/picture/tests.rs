//! Every picture is known by its code, stays in its place, and differs from the others.

use egui::{Color32, Context, Pos2, Rect, vec2};
use image::RgbaImage;

use super::*;
use crate::paint::OffscreenPainter;

const SIDE: f32 = 48.0;

fn painted(one: Picture) -> RgbaImage {
    let size = vec2(SIDE * 3.0, SIDE * 3.0);
    let place = Rect::from_min_size(Pos2::new(SIDE, SIDE), vec2(SIDE, SIDE));
    OffscreenPainter::new().render_to_image(&Context::default(), size, 1.0, 1, |ui| {
        ui.painter().rect_filled(Rect::from_min_size(Pos2::ZERO, size), 0.0, Color32::WHITE);
        picture(ui.painter(), place, one, Color32::BLACK);
    })
}

fn dark(image: &RgbaImage) -> Vec<(u32, u32)> {
    image.enumerate_pixels().filter(|(.., pixel)| pixel.0[0] < 128).map(|(x, y, _)| (x, y)).collect()
}

#[test]
fn every_picture_is_found_by_its_code_and_no_other_is() {
    for one in Picture::ALL {
        assert_eq!(Picture::from_code(one.code()), Some(*one));
    }
    assert_eq!(Picture::from_code("unicorn"), None);
}

#[test]
fn head_office_knows_every_picture_and_so_does_whoever_reads_of_the_catalog() {
    let codes: Vec<&str> = Picture::ALL.iter().map(|one| one.code()).collect();
    assert_eq!(shared::domain::PICTURES.to_vec(), codes);
    let read = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/catalog.md")).unwrap();
    let (_, list) = read.split_once("\n## Pictures\n").expect("the list has a heading");
    let list = list.split("\n## ").next().unwrap();
    let mut listed: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
    let mut codes = codes;
    listed.sort_unstable();
    codes.sort_unstable();
    assert_eq!(listed, codes);
}

#[test]
fn every_picture_fills_its_place_and_stays_in_it() {
    for one in Picture::ALL {
        let dark = dark(&painted(*one));
        let within = |at: u32| (SIDE as u32..2 * SIDE as u32).contains(&at);
        assert!(dark.iter().all(|(x, y)| within(*x) && within(*y)), "{one:?} leaves its place");
        let extent = |pick: fn(&(u32, u32)) -> u32| {
            dark.iter().map(pick).max().unwrap() - dark.iter().map(pick).min().unwrap()
        };
        let larger = extent(|(x, _)| *x).max(extent(|(_, y)| *y));
        assert!(larger >= 34, "{one:?} is small: {larger}");
        assert!((200..1_000).contains(&dark.len()), "{one:?} is too faint or too heavy: {}", dark.len());
    }
}

#[test]
fn no_two_pictures_look_alike_at_48_points() {
    let all: Vec<RgbaImage> = Picture::ALL.iter().map(|one| painted(*one)).collect();
    for (index, first) in all.iter().enumerate() {
        for (other, second) in all.iter().enumerate().skip(index + 1) {
            let differing =
                first.pixels().zip(second.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 96).count();
            assert!(differing > 60, "{:?} {:?}: {differing}", Picture::ALL[index], Picture::ALL[other]);
        }
    }
}
