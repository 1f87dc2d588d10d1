//! Where a contact took place: a national address, or a point on the map.

use std::fmt;

use super::{InvalidText, Text};
use crate::locale::fold_signs;

/// Hundred-thousandths of a degree in a degree: about a metre on the ground, enough to find a door.
const STEPS: f64 = 100_000.0;

/// Why a place was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlace {
    /// A latitude beyond the poles.
    #[error("is not a number of degrees between -90 and 90")]
    Latitude,
    /// A longitude that is none.
    #[error("is not a number of degrees between -180 and 180")]
    Longitude,
    /// An address that is empty or too long.
    #[error(transparent)]
    Address(#[from] InvalidText),
}

/// A place (P-7). It leads to a person, so it is stored sealed and never shown in debug output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A national address (العنوان الوطني): the short form, such as RRRD2929, or written out. Never empty.
    NationalAddress(Text),
    /// A point on the map.
    Coordinates(Coordinates),
}

impl Place {
    /// Takes a national address as it was given.
    ///
    /// # Errors
    /// [`InvalidPlace::Address`] for an empty one.
    pub fn address(text: Text) -> Result<Self, InvalidPlace> {
        if text.as_str().is_empty() {
            Err(InvalidText::Empty.into())
        } else {
            Ok(Self::NationalAddress(text))
        }
    }
}

/// A point on the map (WGS 84), kept to five decimals of a degree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Coordinates {
    latitude: i32,
    longitude: i32,
}

impl Coordinates {
    /// Makes a point of degrees, rounded to five decimals.
    ///
    /// # Errors
    /// [`InvalidPlace`] where one of them is none.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, InvalidPlace> {
        Ok(Self {
            latitude: steps(latitude, 90.0).ok_or(InvalidPlace::Latitude)?,
            longitude: steps(longitude, 180.0).ok_or(InvalidPlace::Longitude)?,
        })
    }

    /// Makes a point of hundred-thousandths of a degree: the stored form.
    pub fn from_steps(latitude: i32, longitude: i32) -> Option<Self> {
        let is_point = latitude.unsigned_abs() <= 9_000_000 && longitude.unsigned_abs() <= 18_000_000;
        is_point.then_some(Self { latitude, longitude })
    }

    /// Reads what a map program shows and a person types, latitude first: `24.71355, 46.67530`, with digits, comma and
    /// decimal mark of either script. `None` where it is no point (yet).
    pub fn typed(text: &str) -> Option<Self> {
        let plain: String = fold_signs(text).chars().map(plain_character).collect();
        let mut parts = plain.split([',', ' ']).filter(|part| !part.is_empty());
        let mut degrees = || {
            let part = parts.next()?;
            let is_plain = part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
            part.parse::<f64>().ok().filter(|_| is_plain)
        };
        let (latitude, longitude) = (degrees()?, degrees()?);
        let point = Self::new(latitude, longitude).ok()?;
        parts.next().is_none().then_some(point)
    }

    /// Returns the latitude in degrees, -90 to 90.
    pub fn latitude(&self) -> f64 {
        f64::from(self.latitude) / STEPS
    }

    /// Returns the longitude in degrees, -180 to 180.
    pub fn longitude(&self) -> f64 {
        f64::from(self.longitude) / STEPS
    }

    /// Returns both in hundred-thousandths of a degree, latitude first: the stored form.
    pub fn steps(&self) -> (i32, i32) {
        (self.latitude, self.longitude)
    }
}

impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.5}, {:.5}", self.latitude(), self.longitude())
    }
}

impl fmt::Debug for Coordinates {
    /// Shows nothing of the point: it leads to a person, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Coordinates")
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 180 degrees, 18 million steps, after the check")]
fn steps(degrees: f64, limit: f64) -> Option<i32> {
    (degrees.abs() <= limit).then(|| (degrees * STEPS).round() as i32)
}

/// Folds the Arabic comma and decimal mark, and drops what marks degrees.
fn plain_character(c: char) -> char {
    match c {
        '\u{60c}' | ';' | '\u{61b}' => ',',
        '\u{66b}' => '.',
        '°' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_kept_to_five_decimals_and_comes_out_as_it_went_in() {
        for (latitude, longitude) in
            [(24.71355, 46.6753), (-0.00001, 179.99999), (90.0, -180.0), (21.4225, 39.82617)]
        {
            let point = Coordinates::new(latitude, longitude).unwrap();
            assert_eq!((point.latitude(), point.longitude()), (latitude, longitude));
            let (a, b) = point.steps();
            assert_eq!(Coordinates::from_steps(a, b), Some(point));
        }
        assert_eq!(Coordinates::new(24.713_554_9, 46.0).unwrap().to_string(), "24.71355, 46.00000");
    }

    #[test]
    fn what_is_no_point_is_refused() {
        assert_eq!(Coordinates::new(90.1, 0.0), Err(InvalidPlace::Latitude));
        assert_eq!(Coordinates::new(f64::NAN, 0.0), Err(InvalidPlace::Latitude));
        assert_eq!(Coordinates::new(0.0, f64::INFINITY), Err(InvalidPlace::Longitude));
        assert_eq!(Coordinates::from_steps(9_000_001, 0), None);
    }

    #[test]
    fn a_typed_point_is_read_in_either_script() {
        let point = Coordinates::new(24.71355, 46.6753).ok();
        for typed in ["24.71355, 46.67530", "24.71355 46.6753", "٢٤٫٧١٣٥٥، ٤٦٫٦٧٥٣", "24.71355°, 46.6753°"]
        {
            assert_eq!(Coordinates::typed(typed), point, "{typed}");
        }
        for typed in ["", "24.7", "24.7,", "RRRD2929", "24,7,46,6", "inf, 1", "1e1, 2", "95, 20"] {
            assert_eq!(Coordinates::typed(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_point_never_shows_in_debug_output() {
        let place = Place::Coordinates(Coordinates::new(24.71355, 46.6753).unwrap());
        assert!(!format!("{place:?}").contains("24"));
    }
}
