//! Points in time as people state them. A moment keeps the text it was given, so that an export returns it byte for
//! byte; what orders records is never a moment but their place in a journal.

use std::fmt;

use jiff::tz::Offset;
use jiff::{Timestamp, Zoned, civil};

/// Milliseconds since 1970-01-01T00:00:00Z; may be negative on a device whose clock is wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// Returns the second that had begun.
    pub fn whole_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }
}

/// The years in which a date that says no calendar is of the Hijra: 1882 to 2076. Screens and pages read them so, files refuse
/// them.
pub const HIJRI_YEARS: std::ops::RangeInclusive<i16> = 1300..=1500;

/// A date and time with its offset from UTC (RFC 3339), kept as it was written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    text: String,
    instant: Timestamp,
    offset: Offset,
}

/// A text that is not a date and time with an offset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not a date and time with an offset, such as 2026-05-12T08:30:00+03:00")]
pub struct InvalidMoment;

impl Moment {
    /// Reads `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`.
    ///
    /// # Errors
    /// [`InvalidMoment`] for any other form and for dates that don't exist.
    pub fn parse(text: &str) -> Result<Self, InvalidMoment> {
        let offset = offset_in(text).ok_or(InvalidMoment)?;
        let instant: Timestamp = text.parse().map_err(|_: jiff::Error| InvalidMoment)?;
        Ok(Self { text: text.to_owned(), instant, offset })
    }

    /// Tells whether a text has the form of a moment, whether or not there is such a day and time.
    pub fn has_form(text: &str) -> bool {
        offset_in(text).is_some()
    }

    /// Makes a moment from a clock's reading, to the second.
    pub fn from_zoned(now: &Zoned) -> Self {
        let text = now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        Self::parse(&text).expect("a clock's reading between the years 0 and 9999 has the RFC 3339 form")
    }

    /// Returns the moment that a second and an offset in minutes make, written plainly: with neither fraction nor `Z`.
    ///
    /// # Errors
    /// [`InvalidMoment`] for what lies outside the years 0 to 9999, and for an offset of a day or more.
    pub fn from_seconds(seconds: i64, offset_minutes: i64) -> Result<Self, InvalidMoment> {
        let instant = Timestamp::from_second(seconds).map_err(|_: jiff::Error| InvalidMoment)?;
        let offset = i32::try_from(offset_minutes.saturating_mul(60)).map_err(|_| InvalidMoment)?;
        let offset = Offset::from_seconds(offset).map_err(|_: jiff::Error| InvalidMoment)?;
        let local = offset.to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%S");
        let (sign, minutes) = (if offset_minutes < 0 { '-' } else { '+' }, offset_minutes.abs());
        Self::parse(&format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60))
    }

    /// Returns the text as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the instant.
    pub fn unix_millis(&self) -> UnixMillis {
        UnixMillis(self.instant.as_millisecond())
    }

    /// Returns the second that had begun.
    pub fn whole_seconds(&self) -> i64 {
        self.instant.as_second() - i64::from(self.instant.subsec_nanosecond() < 0)
    }

    /// Returns the instant.
    pub fn timestamp(&self) -> Timestamp {
        self.instant
    }

    /// Returns the wall clock's date and time at the stated offset.
    pub fn local(&self) -> civil::DateTime {
        self.offset.to_datetime(self.instant)
    }

    /// Returns the stated offset from UTC.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// Returns the stated offset from UTC in minutes, of which it is a whole number.
    pub fn offset_minutes(&self) -> i64 {
        i64::from(self.offset.seconds()) / 60
    }

    /// Cuts to the hour at the stated offset: what a rating carries.
    #[must_use]
    pub fn cut_to_hour(&self) -> Self {
        let offset_at =
            if self.text.ends_with(['Z', 'z']) { self.text.len() - 1 } else { self.text.len() - 6 };
        let text = format!("{}:00:00{}", &self.text[..13], &self.text[offset_at..]);
        Self::parse(&text).expect("the hour of a moment is a moment")
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({})", self.text)
    }
}

/// Returns the offset of a text that has the form of RFC 3339; `None` for any other text.
fn offset_in(text: &str) -> Option<Offset> {
    let bytes = text.as_bytes();
    let fits = |pattern: &[u8], at: usize| {
        bytes.get(at..at + pattern.len()).is_some_and(|part| {
            part.iter()
                .zip(pattern)
                .all(|(b, p)| if *p == b'd' { b.is_ascii_digit() } else { b.eq_ignore_ascii_case(p) })
        })
    };
    if !text.is_ascii() || !fits(b"dddd-dd-ddTdd:dd:dd", 0) {
        return None;
    }
    let mut rest = &bytes[19..];
    if let Some((b'.', fraction)) = rest.split_first() {
        let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > 9 {
            return None;
        }
        rest = &fraction[digits..];
    }
    match rest {
        [b'Z' | b'z'] => Some(Offset::UTC),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let number = |a: &u8, b: &u8| {
                (a.is_ascii_digit() && b.is_ascii_digit()).then(|| i32::from((a - b'0') * 10 + (b - b'0')))
            };
            let hours = number(h1, h2).filter(|hours| *hours < 24)?;
            let minutes = hours * 60 + number(m1, m2).filter(|minutes| *minutes < 60)?;
            Offset::from_seconds(if *sign == b'-' { -minutes * 60 } else { minutes * 60 }).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_its_text_and_cuts_to_its_own_hour() {
        let at = Moment::parse("2026-05-12T08:53:59.5+05:30").unwrap();
        assert_eq!(at.as_str(), "2026-05-12T08:53:59.5+05:30");
        assert_eq!(at.cut_to_hour().as_str(), "2026-05-12T08:00:00+05:30");
        assert_eq!(
            (at.offset().seconds(), at.local().to_string().as_str()),
            (19_800, "2026-05-12T08:53:59.5")
        );
        assert_eq!(
            Moment::parse("2026-05-12T23:10:00Z").unwrap().cut_to_hour().as_str(),
            "2026-05-12T23:00:00Z"
        );
    }

    #[test]
    fn a_second_and_an_offset_make_the_moment_that_is_written_plainly() {
        let made = |text: &str| {
            let at = Moment::parse(text).unwrap();
            Moment::from_seconds(at.whole_seconds(), at.offset_minutes()).unwrap()
        };
        for plain in [
            "2026-05-12T08:53:59+05:30",
            "1969-12-31T23:59:59-00:30",
            "0000-01-01T00:00:00+00:00",
            "9999-12-29T00:00:00-23:59",
        ] {
            assert_eq!(made(plain).as_str(), plain);
        }
        for (other, plain) in [
            ("2026-05-12T08:53:59.5+05:30", "2026-05-12T08:53:59+05:30"),
            ("1969-12-31T23:59:59.5z", "1969-12-31T23:59:59+00:00"),
            ("2026-05-12T08:53:59-00:00", "2026-05-12T08:53:59+00:00"),
        ] {
            assert_eq!(made(other).as_str(), plain);
        }
        assert_eq!(Moment::from_seconds(i64::MAX, 0), Err(InvalidMoment));
        assert_eq!(Moment::from_seconds(-62_167_219_200, -1), Err(InvalidMoment), "a year before 0");
        assert_eq!(Moment::from_seconds(0, i64::MAX), Err(InvalidMoment));
    }

    #[test]
    fn other_forms_of_time_are_refused() {
        for bad in [
            "",
            "2026-05-12",
            "2026-05-12T08:30",
            "2026-05-12T08:30:00",
            "2026-13-12T08:30:00Z",
            "2026-02-30T08:30:00Z",
            "2026-05-12 08:30:00+03:00",
            "2026-05-12T08:30:00+0300",
            "2026-05-12T25:30:00Z",
            "٢٠٢٦-05-12T08:30:00Z",
            "2026-05-12T08:30:00+03:00[Asia/Riyadh]",
            "2026-05-12T08:30:00+99:00",
        ] {
            assert_eq!(Moment::parse(bad), Err(InvalidMoment), "{bad}");
        }
    }
}
