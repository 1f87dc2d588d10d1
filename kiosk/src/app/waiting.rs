//! What the app does for those who wait: the queue in staff mode, the called number on the welcome and spoken.

use std::time::Duration;

use jiff::civil::Date;
use shared::domain::WaitingNumber;

use super::KioskApp;
use crate::action::WaitingAction;
use crate::link::{Command, Event};
use crate::route::Route;
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
    pub(super) fn apply_waiting(&mut self, action: WaitingAction) {
        let Route::Staff(flow) = &mut self.route else { return };
        if !flow.is_signed_in() {
            return;
        }
        let command = match action {
            WaitingAction::Show => {
                flow.show_waiting();
                self.inputs.wipe();
                Command::LoadQueue
            }
            WaitingAction::Call(visit) => Command::Call(visit),
            WaitingAction::End(visit, end) => Command::EndWaiting(visit, end),
        };
        self.send(command);
    }

    pub(super) fn take_waiting(&mut self, event: Event) {
        match event {
            Event::Queue(queue) => {
                if let Route::Staff(flow) = &mut self.route {
                    flow.loaded_waiting(queue);
                }
            }
            Event::QueueNotSaved(why) => {
                if let Route::Staff(flow) = &mut self.route {
                    flow.waiting_not_saved(why);
                }
            }
            Event::Called(number) => {
                self.called = Some(Called { number, day: self.now.date(), until: None });
                let view = self.view();
                let script = Script::new()
                    .say(&view.tr("waiting-announce"))
                    .spell(&number.to_string())
                    .say(&view.tr("waiting-announce-come"));
                self.announce(script);
            }
            _ => {}
        }
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
        let until = self.called?.until?;
        until.checked_sub(self.since_start).filter(|left| !left.is_zero())
    }
}
