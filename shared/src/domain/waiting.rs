//! The number by which a visitor who waits is called.

use std::fmt;

/// Which of a branch's devices gave a number: its first digit, 1 to 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceDigit(u8);

impl DeviceDigit {
    /// That of the only device of a branch.
    pub const FIRST: Self = Self(1);

    /// Returns the digit; `None` for what is none of 1 to 9.
    pub fn new(digit: u32) -> Option<Self> {
        u8::try_from(digit).ok().filter(|digit| (1..=9).contains(digit)).map(Self)
    }

    /// Returns the digit.
    pub fn get(self) -> u32 {
        self.0.into()
    }
}

/// A visitor's number (رقم الانتظار): digits alone, so that it is read and heard in any language. The first says which device
/// gave it, the rest counts the day's visitors there, in two digits or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaitingNumber {
    device: DeviceDigit,
    count: u32,
}

impl WaitingNumber {
    /// Returns a device's number, counted from 1.
    pub fn new(device: DeviceDigit, count: u32) -> Self {
        Self { device, count }
    }

    /// Reads it as it is written; `None` for what no device gives.
    pub fn parse(text: &str) -> Option<Self> {
        let device = DeviceDigit::new(text.get(..1)?.parse().ok()?)?;
        let count = text.get(1..)?.parse().ok().filter(|count| *count > 0)?;
        Some(Self { device, count }).filter(|number| number.to_string() == text)
    }
}

impl fmt::Display for WaitingNumber {
    /// Writes it as it is shown and read out: `305`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:02}", self.device.0, self.count)
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

    fn number(device: u32, count: u32) -> WaitingNumber {
        WaitingNumber::new(DeviceDigit::new(device).unwrap(), count)
    }

    #[test]
    fn a_number_is_the_devices_digit_and_a_count_of_two_digits_or_more() {
        for (device, count, written) in [(3, 5, "305"), (1, 99, "199"), (9, 100, "9100")] {
            assert_eq!(number(device, count).to_string(), written);
            assert_eq!(WaitingNumber::parse(written), Some(number(device, count)));
        }
        assert!(DeviceDigit::new(0).is_none() && DeviceDigit::new(10).is_none());
    }

    #[test]
    fn what_no_device_gives_is_no_number() {
        for text in ["", "3", "35", "300", "005", "3007", "B07", "30x", "٣٠٥", "3+5", "399999999999"] {
            assert_eq!(WaitingNumber::parse(text), None, "{text}");
        }
    }
}
