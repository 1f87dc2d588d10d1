//! One fact: what an entry of a journal says, whatever kind it is of.

use super::request::{Request, RequestStep};
use super::session::SessionStep;
use super::{
    BranchId, Called, CatalogEntry, Code, FactId, FileId, FilePair, PassEnded, PassIssued, Person,
    PlannedVisit, Rating, Recorded, Suggestion, Text, Visit,
};

/// A fact as it was recorded. It is never rewritten: a correction is another fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// Its id on every replica.
    pub id: FactId,
    /// The branch that it was recorded for; `None` for what every branch is told.
    pub branch: Option<BranchId>,
    /// Whose own PIN or sign-in opened the step; `None` for what the visitor did alone.
    pub by: Option<Code>,
    /// When it was written down; `None` for a rating, which tells no time but its hour (P-11).
    pub recorded: Option<Recorded>,
    /// The file of the person whom it is about.
    pub file: Option<FileId>,
    /// What it says.
    pub body: Body,
}

/// What a fact says, by its kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// A contact with a party took place (P-20).
    Visit(Box<Visit>),
    /// The quality of a service was rated (P-8).
    Rating(Box<Rating>),
    /// A visitor who waited was called (P-7).
    Called(Called),
    /// Something was suggested (P-2).
    Suggestion(Box<Suggestion>),
    /// Somebody asks for support (P-40).
    Request(Box<Request>),
    /// Something was done about a request (P-41 to P-47).
    Step(Box<RequestStep>),
    /// Something happened in a session of the committee (P-45).
    Session(Box<SessionStep>),
    /// Head office lets a person work on a device under their own name.
    PassIssued(Box<PassIssued>),
    /// It lets them no more.
    PassEnded(PassEnded),
    /// A visit is to be made (P-3).
    Planned(Box<Planned>),
    /// A planned visit will not be made.
    PlanDropped(PlanDropped),
    /// A visit carried a planned one out: head office's word to the branch's other devices.
    PlanDone(PlanDone),
    /// Two files are one person's: head office's word to a branch.
    Joined(FilePair),
    /// Two files are not one person's, whatever joined them.
    Parted(FilePair),
    /// These changes of the fact's file count for nothing, given by their hashes; no other one of it does not: head office's word to
    /// a branch.
    Rejected(Vec<[u8; 32]>),
    /// Somebody at head office looked at a record that was held for review, and took it or let it go.
    HeldSettled(HeldSettled),
    /// Head office published an entry of the catalog (P-1).
    Published(Box<CatalogEntry>),
}

/// A visit that is to be made, with what was told of the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// When, by whom, why and where.
    pub visit: PlannedVisit,
    /// What was told of the person, where that is more than their file.
    pub given: Option<Person>,
}

/// A planned visit that was dropped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanDropped {
    /// The plan.
    pub plan: FactId,
    /// Why.
    pub reason: Option<Text>,
}

/// A record that was held for review, and is no more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldSettled {
    /// The journal that it stands in, by its name.
    pub document: String,
    /// Its number there.
    pub seq: u64,
    /// The record that head office wrote down in its place; `None` where it was let go.
    pub accepted: Option<FactId>,
}

/// A planned visit that was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanDone {
    /// The plan.
    pub plan: FactId,
    /// The visit that carried it out.
    pub visit: FactId,
}
