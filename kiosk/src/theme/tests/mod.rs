//! Contrast of every palette, from its own values, in ours and in an association's colours.

use egui::Color32;

use super::*;

/// Colours that no designer would choose for words, and some that one would.
const HOSTILE: [u32; 10] =
    [0xFFFF00, 0xFFFFFF, 0x000000, 0x808080, 0xFF00FF, 0x00FF00, 0x0000FF, 0xFFF8E7, 0x0B0B0B, 0x0D4F3C];

fn brands() -> Vec<Option<Brand>> {
    let color = |hex: u32| {
        let [_, r, g, b] = hex.to_be_bytes();
        Color32::from_rgb(r, g, b)
    };
    let hostile = HOSTILE.map(|hex| Some(Brand { primary: color(hex), accent: None }));
    std::iter::once(None).chain(hostile).collect()
}

fn each(mut check: impl FnMut(&Appearance, &Palette)) {
    for brand in brands() {
        for appearance in Appearance::all_palettes(brand) {
            check(&appearance, &Palette::new(&appearance));
        }
    }
}

/// What of a palette is too faint: (colour, ground, ratio).
fn faint(pairs: Vec<(Color32, Color32)>, least: f32) -> Vec<(Color32, Color32, f32)> {
    let ratios = pairs.into_iter().map(|(a, b)| (a, b, contrast(a, b)));
    ratios.filter(|(.., ratio)| *ratio < least).collect()
}

#[test]
fn every_text_stands_out_from_its_ground_in_every_palette_and_in_any_associations_colours() {
    each(|appearance, palette| {
        let faint = faint(palette.text_pairs(), Palette::text_ratio(appearance.contrast));
        assert!(faint.is_empty(), "{appearance:?}: {faint:?}");
    });
}

#[test]
fn borders_faces_and_the_focus_ring_stand_out_in_every_palette_and_in_any_associations_colours() {
    each(|appearance, palette| {
        let faint = faint(palette.mark_pairs(), Palette::mark_ratio(appearance.contrast));
        assert!(faint.is_empty(), "{appearance:?}: {faint:?}");
    });
}

#[test]
fn a_pressed_and_a_chosen_part_differ_from_others_in_any_associations_colours() {
    each(|appearance, palette| {
        let ratio = contrast(palette.primary, palette.primary_pressed);
        assert!(ratio >= 1.2, "{appearance:?}: {ratio:.2}");
        assert_ne!(palette.selected, palette.surface, "{appearance:?}");
    });
}

#[test]
fn a_faint_ink_would_be_found() {
    let palette =
        Palette { ink_soft: Color32::from_rgb(0x7A, 0x83, 0x7E), ..Palette::new(&Appearance::default()) };
    assert!(!faint(palette.text_pairs(), 7.0).is_empty());
}

#[test]
fn a_readable_colour_of_the_association_is_taken_as_it_is() {
    let navy = Color32::from_rgb(0x12, 0x2B, 0x63);
    let brand = Some(Brand { primary: navy, accent: None });
    assert_eq!(Palette::new(&Appearance { brand, ..Appearance::default() }).primary, navy);
}

#[test]
fn large_text_is_half_as_large_again_and_touch_targets_stay() {
    let points = egui::vec2(1920.0, 1080.0);
    let of = |text| {
        Sizes::new(
            &Screen::new(points, DEFAULT_DIAGONAL_INCHES),
            &Appearance { text, ..Appearance::default() },
        )
    };
    let (normal, large) = (of(TextSize::Normal), of(TextSize::Large));
    for (small, big) in [
        (normal.text_display, large.text_display),
        (normal.text_title, large.text_title),
        (normal.text_heading, large.text_heading),
        (normal.text_body, large.text_body),
        (normal.text_button, large.text_button),
        (normal.text_small, large.text_small),
    ] {
        assert!((big / small - 1.5).abs() < 0.03, "{small} {big}");
    }
    assert_eq!(normal.touch, large.touch);
}

#[test]
fn borders_are_twice_as_thick_in_high_contrast() {
    let points = egui::vec2(1920.0, 1080.0);
    let of = |contrast| {
        Sizes::new(
            &Screen::new(points, DEFAULT_DIAGONAL_INCHES),
            &Appearance { contrast, ..Appearance::default() },
        )
    };
    assert_eq!(of(Contrast::High).border, 2.0 * of(Contrast::Normal).border);
}
