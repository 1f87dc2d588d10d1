//! Taps, fingers that stay, and what is behind a key.

use egui::accesskit::Role;
use egui::{Context, Event, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use super::hold::{HOLD_SECONDS, REPEAT_SECONDS};
use super::*;
use crate::text::Direction;
use crate::theme::{Appearance, DEFAULT_DIAGONAL_INCHES, Screen};

const SIZE: Vec2 = vec2(1920.0, 1080.0);

struct State {
    keyboard: Keyboard,
    text: String,
    size: Vec2,
    inches: f32,
}

impl State {
    fn take(&mut self, key: Key) {
        match key {
            Key::Text(text) => self.text.push_str(&text),
            Key::Replace { chars, text } => {
                for _ in 0..chars {
                    self.text.pop();
                }
                self.text.push_str(&text);
            }
            Key::Backspace => {
                self.text.pop();
            }
        }
    }
}

/// A person in front of a keyboard, in a time that the test sets.
struct Person {
    harness: Harness<'static, State>,
    now: f64,
}

fn look(ctx: &Context, size: Vec2, inches: f32) -> Look {
    Look::new(ctx, &Screen::new(size, inches), Direction::Rtl, &Appearance::default())
}

fn words() -> KeyboardWords<'static> {
    let switch = |shown| KeyWords { shown, name: shown };
    KeyboardWords {
        space: "space",
        backspace: "backspace",
        arabic: switch("Arabic"),
        latin: switch("Latin"),
        digits: switch("digits"),
        shift: "shift",
        marks: "marks",
        mark_names: ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"],
    }
}

impl Person {
    fn before(layout: KeyboardLayout) -> Self {
        Self::at(layout, SIZE, DEFAULT_DIAGONAL_INCHES)
    }

    fn at(layout: KeyboardLayout, size: Vec2, inches: f32) -> Self {
        let state = State { keyboard: Keyboard::new(layout), text: String::new(), size, inches };
        let show = |ui: &mut Ui, state: &mut State| {
            let look = look(ui.ctx(), state.size, state.inches);
            look.apply(ui.ctx());
            ui.add_space((ui.available_height() - Keyboard::height(&look)).max(0.0));
            if let Some(key) = state.keyboard.show(ui, &look, &words()) {
                state.take(key);
            }
        };
        let harness = Harness::builder().with_size(size).build_ui_state(show, state);
        let mut person = Self { harness, now: 0.0 };
        person.wait(0.1);
        person
    }

    fn place(&self, name: &str) -> Pos2 {
        // the last of this name lies on top
        let found = self
            .harness
            .get_all_by(|node| node.role() == Role::Button && node.label().as_deref() == Some(name));
        found.last().expect("a key has this name").rect().center()
    }

    fn shows(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    fn pass(&mut self, event: Option<Event>) {
        self.harness.input_mut().time = Some(self.now);
        self.harness.input_mut().events.extend(event);
        self.harness.step();
        self.now += 0.01;
    }

    fn wait(&mut self, seconds: f64) {
        self.now += seconds;
        self.pass(None);
        self.pass(None);
    }

    fn finger(&mut self, place: Pos2, pressed: bool) {
        let modifiers = Modifiers::default();
        self.pass(Some(Event::PointerMoved(place)));
        self.pass(Some(Event::PointerButton {
            pos: place,
            button: PointerButton::Primary,
            pressed,
            modifiers,
        }));
    }

    fn down(&mut self, name: &str) {
        let place = self.place(name);
        self.finger(place, true);
    }

    fn up(&mut self, name: &str) {
        let place = self.place(name);
        self.finger(place, false);
        self.pass(None);
    }

    fn tap(&mut self, name: &str) {
        self.down(name);
        self.up(name);
    }

    fn hold(&mut self, name: &str) {
        let place = self.place(name);
        self.finger(place, true);
        self.wait(HOLD_SECONDS);
        self.finger(place, false);
        self.pass(None);
    }

    fn text(&self) -> &str {
        &self.harness.state().text
    }
}

fn arabic() -> Person {
    Person::before(KeyboardLayout::Arabic)
}

#[test]
fn a_tap_types_what_the_key_shows_and_opens_nothing() {
    let mut person = arabic();
    ["ا", "ل", "لا", "space", "ب"].iter().for_each(|key| person.tap(key));
    assert_eq!(person.text(), "اللا ب");
    assert!(!person.shows("ٱ"));
}

#[test]
fn what_is_behind_a_held_key_stays_when_the_finger_is_lifted_and_is_chosen_by_a_tap() {
    let mut person = arabic();
    person.tap("ب");
    person.hold("ا");
    assert!(person.shows("ٱ") && person.shows("آ"));
    assert_eq!(person.text(), "با", "a slow finger types as a quick one does");
    person.tap("ٱ");
    assert_eq!(person.text(), "بٱ");
    assert!(!person.shows("ٱ"));
}

#[test]
fn a_finger_may_also_slide_to_its_choice() {
    let mut person = arabic();
    person.down("و");
    person.wait(HOLD_SECONDS);
    person.up("ؤ");
    assert_eq!(person.text(), "ؤ");
}

#[test]
fn a_lam_alef_that_is_chosen_takes_the_place_of_both_letters() {
    let mut person = arabic();
    person.tap("م");
    person.hold("لا");
    person.tap("لإ");
    assert_eq!(person.text(), "ملإ");
}

#[test]
fn touching_beside_closes_what_is_open_and_the_next_key_types() {
    let mut person = arabic();
    person.hold("ه");
    person.tap("ب");
    assert_eq!(person.text(), "هب");
    assert!(!person.shows("ہ"));
}

#[test]
fn marks_have_a_key_of_their_own_and_names_in_words() {
    let mut person = arabic();
    person.tap("ب");
    person.tap("marks");
    person.tap("m0");
    assert_eq!(person.text(), "بَ");
    person.tap("marks");
    person.tap("m7");
    assert_eq!(person.text(), "بَّ");
}

#[test]
fn letters_of_urdu_and_persian_are_behind_their_neighbours() {
    let mut person = arabic();
    for (key, letter) in [("ك", "گ"), ("ج", "چ"), ("ب", "پ"), ("ز", "ژ"), ("ك", "ک"), ("ي", "ی"), ("ه", "ہ")]
    {
        person.hold(key);
        person.tap(letter);
    }
    for (key, letter) in [("ي", "ے"), ("ت", "ٹ"), ("د", "ڈ"), ("ر", "ڑ")] {
        person.hold(key);
        person.tap(letter);
    }
    assert_eq!(person.text(), "گچپژکیہےٹڈڑ");
}

#[test]
fn digits_of_the_other_kinds_are_behind_the_digits() {
    let mut person = Person::before(KeyboardLayout::Digits);
    person.tap("7");
    person.hold("7");
    person.tap("٧");
    assert_eq!(person.text(), "7٧");
}

#[test]
fn shift_makes_capitals_of_accents_too_and_lasts_for_one_letter() {
    let mut person = Person::before(KeyboardLayout::Latin);
    person.tap("shift");
    person.hold("E");
    person.tap("É");
    person.tap("t");
    assert_eq!(person.text(), "Ét");
}

#[test]
fn backspace_repeats_while_it_is_held_and_deletes_one_letter_for_a_tap() {
    let mut person = arabic();
    person.harness.state_mut().text = "محمد بن عبد الله".to_owned();
    person.tap("backspace");
    assert_eq!(person.text(), "محمد بن عبد الل");
    person.down("backspace");
    person.wait(HOLD_SECONDS);
    assert_eq!(person.text(), "محمد بن عبد ال", "a slow finger deletes one letter");
    person.wait(HOLD_SECONDS);
    for _ in 0..3 {
        person.wait(REPEAT_SECONDS);
    }
    person.up("backspace");
    assert_eq!(person.text(), "محمد بن عب", "then quickly");
}

#[test]
fn every_key_is_a_touch_target_on_a_kiosk_and_stands_within_any_screen() {
    let small = vec2(1280.0, 800.0);
    for (size, inches, roomy) in [
        (SIZE, 24.0, true),
        (vec2(1080.0, 1920.0), 24.0, true),
        (small, 10.1, true),
        (vec2(800.0, 1280.0), 10.1, false),
    ] {
        for layout in [KeyboardLayout::Arabic, KeyboardLayout::Latin, KeyboardLayout::Digits] {
            let mut person = Person::at(layout, size, inches);
            let look = look(&person.harness.ctx, size, inches);
            assert_eq!(Keyboard::is_roomy(&look, size.x), roomy, "{size:?} {inches}");
            if layout == KeyboardLayout::Arabic {
                person.tap("marks");
            }
            for node in person.harness.root().children_recursive() {
                if node.accesskit_node().role() == Role::Button {
                    let rect = node.rect();
                    assert!(rect.height() >= look.sizes.touch - 0.5, "{layout:?} {rect:?}");
                    assert!(!roomy || rect.width() >= look.sizes.touch - 0.5, "{layout:?} {rect:?}");
                    assert!(rect.left() >= 0.0 && rect.right() <= size.x, "{layout:?} {rect:?}");
                    assert!(rect.top() >= 0.0 && rect.bottom() <= size.y, "{layout:?} {rect:?}");
                }
            }
        }
    }
}
