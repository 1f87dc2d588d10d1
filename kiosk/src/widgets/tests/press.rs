//! A press shows in the very pass in which the finger arrives.

use egui::accesskit::Role;
use egui::epaint::{ClippedShape, RectShape};
use egui::{Event, Modifiers, PointerButton, Pos2, Rect, Shape, TouchDeviceId, TouchId, TouchPhase};
use egui_kittest::kittest::NodeT;

use super::*;

/// Fills and borders that a part of the screen at `place` is painted with.
fn faces(shapes: &[ClippedShape], place: Rect) -> Vec<RectShape> {
    fn collect(shape: &Shape, place: Rect, found: &mut Vec<RectShape>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, place, found)),
            Shape::Rect(rect) if rect.rect == place => found.push(rect.clone()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    shapes.iter().for_each(|clipped| collect(&clipped.shape, place, &mut found));
    found
}

fn pressable(harness: &Harness<'static, Option<Page>>) -> Vec<(String, Rect)> {
    let roles = [Role::Button, Role::RadioButton, Role::CheckBox];
    let all = harness.root().children_recursive();
    let found = all
        .filter(|node| roles.contains(&node.accesskit_node().role()) && !node.accesskit_node().is_disabled());
    found.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect())).collect()
}

fn button(place: Pos2, pressed: bool) -> Event {
    let modifiers = Modifiers::default();
    Event::PointerButton { pos: place, button: PointerButton::Primary, pressed, modifiers }
}

fn touch(place: Pos2, phase: TouchPhase) -> Event {
    Event::Touch { device_id: TouchDeviceId(0), id: TouchId(0), phase, pos: place, force: None }
}

/// Puts a finger on `place`, as the window tells it of one, and returns what that same pass paints.
fn press(harness: &mut Harness<'static, Option<Page>>, place: Pos2) -> Vec<ClippedShape> {
    let events = [touch(place, TouchPhase::Start), Event::PointerMoved(place), button(place, true)];
    harness.input_mut().events.extend(events);
    harness.step();
    harness.output().shapes.clone()
}

/// Takes the finger off beside every part, so that nothing is pressed.
fn release(harness: &mut Harness<'static, Option<Page>>) {
    let beside = Pos2::new(1.0, SIZE.y - 1.0);
    let events = [
        touch(beside, TouchPhase::End),
        Event::PointerMoved(beside),
        button(beside, false),
        Event::PointerGone,
    ];
    harness.input_mut().events.extend(events);
    harness.run();
}

#[test]
fn every_part_shows_that_it_is_pressed_in_the_pass_in_which_the_finger_arrives() {
    let mut harness = harness(Direction::Rtl);
    let parts = pressable(&harness);
    assert!(parts.len() > 60, "{}", parts.len());
    for (name, place) in parts {
        let before = faces(&harness.output().shapes, place);
        assert!(!before.is_empty(), "{name} is painted at {place:?}");
        let after = faces(&press(&mut harness, place.center()), place);
        assert_ne!(before, after, "{name} looks as if nobody pressed it");
        release(&mut harness);
    }
    let page = harness.state().as_ref().unwrap();
    assert_eq!(page.pressed, 0, "what is let go of elsewhere does nothing");
}

#[test]
fn a_disabled_button_does_not_look_pressed() {
    let mut harness = harness(Direction::Rtl);
    let place = harness.get_by_label("حفظ").rect();
    let before = faces(&harness.output().shapes, place);
    assert_eq!(faces(&press(&mut harness, place.center()), place), before);
}
