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
    /// Purpose, answers, reason for a referral, note.
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

    /// Returns the part of the form that it belongs to.
    pub fn part(self) -> FormPart {
        match self {
            Self::Contact | Self::Services => FormPart::What,
            Self::Person | Self::Papers => FormPart::Who,
            Self::Words => FormPart::Words,
            Self::Visit | Self::Outcome => FormPart::Outcome,
            Self::Time | Self::Signature => FormPart::Time,
        }
    }

    /// Returns the section before it; `None` for the first.
    pub fn before(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|section| *section < self)
    }

    /// Returns the section after it; `None` for the last.
    pub fn after(self) -> Option<Self> {
        Self::ALL.into_iter().find(|section| *section > self)
    }

    /// Returns the texts that are written in it, in their order.
    pub fn fields(self) -> impl Iterator<Item = FormField> {
        FormField::ALL.into_iter().filter(move |field| field.section() == self)
    }
}

/// A part of the form that has a tab: its sections follow one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPart {
    /// Channel, direction, party; services.
    What,
    /// The person, and their papers.
    Who,
    /// What was said.
    Words,
    /// Where it was, and what it led to.
    Outcome,
    /// When it was; the signature.
    Time,
}

impl FormPart {
    /// The parts in their order.
    pub const ALL: [Self; 5] = [Self::What, Self::Who, Self::Words, Self::Outcome, Self::Time];

    /// Returns its first section.
    pub fn first(self) -> FormSection {
        match self {
            Self::What => FormSection::Contact,
            Self::Who => FormSection::Person,
            Self::Words => FormSection::Words,
            Self::Outcome => FormSection::Visit,
            Self::Time => FormSection::Time,
        }
    }
}

/// How a text of the form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In digits, left to right in every language: a number, a date, a time.
    Digits,
    /// In a few words.
    Line,
    /// In sentences.
    Lines,
}

/// A text of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormField {
    /// Full name.
    Name,
    /// National id or iqama number.
    NationalId,
    /// Mobile number.
    Mobile,
    /// In what capacity someone acts for another.
    Capacity,
    /// What proves it.
    Proof,
    /// Date of birth, in either calendar; a year alone is enough.
    Birth,
    /// Until when the id is valid, likewise.
    IdExpiry,
    /// Where the person lives.
    Address,
    /// Purpose of the contact.
    Purpose,
    /// What was answered.
    Answers,
    /// Why they were referred to social research.
    ReferralReason,
    /// A note of staff.
    Note,
    /// Where the contact took place: a national address or map coordinates.
    Place,
    /// The report of a home visit.
    Report,
    /// The day, `22/11/2026`.
    Date,
    /// The time of day, `14:05`.
    Time,
    /// The time of day at which it ended.
    EndTime,
}

impl FormField {
    /// The fields in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::Name,
        Self::NationalId,
        Self::Mobile,
        Self::Capacity,
        Self::Proof,
        Self::Birth,
        Self::IdExpiry,
        Self::Address,
        Self::Purpose,
        Self::Answers,
        Self::ReferralReason,
        Self::Note,
        Self::Place,
        Self::Report,
        Self::Date,
        Self::Time,
        Self::EndTime,
    ];

    fn about(self) -> (&'static str, FormSection, Writing) {
        use FormSection::{Papers, Person, Time, Visit, Words};
        use Writing::{Digits, Line, Lines};
        match self {
            Self::Name => ("name", Person, Line),
            Self::NationalId => ("national_id", Person, Digits),
            Self::Mobile => ("mobile", Person, Digits),
            Self::Capacity => ("capacity", Person, Line),
            Self::Proof => ("proof", Person, Line),
            Self::Birth => ("birth", Papers, Digits),
            Self::IdExpiry => ("id_expiry", Papers, Digits),
            Self::Address => ("address", Papers, Line),
            Self::Purpose => ("purpose", Words, Lines),
            Self::Answers => ("answers", Words, Lines),
            Self::ReferralReason => ("referral_reason", Words, Lines),
            Self::Note => ("note", Words, Lines),
            Self::Place => ("place", Visit, Line),
            Self::Report => ("report", Visit, Lines),
            Self::Date => ("date", Time, Digits),
            Self::Time => ("time", Time, Digits),
            Self::EndTime => ("end_time", Time, Digits),
        }
    }

    /// Returns its name in drafts, where it stands for good, and in the message files.
    pub fn code(self) -> &'static str {
        self.about().0
    }

    /// Returns the section in which it is written.
    pub fn section(self) -> FormSection {
        self.about().1
    }

    /// Returns how it is written.
    pub fn writing(self) -> Writing {
        self.about().2
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
