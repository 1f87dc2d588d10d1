//! The parts of staff mode's form: its sections, its texts, what may be wrong with it. Holds no value.

use shared::locale::TypedDateFault;

use crate::link::NotSaved;

/// A part of the form that fits on one screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormSection {
    /// Channel, direction, party.
    #[default]
    Contact,
    /// Services, department, who received.
    Services,
    /// Number, name, mobile, group; in what capacity someone acts for another.
    Person,
    /// Birth, validity of the id, address.
    Papers,
    /// Purpose, answers, note.
    Words,
    /// Where it was, and the report of a home visit.
    Visit,
    /// What it led to, and whether a woman was asked for.
    Outcome,
    /// Date, beginning and end; a late entry.
    Time,
    /// What the person visited, or who acts for them, signs.
    Signature,
}

impl FormSection {
    /// The sections in their order.
    pub const ALL: [Self; 9] = [
        Self::Contact,
        Self::Services,
        Self::Person,
        Self::Papers,
        Self::Words,
        Self::Visit,
        Self::Outcome,
        Self::Time,
        Self::Signature,
    ];
}

/// A text of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormField {
    /// National id or iqama number.
    NationalId,
    /// Mobile number.
    Mobile,
    /// Full name.
    Name,
    /// Purpose of the contact.
    Purpose,
    /// What was answered.
    Answers,
    /// A note of staff.
    Note,
    /// The day, `22/11/2026`.
    Date,
    /// The time of day, `14:05`.
    Time,
    /// The time of day at which it ended.
    EndTime,
    /// Date of birth, in either calendar; a year alone is enough.
    Birth,
    /// Until when the id is valid, likewise.
    IdExpiry,
    /// Where the person lives.
    Address,
    /// In what capacity someone acts for another.
    Capacity,
    /// What proves it.
    Proof,
    /// Where the contact took place: a national address or map coordinates.
    Place,
    /// The report of a home visit.
    Report,
}

impl FormField {
    /// The fields in their order.
    pub const ALL: [Self; 16] = [
        Self::NationalId,
        Self::Mobile,
        Self::Name,
        Self::Purpose,
        Self::Answers,
        Self::Note,
        Self::Date,
        Self::Time,
        Self::EndTime,
        Self::Birth,
        Self::IdExpiry,
        Self::Address,
        Self::Capacity,
        Self::Proof,
        Self::Place,
        Self::Report,
    ];

    /// Returns its name in drafts, where it stands for good.
    pub fn code(self) -> &'static str {
        match self {
            Self::NationalId => "national_id",
            Self::Mobile => "mobile",
            Self::Name => "name",
            Self::Purpose => "purpose",
            Self::Answers => "answers",
            Self::Note => "note",
            Self::Date => "date",
            Self::Time => "time",
            Self::EndTime => "end_time",
            Self::Birth => "birth",
            Self::IdExpiry => "id_expiry",
            Self::Address => "address",
            Self::Capacity => "capacity",
            Self::Proof => "proof",
            Self::Place => "place",
            Self::Report => "report",
        }
    }
}

/// Why the form cannot be saved, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// No service is chosen.
    NoService,
    /// The date or the time cannot be read.
    WrongTime,
    /// The time has not come yet.
    FutureTime,
    /// It ended before it began.
    EndBeforeStart,
    /// A date of the person's papers is none.
    WrongDate(TypedDateFault),
    /// A text is longer than its limit.
    TooLong,
    /// The device did not save it.
    NotSaved(NotSaved),
}

impl From<NotSaved> for FormFault {
    fn from(why: NotSaved) -> Self {
        Self::NotSaved(why)
    }
}

impl FormFault {
    /// Returns the section where it is mended; `None` where nothing in the form is wrong.
    pub fn section(self) -> Option<FormSection> {
        match self {
            Self::NoService => Some(FormSection::Services),
            Self::WrongTime | Self::FutureTime | Self::EndBeforeStart => Some(FormSection::Time),
            Self::WrongDate(_) => Some(FormSection::Papers),
            Self::TooLong => Some(FormSection::Words),
            Self::NotSaved(_) => None,
        }
    }
}
