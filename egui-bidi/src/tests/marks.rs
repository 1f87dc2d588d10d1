//! Where parts of a text stand.

use std::ops::Range;
use std::sync::Arc;

use egui::Rect;

use super::Stage;
use crate::{Direction, TextStyle};

const ARABIC: &str = "طلب دعم 12/05/2026 مستفيد";

fn marks(stage: &mut Stage, style: &TextStyle, wrap: Option<f32>, text: &str, part: &str) -> Arc<[Rect]> {
    let start = text.find(part).unwrap();
    let bytes: Range<usize> = start..start + part.len();
    let mut found: Arc<[Rect]> = Arc::from([]);
    let handle = stage.text.clone();
    stage.pass(|ui| found = handle.marks(ui.ctx(), style, wrap, text, std::slice::from_ref(&bytes)));
    found
}

#[test]
fn words_stand_in_reading_order_and_within_their_galley() {
    let (mut stage, style) = (Stage::new(), TextStyle::new(24.0, Direction::Rtl));
    let [first, date, last] =
        ["طلب", "12/05/2026", "مستفيد"].map(|part| marks(&mut stage, &style, Some(400.0), ARABIC, part)[0]);
    assert!(first.right() <= 400.5 && first.left() >= date.right() && date.left() >= last.right());
    assert!(date.width() > 60.0 && date.height() <= style.line_height + 0.5);
}

#[test]
fn a_part_that_wraps_stands_on_several_lines() {
    let (mut stage, style) = (Stage::new(), TextStyle::new(24.0, Direction::Rtl));
    let lines = marks(&mut stage, &style, Some(120.0), ARABIC, ARABIC);
    let mut tops: Vec<i32> = lines.iter().map(|place| place.top() as i32).collect();
    tops.dedup();
    assert!(tops.len() >= 2, "{lines:?}");
}

#[test]
fn a_still_screen_looks_for_no_place_again() {
    let (mut stage, style) = (Stage::new(), TextStyle::new(24.0, Direction::Rtl));
    marks(&mut stage, &style, None, ARABIC, "دعم");
    let made = stage.text.layouts_made();
    marks(&mut stage, &style, None, ARABIC, "دعم");
    assert_eq!(stage.text.layouts_made(), made);
}

#[test]
fn parts_beyond_the_text_take_no_place() {
    let mut stage = Stage::new();
    let (handle, style) = (stage.text.clone(), TextStyle::new(24.0, Direction::Ltr));
    stage.pass(|ui| assert!(handle.marks(ui.ctx(), &style, None, "abc", &[1..9, 3..3]).is_empty()));
}

#[test]
fn a_number_and_what_it_counts_stand_on_one_line_at_any_width() {
    let mut stage = Stage::new();
    for (text, direction, pair, apart) in [
        (
            "سنمسح ما أدخلتموه بعد \u{2068}15\u{2069} ثانية.",
            Direction::Rtl,
            ["15", "ثانية"],
            ["أدخلتموه", "بعد"],
        ),
        ("الموافق 12 جمادى الآخرة 1448 هـ", Direction::Rtl, ["1448", "هـ"], ["جمادى", "الآخرة"]),
        ("This page closes in 15 seconds.", Direction::Ltr, ["15", "seconds"], ["page", "closes"]),
    ] {
        let style = TextStyle::new(24.0, direction);
        let mut are_together = |parts: [&str; 2], width: f32| {
            let [first, second] =
                parts.map(|part| marks(&mut stage, &style, Some(width), text, part)[0].top());
            first == second
        };
        let widths = || (130_u16..600).step_by(5).map(f32::from);
        assert!(widths().all(|width| are_together(pair, width)), "{text}");
        assert!(!widths().all(|width| are_together(apart, width)), "{text}: other words part");
    }
}
