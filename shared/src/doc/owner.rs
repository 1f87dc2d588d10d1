//! Whose values a key seals. A value opens only with a key of the owner that its place names: a key of the same id that
//! somebody gave to another owner changes nothing.

use super::DocumentName;
use super::name::is_scope;
use crate::domain::{DeviceId, FileId};

/// Whose values a key seals. In bytes it is one letter and what follows it: so it is sent, and bound into a wrapped key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyOwner {
    /// `f` and 16 bytes, a person: all that is recorded of them, and the values of their file.
    File(FileId),
    /// `d` and 16 bytes: what a device records of nobody in particular.
    Device(DeviceId),
    /// `r` and 16 bytes: a device's ratings, apart from all else.
    Ratings(DeviceId),
    /// `h` and a scope: head office's facts for it.
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

    /// Returns the owner in bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::File(file) => [b"f", file.as_bytes().as_slice()].concat(),
            Self::Device(device) => [b"d", device.as_bytes().as_slice()].concat(),
            Self::Ratings(device) => [b"r", device.as_bytes().as_slice()].concat(),
            Self::Office(scope) => [b"h", scope.as_bytes()].concat(),
            Self::Catalog => b"k".to_vec(),
        }
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(match bytes.split_first()? {
            (b'f', file) => Self::File(FileId::from_slice(file)?),
            (b'd', device) => Self::Device(DeviceId::from_slice(device)?),
            (b'r', device) => Self::Ratings(DeviceId::from_slice(device)?),
            (b'h', scope) => {
                Self::Office(str::from_utf8(scope).ok().filter(|scope| is_scope(scope))?.to_owned())
            }
            (b'k', []) => Self::Catalog,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_owner_survives_its_bytes() {
        let device = DeviceId::from_random([7; 16]);
        for owner in [
            KeyOwner::File(FileId::from_random([9; 16])),
            KeyOwner::Device(device),
            KeyOwner::Ratings(device),
            KeyOwner::Office("riyadh".to_owned()),
            KeyOwner::Catalog,
        ] {
            assert_eq!(KeyOwner::from_bytes(&owner.to_bytes()), Some(owner));
        }
        for bad in ["", "f", "f/1", "x0123456789abcdef", "hRiyadh", "k1"] {
            assert_eq!(KeyOwner::from_bytes(bad.as_bytes()), None, "{bad}");
        }
    }
}
