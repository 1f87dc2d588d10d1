//! What keeps an unattended kiosk a kiosk: its window stays and fills the screen until staff leave it, nothing in it opens
//! another program, and a fault in a screen ends that screen alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use egui::{Context, OutputCommand, ViewportCommand};

use super::KioskApp;
use crate::flow::time_left;
use crate::route::{Route, Trouble};

/// How long "please call a member of staff" stands after a fault before the next visitor finds the welcome.
const CRASH_SHOWN: Duration = Duration::from_secs(30);

/// When a screen is tried again that failed while a fault was being told.
const TRY_AGAIN: Duration = Duration::from_secs(1);

impl KioskApp {
    /// Lets the window be closed by its own means, as a program's window on a desk is.
    pub fn let_close(&mut self) {
        self.is_attended = true;
    }

    /// Tells whether staff asked to end the program.
    pub fn is_leaving(&self) -> bool {
        self.is_leaving
    }

    /// Closes the window: because staff end the program, or because it can start now.
    pub(super) fn leave(&mut self, ctx: &Context) {
        self.wipe(ctx);
        self.is_leaving = true;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// Refuses to be closed, minimised or made smaller.
    pub(super) fn guard_window(&self, ctx: &Context) {
        if self.is_attended || self.is_leaving {
            return;
        }
        let (closing, minimised, small) = ctx.input(|input| {
            let window = input.viewport();
            (window.close_requested(), window.minimized == Some(true), window.fullscreen == Some(false))
        });
        if closing {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        if minimised {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        }
        if small {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
        }
    }

    /// Drops whatever would open a link in another program.
    pub(super) fn open_nothing(ctx: &Context) {
        ctx.output_mut(|output| {
            output.commands.retain(|command| !matches!(command, OutputCommand::OpenUrl(_)));
        });
    }

    /// Runs a part of the program; `None` where it failed, which ends the screen and nothing else. What had been entered
    /// is kept for staff.
    pub(super) fn guarded<R>(&mut self, ctx: &Context, part: impl FnOnce(&mut Self) -> R) -> Option<R> {
        // the fields that a failed part may leave half-changed are dropped by the wipe
        if let Ok(done) = catch_unwind(AssertUnwindSafe(|| part(self))) {
            return Some(done);
        }
        if matches!(self.route, Route::Trouble(Trouble::Crashed { .. })) {
            ctx.request_repaint_after(TRY_AGAIN);
            return None;
        }
        tracing::error!("a screen failed; a member of staff is asked for");
        // whatever failed may fail again while it is read
        if catch_unwind(AssertUnwindSafe(|| self.keep_visit(ctx))).is_err() {
            tracing::error!("what a visitor had entered could not be kept for staff");
        }
        self.wipe(ctx);
        self.route = Route::Trouble(Trouble::Crashed { back_at: self.since_start + CRASH_SHOWN });
        None
    }

    /// Keeps what a visitor had entered. A rating never comes before staff: it is saved as all ratings are, when it is closed.
    fn keep_visit(&mut self, ctx: &Context) {
        self.in_route(ctx, |route, here| {
            if let Route::Visit(flow) = route {
                flow.keep_for_staff(here);
            }
        });
    }

    /// Goes back to the welcome once a fault was told for long enough.
    pub(super) fn come_back(&mut self, ctx: &Context) {
        let Route::Trouble(Trouble::Crashed { back_at }) = self.route else { return };
        match time_left(back_at, self.since_start) {
            Some(left) => ctx.request_repaint_after(left),
            None => self.wipe(ctx),
        }
    }
}
