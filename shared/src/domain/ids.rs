//! Opaque names of things: facts, files, devices, keys, branches. None of them says anything about a person.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Reads the hyphenated 36-character form, in either case; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                (text.len() == 36).then(|| Uuid::try_parse(text).ok()).flatten().map(Self)
            }

            /// Reads what was typed or pasted as an argument, whatever it is dressed in, with its hyphens or without.
            pub fn typed(text: &str) -> Option<Self> {
                let digits = crate::locale::fold_number(text);
                (digits.len() == 32).then(|| Uuid::try_parse(&digits).ok()).flatten().map(Self)
            }

            /// Makes a random (version 4) id from 16 bytes of randomness.
            pub fn from_random(bytes: [u8; 16]) -> Self {
                Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
            }

            /// Returns the 16 bytes of the id.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// Reads an id from its 16 bytes; `None` for another length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                Uuid::from_slice(bytes).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }
    };
}

uuid_id! {
    /// Names one fact (a visit, a rating, a publication) for ever, on every replica; shown in lower-case hyphenated form.
    FactId
}
uuid_id! {
    /// Names a beneficiary file (ملف المستفيد). Random, so that it tells nothing of the person.
    FileId
}
uuid_id! {
    /// Names an enrolled device; given by the server at enrolment.
    DeviceId
}
uuid_id! {
    /// Names a sealing key.
    KeyId
}
uuid_id! {
    /// Names a draft on one device; it never leaves the device.
    DraftId
}

impl FactId {
    /// Makes a time-ordered (version 7) id, for facts whose time is no secret.
    pub fn from_time(unix_millis: u64, random: [u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(unix_millis, &random).into_uuid())
    }
}

/// One life of a replica's database: a random 128-bit number kept in it and beside it. A copy starts a new one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Incarnation(pub [u8; 16]);

impl Incarnation {
    /// Reads 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 || text.bytes().any(|b| !matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        Uuid::try_parse(text).ok().map(|u| Self(*u.as_bytes()))
    }

    /// Reads the 16 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Uuid::from_bytes(self.0).as_simple().fmt(f)
    }
}

/// The short name of a branch office (المكتب الفرعي): 1 to 40 of `a-z 0-9 - _`, beginning with a letter or digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BranchId(String);

/// A branch name that is empty, too long or holds another character than `a-z 0-9 - _`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a branch id is 1 to 40 of a-z, 0-9, - and _, beginning with a letter or a digit")]
pub struct InvalidBranchId;

impl BranchId {
    /// Reads a branch id.
    ///
    /// # Errors
    /// [`InvalidBranchId`] for any other form.
    pub fn parse(text: &str) -> Result<Self, InvalidBranchId> {
        let first_is_word = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let rest_is_word =
            text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        if first_is_word && rest_is_word && text.len() <= 40 {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidBranchId)
        }
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BranchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_in_either_case_and_shown_in_lower_case() {
        let id = FactId::parse("0197A1B2-0000-7000-8000-00000000000F").unwrap();
        assert_eq!(id.to_string(), "0197a1b2-0000-7000-8000-00000000000f");
        assert_eq!(FactId::parse("0197a1b2000070008000000000000f"), None);
        assert_eq!(FactId::parse("{0197a1b2-0000-7000-8000-00000000000f}"), None);
    }

    #[test]
    fn an_incarnation_survives_its_text() {
        let incarnation = Incarnation([0xab; 16]);
        assert_eq!(Incarnation::parse(&incarnation.to_string()), Some(incarnation));
        assert_eq!(Incarnation::parse("AB"), None);
    }

    #[test]
    fn a_branch_id_is_a_short_word() {
        assert!(BranchId::parse("riyadh-1").is_ok());
        for bad in ["", "-x", "Riyadh", "a b", "a/b", &"x".repeat(41)] {
            assert!(BranchId::parse(bad).is_err(), "{bad}");
        }
    }
}
