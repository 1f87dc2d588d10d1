//! A visit that is to be made: whom a representative is to see, when and why (P-3, P-7).

use jiff::civil;

use super::{Code, FactId, FileId, Person, Place, Text};

/// A planned visit (زيارة مخططة). It ends when a visit names it or when it is dropped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedVisit {
    /// Its id.
    pub id: FactId,
    /// The day it is for, a Gregorian date.
    pub date: civil::Date,
    /// Who is to make it; `None` where anybody of the branch may.
    pub representative: Option<Code>,
    /// Why.
    pub reason: Option<Text>,
    /// Where; `None` where the person's file says it.
    pub place: Option<Place>,
}

/// Whom a planned visit is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlannedFor {
    /// A person whose file is on this device.
    File(FileId),
    /// A person as they were told of; found by their numbers, or a new file is made.
    Person(Person),
}
