//! What the monkey does: it mostly touches what can be touched, often nothing in particular, and types what it is known by.

use egui::accesskit::{Action, Role};
use egui::{
    Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchDeviceId, TouchId, TouchPhase, pos2,
    vec2,
};
use rand::RngExt as _;

use crate::judge::planted_text;
use crate::stand::Stand;

const KEYS: [Key; 22] = [
    Key::Enter,
    Key::Escape,
    Key::Tab,
    Key::Backspace,
    Key::Delete,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::Space,
    Key::A,
    Key::C,
    Key::V,
    Key::X,
    Key::Z,
    Key::Y,
    Key::Q,
    Key::F4,
];

/// Decides what to do, and returns the events of it.
pub fn do_something(stand: &mut Stand) -> Vec<Event> {
    if let Some(planned) = stand.next.pop_front() {
        return planned;
    }
    if stand.asks_for_pin() && stand.rng.random_range(0..4) == 0 {
        return sign_in(stand);
    }
    match stand.rng.random_range(0..100) {
        0..60 => touch_a_part(stand),
        60..68 => {
            let at = anywhere(stand);
            tap(at)
        }
        68..71 => drag(stand),
        71..74 => many_fingers(stand),
        74..82 => type_something(stand),
        82..88 => press_a_key(stand),
        88..91 => vec![Event::Paste(stand.clipboard.clone())],
        91..93 => vec![Event::Copy, Event::Cut],
        93..95 => {
            let delta = vec2(0.0, stand.rng.random_range(-400.0..400.0));
            let (modifiers, source) = (Modifiers::NONE, egui::MouseWheelSource::Unknown);
            vec![Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta,
                modifiers,
                phase: TouchPhase::Move,
                source,
            }]
        }
        95..96 => resize(stand),
        96..97 => vec![Event::WindowFocused(stand.rng.random_range(0..2) == 0)],
        97..98 => vec![Event::PointerGone],
        _ => sign_in(stand),
    }
}

fn anywhere(stand: &mut Stand) -> Pos2 {
    pos2(stand.rng.random_range(0.0..stand.size.x), stand.rng.random_range(0.0..stand.size.y))
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

fn tap(at: Pos2) -> Vec<Event> {
    vec![Event::PointerMoved(at), button(at, true), button(at, false)]
}

fn touch_a_part(stand: &mut Stand) -> Vec<Event> {
    let places: Vec<Pos2> = stand
        .nodes()
        .iter()
        .filter(|(_, node)| node.supports_action(Action::Click) || node.role() == Role::TextInput)
        .filter_map(|(_, node)| node.bounds())
        .map(|bounds| pos2(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32))
        .collect();
    if places.is_empty() {
        return tap(anywhere(stand));
    }
    tap(places[stand.rng.random_range(0..places.len())])
}

fn drag(stand: &mut Stand) -> Vec<Event> {
    let mut events = vec![];
    let first = anywhere(stand);
    events.extend([Event::PointerMoved(first), button(first, true)]);
    let mut last = first;
    for _ in 0..stand.rng.random_range(1..6) {
        last = anywhere(stand);
        events.push(Event::PointerMoved(last));
    }
    // now and then the finger stays down
    if stand.rng.random_range(0..5) > 0 {
        events.push(button(last, false));
    }
    events
}

fn many_fingers(stand: &mut Stand) -> Vec<Event> {
    let mut events = Vec::new();
    for phase in [TouchPhase::Start, TouchPhase::Move, TouchPhase::End] {
        for finger in 0..stand.rng.random_range(1..5) {
            let (device_id, id) = (TouchDeviceId(1), TouchId(finger));
            let force = Some(0.5);
            events.push(Event::Touch { device_id, id, phase, pos: anywhere(stand), force });
        }
    }
    let at = anywhere(stand);
    events.extend(tap(at));
    events
}

fn type_something(stand: &mut Stand) -> Vec<Event> {
    let text = planted_text(stand.rng.random_range(0..crate::judge::PLANTED));
    match stand.rng.random_range(0..6) {
        0 => vec![Event::Paste(text)],
        1 => vec![Event::Ime(egui::ImeEvent::Commit(text))],
        _ => vec![Event::Text(text)],
    }
}

fn press_a_key(stand: &mut Stand) -> Vec<Event> {
    let key = KEYS[stand.rng.random_range(0..KEYS.len())];
    let mut modifiers = Modifiers::NONE;
    if stand.rng.random_range(0..2) == 0 {
        modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
    }
    modifiers.shift = stand.rng.random_range(0..3) == 0;
    modifiers.alt = stand.rng.random_range(0..6) == 0;
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

fn resize(stand: &mut Stand) -> Vec<Event> {
    let sizes = [(1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0), (640.0, 480.0), (200.0, 100.0)];
    let (x, y) = sizes[stand.rng.random_range(0..sizes.len())];
    stand.size = vec2(x, y);
    Vec::new()
}

/// Types a PIN on a keyboard, right or wrong, and confirms it in the next pass; it means something only where one is
/// asked for.
fn sign_in(stand: &mut Stand) -> Vec<Event> {
    let right = stand.rng.random_range(0..2) == 0;
    let pin = if right { crate::worker::PIN } else { "1357" };
    let key = |key, pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    // Escape lets go of whatever has the focus, to which Enter would go
    stand.next.push_back(vec![key(Key::Escape, true), key(Key::Escape, false)]);
    stand.next.push_back(vec![key(Key::Enter, true), key(Key::Enter, false)]);
    vec![Event::Text(pin.to_owned())]
}
