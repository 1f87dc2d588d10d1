//! The answer to a PIN: told once for each PIN that was handed over, even where checking it fails half-way. The window
//! counts on that to know whose answer is whose.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use shared::replica::KioskError;
use tracing::error;

use super::Worker;
use crate::link::{Event, PinOutcome, Waker};

/// An answer that is owed: "wrong", unless another is given.
pub(super) struct PinAnswer {
    outcome: PinOutcome,
    events: Sender<Event>,
    wake: Waker,
}

impl PinAnswer {
    /// Tells what came of a check; a PIN that could not be checked is not right.
    pub(super) fn give(mut self, checked: Result<PinOutcome, KioskError>) {
        match checked {
            Ok(outcome) => self.outcome = outcome,
            Err(e) => error!(error = %e, "a PIN could not be checked"),
        }
    }
}

impl Drop for PinAnswer {
    fn drop(&mut self) {
        // the window is gone: nobody waits for the answer
        if self.events.send(Event::PinChecked(self.outcome)).is_ok() {
            (self.wake)();
        }
    }
}

impl Worker {
    pub(super) fn pin_answer(&self) -> PinAnswer {
        PinAnswer { outcome: PinOutcome::Wrong, events: self.events.clone(), wake: Arc::clone(&self.wake) }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn every_pin_is_answered_once_even_where_the_check_fails_half_way() {
        let (events, told) = channel();
        let answer =
            || PinAnswer { outcome: PinOutcome::Wrong, events: events.clone(), wake: Arc::new(|| ()) };
        let failing = AssertUnwindSafe(|| {
            let _owed = answer();
            panic!("planted");
        });
        assert!(catch_unwind(failing).is_err());
        assert!(matches!(told.try_recv(), Ok(Event::PinChecked(PinOutcome::Wrong))));
        answer().give(Ok(PinOutcome::Right));
        assert!(matches!(told.try_recv(), Ok(Event::PinChecked(PinOutcome::Right))));
        assert!(told.try_recv().is_err());
    }
}
