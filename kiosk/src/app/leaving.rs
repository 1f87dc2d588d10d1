//! Leaving: by one's own wish, with a question where something would be lost, and by walking away.

use std::time::Duration;

use egui::{Context, Ui};

use super::KioskApp;
use crate::action::Action;
use crate::flow::Attention;
use crate::route::{Route, WhenLeft};
use crate::screens::{IdleData, idle_ui, leave_question, question_ui};

/// How long thanks stand where nobody touches them.
const THANKS_SHOWN: Duration = Duration::from_secs(8);

/// How long what follows a score at the way out stands.
const EXIT_SHOWN: Duration = Duration::from_secs(5);

impl KioskApp {
    /// Leaves what was begun. A rating that has a score is saved and thanked for; what would be lost is asked about first.
    pub(super) fn leave_route(&mut self, ctx: &Context) {
        match &self.route {
            Route::Rating(_) => self.in_route(ctx, |route, here| {
                if let Route::Rating(flow) = route {
                    flow.leave(here);
                }
            }),
            Route::Visit(flow) if flow.is_saving() => {}
            Route::Suggestion(flow) if flow.is_saving() => {}
            route if route.would_lose() => self.is_leaving_asked = true,
            _ => self.wipe(ctx),
        }
    }

    /// Adds the question that lies over the screen, where there is one; the outer `None` where there is none.
    pub(super) fn over_ui(&self, ui: &Ui) -> Option<Option<Action>> {
        let view = self.view();
        match (self.asking, self.route.when_left()) {
            (Some(seconds), WhenLeft::Asked(held)) => {
                Some(idle_ui(ui.ctx(), &self.look, &IdleData::new(&view, seconds, held)))
            }
            _ if self.is_leaving_asked => Some(question_ui(ui, &self.look, &leave_question(&view))),
            _ => None,
        }
    }

    /// Watches whether anybody still stands before the screen.
    pub(super) fn watch_idle(&mut self, ctx: &Context) {
        if self.asking.is_none() && (self.is_used || self.is_read_to()) {
            self.idle.touch(self.since_start);
        }
        let settings = &self.settings.config.idle;
        let when_left = self.route.when_left();
        let quiet = match when_left {
            WhenLeft::Closes => THANKS_SHOWN,
            WhenLeft::ClosesSoon => EXIT_SHOWN,
            _ if self.route.is_for_staff() => settings.staff_seconds.seconds(),
            WhenLeft::Stays | WhenLeft::Goes | WhenLeft::Asked(_) => settings.visitor_seconds.seconds(),
        };
        let attention = self.idle.look(self.since_start, quiet, settings.grace_seconds.seconds());
        (self.asking, self.closes_in) = (None, None);
        match (when_left, attention) {
            // the visitors' part of a device of the field is handed out, and comes back
            (WhenLeft::Stays, Attention::Gone) if self.route == Route::Welcome && self.in_field() => {
                self.wipe(ctx);
            }
            (WhenLeft::Stays, Attention::Gone) => self.forget_visitor(),
            (WhenLeft::Stays, Attention::Present { .. } | Attention::Asking { .. }) => {}
            (WhenLeft::Closes | WhenLeft::ClosesSoon, Attention::Present { ask_in }) => {
                let seconds = ask_in.as_millis().div_ceil(1_000) as u64;
                self.closes_in = Some(seconds);
                ctx.request_repaint_after(ask_in - Duration::from_secs(seconds.saturating_sub(1)));
            }
            (WhenLeft::Goes | WhenLeft::Asked(_), Attention::Present { ask_in }) => {
                ctx.request_repaint_after(ask_in);
            }
            (WhenLeft::Asked(_), Attention::Asking { seconds_left, changes_in }) => {
                self.asking = Some(seconds_left);
                ctx.request_repaint_after(changes_in);
            }
            (
                WhenLeft::Goes | WhenLeft::Closes | WhenLeft::ClosesSoon,
                Attention::Asking { .. } | Attention::Gone,
            )
            | (WhenLeft::Asked(_), Attention::Gone) => self.wipe(ctx),
        }
    }
}
