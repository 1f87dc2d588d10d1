//! What is shown while nobody stands before the welcome, and the call for a member of staff.

use std::time::Duration;

use egui::Context;
use jiff::civil::Time;

use super::KioskApp;
use crate::flow::time_left;
use crate::route::Route;
use crate::speech::Script;

/// How long each thing that was said and done is shown.
const TURN: Duration = Duration::from_secs(10);

/// How long a visitor is told that staff are called.
const CALL_SHOWN: Duration = Duration::from_secs(60);

/// What is shown while nobody stands before the welcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attract {
    since: Duration,
    /// Whether somebody touched it: it goes once the finger is lifted, so that this touch chooses nothing.
    is_touched: bool,
}

/// A call for a member of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StaffCall {
    at: Time,
    shown_until: Duration,
}

impl KioskApp {
    /// Shows or ends what is shown while nobody stands before the welcome, and asks to be woken when that next changes.
    pub(super) fn watch_attract(&mut self, ctx: &Context) {
        let after = self.settings.config.idle.attract_seconds.seconds();
        let is_exit = self.settings.config.rating.exit;
        if self.route != Route::Welcome || is_exit || after.is_zero() || self.called().is_some() {
            self.attract = None;
            return;
        }
        let used = self.is_used;
        match &mut self.attract {
            Some(attract) => {
                attract.is_touched |= used;
                let is_held = used || ctx.input(|input| input.pointer.any_down());
                if attract.is_touched && !is_held {
                    self.attract = None;
                }
                if used {
                    ctx.request_repaint();
                }
            }
            None => {
                let unused = self.idle.unused(self.since_start);
                match time_left(after, unused) {
                    Some(left) => ctx.request_repaint_after(left),
                    None => self.attract = Some(Attract { since: self.since_start, is_touched: false }),
                }
            }
        }
        if let Some(attract) = &self.attract {
            let shown = self.since_start.saturating_sub(attract.since).as_secs_f64() % TURN.as_secs_f64();
            ctx.request_repaint_after(TURN.saturating_sub(Duration::from_secs_f64(shown)));
        }
    }

    /// Returns whose turn it is, counted from 0 on; `None` while somebody may stand before the screen.
    pub(super) fn attract_turn(&self) -> Option<usize> {
        let shown = self.since_start.saturating_sub(self.attract?.since);
        usize::try_from(shown.as_secs() / TURN.as_secs()).ok()
    }

    /// Calls a member of staff, or takes back a call that is still shown.
    pub(super) fn call_staff(&mut self) {
        if self.call_is_shown() {
            self.staff_call = None;
            return;
        }
        self.staff_call = Some(StaffCall { at: self.now.time(), shown_until: self.since_start + CALL_SHOWN });
        let view = self.view();
        if view.has_staff() {
            let script = Script::new().say(&view.tr("call-staff-announce"));
            self.announce(script);
        } else if let Some(words) = view.call_words() {
            self.tell_listener(Script::new().say(&words));
        }
    }

    /// Tells whether the visitor is told that staff are called.
    pub(super) fn call_is_shown(&self) -> bool {
        self.staff_call.is_some_and(|call| self.since_start < call.shown_until)
    }

    /// Returns when somebody called staff who has not been seen yet.
    pub(super) fn unanswered_call(&self) -> Option<Time> {
        self.staff_call.map(|call| call.at)
    }

    /// How long until a visitor is told no more that staff are called.
    pub(super) fn call_goes_in(&self) -> Option<Duration> {
        time_left(self.staff_call?.shown_until, self.since_start)
    }
}
