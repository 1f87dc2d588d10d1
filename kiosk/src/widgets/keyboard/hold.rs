//! Telling a tap on a key from a finger that stays on it. Knows times and ids alone.

use std::time::Duration;

use egui::{Id, Response, Ui};

/// A finger that stays this long holds the key.
pub(super) const HOLD_SECONDS: f64 = 0.5;

/// Time between two repetitions of a key that repeats.
pub(super) const REPEAT_SECONDS: f64 = 0.12;

/// What a key was asked for in this pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing.
    Nothing,
    /// What it shows: the finger was lifted before it held the key, or a physical key pressed it.
    Tapped,
    /// What is behind it: the finger has stayed. Told once; of a key that repeats, again and again.
    Held,
}

/// The key that a finger is on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Hold(Option<Finger>);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    key: Id,
    since: f64,
    told: u32,
    seen_in_pass: u64,
}

impl Hold {
    /// Takes in how a key stands in this pass, and asks to be woken when that next matters.
    pub(super) fn watch(&mut self, ui: &Ui, response: &Response, repeats: bool) -> Asked {
        let now = ui.input(|input| input.time);
        let pass = ui.ctx().cumulative_pass_nr();
        let finger = self.0.filter(|finger| finger.key == response.id && finger.seen_in_pass + 1 >= pass);
        if response.is_pointer_button_down_on() {
            let finger =
                finger.unwrap_or(Finger { key: response.id, since: now, told: 0, seen_in_pass: pass });
            let due = finger.since + due_after_seconds(finger.told);
            let waits = repeats || finger.told == 0;
            let told = waits && now >= due;
            self.0 = Some(Finger { told: finger.told + u32::from(told), seen_in_pass: pass, ..finger });
            if waits {
                let wait = finger.since + due_after_seconds(finger.told + u32::from(told)) - now;
                ui.ctx().request_repaint_after(Duration::from_secs_f64(wait.clamp(0.0, HOLD_SECONDS)));
            }
            return if told { Asked::Held } else { Asked::Nothing };
        }
        if finger.is_some() {
            self.0 = None;
        }
        let was_held = finger.is_some_and(|finger| finger.told > 0);
        if response.clicked() && !was_held { Asked::Tapped } else { Asked::Nothing }
    }
}

/// When a finger is told of for the next time, in seconds since it came: after half a second; where the key repeats, once
/// more after another half, so that a slow finger deletes one letter and not five; from then on quickly.
fn due_after_seconds(told: u32) -> f64 {
    match told {
        0 => HOLD_SECONDS,
        more => 2.0 * HOLD_SECONDS + f64::from(more - 1) * REPEAT_SECONDS,
    }
}
