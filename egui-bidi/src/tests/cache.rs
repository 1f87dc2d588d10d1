//! The galley cache, the atlas, and the guard.

use egui::Color32;

use super::{SIZE, Stage};
use crate::guard::{laid_out_by_egui, laid_out_by_us};
use crate::{Direction, TextStyle, isolate, isolate_ltr};

const SENTENCE: &str = "تلتزم الجمعية باستقبال المستفيد بأدب واحترام والإجابة على استفساراته (نموذج رقم 4-ب).";

fn style() -> TextStyle {
    TextStyle::new(24.0, Direction::Rtl)
}

#[test]
fn a_still_screen_lays_nothing_out() {
    let mut stage = Stage::new();
    let text = stage.text.clone();
    let mut screen = |ui: &mut egui::Ui| {
        text.label(ui, &style(), Some(600.0), SENTENCE);
        text.label(ui, &style().semi_bold(), None, "العنوان");
    };
    for _ in 0..3 {
        stage.pass(&mut screen);
    }
    let before = stage.text.layouts_made();
    for _ in 0..10 {
        stage.pass(&mut screen);
    }
    assert_eq!(stage.text.layouts_made(), before);
}

#[test]
fn a_text_that_is_shown_no_more_is_forgotten() {
    let mut stage = Stage::new();
    let text = stage.text.clone();
    let mut shown = true;
    for pass in 0..8 {
        stage.pass(|ui| {
            text.label(ui, &style(), None, "باق");
            if shown {
                text.label(ui, &style(), None, "عابر");
            }
        });
        shown = pass == 6;
    }
    // the first passes laid out both; after its absence the second was laid out anew
    let made = stage.text.layouts_made();
    stage.pass(|ui| {
        text.label(ui, &style(), None, "باق");
    });
    assert_eq!(stage.text.layouts_made(), made);
    assert!(made >= 3, "{made}");
}

#[test]
fn text_stays_right_when_egui_throws_its_atlas_away() {
    let mut stage = Stage::new();
    let text = stage.text.clone();
    let mut screen = |ui: &mut egui::Ui| {
        text.label(ui, &style(), Some(600.0), SENTENCE);
    };
    stage.pass(&mut screen);
    let output = stage.pass(&mut screen);
    let before = stage.painter.paint(&stage.ctx, &output, SIZE, Color32::WHITE);
    let clears = stage.text.atlas_clears();
    let mut size = 40.0;
    while stage.text.atlas_clears() == clears {
        assert!(size < 700.0, "the atlas never filled");
        size += 20.0;
        stage.pass(|ui| {
            screen(ui);
            text.galley(ui.ctx(), &TextStyle { size, ..style() }, None, SENTENCE);
        });
    }
    stage.pass(&mut screen);
    let output = stage.pass(&mut screen);
    assert!(before == stage.painter.paint(&stage.ctx, &output, SIZE, Color32::WHITE));
}

#[test]
fn code_points_are_used_again_when_they_run_out() {
    let mut stage = Stage::with_glyph_capacity(80);
    let text = stage.text.clone();
    let screen = |ui: &mut egui::Ui, text: &crate::Text| {
        text.label(ui, &style(), Some(600.0), SENTENCE);
    };
    stage.pass(|ui| screen(ui, &text));
    let output = stage.pass(|ui| screen(ui, &text));
    let before = stage.painter.paint(&stage.ctx, &output, SIZE, Color32::WHITE);
    // far more glyphs than code points, and different ones under the same code points
    for size in 20..40_u8 {
        stage.pass(|ui| {
            text.label(ui, &TextStyle { size: f32::from(size), ..style() }, None, SENTENCE);
        });
    }
    stage.pass(|ui| screen(ui, &text));
    let output = stage.pass(|ui| screen(ui, &text));
    assert!(before == stage.painter.paint(&stage.ctx, &output, SIZE, Color32::WHITE));
}

#[test]
fn the_guard_finds_none_of_our_text() {
    let mut stage = Stage::new();
    let text = stage.text.clone();
    let output = stage.pass(|ui| {
        text.label(ui, &style(), None, "مرحبا");
        text.label(ui, &style(), None, "Welcome");
    });
    assert_eq!(laid_out_by_egui(&output.shapes), Vec::<String>::new());
    assert_eq!(laid_out_by_us(&output.shapes), ["مرحبا", "Welcome"]);
}

#[test]
fn the_guard_catches_a_stock_label_and_a_stock_field() {
    let mut stage = Stage::new();
    let mut screen = |ui: &mut egui::Ui| {
        ui.label("مرحبا");
        ui.text_edit_singleline(&mut "اسم".to_owned());
    };
    stage.pass(&mut screen);
    let output = stage.pass(&mut screen);
    assert_eq!(laid_out_by_egui(&output.shapes), ["مرحبا", "اسم"]);
}

#[test]
fn semi_bold_text_is_wider_than_regular() {
    let mut stage = Stage::new();
    let text = stage.text.clone();
    let mut widths = (0.0, 0.0);
    stage.pass(|ui| {
        widths = (
            text.galley(ui.ctx(), &style(), None, SENTENCE).size().x,
            text.galley(ui.ctx(), &style().semi_bold(), None, SENTENCE).size().x,
        );
    });
    assert!(widths.1 > widths.0, "{widths:?}");
}

#[test]
fn isolates_have_no_ink_and_no_width() {
    let mut stage = Stage::new();
    let text = stage.text.clone();
    let mut sizes = Vec::new();
    stage.pass(|ui| {
        for words in ["118".to_owned(), isolate_ltr("118"), isolate("118")] {
            let galley = text.galley(ui.ctx(), &style(), None, &words);
            sizes.push((galley.size(), galley.num_vertices));
        }
    });
    // the marks may draw one transparent texel each, nothing else
    assert!(sizes.iter().all(|(size, _)| *size == sizes[0].0), "{sizes:?}");
}
