//! Why the kiosk can't start, told apart by what a person can do about it.

use shared::domain::Telephone;

/// A kiosk that can't start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// Why.
    pub fault: StartFault,
    /// The number at which its branch is called, where the catalog can be read all the same and has one.
    pub phone: Option<Telephone>,
}

/// Why the kiosk can't start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFault {
    /// The settings file can't be read at all.
    Settings,
    /// The disk is full, or can't be read or written.
    Disk,
    /// What is kept on the device is damaged, or a part of it is missing.
    Damaged,
    /// Another version of the program wrote what is kept on the device.
    Version,
    /// Another program has the device's data open.
    InUse,
    /// Anything else; the log has the details.
    Other,
}

impl StartFault {
    /// Every fault, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Settings, Self::Disk, Self::Damaged, Self::Version, Self::InUse, Self::Other];

    /// Returns the number by which staff report it: in the guides too, so no number ever means anything else.
    pub fn number(self) -> u64 {
        match self {
            Self::Settings => 1,
            Self::Disk => 2,
            Self::Damaged => 3,
            Self::Version => 4,
            Self::InUse => 5,
            Self::Other => 6,
        }
    }
}
