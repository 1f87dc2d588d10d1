//! Document names. The name says who may write a document and is bound into actor ids, signatures and sealing.

use std::fmt;

use uuid::Uuid;

use crate::domain::{DeviceId, FileId, Incarnation, Moment};

/// A journal's part is closed after this many changes: a month of a busy branch (60 visits a day) fits in one part,
/// and one part loads in some 10 ms.
pub const PART_CHANGES_MAX: u64 = 2_000;

/// The scope of what head office keeps to itself: the id of no branch.
pub const OFFICE_ALONE: &str = "-";

/// The month and part of a journal: `yyyymm-part`. The month is the recording month by the device's clock: a name,
/// never an order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    /// Year and month as one number, such as 202605.
    pub yyyymm: u32,
    /// The part, from 1.
    pub part: u32,
}

impl Month {
    /// Returns the first part of the month of a moment at its own offset.
    pub fn of(moment: &Moment) -> Self {
        let local = moment.local();
        let year = u32::try_from(local.year().max(0)).unwrap_or(0);
        Self { yyyymm: year * 100 + u32::from(local.month().unsigned_abs()), part: 1 }
    }

    fn parse(text: &str) -> Option<Self> {
        let (yyyymm, part) = text.split_once('-')?;
        let month = Self { yyyymm: yyyymm.parse().ok()?, part: part.parse().ok()? };
        (month.part > 0 && month.to_string() == text).then_some(month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}-{}", self.yyyymm, self.part)
    }
}

/// The name of a document. The text form is part of every signature and of every sealed value's associated data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DocumentName {
    /// `j/<device>/<incarnation>/<yyyymm>-<part>`: a device's facts.
    Journal {
        /// The one writer.
        device: DeviceId,
        /// The life of its database.
        incarnation: Incarnation,
        /// Month and part.
        month: Month,
    },
    /// `r/<device>/<incarnation>/<yyyymm>-<part>`: a device's ratings.
    Ratings {
        /// The one writer.
        device: DeviceId,
        /// The life of its database.
        incarnation: Incarnation,
        /// Month and part.
        month: Month,
    },
    /// `h/<epoch>/<scope>/<yyyymm>-<part>`: head office's facts for a scope: a branch, or head office alone.
    HeadOffice {
        /// The life of the server's database.
        epoch: Incarnation,
        /// A branch id, or [`OFFICE_ALONE`].
        scope: String,
        /// Month and part.
        month: Month,
    },
    /// `f/<file>`: a beneficiary file; every device that serves the person writes to it.
    File(FileId),
    /// `k/<epoch>/catalog`: what kiosks show.
    Catalog {
        /// The life of the server's database.
        epoch: Incarnation,
    },
}

impl DocumentName {
    /// Reads a name in exactly the form that `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let name = match parts[..] {
            ["j", device, incarnation, month] => {
                let (device, incarnation) = (DeviceId::parse(device)?, Incarnation::parse(incarnation)?);
                Self::Journal { device, incarnation, month: Month::parse(month)? }
            }
            ["r", device, incarnation, month] => {
                let (device, incarnation) = (DeviceId::parse(device)?, Incarnation::parse(incarnation)?);
                Self::Ratings { device, incarnation, month: Month::parse(month)? }
            }
            ["h", epoch, scope, month] if is_scope(scope) => Self::HeadOffice {
                epoch: Incarnation::parse(epoch)?,
                scope: scope.to_owned(),
                month: Month::parse(month)?,
            },
            ["f", file] => Self::File(FileId::parse(file)?),
            ["k", epoch, "catalog"] => Self::Catalog { epoch: Incarnation::parse(epoch)? },
            _ => return None,
        };
        (name.to_string() == text).then_some(name)
    }

    /// Returns the incarnation (of a device or of the server) in the name; `None` for a beneficiary file.
    pub fn incarnation(&self) -> Option<Incarnation> {
        match self {
            Self::Journal { incarnation, .. } | Self::Ratings { incarnation, .. } => Some(*incarnation),
            Self::HeadOffice { epoch, .. } | Self::Catalog { epoch } => Some(*epoch),
            Self::File(_) => None,
        }
    }

    /// Tells whether a device may write this journal.
    pub fn is_journal_of(&self, owner: DeviceId) -> bool {
        self.device() == Some(owner)
    }

    /// Returns the letter that the name begins with.
    pub fn letter(&self) -> &'static str {
        match self {
            Self::Journal { .. } => "j",
            Self::Ratings { .. } => "r",
            Self::HeadOffice { .. } => "h",
            Self::File(_) => "f",
            Self::Catalog { .. } => "k",
        }
    }

    /// Returns the beneficiary file that it is.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Self::File(file) => Some(*file),
            Self::Journal { .. } | Self::Ratings { .. } | Self::HeadOffice { .. } | Self::Catalog { .. } => {
                None
            }
        }
    }

    /// Returns the device that writes it; `None` for a beneficiary file and for head office's own.
    pub fn device(&self) -> Option<DeviceId> {
        match self {
            Self::Journal { device, .. } | Self::Ratings { device, .. } => Some(*device),
            Self::HeadOffice { .. } | Self::File(_) | Self::Catalog { .. } => None,
        }
    }

    /// Tells whether this is a ratings journal.
    pub fn is_ratings(&self) -> bool {
        matches!(self, Self::Ratings { .. })
    }

    /// Tells whether this is a beneficiary file.
    pub fn is_file(&self) -> bool {
        self.file().is_some()
    }
}

impl fmt::Display for DocumentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal { device, incarnation, month } => write!(f, "j/{device}/{incarnation}/{month}"),
            Self::Ratings { device, incarnation, month } => write!(f, "r/{device}/{incarnation}/{month}"),
            Self::HeadOffice { epoch, scope, month } => write!(f, "h/{epoch}/{scope}/{month}"),
            Self::File(FileId(id)) => write!(f, "f/{}", Uuid::as_hyphenated(id)),
            Self::Catalog { epoch } => write!(f, "k/{epoch}/catalog"),
        }
    }
}

/// Tells whether a text is a scope of head office's facts.
pub(super) fn is_scope(text: &str) -> bool {
    text == OFFICE_ALONE || crate::domain::BranchId::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_survives_its_text() {
        let device = DeviceId::from_random([7; 16]);
        let incarnation = Incarnation([1; 16]);
        let month = Month { yyyymm: 202605, part: 12 };
        for name in [
            DocumentName::Journal { device, incarnation, month },
            DocumentName::Ratings { device, incarnation, month },
            DocumentName::HeadOffice { epoch: incarnation, scope: "all".to_owned(), month },
            DocumentName::File(FileId::from_random([9; 16])),
            DocumentName::Catalog { epoch: incarnation },
        ] {
            assert_eq!(DocumentName::parse(&name.to_string()), Some(name));
        }
    }

    #[test]
    fn no_other_form_is_a_name() {
        let good = "f/09090909-0909-4909-8909-090909090909";
        assert!(DocumentName::parse(good).is_some());
        for bad in [
            "",
            "f",
            "f/",
            "x/1",
            "f/09090909-0909-4909-8909-09090909090A",
            "f/09090909-0909-4909-8909-090909090909/1",
        ] {
            assert_eq!(DocumentName::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_month_is_the_devices_own() {
        assert_eq!(Month::of(&Moment::parse("2026-01-31T23:30:00+03:00").unwrap()).to_string(), "202601-1");
        assert_eq!(Month::of(&Moment::parse("1970-01-01T00:00:00Z").unwrap()).to_string(), "197001-1");
    }
}
