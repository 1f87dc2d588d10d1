//! Whose values a key seals. A value opens only with a key of the owner that its place names: a key of the same id that
//! somebody gave to another owner changes nothing.

use std::fmt;

use super::DocumentName;
use crate::domain::{BranchId, DeviceId, FileId};

/// Whose values a key seals. The text form is part of a wrapped key's associated data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyOwner {
    /// `f/<file>`: a person; all that is recorded of them, and the values of their file.
    File(FileId),
    /// `d/<device>`: what a device records of nobody in particular.
    Device(DeviceId),
    /// `r/<device>`: a device's ratings, apart from all else.
    Ratings(DeviceId),
    /// `h/<scope>`: head office's facts for a scope.
    Office(String),
    /// `k`: the catalog.
    Catalog,
}

impl KeyOwner {
    /// Returns whose key seals a fact that stands in a document and is about a person's file.
    pub fn of(document: &DocumentName, file: Option<FileId>) -> Self {
        match (document, file) {
            (DocumentName::Ratings { device, .. }, _) => Self::Ratings(*device),
            (DocumentName::Catalog { .. }, _) => Self::Catalog,
            (DocumentName::File(file), _) => Self::File(*file),
            (_, Some(file)) => Self::File(file),
            (DocumentName::Journal { device, .. }, None) => Self::Device(*device),
            (DocumentName::HeadOffice { scope, .. }, None) => Self::Office(scope.clone()),
        }
    }

    /// Reads an owner in exactly the form that `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let owner = match text.split_once('/') {
            None if text == "k" => Self::Catalog,
            Some(("f", file)) => Self::File(FileId::parse(file)?),
            Some(("d", device)) => Self::Device(DeviceId::parse(device)?),
            Some(("r", device)) => Self::Ratings(DeviceId::parse(device)?),
            Some(("h", scope)) => Self::Office(BranchId::parse(scope).ok()?.to_string()),
            Some(_) | None => return None,
        };
        (owner.to_string() == text).then_some(owner)
    }
}

impl fmt::Display for KeyOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(f, "f/{file}"),
            Self::Device(device) => write!(f, "d/{device}"),
            Self::Ratings(device) => write!(f, "r/{device}"),
            Self::Office(scope) => write!(f, "h/{scope}"),
            Self::Catalog => f.write_str("k"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_owner_survives_its_text() {
        let device = DeviceId::from_random([7; 16]);
        for owner in [
            KeyOwner::File(FileId::from_random([9; 16])),
            KeyOwner::Device(device),
            KeyOwner::Ratings(device),
            KeyOwner::Office("riyadh".to_owned()),
            KeyOwner::Catalog,
        ] {
            assert_eq!(KeyOwner::parse(&owner.to_string()), Some(owner));
        }
        for bad in ["", "f", "f/1", "x/riyadh", "h/Riyadh", "k/1"] {
            assert_eq!(KeyOwner::parse(bad), None, "{bad}");
        }
    }
}
