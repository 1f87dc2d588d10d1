//! A finger that presses twice means it once.

use egui::accesskit::Role;
use egui::{Event, Modifiers, PointerButton, Pos2, pos2, vec2};
use kiosk::gallery::{SCENES, Scene, Stage, visitor_scenes};
use shared::locale::Language;

/// Seconds between the two presses.
const AGAIN: f64 = 0.12;

/// A part that can be touched: what it is called, and where its middle is.
struct Part {
    name: String,
    at: Pos2,
}

fn staged(scene: Scene) -> Stage {
    let mut stage = Stage::new(Language::Arabic, vec2(1280.0, 800.0));
    scene.play(&mut stage);
    stage
}

/// The parts of a scene that are no keys: the same key twice is two of them.
fn parts(scene: Scene) -> Vec<Part> {
    let output = staged(scene).show();
    let tree = output.platform_output.accesskit_update.expect("the tree is switched on");
    let touched = |role| matches!(role, Role::Button | Role::RadioButton | Role::CheckBox);
    let part = |node: &egui::accesskit::Node| {
        let bounds = node.bounds().filter(|_| touched(node.role()) && !node.is_disabled())?;
        let at = pos2(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32);
        Some(Part { name: node.label()?.to_owned(), at })
    };
    tree.nodes.iter().filter_map(|(_, node)| part(node)).collect()
}

/// Presses a place so often, and tells what is shown once all came of it.
fn pressed(scene: Scene, at: Pos2, times: usize) -> String {
    let mut stage = staged(scene);
    let mut now = stage.seconds();
    stage.frame(now, Vec::new());
    for _ in 0..times {
        let button = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        stage.frame(now, vec![Event::PointerMoved(at), button(true)]);
        stage.frame(now + 0.02, vec![button(false)]);
        now += AGAIN;
    }
    for seconds in [1.0, 1.1] {
        stage.frame(now + seconds, Vec::new());
    }
    format!("{:?} {:?} {:?}", stage.route(), stage.access(), stage.language())
}

fn is_key(name: &str) -> bool {
    let words = kiosk::words::messages(Language::Arabic);
    let keys = ["common-delete-digit", "keyboard-delete", "keyboard-space"];
    name.chars().count() <= 3 || keys.iter().any(|key| words.text(key) == name)
}

#[test]
fn a_double_tap_anywhere_before_a_visitor_does_what_one_tap_does() {
    let mut pressed_parts = 0;
    for scene in visitor_scenes() {
        for part in parts(scene).iter().filter(|part| !is_key(&part.name)) {
            let (once, twice) = (pressed(scene, part.at, 1), pressed(scene, part.at, 2));
            assert_eq!(once, twice, "{scene:?} {}", part.name);
            pressed_parts += 1;
        }
    }
    assert!(pressed_parts > 100, "{pressed_parts} parts of {} scenes", SCENES.len());
}

#[test]
fn a_key_that_is_typed_twice_is_typed_twice() {
    let five = parts(Scene::Who).into_iter().find(|part| part.name == "5").unwrap();
    assert!(pressed(Scene::Who, five.at, 2).contains("100000000855"));
}
