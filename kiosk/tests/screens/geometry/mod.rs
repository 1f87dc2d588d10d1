//! Every screen on every panel that kiosks come with: no word is cut off, none stands out of its box, none lies on another;
//! nothing scrolls beside empty room; what is touched is as large as a finger. On a few panels in both languages and in
//! normal and large text. Words are measured and not painted, so the themes matter little; each is walked once.

mod faults;
mod room;

use egui::accesskit::{Node, Role};
use egui::epaint::StrokeKind;
use egui::{Color32, FullOutput, Rect, Ui, UiBuilder, Vec2, pos2, vec2};
use kiosk::config::{AppearanceSettings, ContrastSetting, TextSetting, ThemeSetting};
use kiosk::gallery::{ExitScene, PANELS, Panel, SCENES, Scene, Stage};
use kiosk::paint::OffscreenPainter;
use kiosk::text::Direction;
use kiosk::theme::{Appearance, DEFAULT_DIAGONAL_INCHES, Look, Screen, Sizes, TextKind};
use kiosk::widgets::{Face, ScrollWords, TouchButton, grid, number_pad, paint_face, scroll};
use kiosk::words::messages;
use shared::locale::{Language, ltr, unbroken};

use self::faults::faults;
use self::room::{dots, empty_beside, one_in_another, paged, too_small};

/// Least distance of words from the border at their side, in gaps.
const LEAST_MARGIN: f32 = 0.6;

/// Passes that a screen takes to settle: one to lay out, one for what that says of the room.
const SETTLING: usize = 2;

fn each_screen(panels: &[&str], appearances: &[AppearanceSettings]) {
    let mut found = Vec::new();
    for (panel, appearance) in
        panels.iter().flat_map(|panel| appearances.iter().map(move |look| (panel, look)))
    {
        let panel = Panel::named(panel).unwrap();
        for scene in SCENES {
            let mut stage = Stage::with_config(panel.config(appearance.clone()), panel.size);
            stage.enable_accesskit();
            scene.play(&mut stage);
            stage.pass(SETTLING);
            let output = stage.show();
            let (language, text) = (appearance.language, appearance.text);
            let simple = if appearance.simple_words { " simple" } else { "" };
            for fault in faults_of(*scene, &output, panel.size, (language, text), stage.sizes()) {
                let code = language.code();
                found.push(format!("{} {} {code} {text:?}{simple}: {fault}", panel.name, scene.name()));
            }
        }
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

/// Everything that is wrong with where the parts of a screen stand.
fn faults_of(
    scene: Scene,
    output: &FullOutput,
    size: Vec2,
    (language, text): (Language, TextSetting),
    sizes: &Sizes,
) -> Vec<String> {
    let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
    let nodes = nodes(output);
    let scrolled = paged_views(&nodes, language);
    let mut found = faults(&output.shapes, screen, &scrolled, sizes.gap * LEAST_MARGIN);
    found.extend(too_small(&nodes, sizes, size));
    if matches!(scene, Scene::Welcome | Scene::Exit(ExitScene::Faces)) {
        found.extend(scrolled.iter().map(|view| format!("the welcome scrolls: {view:?}")));
    }
    found.extend(one_in_another(&scrolled));
    found.extend(dots(&output.shapes, sizes));
    if text == TextSetting::Normal {
        let pad = messages(language).text("common-clear-all");
        found.extend(paged(&nodes, &scrolled, &pad));
    }
    found.extend(scrolled.iter().filter_map(|view| empty_beside(&output.shapes, screen, *view, sizes)));
    found
}

fn nodes(output: &FullOutput) -> Vec<&Node> {
    let tree = output.platform_output.accesskit_update.as_ref();
    tree.map(|tree| tree.nodes.iter().map(|(_, node)| node).collect()).unwrap_or_default()
}

/// The views of this screen that have buttons to page through them.
fn paged_views(nodes: &[&Node], language: Language) -> Vec<Rect> {
    let down = messages(language).text("common-scroll-down");
    let has_buttons = nodes.iter().any(|node| node.label() == Some(&*down));
    nodes.iter().filter(|_| has_buttons).filter_map(|node| view_of(node)).collect()
}

fn view_of(node: &Node) -> Option<Rect> {
    let overflows = node.scroll_y_max().is_some_and(|most| most > 1.0);
    bounds(node).filter(|_| node.role() == Role::ScrollView && overflows)
}

fn bounds(node: &Node) -> Option<Rect> {
    let bounds = node.bounds()?;
    let corner = |x: f64, y: f64| pos2(x as f32, y as f32);
    Some(Rect::from_min_max(corner(bounds.x0, bounds.y0), corner(bounds.x1, bounds.y1)))
}

/// Each language in normal and in large text.
fn texts_and_languages() -> Vec<AppearanceSettings> {
    let look = |language, text| AppearanceSettings { language, text, ..AppearanceSettings::default() };
    let texts = |language| [TextSetting::Normal, TextSetting::Large].map(|text| look(language, text));
    Language::ALL.into_iter().flat_map(texts).collect()
}

/// One language in normal text, the other one in large.
fn crosswise() -> Vec<AppearanceSettings> {
    let [first, .., last]: [_; 4] = texts_and_languages().try_into().unwrap();
    vec![first, last]
}

fn plain() -> Vec<AppearanceSettings> {
    vec![AppearanceSettings::default()]
}

#[test]
fn every_screen_fits_a_tablet_in_every_language_and_text() {
    each_screen(&["10.1"], &texts_and_languages());
}

#[test]
fn every_screen_fits_the_usual_screen_in_both_languages() {
    each_screen(&["24"], &crosswise());
}

#[test]
fn every_screen_fits_the_usual_upright_screen_in_both_languages() {
    each_screen(&["21.5-upright"], &crosswise());
}

#[test]
fn every_screen_fits_other_tablets() {
    each_screen(&["10.1-low", "10.1-upright"], &plain());
}

#[test]
fn every_screen_fits_the_screens_of_counters() {
    each_screen(&["13.3", "15.6", "18.5", "21.5"], &plain());
}

#[test]
fn every_screen_fits_stands_and_walls() {
    each_screen(&["27-4k", "43-4k", "32-upright", "43-upright"], &plain());
}

#[test]
fn the_pad_of_a_number_is_paged_to_on_no_panel() {
    let mut found = Vec::new();
    let scenes =
        SCENES.iter().filter(|scene| scene.name().starts_with("who") || scene.name().ends_with("reply"));
    for (scene, panel) in scenes.flat_map(|scene| PANELS.map(|panel| (scene, panel))) {
        for language in Language::ALL {
            let look = AppearanceSettings { language, ..AppearanceSettings::default() };
            let mut stage = Stage::with_config(panel.config(look), panel.size);
            stage.enable_accesskit();
            scene.play(&mut stage);
            stage.pass(SETTLING);
            let output = stage.show();
            let nodes = nodes(&output);
            let pad = messages(language).text("common-clear-all");
            let pads = paged(&nodes, &paged_views(&nodes, language), &pad);
            found.extend(pads.map(|pad| format!("{} {} {language:?}: {pad}", panel.name, scene.name())));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn headings_stand_over_columns_alone() {
    for (panel, has_headings) in [("24", true), ("10.1-upright", false)] {
        let panel = Panel::named(panel).unwrap();
        let mut stage = Stage::with_config(panel.config(AppearanceSettings::default()), panel.size);
        Scene::Today.play(&mut stage);
        let output = stage.show();
        let rows = nodes(&output).into_iter().filter(|node| node.role() == Role::Row).count();
        assert_eq!(rows > 0, has_headings, "{}", panel.name);
    }
}

#[test]
fn every_screen_fits_in_simple_words_and_high_contrast() {
    let looks = crosswise().into_iter().map(|look| AppearanceSettings {
        theme: ThemeSetting::Dark,
        contrast: ContrastSetting::High,
        simple_words: true,
        ..look
    });
    each_screen(&["10.1"], &looks.collect::<Vec<_>>());
}

/// The faults of a page of one's own.
fn planted(paint: impl Fn(&mut Ui, &Look)) -> Vec<String> {
    planted_on(Scene::Need, paint)
}

/// The faults of a page of one's own in place of a scene.
fn planted_on(scene: Scene, paint: impl Fn(&mut Ui, &Look)) -> Vec<String> {
    let ctx = egui::Context::default();
    ctx.enable_accesskit();
    ScrollWords {
        up: "up".to_owned(),
        down: messages(Language::English).text("common-scroll-down").into_owned(),
    }
    .set(&ctx);
    let size = vec2(1920.0, 1080.0);
    let look =
        Look::new(&ctx, &Screen::new(size, DEFAULT_DIAGONAL_INCHES), Direction::Ltr, &Appearance::default());
    look.apply(&ctx);
    let mut painter = OffscreenPainter::new();
    let mut output = None;
    for _ in 0..=SETTLING {
        output = Some(painter.run(&ctx, size, 1.0, Vec::new(), |ui| paint(ui, &look)));
    }
    faults_of(scene, &output.unwrap(), size, (Language::English, TextSetting::Normal), &look.sizes)
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
fn a_reference_that_may_break_at_its_hyphen_is_found() {
    let page = |reference: &str| {
        let words = format!("Reference {reference}");
        planted(move |ui, look| label_at(ui, look, pos2(20.0, 20.0), &words))
    };
    let found = page(&ltr("K7QF2-M9XAB"));
    assert!(found.iter().any(|fault| fault.contains("may break")), "{found:?}");
    assert!(page(&unbroken("K7QF2-M9XAB")).is_empty());
}

#[test]
fn a_reference_goes_to_the_next_line_whole() {
    let lines = std::cell::Cell::new([0, 0]);
    planted(|ui, look| {
        let style = look.style(TextKind::Body);
        let whole = look.text.galley(ui.ctx(), &style, None, "K7QF2-M9XAB").size();
        // one and a half of them have room side by side
        let height = |words: &str| look.text.galley(ui.ctx(), &style, Some(whole.x * 1.7), words).size().y;
        let of = |reference: String| (height(&vec![reference; 3].join(" ")) / whole.y).round() as usize;
        lines.set([of(ltr("K7QF2-M9XAB")), of(unbroken("K7QF2-M9XAB"))]);
    });
    assert_eq!(lines.get(), [2, 3]);
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

/// A list that is longer than what is left of the page after so many points.
fn list_after(ui: &mut Ui, look: &Look, points: f32) {
    ui.add_space(points);
    scroll(ui, look, "list", |ui| {
        grid(ui, look, 1, look.sizes.button, 40, |ui, _| {
            let width = ui.available_width();
            TouchButton::primary("one").width(width).show(ui, look);
        });
    });
}

#[test]
fn a_list_that_scrolls_beside_empty_room_is_found() {
    let found = planted(|ui, look| list_after(ui, look, 500.0));
    assert!(found.iter().any(|fault| fault.contains("empty")), "{found:?}");
    let full = planted(|ui, look| list_after(ui, look, 100.0));
    assert_eq!(full, Vec::<String>::new());
}

#[test]
fn a_list_that_begins_with_empty_room_is_found() {
    let found = planted(|ui, look| {
        ui.add_space(100.0);
        scroll(ui, look, "list", |ui| list_after(ui, look, 700.0));
    });
    assert!(found.iter().any(|fault| fault.contains("empty")), "{found:?}");
}

#[test]
fn a_way_in_that_has_to_be_scrolled_to_is_found() {
    let found = planted_on(Scene::Welcome, |ui, look| list_after(ui, look, 100.0));
    assert!(found.iter().any(|fault| fault.contains("welcome scrolls")), "{found:?}");
}

#[test]
fn a_list_that_scrolls_within_what_scrolls_is_found() {
    let found = planted(|ui, look| {
        scroll(ui, look, "page", |ui| {
            let rect = Rect::from_min_size(ui.cursor().min, vec2(600.0, 400.0));
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| list_after(ui, look, 0.0));
            ui.add_space(1200.0);
        });
    });
    assert!(found.iter().any(|fault| fault.contains("scrolls within")), "{found:?}");
}

#[test]
fn a_number_pad_that_has_to_be_paged_to_is_found() {
    let names = ["common-delete-digit", "common-clear-all"]
        .map(|key| messages(Language::English).text(key).into_owned());
    let found = planted(|ui, look| {
        scroll(ui, look, "page", |ui| {
            ui.add_space(900.0);
            number_pad(ui, look, 400.0, &names);
        });
    });
    assert!(found.iter().any(|fault| fault.contains("is paged to")), "{found:?}");
}

#[test]
fn a_face_that_is_a_dot_and_a_box_that_runs_off_the_screen_are_found() {
    let dot = planted(|ui, look| paint_face(ui.painter(), look, Face::Good, pos2(200.0, 200.0), 12.0));
    assert!(dot.iter().any(|fault| fault.contains("is a dot")), "{dot:?}");
    let off = planted(|ui, _| {
        let rect = Rect::from_min_size(pos2(20.0, 1000.0), vec2(400.0, 120.0));
        ui.painter().rect_filled(rect, 0.0, Color32::WHITE);
    });
    assert!(off.iter().any(|fault| fault.contains("runs off")), "{off:?}");
}

#[test]
fn a_label_that_touches_its_border_is_found() {
    let found = planted(|ui, look| {
        let galley = look.text.galley(ui.ctx(), &look.style(TextKind::Body), None, "a label");
        let rect = Rect::from_min_size(pos2(20.0, 20.0), galley.size()).expand2(vec2(4.0, 20.0));
        ui.painter().rect_stroke(rect, 0.0, (2.0, Color32::BLACK), StrokeKind::Inside);
        ui.painter().galley(pos2(20.0, 20.0), galley, Color32::BLACK);
    });
    assert!(found.iter().any(|fault| fault.contains("touches its border")), "{found:?}");
}

#[test]
fn a_target_that_is_smaller_than_a_finger_is_found() {
    let found = planted(|ui, look| {
        let rect = Rect::from_min_size(pos2(20.0, 20.0), vec2(200.0, look.sizes.touch * 0.8));
        let response = ui.interact(rect, ui.scope_id().with("low"), egui::Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "low"));
    });
    assert!(found.iter().any(|fault| fault.contains("is touched")), "{found:?}");
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
