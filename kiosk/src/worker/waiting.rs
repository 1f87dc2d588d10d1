//! The queue's part of the worker: calls and ends. Numbers are given where a visit is saved.

use shared::domain::{FactId, WaitingEnd};
use shared::replica::{Call, KioskError};
use tracing::error;

use super::Worker;
use super::saving::not_saved;
use crate::board;
use crate::link::{BoardCall, CALLS_SHOWN, Event};

impl Worker {
    pub(super) fn call(&mut self, call: Call) {
        let mut act = self.act();
        let called = self.kiosk.call_waiting(&mut act, call);
        if let Some(Some(number)) = self.kept(called) {
            self.show_on_board();
            self.tell(Event::Called(number));
            self.exchange_soon();
        }
        // whoever calls without the PIN is shown no list
        if self.reading.is_staffed {
            self.load_queue();
        }
        self.load_queue_state();
    }

    pub(super) fn end_waiting(&mut self, visit: FactId, end: WaitingEnd) {
        let mut act = self.act();
        let ended = self.kiosk.end_waiting(&mut act, visit, end);
        self.kept(ended);
        self.load_queue();
    }

    pub(super) fn load_queue(&self) {
        match self.kiosk.waiting(&(self.clock)()) {
            Ok(queue) => self.tell(Event::Queue(queue)),
            Err(e) => error!(error = %e, "who waits could not be read"),
        }
    }

    /// Leaves the numbers called last for a board.
    fn show_on_board(&self) {
        let now = (self.clock)();
        let (numbers, calls_made) = match self.kiosk.last_called(&now, CALLS_SHOWN) {
            Ok(called) => called,
            Err(e) => return error!(error = %e, "the numbers for the board could not be read"),
        };
        let desk = &self.config.queue.desk;
        let call = |number| BoardCall { number, desk: desk.clone() };
        let calls: Vec<BoardCall> = numbers.into_iter().map(call).collect();
        if let Err(e) = board::write(&self.dir, now.wall.date(), calls_made, &calls) {
            error!(error = %e, "the board does not show the last call");
        }
    }

    pub(super) fn load_queue_state(&self) {
        match self.kiosk.queue_state(&(self.clock)()) {
            Ok(state) => self.tell(Event::QueueState(state)),
            Err(e) => error!(error = %e, "how the queue stands could not be read"),
        }
    }

    fn kept<T>(&self, outcome: Result<T, KioskError>) -> Option<T> {
        outcome
            .inspect_err(|e| {
                error!(error = %e, "the queue was not changed");
                self.tell(Event::QueueNotSaved(not_saved(e)));
            })
            .ok()
    }
}
