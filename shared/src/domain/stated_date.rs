//! A date of someone's life as it was stated: in the calendar of the paper it stood on, a year alone allowed.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil;

/// Gregorian years that a person's papers name: births and expiries, with room on both sides.
const GREGORIAN_YEARS: RangeInclusive<i16> = 1800..=2200;

/// Hijri years that a person's papers name. They never meet the Gregorian ones, so a year tells its calendar.
const HIJRI_YEARS: RangeInclusive<i16> = 1200..=1600;

/// The calendar a date was stated in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StatedCalendar {
    /// التقويم الميلادي
    Gregorian,
    /// التقويم الهجري
    Hijri,
}

/// A date as it was stated: a year, a month of a year, or a day.
///
/// A Gregorian day exists. A Hijri month has up to 31 days here, whatever a table says of it: papers were dated by
/// sighting before there were tables. Whether Umm al-Qura has a day, `locale` tells.
///
/// Text form, frozen since version 1: `g1985-03-01`, `g1985-03`, `h1405`; `tests/fixtures/v1/lines.ndjson` holds some.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatedDate {
    calendar: StatedCalendar,
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

/// A text or parts that are no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a date such as g1985-03-01, h1405 or h1405-09")]
pub struct InvalidStatedDate;

impl StatedDate {
    /// Makes a date of its parts.
    ///
    /// # Errors
    /// [`InvalidStatedDate`] for a year beyond the papers of living people, a month or a day that a calendar has not,
    /// and a day without its month.
    pub fn new(
        calendar: StatedCalendar,
        year: i16,
        month: Option<u8>,
        day: Option<u8>,
    ) -> Result<Self, InvalidStatedDate> {
        let date = Self { calendar, year, month, day };
        let has_month = month.is_none_or(|m| (1..=12).contains(&m));
        let has_day = match (month, day) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(m), Some(d)) => match calendar {
                StatedCalendar::Gregorian => i8::try_from(m)
                    .and_then(|m| i8::try_from(d).map(|d| civil::Date::new(year, m, d).is_ok()))
                    .unwrap_or(false),
                StatedCalendar::Hijri => (1..=31).contains(&d),
            },
        };
        let is_date = years_of(calendar).contains(&year) && has_month && has_day;
        is_date.then_some(date).ok_or(InvalidStatedDate)
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// [`InvalidStatedDate`] for any other form.
    pub fn parse(text: &str) -> Result<Self, InvalidStatedDate> {
        let (calendar, rest) = match text.split_at_checked(1) {
            Some(("g", rest)) => (StatedCalendar::Gregorian, rest),
            Some(("h", rest)) => (StatedCalendar::Hijri, rest),
            Some(_) | None => return Err(InvalidStatedDate),
        };
        let mut parts = rest.split('-');
        let year = parts.next().and_then(|t| digits(t, 4)).ok_or(InvalidStatedDate)?;
        let mut part = || parts.next().map(|t| small(t).ok_or(InvalidStatedDate)).transpose();
        let (month, day) = (part()?, part()?);
        let date = Self::new(calendar, year, month, day)?;
        if parts.next().is_some() { Err(InvalidStatedDate) } else { Ok(date) }
    }

    /// Returns the calendar.
    pub fn calendar(&self) -> StatedCalendar {
        self.calendar
    }

    /// Returns the year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Returns the month, 1 to 12, where it was stated.
    pub fn month(&self) -> Option<u8> {
        self.month
    }

    /// Returns the day of the month where it was stated.
    pub fn day(&self) -> Option<u8> {
        self.day
    }

    /// Writes it as a person would, day first: `01/09/1405`, `09/1405`, `1405`.
    pub fn day_first(&self) -> String {
        let parts = [self.day, self.month].into_iter().flatten().map(|part| format!("{part:02}/"));
        parts.chain([self.year.to_string()]).collect()
    }
}

impl fmt::Display for StatedDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calendar = match self.calendar {
            StatedCalendar::Gregorian => 'g',
            StatedCalendar::Hijri => 'h',
        };
        write!(f, "{calendar}{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for StatedDate {
    /// Shows nothing of the date: it is a person's, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StatedDate")
    }
}

fn years_of(calendar: StatedCalendar) -> RangeInclusive<i16> {
    match calendar {
        StatedCalendar::Gregorian => GREGORIAN_YEARS,
        StatedCalendar::Hijri => HIJRI_YEARS,
    }
}

fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn small(text: &str) -> Option<u8> {
    digits(text, 2).and_then(|number| u8::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_date_keeps_its_calendar_and_how_much_was_stated() {
        for text in ["g1985-03-01", "g2024-02-29", "h1405", "h1405-09", "h1405-09-30"] {
            assert_eq!(StatedDate::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "1405",
            "g85-03-01",
            "g2023-02-29",
            "g1985-13",
            "h1405-9",
            "h1405-00",
            "g1405",
            "h1985",
            "g1985-03-01-02",
            "g1985-03-",
            "x1985",
            "g+985",
            "h١٤٠٥",
        ] {
            assert_eq!(StatedDate::parse(text), Err(InvalidStatedDate), "{text}");
        }
        assert!(StatedDate::new(StatedCalendar::Hijri, 1405, None, Some(1)).is_err());
    }

    #[test]
    fn a_date_never_shows_in_debug_output() {
        assert_eq!(format!("{:?}", StatedDate::parse("h1405").unwrap()), "StatedDate");
    }
}
