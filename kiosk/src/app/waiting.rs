//! What the app does for those who wait: the called number, on the welcome and spoken.

use std::time::Duration;

use jiff::civil::Date;
use shared::domain::WaitingNumber;
use shared::locale::isolate;

use super::KioskApp;
use crate::flow::time_left;
use crate::speech::Script;

/// How long a called number stays after the next visitor begins.
const AFTER_NEXT_VISITOR: Duration = Duration::from_secs(120);

/// The number that was called last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Called {
    number: WaitingNumber,
    day: Date,
    /// Until when it is shown, since the program started; `None` until somebody begins.
    until: Option<Duration>,
}

impl KioskApp {
    /// Takes in who is called: the number is shown, and said once.
    pub(super) fn take_called(&mut self, number: WaitingNumber) {
        self.called = Some(Called { number, day: self.now.date(), until: None });
        let view = self.view();
        // where a board is shown, it alone is heard
        if view.queue.board && self.board.is_none() {
            return;
        }
        let on_board = self.board.as_ref().and_then(|board| board.calls.first());
        let come = match on_board.map_or(&view.queue.desk, |call| &call.desk) {
            desk if desk.is_empty() => view.tr("waiting-announce-come"),
            desk => view.format("waiting-announce-desk", &[("desk", isolate(desk).into())]),
        };
        let called = Script::new().chime().say(&view.tr("waiting-announce"));
        let script = called.spell(&number.to_string()).say(&come);
        self.announce(script);
    }

    /// Notes that somebody was called by staff who are signed in: for a while the next may be called without the PIN. A call
    /// without it makes that no longer.
    pub(super) fn note_call(&mut self) {
        if self.route.is_for_staff() {
            let while_open = self.settings.config.queue.next_without_pin_seconds.seconds();
            self.calls_freely_until = self.since_start + while_open;
        }
    }

    /// Until when the next may be called without the PIN; `None` where the PIN is asked for.
    pub(super) fn calls_freely(&self) -> Option<Duration> {
        let has_queue = self.view().has_queue();
        Some(self.calls_freely_until).filter(|until| has_queue && self.since_start < *until)
    }

    /// The number to be shown to those who wait; `None` where nobody was called, or it is long ago.
    pub(super) fn called(&self) -> Option<WaitingNumber> {
        let called = self.called.filter(|called| called.day == self.now.date())?;
        let over = called.until.is_some_and(|until| self.since_start >= until);
        (!over).then_some(called.number)
    }

    /// A visitor begins: the number that was called has been seen, and goes in a while.
    pub(super) fn visitor_begins(&mut self) {
        if let Some(called) = &mut self.called {
            called.until.get_or_insert(self.since_start + AFTER_NEXT_VISITOR);
        }
    }

    /// How long until the called number goes; `None` where nothing is to be waited for.
    pub(super) fn called_goes_in(&self) -> Option<Duration> {
        time_left(self.called?.until?, self.since_start)
    }
}
