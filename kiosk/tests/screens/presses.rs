//! A finger that presses twice means it once.

use std::collections::BTreeMap;

use egui::accesskit::Role;
use egui::epaint::Primitive;
use egui::{Event, Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
use kiosk::config::AppearanceSettings;
use kiosk::gallery::{Frame, Panel, SCENES, Scene, Stage, VisitScene, visitor_scenes};
use kiosk::widgets::Stop;
use shared::locale::Language;

/// Seconds between the two presses.
const AGAIN: f64 = 0.12;

/// A part that can be touched: what it is called, and where it is.
struct Part {
    name: String,
    place: Rect,
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
        let corner = |x: f64, y: f64| pos2(x as f32, y as f32);
        let place = Rect::from_min_max(corner(bounds.x0, bounds.y0), corner(bounds.x1, bounds.y1));
        Some(Part { name: node.label()?.to_owned(), place })
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
    let mut pressed_parts = BTreeMap::new();
    for scene in visitor_scenes() {
        let parts = parts(scene);
        let (keys, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| is_key(&part.name));
        for Part { name, place } in others {
            // what stands on every screen is pressed on some of them; what a key covers is none of its own
            let times: &mut usize = pressed_parts.entry(name.clone()).or_default();
            if *times == 2 || keys.iter().any(|key| key.place.contains(place.center())) {
                continue;
            }
            *times += 1;
            let (once, twice) = (pressed(scene, place.center(), 1), pressed(scene, place.center(), 2));
            assert_eq!(once, twice, "{scene:?} {name}");
        }
    }
    assert!(pressed_parts.len() > 60, "{} parts", pressed_parts.len());
}

#[test]
fn a_key_that_is_typed_twice_is_typed_twice() {
    let five = parts(Scene::Who).into_iter().find(|part| part.name == "5").unwrap();
    assert!(pressed(Scene::Who, five.place.center(), 2).contains("100000000855"));
}

/// Some screens tell of a touch as a mouse would: the way from the last touch comes together with the press.
#[test]
fn a_press_moves_nothing_whatever_way_a_finger_came() {
    let panel = Panel::named("10.1").unwrap();
    let mut pressed = 0;
    for scene in SCENES {
        let mut stage = Stage::with_config(panel.config(AppearanceSettings::default()), panel.size);
        scene.play(&mut stage);
        let mut now = stage.seconds() + 1.0;
        let mut next = |stage: &mut Stage, events| {
            now += 0.02;
            stage.frame(now, events);
        };
        (0..3).for_each(|_| next(&mut stage, Vec::new()));
        let is_scrolled =
            |stop: &Stop| stop.clip.height() < panel.size.y && stop.clip.contains_rect(stop.rect);
        for stop in stage.stops().iter().filter(|stop| is_scrolled(stop)) {
            let [at, aside] = [stop.rect.center(), pos2(1.0, if pressed % 2 == 0 { 1.0 } else { 799.0 })];
            let button = |pos, pressed| Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            };
            next(&mut stage, vec![Event::PointerMoved(aside)]);
            next(&mut stage, vec![Event::PointerMoved(at), button(at, true)]);
            next(&mut stage, Vec::new());
            // a field that was pressed may have brought another keyboard
            let now = stage.stops().into_iter().find(|now| now.id == stop.id);
            assert!(now.is_none_or(|now| now.rect == stop.rect), "{scene:?} {at:?}");
            next(&mut stage, vec![Event::PointerMoved(pos2(1.0, at.y))]);
            next(&mut stage, vec![button(pos2(1.0, at.y), false)]);
            pressed += 1;
        }
    }
    assert!(pressed > 100, "{pressed} parts");
}

/// What is painted within a place, to be compared.
fn face(frame: &Frame, place: Rect) -> Vec<(Pos2, egui::Color32)> {
    let meshes = frame.triangles.iter().filter_map(|clipped| match &clipped.primitive {
        Primitive::Mesh(mesh) => Some(mesh),
        Primitive::Callback(_) => None,
    });
    let corners = meshes.flat_map(|mesh| &mesh.vertices).filter(|corner| place.contains(corner.pos));
    corners.map(|corner| (corner.pos, corner.color)).collect()
}

#[test]
fn every_part_before_a_visitor_shows_a_finger_in_the_frame_that_brings_it() {
    let mut pressed = 0;
    for scene in visitor_scenes() {
        // whatever is touched there lifts the curtain, and it is black
        if scene == Scene::Visit(VisitScene::Curtain) {
            continue;
        }
        let mut stage = staged(scene);
        let mut now = stage.seconds() + 1.0;
        let mut next = |stage: &mut Stage, events| {
            now += 0.02;
            stage.frame(now, events)
        };
        (0..3).for_each(|_| drop(next(&mut stage, Vec::new())));
        let parts = parts(scene);
        let buttons = |stop: &Stop| {
            // a field shows where is written
            let is_button = |part: &Part| part.place.center().distance(stop.rect.center()) < 1.0;
            parts.iter().any(is_button) && stop.rect.intersect(stop.clip).is_positive()
        };
        for part in stage.stops().into_iter().filter(buttons) {
            // a press beside a question answers it
            let now = stage.stops().into_iter().find(|now| now.id == part.id);
            let Some(stop) = now.filter(buttons) else { continue };
            let at = stop.rect.intersect(stop.clip).center();
            let button = |pos, pressed| Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            };
            let aside = pos2(1.0, at.y);
            let before = face(&next(&mut stage, Vec::new()), stop.rect);
            let touched = next(&mut stage, vec![Event::PointerMoved(at), button(at, true)]);
            assert_ne!(face(&touched, stop.rect), before, "{scene:?} {:?}", stop.rect);
            next(&mut stage, vec![Event::PointerMoved(aside)]);
            next(&mut stage, vec![button(aside, false), Event::PointerGone]);
            next(&mut stage, Vec::new());
            pressed += 1;
        }
    }
    assert!(pressed > 200, "{pressed} parts");
}
