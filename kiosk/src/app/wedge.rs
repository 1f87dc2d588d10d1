//! A scanner or card reader types like a keyboard, only faster than anybody: what it typed in one burst is taken whole, and no part
//! of it reaches a field or a button. Pure: events and their time come in.

use std::time::Duration;

use egui::{Context, Event, Key};

use super::KioskApp;
use crate::action::Action;
use crate::flow::Scan;

/// Longest pause between two signs of a burst, and how long a sign typed by hand waits before it is shown. Readers pause for 1 to
/// 30 ms; a practised typist for some 100.
const PAUSE: f64 = 0.06;

/// Longest time a sign of a burst takes on average.
const SIGN: f64 = 0.04;

/// By which a burst may take longer: the pass in which its end is noticed.
const SLACK: f64 = 0.1;

/// Fewest signs of a burst: fewer are typed by hand.
const SIGNS_MIN: usize = 4;

/// Most signs that are kept: a card's largest code has some 3,000. What goes on is no number and no receipt.
const SIGNS_MAX: usize = 4_096;

/// What was typed and may be the beginning of a burst.
#[derive(Debug, Default)]
pub(super) struct Wedge {
    held: Vec<Event>,
    /// What a hand pressed after what was held: the next pass gets it, when the screen has taken in what was typed.
    after: Vec<Event>,
    text: String,
    signs: usize,
    began: f64,
    last: f64,
}

/// What a pass's events are.
#[derive(Debug, Default, PartialEq)]
struct Sorted {
    /// For the screens.
    events: Vec<Event>,
    /// What was read.
    read: Option<String>,
}

impl Wedge {
    fn sort(&mut self, now: f64, events: Vec<Event>) -> Sorted {
        let mut sorted = Sorted { events: std::mem::take(&mut self.after), read: None };
        let types = events.iter().any(is_typed);
        // typing that a slow pass brings late is no pause
        if !types && now - self.last > PAUSE {
            self.let_go(&mut sorted.events);
        }
        for event in events {
            match event {
                Event::Key { key: Key::Enter | Key::Tab, pressed: true, .. } if self.is_burst(now) => {
                    sorted.read = Some(std::mem::take(&mut self.text));
                    self.held.clear();
                    self.let_go(&mut sorted.events);
                }
                Event::Key { key: Key::Enter, pressed: true, .. }
                    if !self.held.is_empty() || sorted.events.iter().any(is_typed) =>
                {
                    self.let_go(&mut sorted.events);
                    self.after.push(event);
                }
                event if is_typed(&event) => self.hold(now, event),
                // the end of a press of what is held comes after it
                Event::Key { pressed: false, .. } if !self.held.is_empty() => self.held.push(event),
                event if is_silent(&event) => sorted.events.push(event),
                event => {
                    self.let_go(&mut sorted.events);
                    sorted.events.push(event);
                }
            }
        }
        sorted
    }

    fn hold(&mut self, now: f64, event: Event) {
        if self.held.is_empty() {
            self.began = now;
        }
        self.last = now;
        if let Event::Text(text) = &event {
            self.signs += text.chars().count();
            if self.signs <= SIGNS_MAX {
                self.text.push_str(text);
            }
        }
        if self.signs <= SIGNS_MAX {
            self.held.push(event);
        }
    }

    fn is_burst(&self, now: f64) -> bool {
        self.signs >= SIGNS_MIN && now - self.began <= self.signs as f64 * SIGN + SLACK
    }

    fn let_go(&mut self, events: &mut Vec<Event>) {
        events.append(&mut self.held);
        *self = Self { after: std::mem::take(&mut self.after), ..Self::default() };
    }

    /// When what is held was typed by hand, if nothing follows.
    fn due_in(&self, now: f64) -> Option<Duration> {
        if !self.after.is_empty() {
            return Some(Duration::ZERO);
        }
        let left = self.last + PAUSE - now;
        (!self.held.is_empty()).then(|| Duration::from_secs_f64(left.max(0.0) + 0.001))
    }
}

/// Tells whether it types a sign, or is the press of a key that does.
fn is_typed(event: &Event) -> bool {
    match event {
        Event::Text(_) => true,
        Event::Key { key, pressed: true, modifiers, .. } => {
            let is_command = modifiers.ctrl || modifiers.command || modifiers.alt;
            !is_command
                && (*key == Key::Space || key.symbol_or_name().chars().count() == 1 && !is_control(*key))
        }
        _ => false,
    }
}

/// Keys whose sign is an arrow or the like.
fn is_control(key: Key) -> bool {
    use Key::{ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Backspace, Delete, Enter, Escape, Tab};
    matches!(key, ArrowDown | ArrowLeft | ArrowRight | ArrowUp | Backspace | Delete | Enter | Escape | Tab)
}

/// Tells whether it happens beside typing and changes nothing: a pointer that moves, a key like Shift.
fn is_silent(event: &Event) -> bool {
    use Key::{AltLeft, AltRight, CapsLock, ControlLeft, ControlRight, NumLock, ShiftLeft, ShiftRight};
    match event {
        Event::PointerMoved(_) | Event::MouseMoved(_) | Event::PointerGone | Event::WindowFocused(_) => true,
        Event::Key { pressed: false, .. } => true,
        Event::Key { key, .. } => matches!(
            key,
            AltLeft | AltRight | CapsLock | ControlLeft | ControlRight | NumLock | ShiftLeft | ShiftRight
        ),
        _ => false,
    }
}

impl KioskApp {
    /// Sorts this pass's typing: what was read is done at once, what is typed by hand goes to the screen.
    pub(super) fn sort_typing(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let events = ctx.input_mut(|input| std::mem::take(&mut input.events));
        let Sorted { events, read } = self.wedge.sort(now, events);
        ctx.input_mut(|input| input.events = events);
        if let Some(text) = read {
            self.apply(Action::Scanned(Scan::read(&text)), ctx);
            ctx.request_repaint();
        }
        if let Some(left) = self.wedge.due_in(now) {
            ctx.request_repaint_after(left);
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    /// What a key of a keyboard gives: its press and its sign.
    fn sign(sign: char) -> Vec<Event> {
        let name = Key::from_name(&sign.to_uppercase().to_string()).or((sign == ' ').then_some(Key::Space));
        name.map(key).into_iter().chain([Event::Text(sign.to_string())]).collect()
    }

    /// Types with a pause before each sign; returns what the screens got and what was read.
    fn typed(signs: &str, pause: f64, end: Key) -> (Vec<Event>, Option<String>) {
        let (mut wedge, mut time, mut events, mut read) = (Wedge::default(), 10.0, Vec::new(), None);
        let mut pass = |events_in: Vec<Event>, time: f64| {
            let sorted = wedge.sort(time, events_in);
            events.extend(sorted.events);
            read = sorted.read.or(read.take());
        };
        for one in signs.chars() {
            // an empty pass in between, as the window's own repaint makes one
            if pause > PAUSE {
                pass(Vec::new(), time + PAUSE + 0.001);
            }
            time += pause;
            pass(sign(one), time);
        }
        if pause > PAUSE {
            pass(Vec::new(), time + PAUSE + 0.001);
        }
        pass(vec![key(end)], time + pause);
        pass(Vec::new(), time + 1.0);
        (events, read)
    }

    #[test]
    fn a_burst_is_read_whole_and_nothing_of_it_reaches_the_screen() {
        for (signs, pause, end) in [
            ("1000000008", 0.0, Key::Enter),
            ("1000000008", 0.03, Key::Enter),
            ("SILA1:0A B1", 0.01, Key::Tab),
            ("    ", 0.005, Key::Enter),
        ] {
            assert_eq!(typed(signs, pause, end), (Vec::new(), Some(signs.to_owned())), "{signs} {pause}");
        }
    }

    #[test]
    fn what_a_hand_types_reaches_the_screen_in_its_order() {
        for (signs, pause) in [("1000000008", 0.09), ("ab c", 0.25), ("123", 0.01)] {
            let (events, read) = typed(signs, pause, Key::Enter);
            assert_eq!(read, None, "{signs}");
            let expected: Vec<Event> = signs.chars().flat_map(sign).chain([key(Key::Enter)]).collect();
            assert_eq!(events, expected);
        }
    }

    #[test]
    fn a_hand_that_slow_passes_bring_together_is_no_reader() {
        let (mut wedge, mut read) = (Wedge::default(), None);
        // ten signs a second, each pass brings one, and none is empty
        for n in 0..10 {
            read = wedge.sort(f64::from(n) * 0.1, sign('1')).read.or(read);
        }
        let last = wedge.sort(1.0, vec![key(Key::Enter)]);
        assert_eq!((last.read.or(read), last.events.len()), (None, 20));
        assert_eq!(wedge.due_in(1.0), Some(Duration::ZERO));
        let end = wedge.sort(1.1, Vec::new()).events;
        assert_eq!(end, [key(Key::Enter)], "once the screen has taken in what was typed");
    }

    #[test]
    fn a_burst_without_end_is_held_within_its_limit() {
        let mut wedge = Wedge::default();
        for _ in 0..10 {
            wedge.sort(1.0, vec![Event::Text("x".repeat(1_000))]);
        }
        assert!(wedge.text.len() <= SIGNS_MAX && wedge.held.len() <= 4);
    }
}
