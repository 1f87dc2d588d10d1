//! A hash of 32 bytes: of a change, of a chain or a log up to a place, of a token. Which function made it is for those to say
//! who compare it.

use std::fmt;

use crate::hex::{from_hex, to_hex};

/// 32 bytes that stand for what they were made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads the 32 bytes; `None` for another length.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_slice(&from_hex(text)?)
    }

    /// Returns the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    /// Writes 64 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for Hash {
    /// Shows the first four bytes: enough to tell two apart in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({}…)", to_hex(&self.0[..4]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_survives_its_bytes_and_its_text_and_nothing_else_is_one() {
        let hash = Hash([0xAB; 32]);
        assert_eq!(Hash::from_slice(hash.as_ref()), Some(hash));
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(format!("{hash:?}"), "Hash(abababab…)");
        for other in [&[][..], &[0; 31], &[0; 33]] {
            assert_eq!(Hash::from_slice(other), None);
        }
        for other in ["", "ab", &"g".repeat(64), &"a".repeat(63)] {
            assert_eq!(Hash::parse(other), None, "{other}");
        }
    }
}
