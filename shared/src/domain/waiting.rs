//! The number by which a visitor who waits is called.

use super::DeviceId;

/// Letters that are told apart when heard and when read: without I, O and Q.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// A visitor's number: one letter of the device that gave it, and a number that begins anew each day.
///
/// Two devices of a branch may have the same letter; what calls a visitor is the device that registered them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaitingNumber {
    letter: u8,
    number: u32,
}

impl WaitingNumber {
    /// Returns a device's number, counted from 1.
    pub fn new(device: DeviceId, number: u32) -> Self {
        let sum =
            device.as_bytes().iter().fold(0, |sum, byte| (sum * 31 + usize::from(*byte)) % LETTERS.len());
        Self { letter: LETTERS[sum], number }
    }
}

impl std::fmt::Display for WaitingNumber {
    /// Writes it as it is shown and read out: `B7`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", char::from(self.letter), self.number)
    }
}

/// How a visitor's waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingEnd {
    /// Somebody served them.
    Served,
    /// They were called and did not come.
    DidNotCome,
}

impl WaitingEnd {
    /// Returns its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::DidNotCome => "did_not_come",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_letter_of_its_device_and_a_count() {
        let of = |byte, number| WaitingNumber::new(DeviceId::from_random([byte; 16]), number).to_string();
        assert_eq!(of(1, 7), of(1, 7));
        assert!(of(1, 7).ends_with('7') && of(1, 7).len() == 2, "{}", of(1, 7));
        assert_ne!(of(1, 7), of(2, 7));
    }
}
