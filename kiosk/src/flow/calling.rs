//! Calling the next number without the PIN, for a short while after a call: of the queue is shown how many wait and which number is
//! next, and nothing of anybody.

use std::time::Duration;

use super::{Ask, Here, WaitingAction};
use crate::link::{Call, Command, Event, NotSaved, QueueState};

/// Where calling without the PIN stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallingFlow {
    /// Until when it is open, since the program started.
    until: Duration,
    queue: Option<QueueState>,
    fault: Option<NotSaved>,
}

impl CallingFlow {
    /// Opens it, and asks how the queue stands.
    pub fn new(until: Duration, here: &mut Here<'_>) -> Self {
        here.ask(Command::LoadQueueState);
        Self { until, queue: None, fault: None }
    }

    /// Returns how the queue stands; `None` until the worker answered.
    pub fn queue(&self) -> Option<QueueState> {
        self.queue
    }

    /// Returns why the last call was not saved.
    pub fn fault(&self) -> Option<NotSaved> {
        self.fault
    }

    /// Calls the next; all else of the queue stays behind the PIN.
    pub fn act(&mut self, action: WaitingAction, here: &mut Here<'_>) {
        if action == WaitingAction::CallAndLeave(Call::Next) && here.since_start < self.until {
            self.fault = None;
            here.ask(Command::Call(Call::Next));
        }
    }

    /// Takes in what the worker tells; whoever called goes back.
    pub fn told(&mut self, event: &Event, here: &mut Here<'_>) {
        match event {
            Event::Called(_) => here.ask(Ask::Leave),
            Event::QueueState(state) => self.queue = Some(*state),
            Event::QueueNotSaved(why) => self.fault = Some(*why),
            _ => {}
        }
    }

    /// Leaves once it is over; returns when that is.
    pub fn leave_when_over(&self, here: &mut Here<'_>) -> Option<Duration> {
        let left = super::time_left(self.until, here.since_start);
        if left.is_none() {
            here.ask(Ask::Leave);
        }
        left
    }
}
