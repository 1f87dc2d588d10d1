//! Numbers that can't be out of range: a wrong one is told while the file is read, with its line.

use serde::{Deserialize, Serialize};

/// A number that is out of its range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value} is out of range: write a number from {from} to {to}")]
pub struct OutOfRange {
    value: String,
    from: String,
    to: String,
}

/// A whole number from `FROM` to `TO`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Bounded<const FROM: u32, const TO: u32>(u32);

impl<const FROM: u32, const TO: u32> Bounded<FROM, TO> {
    /// Returns the number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Returns the nearest number in range.
    pub fn nearest(value: u32) -> Self {
        Self(value.clamp(FROM, TO))
    }

    /// Returns the number that is so much higher, or lower; it stops at its bounds.
    pub fn moved(self, by: i32) -> Self {
        Self::nearest(self.0.saturating_add_signed(by))
    }

    /// Returns the number as seconds.
    pub const fn seconds(self) -> std::time::Duration {
        std::time::Duration::from_secs(self.0 as u64)
    }
}

impl<const FROM: u32, const TO: u32> TryFrom<u32> for Bounded<FROM, TO> {
    type Error = OutOfRange;

    fn try_from(value: u32) -> Result<Self, OutOfRange> {
        if (FROM..=TO).contains(&value) {
            return Ok(Self(value));
        }
        Err(OutOfRange { value: value.to_string(), from: FROM.to_string(), to: TO.to_string() })
    }
}

impl<const FROM: u32, const TO: u32> From<Bounded<FROM, TO>> for u32 {
    fn from(value: Bounded<FROM, TO>) -> Self {
        value.0
    }
}

/// A screen's diagonal in inches, 5 to 120, to a tenth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Inches {
    tenths: u16,
}

impl Inches {
    /// The smallest: a large telephone.
    pub const MIN: f64 = 5.0;

    /// The largest: a wall.
    pub const MAX: f64 = 120.0;

    /// Returns the diagonal.
    pub fn get(self) -> f32 {
        f32::from(self.tenths) / 10.0
    }

    /// Returns the nearest diagonal in range; the smallest for what is no number.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "50 to 1,200 fit")]
    pub fn nearest(value: f64) -> Self {
        let value = if value.is_nan() { Self::MIN } else { value };
        Self { tenths: (value.clamp(Self::MIN, Self::MAX) * 10.0).round() as u16 }
    }
}

impl Default for Inches {
    fn default() -> Self {
        Self::nearest(f64::from(crate::theme::DEFAULT_DIAGONAL_INCHES))
    }
}

impl TryFrom<f64> for Inches {
    type Error = OutOfRange;

    fn try_from(value: f64) -> Result<Self, OutOfRange> {
        if (Self::MIN..=Self::MAX).contains(&value) {
            return Ok(Self::nearest(value));
        }
        Err(OutOfRange { value: value.to_string(), from: Self::MIN.to_string(), to: Self::MAX.to_string() })
    }
}

impl From<Inches> for f64 {
    fn from(value: Inches) -> Self {
        Self::from(value.tenths) / 10.0
    }
}
