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
