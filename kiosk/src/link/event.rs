//! What the worker thread tells the window. Facts in the past tense.

use std::sync::Arc;

use shared::domain::{
    Channel, Code, DeviceId, DraftId, FactId, FileId, FollowUp, Moment, Party, Person, Role, UnixMillis,
    Visit, WaitingNumber,
};
use shared::replica::{
    Correction, OpenedRequest, OwnReceipt, PersonHit, PersonView, PinOutcome, PlannedRow, Pulled, QueueState,
    Ticket, Waiting,
};

use super::{BoardState, Hidden, OutOfOrder, Setting, SetupStep};
use crate::config::Config;
use crate::printing::PrintOutcome;

/// Something that happened on the thread that owns the replica.
#[derive(Clone, Debug)]
pub enum Event {
    /// The device's identity and catalog, at the start and after each change; `None` before it is enrolled.
    Ready(Option<Arc<Setting>>),
    /// The first start is under way, and goes on at this step; told before `Ready`.
    SettingUp(SetupStep),
    /// Enrolment succeeded; a `Ready` follows.
    Enrolled,
    /// The staff PIN is set: the first start is over.
    PinSet,
    /// No trial could be prepared; the log has the details. A trial that begins is told by `Ready`.
    TrialNotBegun,
    /// Enrolment failed.
    EnrolFailed(EnrolFailure),
    /// A record is durable on this device.
    Saved {
        /// The record.
        id: FactId,
        /// What a visitor takes along, where it is a visit.
        receipt: Option<Box<Receipt>>,
    },
    /// Nothing was saved: no record, no PIN.
    NotSaved(NotSaved),
    /// The current day's visits, newest first.
    Today(Vec<TodayVisit>),
    /// Visits of closed days whose visitors are to be contacted, the oldest first.
    ToContact(Vec<TodayVisit>),
    /// A visit with its texts opened; `None` where it is unknown here.
    VisitOpened(Option<Box<Visit>>),
    /// The device's status.
    Status(Box<DeviceStatus>),
    /// How the exchange with the server stands.
    Sync(SyncState),
    /// The outcome of a PIN.
    PinChecked(PinOutcome),
    /// What became of a page.
    Printed(PrintOutcome),
    /// The settings are durable, and in force.
    ConfigSaved(Box<Config>),
    /// The settings file could not be written; the log has the details.
    ConfigNotSaved,
    /// The drafts that whoever asked may open, newest first.
    Drafts(Vec<KeptDraft>),
    /// A draft or a representative's PIN could not be kept.
    NotKept(NotSaved),
    /// The visits to be made today and those overdue, the oldest first.
    Planned(Vec<PlannedRow>),
    /// The visits to be made to a person, of any day.
    PlannedFor {
        /// The person's files.
        files: Vec<FileId>,
        /// The visits, the oldest first.
        rows: Vec<PlannedRow>,
    },
    /// A person's support requests, the latest first.
    Requests {
        /// The person's files.
        files: Vec<FileId>,
        /// The role of whoever is signed in; `None` for one who has no name of their own here.
        role: Option<Role>,
        /// The requests.
        rows: Vec<OpenedRequest>,
    },
    /// Who was found.
    Found {
        /// What was looked for.
        query: Hidden<String>,
        /// Who was found, best first.
        hits: Vec<PersonHit>,
        /// Nobody of the number that was typed is here, and head office is asked for them with the next exchange.
        asked: bool,
    },
    /// A person's page.
    PersonOpened(Box<PersonView>),
    /// What became of a correction of what is known of a person.
    Corrected(Result<Correction, NotSaved>),
    /// Who waits, in the order of coming.
    Queue(Vec<Waiting>),
    /// How the queue stands, with nothing in it of anybody who waits.
    QueueState(QueueState),
    /// What the board shows.
    Board(Box<BoardState>),
    /// Somebody is called.
    Called(WaitingNumber),
    /// The kiosk can't start.
    CannotStart(OutOfOrder),
    /// What kept the kiosk from starting is gone: the window closes, and the program goes on.
    CanStart,
    /// A receipt was looked at.
    ReceiptShown {
        /// Its reference code.
        reference: String,
        /// The visit, where it was recorded here.
        visit: Option<Box<OwnReceipt>>,
    },
    /// A code was looked up.
    FollowUpTold(Box<ToldHere>),
    /// A call or an end was not saved; the queue is as it was.
    QueueNotSaved(NotSaved),
}

impl Event {
    /// A visit is durable on this device.
    pub fn visit_saved(receipt: Receipt) -> Self {
        Self::Saved { id: receipt.visit, receipt: Some(Box::new(receipt)) }
    }
}

/// What a visitor takes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The visit's id.
    pub visit: FactId,
    /// The reference code, short enough to read out: `XXXXX-XXXXX`.
    pub reference: String,
    /// What the QR code holds: the receipt as this device signed it.
    pub payload: String,
    /// When the visit began.
    pub at: Moment,
    /// What was asked for.
    pub services: Vec<Code>,
    /// The number that calls the visitor; `None` where nobody waits.
    pub ticket: Option<Ticket>,
}

/// What is told of a request, or that its code is not known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldHere {
    /// What is told; `None` for a code that this device does not know.
    pub told: Option<FollowUp>,
    /// When head office told this device all that it knows; `None` where it never did.
    pub as_of: Option<UnixMillis>,
}

/// Why nothing was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// The disk is full.
    DiskFull,
    /// What it is about was changed, or left this device, meanwhile.
    ChangedMeanwhile,
    /// A PIN that opens nothing now is not changed by its owner.
    DraftsClosed,
    /// No pass goes with the code: it was ended, is too old, was used, or this device has not heard of it.
    NoPass,
    /// Another program enrolled the device anew: this one has to be started again.
    Overtaken,
    /// Anything else; the log has the details.
    Failed,
}

/// Why enrolment failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolFailure {
    /// The address is none, or plain HTTP to another machine.
    Address,
    /// The server could not be reached.
    NoNetwork,
    /// The server doesn't know the code.
    WrongCode,
    /// The code was used before.
    UsedCode,
    /// The code is older than ten minutes.
    ExpiredCode,
    /// The server's certificate is not the one that the code names.
    OtherServer,
    /// Anything else; the log has the details.
    Failed,
}

/// The two honest states of a record, and the third that needs a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordState {
    /// Durable on this device.
    SavedHere,
    /// Acknowledged by head office.
    Received,
    /// Received and held for review, with the reason's code.
    Held(String),
}

/// One of the current day's visits, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayVisit {
    /// Its id.
    pub id: FactId,
    /// Its reference code.
    pub reference: String,
    /// When it began.
    pub at: Moment,
    /// The kind of party.
    pub party: Party,
    /// The channel.
    pub channel: Channel,
    /// What was asked for.
    pub services: Vec<Code>,
    /// What was given of the person.
    pub person: Option<Person>,
    /// Their file, where it is known whose it is.
    pub file: Option<FileId>,
    /// Where it is.
    pub state: RecordState,
    /// Entered after its day.
    pub late: bool,
    /// A correction of it exists.
    pub corrected: bool,
    /// It corrects an earlier one.
    pub corrects: bool,
}

/// The device's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceStatus {
    /// Records saved on this device.
    pub saved: u64,
    /// Records that head office acknowledged.
    pub received: u64,
    /// Records due and not yet acknowledged.
    pub waiting: u64,
    /// Ratings that wait for their hour to pass.
    pub waiting_hour: u64,
    /// Records held for review, with the reasons' codes.
    pub quarantined: Vec<String>,
    /// What is set aside and nobody has looked at, with the reasons' codes.
    pub set_aside: Vec<String>,
    /// The last successful exchange.
    pub last_exchange: Option<jiff::Timestamp>,
    /// The server's address.
    pub server: String,
    /// The device's id.
    pub device: DeviceId,
    /// The branch's id.
    pub branch: String,
    /// Head office hands out nobody until somebody there confirms this device.
    pub people_wait: bool,
}

/// How the exchange with the server stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncState {
    /// Under way, and how far a pull is that takes more than one answer.
    Running(Option<Pulled>),
    /// Done at the given time.
    Done(jiff::Timestamp),
    /// Failed; it will be tried again by itself.
    Failed(SyncFailure),
}

/// Why an exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncFailure {
    /// No network, or the server is not there.
    NoNetwork,
    /// The line breaks, or is too slow.
    Line,
    /// The server doesn't know this device.
    UnknownDevice,
    /// Head office revoked this device.
    RevokedDevice,
    /// The server is older or newer than this program can talk to.
    Version,
    /// Head office asks to wait.
    Busy,
    /// Anything else; the log has the details.
    Failed,
}

/// A draft as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// Its id.
    pub id: DraftId,
    /// When it was last kept.
    pub updated: UnixMillis,
    /// What stands in it; `None` where nothing opens it any more.
    pub content: Option<Hidden<Vec<u8>>>,
}
