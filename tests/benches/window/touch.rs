//! From a finger on a part to its pressed face: how many frames that takes, and what the frame with the touch costs.

use std::time::Duration;

use egui::epaint::Primitive;
use egui::{Event, Modifiers, PointerButton, Pos2, Rect, pos2};
use kiosk::config::TextSetting;
use kiosk::gallery::{Frame, Panel, SCENES, Stage};
use shared::locale::Language;

use crate::frames::{BEGIN_SECONDS, Case, Shown, timed};

/// Frames that a face is waited for.
const PATIENCE: usize = 30;
/// Frames after a finger is taken away, until what it left has gone.
const BETWEEN: usize = 20;
/// Where no part stands: the finger is taken away there, so that nothing is chosen, and at the same height nothing is scrolled.
const ASIDE: f32 = 1.0;

/// Every part of every screen, touched once.
pub struct Touches {
    /// CPU times of the frames with a touch.
    pub frames: Case,
    /// Parts by the frames until their face changed, from one frame on.
    pub after: [usize; PATIENCE],
    /// Parts whose face never changed.
    pub never: Vec<String>,
}

/// Touches every part that can be pressed on every screen of a panel, in Arabic.
pub fn every_part(panel: Panel) -> Touches {
    let (mut times, mut after, mut never) = (Vec::new(), [0; PATIENCE], Vec::new());
    for scene in SCENES {
        let shown = Shown { scene: *scene, language: Language::Arabic, text: TextSetting::Normal, panel };
        let mut hand = Hand { stage: shown.stage(), frame: 0 };
        hand.rest();
        for part in hand.stage.stops() {
            // a field that is touched may bring another keyboard, and one that is written in shows it already
            let now = hand.stage.stops().into_iter().find(|now| now.id == part.id);
            let Some(stop) = now.filter(|now| hand.stage.focused() != Some(now.id)) else { continue };
            let seen = stop.rect.intersect(stop.clip);
            if !seen.is_positive() {
                continue;
            }
            let (time, frames) = hand.touch(seen);
            times.push(time);
            match frames {
                Some(frames) => after[frames - 1] += 1,
                None => never.push(format!("{} {:?}", scene.name(), stop.rect)),
            }
        }
    }
    let name = format!("a finger on each of {} parts ({})", times.len(), panel.name);
    Touches { frames: Case::new(&name, times, 0), after, never }
}

/// Touches a screen, sixty frames a second.
struct Hand {
    stage: Stage,
    frame: usize,
}

impl Hand {
    /// Puts a finger on the middle of a part and takes it away beside it. Returns what the frame with the touch cost, and with
    /// which frame the part's face was another one.
    fn touch(&mut self, part: Rect) -> (Duration, Option<usize>) {
        let before = face(&self.next(Vec::new()), part);
        let at = part.center();
        let touch = vec![Event::PointerMoved(at), button(at, true)];
        let (time, first) = timed(|| self.next(touch));
        let mut changed = (face(&first, part) != before).then_some(1);
        for frame in 2..=PATIENCE {
            if changed.is_none() && face(&self.next(Vec::new()), part) != before {
                changed = Some(frame);
            }
        }
        let aside = pos2(ASIDE, at.y);
        self.next(vec![Event::PointerMoved(aside)]);
        self.next(vec![button(aside, false), Event::PointerGone]);
        self.rest();
        (time, changed)
    }

    fn rest(&mut self) {
        for _ in 0..BETWEEN {
            self.next(Vec::new());
        }
    }

    fn next(&mut self, events: Vec<Event>) -> Frame {
        self.frame += 1;
        #[expect(clippy::cast_precision_loss, reason = "some thousands of frames are exact")]
        let seconds = BEGIN_SECONDS + self.frame as f64 / 60.0;
        self.stage.frame(seconds, events)
    }
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// What is painted within a part, to be compared.
fn face(frame: &Frame, part: Rect) -> Vec<(Pos2, [u8; 4])> {
    let meshes = frame.triangles.iter().filter_map(|clipped| match &clipped.primitive {
        Primitive::Mesh(mesh) => Some(mesh),
        Primitive::Callback(_) => None,
    });
    let corners = meshes.flat_map(|mesh| &mesh.vertices).filter(|corner| part.contains(corner.pos));
    corners.map(|corner| (corner.pos, corner.color.to_array())).collect()
}
