//! What the window asks of the worker thread. Requests in the imperative; none of them waits for an answer.

use shared::domain::request::{Request, RequestStep};
use shared::domain::{
    Code, DraftId, FactId, FileId, FollowCode, PlannedVisit, Rating, SignedReceipt, Suggestion, Text, Visit,
    WaitingEnd,
};
use shared::replica::{Call, Seen};

use super::{Hidden, SetupStep};
use crate::config::Config;
use crate::printing::Page;

/// A request to the thread that owns the replica. `reader`, `owner` and `by` name the representative who is signed in; `None`
/// stands for the branch's staff.
#[derive(Clone, Debug)]
pub enum Command {
    /// Enrols this device and fetches the catalog; answered by `Event::Enrolled` or `EnrolFailed`. The staff PIN is then
    /// still to be set.
    Enrol {
        /// The server's address, as typed.
        server: String,
        /// The enrolment code, as typed.
        code: Hidden<String>,
    },
    /// Notes at which step of the first start a restart goes on.
    KeepSetup(SetupStep),
    /// Sets the staff PIN of a device that has none yet, 4 to 8 digits: the first start is over. Answered by
    /// `Event::PinSet` or `NotSaved`.
    SetPin(Hidden<String>),
    /// Begins a trial on sample data, on a device that is not enrolled; answered by `Event::Ready` or `TrialNotBegun`.
    BeginTrial,
    /// Ends the trial and deletes everything in it; answered by `Event::Ready`.
    EndTrial,
    /// Saves a record; answered by `Event::Saved` or `NotSaved`.
    Save(Save),
    /// Asks for the visits recorded on the current day; answered by `Event::Today`.
    LoadToday,
    /// Asks for one visit with its sealed texts opened, to be corrected; answered by `Event::VisitOpened`.
    OpenVisit(FactId),
    /// Asks for the device's status; answered by `Event::Status`.
    LoadStatus,
    /// Exchanges with the server at once; answered by `Event::Sync`.
    SyncNow,
    /// Checks a PIN; answered by `Event::PinChecked`.
    CheckPin {
        /// The representative whose PIN it is; `None` for the device's own.
        whose: Option<Code>,
        /// The PIN as typed.
        pin: Hidden<String>,
    },
    /// Prints a page on the printer of the settings; answered by `Event::Printed`.
    Print(Box<Page>),
    /// Writes the settings file; answered by `Event::ConfigSaved` or `ConfigNotSaved`.
    SaveConfig(Box<Config>),
    /// Adds a representative, or gives one another PIN; answered by `Event::Ready` or `NotKept`.
    SetRepresentative {
        /// Who.
        code: Code,
        /// The PIN, 4 to 8 digits.
        pin: Hidden<String>,
        /// The code of the pass that head office gave them; `None` where they are signed in and change their own PIN.
        pass: Option<Hidden<String>>,
    },
    /// Removes a representative, whose drafts are left to the staff; answered like the above.
    RemoveRepresentative(Code),
    /// Keeps a form that is no record yet; answered by `Event::NotKept` where it could not be kept.
    KeepDraft {
        /// Its id.
        id: DraftId,
        /// Who alone may open it.
        owner: Option<Code>,
        /// The form, as `FormDraft` writes it.
        content: Hidden<Vec<u8>>,
    },
    /// Asks for the drafts that somebody may open; answered by `Event::Drafts`.
    LoadDrafts {
        /// Who asks.
        reader: Option<Code>,
    },
    /// Deletes a draft; answered by `Event::Drafts`.
    DropDraft {
        /// Which one.
        id: DraftId,
        /// Who asks.
        reader: Option<Code>,
    },
    /// Asks for the visits to be made today and those overdue; answered by `Event::Planned`.
    LoadPlanned,
    /// Looks people up by parts of a name, a number or a receipt's reference code; answered by `Event::Found`. A
    /// self-service kiosk finds nobody.
    Search(Hidden<String>),
    /// Opens a person's page; answered by `Event::PersonOpened` and `PlannedFor`.
    OpenPerson(FileId),
    /// Asks for a person's support requests, and what whoever is signed in may do; answered by `Event::Requests`.
    LoadRequests {
        /// The person's files.
        files: Vec<FileId>,
        /// Who is signed in.
        reader: Option<Code>,
    },
    /// Replaces what was seen of a field by a value; answered by `Event::Corrected` and `PersonOpened`.
    Correct {
        /// The person whose page is open.
        file: FileId,
        /// What was seen.
        seen: Seen,
        /// The value that replaces it.
        value: Text,
    },
    /// Drops what is held of people: nobody is signed in any more.
    StaffLeft,
    /// Asks who waits; answered by `Event::Queue`.
    LoadQueue,
    /// Asks how the queue stands; answered by `Event::QueueState`. Nothing is opened for it.
    LoadQueueState,
    /// Calls somebody who waits; answered by `Event::Called`, then `Queue` to staff who are signed in, and `QueueState`; or by
    /// `QueueNotSaved`.
    Call(Call),
    /// Ends somebody's waiting; answered by `Event::Queue`, or `QueueNotSaved`.
    EndWaiting(FactId, WaitingEnd),
    /// Looks whether a receipt that is shown is of a visit recorded here; answered by `Event::ReceiptShown`.
    LookAtReceipt(Box<SignedReceipt>),
    /// Looks up where a request is, by its code; answered by `Event::FollowUpTold`. No PIN opens it.
    FollowUp(FollowCode),
    /// Ends the thread.
    Stop,
}

/// A record to be saved.
#[derive(Clone, Debug)]
pub enum Save {
    /// A visit; one with `supersedes` corrects that one.
    Visit {
        /// The visit.
        visit: Box<Visit>,
        /// The person's file, where it is known.
        file: Option<FileId>,
        /// The draft that it was, which is dropped with it.
        draft: Option<DraftId>,
        /// Who saves it.
        by: Option<Code>,
    },
    /// A rating that is still being given, in place of what was saved of it before.
    RatingSoFar(Box<Rating>),
    /// A rating as it was given, in place of what was saved of it before. Its `at` is cut to the hour when it is stored.
    Rating(Box<Rating>),
    /// A suggestion.
    Suggestion(Box<Suggestion>),
    /// A visit that is to be made to a person, whose page is told anew.
    Plan {
        /// The visit to be made.
        plan: Box<PlannedVisit>,
        /// The person's file.
        file: FileId,
        /// Who saves it.
        by: Option<Code>,
    },
    /// That a person asks for support.
    Request {
        /// The request.
        request: Box<Request>,
        /// The person's file.
        file: FileId,
        /// Who saves it, under a name of their own (C+1).
        by: Code,
    },
    /// A step of a support request.
    Step {
        /// The step, with what was known of the request where it was entered.
        step: Box<RequestStep>,
        /// Who saves it, likewise.
        by: Code,
    },
    /// That a visit is not to be made any more.
    PlanDropped {
        /// The id of the dropping itself.
        id: FactId,
        /// The plan.
        plan: FactId,
        /// Why.
        reason: Text,
        /// Who saves it.
        by: Option<Code>,
    },
}

impl Save {
    /// A visit of nobody whose file is known, and of no draft.
    pub fn visit(visit: Visit) -> Self {
        Self::Visit { visit: Box::new(visit), file: None, draft: None, by: None }
    }

    /// Returns the representative who is signed in and saves it; `None` for the branch's staff, whose PIN is nobody's own, and for
    /// a visitor.
    pub fn by(&self) -> Option<&Code> {
        match self {
            Self::Visit { by, .. } | Self::Plan { by, .. } | Self::PlanDropped { by, .. } => by.as_ref(),
            Self::Request { by, .. } | Self::Step { by, .. } => Some(by),
            Self::RatingSoFar(_) | Self::Rating(_) | Self::Suggestion(_) => None,
        }
    }

    /// Returns the record's id.
    pub fn id(&self) -> FactId {
        match self {
            Self::Visit { visit, .. } => visit.id,
            Self::RatingSoFar(rating) | Self::Rating(rating) => rating.id,
            Self::Suggestion(suggestion) => suggestion.id,
            Self::Plan { plan, .. } => plan.id,
            Self::PlanDropped { id, .. } => *id,
            Self::Request { request, .. } => request.id,
            Self::Step { step, .. } => step.id,
        }
    }
}
