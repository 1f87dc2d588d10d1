//! Who waits: the page in staff mode, and the number that is called on the welcome.

use std::sync::Arc;

use crate::link::{BoardCall, BoardState, Call, Event, PinOutcome, QueueState, Waiting};
use shared::domain::{DeviceDigit, FactId, FileId, Party, UnixMillis, WaitingNumber};

use super::Stage;
use super::sample::{sample_now, sample_setting};
use crate::action::{Action, DigitKey, StaffAction, WaitingAction};
use crate::sample::{code, sample_visit};

/// A screen about those who wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingScene {
    /// The page in staff mode.
    Queue,
    /// The welcome, while a number is called.
    Called,
    /// The next is called without the PIN.
    Calling,
    /// The form of a visitor who was called.
    Serving,
    /// The board.
    Board,
    /// The board while no kiosk runs.
    BoardAlone,
}

impl WaitingScene {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Queue => "staff-waiting",
            Self::Called => "welcome-called",
            Self::Calling => "staff-calling",
            Self::Serving => "staff-serving",
            Self::Board => "board",
            Self::BoardAlone => "board-alone",
        }
    }

    pub(super) fn play(self, stage: &mut Stage) {
        stage.tell(Event::Ready(Some(Arc::new(sample_setting()))));
        match self {
            Self::Called => stage.tell(Event::Called(number(7))),
            Self::Board => stage.tell(Event::Board(Box::new(sample_board()))),
            Self::BoardAlone => stage.tell(Event::Board(Box::default())),
            Self::Queue => at_the_queue(stage),
            Self::Calling => {
                at_the_queue(stage);
                stage.act(Action::Waiting(WaitingAction::CallAndLeave(Call::Next)));
                stage.tell(Event::Called(number(6)));
                stage.act(Action::OpenStaff);
                stage.tell(Event::QueueState(QueueState { next: Some(number(7)), waiting: 6 }));
            }
            Self::Serving => {
                at_the_queue(stage);
                let mut visit = sample_visit();
                visit.supersedes = None;
                stage.act(Action::Waiting(WaitingAction::Serve(visit.id, number(5))));
                stage.tell(Event::VisitOpened(Some(Box::new(visit))));
            }
        }
    }
}

fn at_the_queue(stage: &mut Stage) {
    stage.act(Action::OpenStaff);
    stage.act(Action::Staff(StaffAction::Key(DigitKey::Digits("1357".to_owned()))));
    stage.act(Action::Staff(StaffAction::SubmitPin));
    stage.tell(Event::PinChecked(PinOutcome::Right));
    stage.act(Action::Waiting(WaitingAction::Show));
    stage.tell(Event::Queue(sample_queue()));
}

fn number(count: u32) -> WaitingNumber {
    WaitingNumber::new(DeviceDigit::FIRST, count)
}

/// Returns a board in the middle of a morning.
pub fn sample_board() -> BoardState {
    let desk = "مكتب 2".to_owned();
    let calls = (3..8).rev().map(|count| BoardCall { number: number(count), desk: desk.clone() }).collect();
    BoardState { is_running: true, day: Some(sample_now().date()), calls_made: 9, calls }
}

/// Returns visitors who wait, the first of whom was called.
pub fn sample_queue() -> Vec<Waiting> {
    let now = sample_now().timestamp().as_millisecond();
    let ago = |minutes: i64| UnixMillis(now - minutes * 60_000);
    let one = |count: u8, minutes: i64, services: &[&str], asks_for_woman| Waiting {
        visit: FactId::from_random([count; 16]),
        number: number(u32::from(count)),
        since: ago(minutes),
        called: (count == 5).then(|| ago(2)),
        calls: u32::from(count == 5),
        party: Party::Beneficiary,
        services: services.iter().map(|service| code(service)).collect(),
        asks_for_woman,
        last_digits: (count % 2 == 1).then(|| format!("00{:02}", count + 1)),
        file: (count % 4 == 1).then(|| FileId::from_random([count; 16])),
    };
    vec![
        one(5, 24, &["support"], false),
        one(6, 11, &["support", "training"], true),
        one(7, 9, &["training"], false),
        one(8, 8, &["inquiry"], false),
        one(9, 5, &["housing"], true),
        one(10, 4, &["support", "health", "food"], false),
        one(11, 1, &["training"], false),
    ]
}
