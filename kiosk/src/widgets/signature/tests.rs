//! Signing with a finger and with a mouse, and clearing.

use egui::{Modifiers, TouchDeviceId, TouchId, TouchPhase};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::text::Direction;
use crate::theme::{Appearance, DEFAULT_DIAGONAL_INCHES, Screen};

const SIZE: Vec2 = vec2(1920.0, 1080.0);
const WORDS: SignatureWords<'_> = SignatureWords {
    name: "التوقيع",
    hint: "وقّعوا هنا",
    signed: "تم التوقيع",
    full: "لا تتسع اللوحة للمزيد",
    clear: "مسح التوقيع",
    notice: None,
};

struct State {
    pad: SignaturePad,
    changes: u32,
}

struct Writer {
    harness: Harness<'static, State>,
    seconds: f64,
    finger: bool,
}

impl Writer {
    fn new(finger: bool) -> Self {
        let show = |ui: &mut Ui, state: &mut State| {
            let look = Look::new(
                ui.ctx(),
                &Screen::new(SIZE, DEFAULT_DIAGONAL_INCHES),
                Direction::Rtl,
                &Appearance::default(),
            );
            look.apply(ui.ctx());
            state.changes += u32::from(state.pad.show(ui, &look, &WORDS, vec2(1200.0, 500.0)));
        };
        let state = State { pad: SignaturePad::new(), changes: 0 };
        let harness = Harness::builder().with_size(SIZE).build_ui_state(show, state);
        let mut writer = Self { harness, seconds: 0.0, finger };
        writer.pass(Vec::new());
        writer.pass(Vec::new());
        writer
    }

    fn pass(&mut self, events: Vec<Event>) {
        self.harness.input_mut().time = Some(self.seconds);
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        self.seconds += 0.02;
    }

    /// What the window tells of a finger, or of a mouse, at `place`.
    fn button(&self, place: Pos2, pressed: bool) -> Vec<Event> {
        let phase = if pressed { TouchPhase::Start } else { TouchPhase::End };
        let (device_id, id) = (TouchDeviceId(0), TouchId(1));
        let touch = Event::Touch { device_id, id, phase, pos: place, force: None };
        let button = Event::PointerButton {
            pos: place,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        };
        let events = [Event::PointerMoved(place), button];
        self.finger.then_some(touch).into_iter().chain(events).collect()
    }

    /// A stroke with two moves a pass.
    fn stroke(&mut self, places: &[Pos2]) {
        let (first, rest) = places.split_first().unwrap();
        let last = places.last().unwrap();
        self.pass(self.button(*first, true));
        for moves in rest.chunks(2) {
            self.pass(moves.iter().map(|place| Event::PointerMoved(*place)).collect());
        }
        let mut lifted = self.button(*last, false);
        if self.finger {
            lifted.push(Event::PointerGone);
        }
        self.pass(lifted);
    }

    fn pad(&self) -> &SignaturePad {
        &self.harness.state().pad
    }
}

fn arc() -> Vec<Pos2> {
    (0..9_u8).map(|step| pos2(300.0 + 40.0 * f32::from(step), 200.0 + f32::from(step % 3) * 15.0)).collect()
}

#[test]
fn a_finger_and_a_mouse_write_the_same_strokes_with_every_move_of_a_pass() {
    for finger in [true, false] {
        let mut writer = Writer::new(finger);
        writer.stroke(&arc());
        writer.stroke(&[pos2(500.0, 330.0), pos2(500.0, 330.0)]);
        let signature = writer.pad().signature().unwrap();
        let lengths: Vec<usize> = signature.strokes().iter().map(Vec::len).collect();
        assert_eq!(lengths, [9, 1], "finger: {finger}");
        let times: Vec<u32> = signature.strokes()[0].iter().map(|point| point.at_millis).collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
        // 320 points of 3.614 to a millimetre
        let [first, .., last] = signature.strokes()[0].as_slice() else { panic!("a stroke") };
        assert_eq!(last.x - first.x, 8_856);
        assert_eq!(Signature::from_bytes(&signature.to_bytes()), Ok(signature));
        assert!(writer.harness.state().changes > 0);
    }
}

#[test]
fn one_button_clears_all_of_it() {
    let mut writer = Writer::new(true);
    writer.stroke(&arc());
    writer.stroke(&arc());
    assert!(!writer.pad().is_empty());
    let clear = writer.harness.get_by_label("مسح التوقيع").rect().center();
    writer.stroke(&[clear, clear]);
    assert!(writer.pad().is_empty());
    assert_eq!(writer.pad().signature(), None);
    assert_eq!(*writer.pad(), SignaturePad { recorder: Recorder::default(), ..writer.pad().clone() });
}

#[test]
fn assistive_technology_is_told_whether_it_is_signed() {
    let mut writer = Writer::new(true);
    assert!(writer.harness.query_by_label("التوقيع. وقّعوا هنا").is_some());
    writer.stroke(&arc());
    writer.pass(Vec::new());
    assert!(writer.harness.query_by_label("التوقيع. تم التوقيع").is_some());
}

#[test]
fn a_finger_that_leaves_the_pad_draws_no_line_across_it() {
    let mut writer = Writer::new(true);
    let out = pos2(1500.0, 200.0);
    writer.stroke(&[pos2(1100.0, 200.0), pos2(1150.0, 200.0), out, pos2(1100.0, 300.0), pos2(1000.0, 300.0)]);
    let signature = writer.pad().signature().unwrap();
    assert_eq!(signature.strokes().iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_touch_that_began_beside_the_pad_writes_nothing() {
    let mut writer = Writer::new(true);
    writer.stroke(&[pos2(1500.0, 900.0), pos2(600.0, 200.0), pos2(500.0, 200.0)]);
    assert!(writer.pad().is_empty());
}
