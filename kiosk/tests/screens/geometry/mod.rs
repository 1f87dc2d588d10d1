//! Every screen in both languages, in normal and large text, on three screens: no word is cut off, none stands out of
//! its box, none lies on another. Words are measured and not painted, so the themes matter little; each is walked once.

mod faults;

use egui::accesskit::{NodeId, Role};
use egui::{Color32, FullOutput, Rect, Ui, Vec2, pos2, vec2};
use kiosk::config::{AppearanceSettings, ContrastSetting, TextSetting, ThemeSetting};
use kiosk::gallery::{PICTURE_SIZE, SCENES, Stage};
use kiosk::paint::OffscreenPainter;
use kiosk::text::Direction;
use kiosk::theme::{Appearance, DEFAULT_DIAGONAL_INCHES, Look, TextKind};
use kiosk::widgets::{TouchButton, scroll};
use kiosk::words::messages;
use shared::locale::Language;

use self::faults::faults;

/// Passes that a screen takes to settle: one to lay out, one for what that says of the room.
const SETTLING: usize = 2;

fn each_screen(size: Vec2, appearances: &[AppearanceSettings]) {
    let mut found = Vec::new();
    for appearance in appearances {
        for scene in SCENES {
            let mut stage = Stage::with_settings(appearance.clone(), size);
            stage.enable_accesskit();
            scene.play(&mut stage);
            stage.pass(SETTLING);
            let output = stage.show();
            let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
            let scrolled = paged_views(&output, appearance.language);
            for fault in faults(&output.shapes, screen, &scrolled) {
                let (language, text) = (appearance.language.code(), appearance.text);
                let simple = if appearance.simple_words { " simple" } else { "" };
                found.push(format!("{} {language} {text:?}{simple} {size:?}: {fault}", scene.name()));
            }
        }
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

/// The views of this screen that have buttons to page through them.
fn paged_views(output: &FullOutput, language: Language) -> Vec<Rect> {
    let Some(tree) = &output.platform_output.accesskit_update else { return Vec::new() };
    let down = messages(language).text("common-scroll-down");
    let buttons = tree.nodes.iter().filter(|(_, node)| node.label() == Some(&*down)).count();
    let views: Vec<Rect> = tree.nodes.iter().filter_map(view_of).collect();
    if buttons == 0 { Vec::new() } else { views }
}

fn view_of((_, node): &(NodeId, egui::accesskit::Node)) -> Option<Rect> {
    let overflows = node.scroll_y_max().is_some_and(|most| most > 1.0);
    let bounds = node.bounds().filter(|_| node.role() == Role::ScrollView && overflows)?;
    Some(Rect::from_min_max(
        pos2(bounds.x0 as f32, bounds.y0 as f32),
        pos2(bounds.x1 as f32, bounds.y1 as f32),
    ))
}

fn texts_and_languages(settings: &AppearanceSettings) -> Vec<AppearanceSettings> {
    let mut all = Vec::new();
    for language in Language::ALL {
        for text in [TextSetting::Normal, TextSetting::Large] {
            all.push(AppearanceSettings { language, text, ..settings.clone() });
        }
    }
    all
}

#[test]
fn no_word_is_cut_or_covered_on_a_small_screen() {
    each_screen(PICTURE_SIZE, &texts_and_languages(&AppearanceSettings::default()));
}

#[test]
fn no_word_is_cut_or_covered_on_the_usual_screen() {
    each_screen(vec2(1920.0, 1080.0), &texts_and_languages(&AppearanceSettings::default()));
}

#[test]
fn no_word_is_cut_or_covered_on_an_upright_screen() {
    each_screen(vec2(1080.0, 1920.0), &texts_and_languages(&AppearanceSettings::default()));
}

#[test]
fn no_word_is_cut_or_covered_in_simple_words_and_high_contrast() {
    let settings = AppearanceSettings {
        theme: ThemeSetting::Dark,
        contrast: ContrastSetting::High,
        simple_words: true,
        ..AppearanceSettings::default()
    };
    each_screen(PICTURE_SIZE, &texts_and_languages(&settings));
}

/// The faults of a page of one's own.
fn planted(paint: impl Fn(&mut Ui, &Look)) -> Vec<String> {
    let ctx = egui::Context::default();
    let size = vec2(1920.0, 1080.0);
    let look = Look::new(&ctx, size, DEFAULT_DIAGONAL_INCHES, Direction::Ltr, &Appearance::default());
    look.apply(&ctx);
    let mut painter = OffscreenPainter::new();
    let mut output = None;
    for _ in 0..=SETTLING {
        output = Some(painter.run(&ctx, size, 1.0, Vec::new(), |ui| paint(ui, &look)));
    }
    faults(&output.unwrap().shapes, Rect::from_min_size(egui::Pos2::ZERO, size), &[])
}

fn label_at(ui: &mut Ui, look: &Look, at: egui::Pos2, words: &str) {
    let style = look.style(TextKind::Body);
    let galley = look.text.galley(ui.ctx(), &style, None, words);
    ui.painter().galley(at, galley, Color32::BLACK);
}

#[test]
fn a_label_that_is_too_wide_for_its_box_is_found() {
    let found = planted(|ui, look| {
        let rect = Rect::from_min_size(pos2(20.0, 20.0), vec2(80.0, 40.0));
        ui.painter().rect_filled(rect, 0.0, Color32::WHITE);
        let galley = look.text.galley(ui.ctx(), &look.style(TextKind::Body), None, "a label far too wide");
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, Color32::BLACK);
    });
    assert!(found.iter().any(|fault| fault.contains("stands out of its box")), "{found:?}");
}

#[test]
fn two_labels_on_one_spot_are_found() {
    let found = planted(|ui, look| {
        label_at(ui, look, pos2(20.0, 20.0), "the first label");
        label_at(ui, look, pos2(40.0, 24.0), "the second label");
    });
    assert!(found.iter().any(|fault| fault.contains("lies on")), "{found:?}");
}

#[test]
fn a_label_off_the_screen_or_cut_by_its_parent_is_found() {
    let off = planted(|ui, look| label_at(ui, look, pos2(1800.0, 20.0), "half of this is outside"));
    assert!(off.iter().any(|fault| fault.contains("cut off") || fault.contains("off the screen")), "{off:?}");
    let cut = planted(|ui, look| {
        ui.set_clip_rect(Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 20.0)));
        label_at(ui, look, pos2(20.0, 8.0), "the lower half is cut");
    });
    assert!(cut.iter().any(|fault| fault.contains("cut off")), "{cut:?}");
}

#[test]
fn a_word_cut_in_two_and_a_box_over_words_are_found() {
    let cut = planted(|ui, look| {
        TouchButton::primary("Unbreakable").width(60.0).show(ui, look);
    });
    assert!(cut.iter().any(|fault| fault.contains("cut in two")), "{cut:?}");
    let covered = planted(|ui, look| {
        label_at(ui, look, pos2(20.0, 20.0), "covered at its end");
        ui.painter().rect_filled(Rect::from_min_size(pos2(80.0, 0.0), vec2(90.0, 90.0)), 0.0, Color32::WHITE);
    });
    assert!(covered.iter().any(|fault| fault.contains("behind a box")), "{covered:?}");
}

#[test]
fn a_tidy_page_has_no_fault() {
    let found = planted(|ui, look| {
        TouchButton::primary("Next").show(ui, look);
        scroll(ui, look, "tidy", |ui| {
            look.label(ui, TextKind::Body, "A sentence that has all the room it needs.")
        });
    });
    assert_eq!(found, Vec::<String>::new());
}
