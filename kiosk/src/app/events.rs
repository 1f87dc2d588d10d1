//! What the app does when the worker tells it something: its own part, before the open flow's.

use std::sync::Arc;
use std::sync::mpsc::TryRecvError;

use egui::Context;

use super::KioskApp;
use crate::link::{Command, Event, NotSaved, PinOutcome, Setting, SetupStep};
use crate::route::{Route, Trouble};

impl KioskApp {
    pub(super) fn take_events(&mut self, ctx: &Context) {
        loop {
            match self.link.events.try_recv() {
                Ok(event) => self.take_event(event, ctx),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    if self.route != Route::Trouble(Trouble::CallStaff) {
                        tracing::error!("the thread that saves records is gone; start the kiosk again");
                        self.wipe(ctx);
                        self.route = Route::Trouble(Trouble::CallStaff);
                    }
                    return;
                }
            }
        }
    }

    fn take_event(&mut self, event: Event, ctx: &Context) {
        match event {
            Event::Ready(setting) => return self.take_setting(setting, ctx),
            Event::SettingUp(step) => return self.setup = Some(step),
            Event::Enrolled => return self.take_enrolled(ctx),
            Event::PinChecked(outcome) => return self.take_pin(outcome, ctx),
            Event::Printed(outcome) => return self.take_printed(outcome),
            Event::Board(board) => {
                self.board = Some(board.clone());
                return self.route = Route::Board(board);
            }
            Event::CannotStart(out_of_order) => {
                self.out_of_order = Some(out_of_order.clone());
                return self.route = Route::OutOfOrder(out_of_order);
            }
            Event::CanStart => return self.leave(ctx),
            Event::Called(number) => {
                self.note_call();
                // whoever leaves with the call would silence it
                self.in_route(ctx, |route, here| route.told(event, here));
                return self.take_called(number);
            }
            Event::PinSet => self.setup = None,
            Event::Saved { .. } => self.disk_full = false,
            Event::NotSaved(why) => self.disk_full = why == NotSaved::DiskFull,
            Event::Sync(ref state) => self.sync = Some(state.clone()),
            // in force at once, and whatever was wrong with the file is mended
            Event::ConfigSaved(ref config) => {
                self.settings.config = (**config).clone();
                self.config_fault = None;
            }
            // a flow's own
            Event::EnrolFailed(_) | Event::TrialNotBegun | Event::ConfigNotSaved => {}
            Event::Today(_) | Event::ToContact(_) | Event::VisitOpened(_) | Event::Status(_) => {}
            Event::Drafts(_) | Event::NotKept(_) | Event::Planned(_) | Event::PlannedFor { .. } => {}
            Event::Requests { .. } => {}
            Event::Found { .. } | Event::PersonOpened(_) | Event::Corrected(_) => {}
            Event::Queue(_) | Event::QueueState(_) | Event::QueueNotSaved(_) => {}
            Event::ReceiptShown { .. } | Event::FollowUpTold(_) => {}
        }
        self.in_route(ctx, |route, here| route.told(event, here));
    }

    fn take_setting(&mut self, setting: Option<Arc<Setting>>, ctx: &Context) {
        let was_trial = self.is_trial();
        self.setting = setting;
        self.take_branding(ctx);
        self.follow_trial(was_trial, ctx);
        if self.route == Route::Starting {
            self.wipe(ctx);
        }
    }

    /// Takes in that the device has its identity: the first start goes on, even where the idle guard wiped it meanwhile.
    fn take_enrolled(&mut self, ctx: &Context) {
        if self.setting.is_some() {
            return;
        }
        self.in_route(ctx, |route, here| route.told(Event::Enrolled, here));
        if self.setup != Some(SetupStep::Screen) {
            self.setup = Some(SetupStep::Screen);
            self.send(Command::KeepSetup(SetupStep::Screen));
        }
    }

    /// Takes in what a PIN was found to be. The worker answers each once and in order, so that an answer is the open
    /// page's own only where none of an earlier page, perhaps of another person's PIN, is still to come.
    fn take_pin(&mut self, outcome: PinOutcome, ctx: &Context) {
        self.pins_asked = self.pins_asked.saturating_sub(1);
        if self.pins_asked > 0 || self.route.is_for_staff() {
            return;
        }
        self.in_route(ctx, |route, here| route.told(Event::PinChecked(outcome), here));
        if self.route.is_for_staff() {
            // those whom the message asked for are here, and will see whether records can be saved again
            self.disk_full = false;
        }
    }
}
