//! The queue's part of the worker: numbers for who registers, calls, ends.

use shared::domain::{DeviceMode, FactId, Origin, Record, Visit, WaitingEnd, WaitingNumber};
use shared::replica::{KioskError, RecordOutcome};
use tracing::error;

use super::Worker;
use super::event::{Event, NotSaved};
use super::field::not_saved;

pub use shared::replica::Waiting;

/// What staff ask of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingCommand {
    /// Asks who waits; answered by `WaitingEvent::Queue`.
    Load,
    /// Calls somebody; answered by `WaitingEvent::Called` and `Queue`, or `NotSaved`.
    Call(FactId),
    /// Ends somebody's waiting; answered by `WaitingEvent::Queue`, or `NotSaved`.
    End(FactId, WaitingEnd),
}

/// What the worker tells of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitingEvent {
    /// Who waits, in the order of coming.
    Queue(Vec<Waiting>),
    /// Somebody is called.
    Called(WaitingNumber),
    /// A call or an end was not saved; the queue is as it was.
    NotSaved(NotSaved),
}

impl Worker {
    pub(super) fn carry_out_waiting(&mut self, command: WaitingCommand) {
        match command {
            WaitingCommand::Load => {}
            WaitingCommand::Call(visit) => {
                let called = self.kiosk.call_waiting(&(self.clock)(), visit);
                if let Some(Some(number)) = self.kept(called) {
                    self.tell(Event::Waiting(WaitingEvent::Called(number)));
                }
            }
            WaitingCommand::End(visit, end) => {
                let ended = self.kiosk.end_waiting(visit, end);
                self.kept(ended);
            }
        }
        match self.kiosk.waiting(&(self.clock)()) {
            Ok(queue) => self.tell(Event::Waiting(WaitingEvent::Queue(queue))),
            Err(e) => error!(error = %e, "who waits could not be read"),
        }
    }

    fn kept<T>(&self, outcome: Result<T, KioskError>) -> Option<T> {
        outcome
            .inspect_err(|e| {
                error!(error = %e, "the queue was not changed");
                self.tell(Event::Waiting(WaitingEvent::NotSaved(not_saved(e))));
            })
            .ok()
    }

    /// Tells whether a visitor waits to be served: they registered themselves, where members of staff are at hand.
    pub(super) fn waits(&self, visit: &Visit) -> bool {
        let at_branch = matches!(self.kiosk.mode(), Ok(DeviceMode::Branch));
        at_branch && visit.origin == Origin::SelfService && visit.supersedes.is_none()
    }

    pub(super) fn save_waiting(&mut self, visit: Box<Visit>) {
        let reading = (self.clock)();
        self.move_due_ratings();
        match self.kiosk.record_waiting(&reading, &mut self.dice, (*visit).clone()) {
            Ok((RecordOutcome::Saved(id) | RecordOutcome::Repeated(id), number)) => {
                self.exchanging.wait_for(super::duties::AFTER_SAVING);
                let mut receipt = self.receipt(id, visit.at);
                receipt.waiting = number;
                self.tell(Event::VisitSaved(receipt));
            }
            Ok((refused @ RecordOutcome::Refused { .. }, _)) => {
                self.tell_saved(Ok(Some(refused)), Record::Visit(visit));
            }
            Err(e) => self.tell_saved(Err(e), Record::Visit(visit)),
        }
    }
}
