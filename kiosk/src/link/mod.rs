//! What the window and the worker thread say to each other, and the two ends of the channel on which they say it. Neither
//! end waits for the other. A leaf: both ends know it, it knows neither.

mod board;
mod command;
mod event;
mod hidden;
mod setting;
mod start_fault;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

pub use board::{BoardCall, BoardState, CALLS_SHOWN};
pub use command::{Command, Save};
pub use event::{
    DeviceStatus, EnrolFailure, Event, KeptDraft, NotSaved, Receipt, RecordState, SyncFailure, SyncState,
    TodayVisit, ToldHere,
};
pub use hidden::Hidden;
pub use setting::{Setting, SetupStep};
pub use shared::replica::{
    Call, Correction, FieldValue, FieldValues, Locked, OpenedRequest, OpenedStep, OwnReceipt, PersonHit,
    PersonView, PersonVisit, PinOutcome, PlannedRow, Pulled, QueueState, Seen, Ticket, ValueWriter, Waiting,
    Written,
};
pub use start_fault::{OutOfOrder, StartFault};

/// The kind under which forms are kept while they are no record yet.
pub const VISIT_DRAFT: &str = "visit";

/// Has the window look for events; callable from any thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// The window's end: commands go out, events come in.
#[derive(Debug)]
pub struct WorkerLink {
    /// What the window asks for.
    pub commands: Sender<Command>,
    /// What the worker tells.
    pub events: Receiver<Event>,
}

/// The worker's end.
#[derive(Debug)]
pub struct WindowLink {
    /// What the window asks for.
    pub commands: Receiver<Command>,
    /// What the worker tells.
    pub events: Sender<Event>,
}

/// Makes the two ends of a new channel.
pub fn link() -> (WorkerLink, WindowLink) {
    let (commands_out, commands_in) = channel();
    let (events_out, events_in) = channel();
    let window = WorkerLink { commands: commands_out, events: events_in };
    (window, WindowLink { commands: commands_in, events: events_out })
}
