//! The contrast of every word on every screen with what it stands on, measured from what is painted, in every palette.

use egui::epaint::{ClippedShape, RectShape};
use egui::{Color32, Pos2, Shape, vec2};
use kiosk::gallery::{PICTURE_SIZE, SCENES, Stage};
use kiosk::theme::{Appearance, Brand, Palette, contrast};
use shared::locale::Language;

/// A word that is painted, and what lies beneath its middle.
struct Painted {
    words: String,
    ink: Color32,
    ground: Color32,
}

/// Every piece of text among `shapes`, each with the ground beneath it.
fn painted(shapes: &[ClippedShape], window: Color32) -> Vec<Painted> {
    let mut grounds: Vec<RectShape> = Vec::new();
    let mut found = Vec::new();
    for clipped in shapes {
        collect(&clipped.shape, clipped.clip_rect, window, &mut grounds, &mut found);
    }
    found
}

fn collect(
    shape: &Shape,
    clip: egui::Rect,
    window: Color32,
    grounds: &mut Vec<RectShape>,
    found: &mut Vec<Painted>,
) {
    match shape {
        Shape::Vec(shapes) => {
            shapes.iter().for_each(|shape| collect(shape, clip, window, grounds, found));
        }
        Shape::Rect(rect) if rect.fill != Color32::TRANSPARENT => grounds.push(rect.clone()),
        Shape::Text(text) if !text.galley.text().trim().is_empty() => {
            let middle = text.pos + text.galley.size() / 2.0;
            let format = text.galley.job.sections.first().map(|section| section.format.color);
            let ink = format.filter(|color| *color != Color32::PLACEHOLDER).unwrap_or(text.fallback_color);
            if clip.contains(middle) {
                let ground = ground_at(grounds, middle, window);
                found.push(Painted { words: text.galley.text().to_owned(), ink, ground });
            }
        }
        _ => {}
    }
}

/// What lies at `place`: the fills that cover it, each over the one before.
fn ground_at(grounds: &[RectShape], place: Pos2, window: Color32) -> Color32 {
    let covering = grounds.iter().filter(|rect| rect.rect.contains(place));
    covering.fold(window, |beneath, rect| beneath.blend(rect.fill))
}

/// Words of every scene that stand out less than they must.
fn faint(appearance: Appearance, language: Language) -> Vec<String> {
    let least = Palette::text_ratio(appearance.contrast);
    let window = Palette::new(&appearance).ground;
    let mut faint = Vec::new();
    for scene in SCENES {
        let mut stage = Stage::with_appearance(language, PICTURE_SIZE, appearance);
        scene.play(&mut stage);
        stage.show();
        let found = painted(&stage.show().shapes, window);
        assert!(found.len() > 4, "{scene:?}");
        for Painted { words, ink, ground } in found {
            let ratio = contrast(ink, ground);
            if ratio < least {
                faint.push(format!("{scene:?}: {words}: {ink:?} on {ground:?} {ratio:.2}"));
            }
        }
    }
    faint
}

#[test]
fn every_word_of_every_screen_stands_out_in_every_palette() {
    for appearance in Appearance::all_palettes(None) {
        let faint = faint(appearance, Language::Arabic);
        assert!(faint.is_empty(), "{appearance:?}\n{}", faint.join("\n"));
    }
}

#[test]
fn every_word_of_every_screen_stands_out_in_an_associations_yellow() {
    let brand = Brand { primary: Color32::from_rgb(0xFF, 0xE1, 0x00), accent: None };
    for appearance in Appearance::all_palettes(Some(brand)) {
        let faint = faint(appearance, Language::English);
        assert!(faint.is_empty(), "{appearance:?}\n{}", faint.join("\n"));
    }
}

#[test]
fn a_word_that_does_not_stand_out_would_be_found() {
    let ctx = egui::Context::default();
    let look = kiosk::theme::Look::new(
        &ctx,
        &kiosk::theme::Screen::new(PICTURE_SIZE, 24.0),
        kiosk::text::Direction::Rtl,
        &Appearance::default(),
    );
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(400.0, 200.0))),
        ..Default::default()
    };
    let mut output = ctx.run_ui(input, |ui| {
        look.label_colored(ui, kiosk::theme::TextKind::Body, look.palette.border, "باهت");
    });
    output.textures_delta.clear();
    let found = painted(&output.shapes, look.palette.ground);
    assert!(found.iter().any(|painted| contrast(painted.ink, painted.ground) < 7.0));
}
