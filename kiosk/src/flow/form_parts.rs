//! The parts of staff mode's form: its sections, its texts, what may be wrong with it. Holds no value.

use crate::worker::event::NotSaved;

/// A part of the form that fits on one screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormSection {
    /// Channel, direction, party.
    #[default]
    Contact,
    /// Services, department, who received.
    Services,
    /// Number, name, mobile, group.
    Person,
    /// Purpose, answers, note.
    Words,
    /// Date and time; a late entry.
    Time,
}

impl FormSection {
    /// The sections in their order.
    pub const ALL: [Self; 5] = [Self::Contact, Self::Services, Self::Person, Self::Words, Self::Time];
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
}

impl FormField {
    /// The fields in their order.
    pub const ALL: [Self; 8] = [
        Self::NationalId,
        Self::Mobile,
        Self::Name,
        Self::Purpose,
        Self::Answers,
        Self::Note,
        Self::Date,
        Self::Time,
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
    /// A text is longer than its limit.
    TooLong,
    /// The device did not save it.
    NotSaved(NotSaved),
}

impl FormFault {
    /// Returns the section where it is mended; `None` where nothing in the form is wrong.
    pub fn section(self) -> Option<FormSection> {
        match self {
            Self::NoService => Some(FormSection::Services),
            Self::WrongTime | Self::FutureTime => Some(FormSection::Time),
            Self::TooLong => Some(FormSection::Words),
            Self::NotSaved(_) => None,
        }
    }
}
